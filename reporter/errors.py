"""Floor 1: what a person can cause, said to that person.

One root error; one subclass for each stage, with the exit code of DESIGN §5. An error carries every problem
found, so that nobody mends a file ten times to hear ten messages.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: what, where (file, sheet, row, column), and what to do about it."""

    what: str
    where: str = ""
    hint: str = ""

    def __str__(self) -> str:
        """Return `where: what`, the way compilers and editors like it."""
        return f"{self.where}: {self.what}" if self.where else self.what


class ReporterError(Exception):
    """The root: caught once, in `reporter.cli`, which prints every problem and exits with `exit_code`."""

    exit_code = 1

    def __init__(self, *problems: Problem | str, hint: str = "", where: str = "") -> None:
        self.problems: tuple[Problem, ...] = tuple(
            p if isinstance(p, Problem) else Problem(what=p, hint=hint, where=where) for p in problems
        )
        super().__init__("; ".join(str(p) for p in self.problems))


class UsageError(ReporterError):
    """The command line or `reporter.toml` cannot be followed."""

    exit_code = 2


class PolicyError(ReporterError):
    """A policy, service, law or regimes file is invalid: nobody is judged."""

    exit_code = 3


class SourceError(ReporterError):
    """A roster, survey, waiver or alias file cannot be read, or is not ready to be judged."""

    exit_code = 4


class RenderError(ReporterError):
    """A document could not be made or written."""

    exit_code = 5


class DeliveryError(ReporterError):
    """A mail could not be handed over."""

    exit_code = 6


class VerificationError(ReporterError):
    """A run's files do not agree with each other or with their inputs."""

    exit_code = 7


class NotPermittedError(ReporterError):
    """The law, as configured, does not let this run happen (yet)."""

    exit_code = 8
