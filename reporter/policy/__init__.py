"""Floor 4: policy files to records; every error of every file at once, with file:line:column."""

from reporter.policy.loader import load
from reporter.policy.names import find

__all__ = ["find", "load"]
