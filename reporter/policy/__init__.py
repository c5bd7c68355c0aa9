"""Floor 4: policy files to records; every error of every file at once, with file:line:column."""

from reporter.policy.loader import load

__all__ = ["load"]
