"""Floor 1: what a person can cause, said to that person.

One root error; one subclass for each stage, with the exit code of DESIGN §5. An error carries every problem
found, so that nobody mends a file ten times to hear ten messages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

SHOW = "show this message to whoever looks after reporter for you"
"""What to do where it is for nobody who runs the program to mend: there is no place of ours to report to."""
OURS = f"This is a mistake of reporter, not of your files: {SHOW}."
"""The hint of a problem that no input may cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: what, where (file, sheet, row, column), and what to do about it."""

    what: str
    where: str = ""
    hint: str = ""
    lines: tuple[str, ...] = ()
    """To be copied as they stand, below the hint."""

    def __str__(self) -> str:
        """Return `where: what`, the way compilers and editors like it."""
        return f"{self.where}: {self.what}" if self.where else self.what


class ReporterError(Exception):
    """The root: caught once, in `reporter.cli`, which prints every problem and exits with `exit_code`.

    No problem goes without a hint: one that brings none of its own gets that of its stage.
    """

    exit_code = 1
    default_hint: ClassVar[str] = OURS

    def __init__(self, *problems: Problem | str, hint: str = "", where: str = "") -> None:
        found = (p if isinstance(p, Problem) else Problem(what=p, hint=hint, where=where) for p in problems)
        self.problems: tuple[Problem, ...] = tuple(p if p.hint else replace(p, hint=self.default_hint) for p in found)
        super().__init__("; ".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[ReporterError], tuple[Problem, ...]]:
        """Come out of another process with places and hints."""
        return type(self), self.problems


class UsageError(ReporterError):
    """The command line or `reporter.toml` cannot be followed."""

    exit_code = 2
    default_hint = (
        "Correct it and run again. --help says what each option takes; reporter init writes every key's example."
    )


class PolicyError(ReporterError):
    """A policy, service, law or regimes file is invalid: nobody is judged."""

    exit_code = 3
    default_hint = "Correct the file; every error of it, with line and column, is listed by: reporter policy lint FILE"


class SourceError(ReporterError):
    """A roster, survey, waiver or alias file cannot be read, or is not ready to be judged."""

    exit_code = 4
    default_hint = "Correct it there, or export the file again; reporter check reads everything and makes nothing."


class RenderError(ReporterError):
    """A document could not be made or written."""

    exit_code = 5
    default_hint = "Nothing was kept. Run again; --outputs names the documents to make, where one of them cannot be."


class DeliveryError(ReporterError):
    """A mail could not be handed over."""

    exit_code = 6
    default_hint = "What was handed over is on record; correct it, and send the rest."


class VerificationError(ReporterError):
    """A run's files do not agree with each other or with their inputs."""

    exit_code = 7
    default_hint = (
        "Do not rely on this folder. Get an unchanged copy from whoever made it, or make the run again from the same "
        "inputs with the same --as-of, and verify that."
    )


class NotPermittedError(ReporterError):
    """The law, as configured, does not let this run happen (yet)."""

    exit_code = 8
    default_hint = "Nothing was made. Run again once it is permitted, and say so in the configuration."
