"""What stands in a run's way, and what its reader must know: each with where it is and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.errors import NotPermittedError, Problem, SourceError

DONE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing to say of the inputs: it stops a run, or it warns."""

    code: str
    """What `--accept-not-ready` names it by."""
    text: str
    """A sentence."""
    exit_code: int = DONE
    """With what a run stops at it; 0: it does not."""
    where: str = ""
    """File, rows and column, or a key of the configuration; empty where the sentence says it."""
    hint: str = ""
    """What to do."""
    lines: tuple[str, ...] = ()
    """To be copied as they stand."""

    @property
    def stops(self) -> bool:
        """Whether a run stops at it."""
        return self.exit_code != DONE

    @property
    def bars(self) -> bool:
        """Whether the run is not permitted: nobody can accept that."""
        return self.exit_code == NotPermittedError.exit_code

    @property
    def problem(self) -> Problem:
        """The same, for an error."""
        text = self.text.removesuffix(".")
        return Problem(what=text[:1].lower() + text[1:], where=self.where, hint=self.hint, lines=self.lines)


def not_ready(code: str, text: str, *, where: str = "", hint: str = "", lines: tuple[str, ...] = ()) -> Cause:
    """Return a cause that stops a run unless somebody accepts it."""
    return Cause(code=code, text=text, exit_code=SourceError.exit_code, where=where, hint=hint, lines=lines)


def barred(code: str, text: str, *, where: str = "", hint: str = "", lines: tuple[str, ...] = ()) -> Cause:
    """Return a cause by which a run is not permitted."""
    return Cause(code=code, text=text, exit_code=NotPermittedError.exit_code, where=where, hint=hint, lines=lines)
