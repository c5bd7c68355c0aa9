"""Columns of a roster that are not used and look as if they decided who is in scope, written to, or where."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.model.inputs import RosterTable
from reporter.run.causes import Cause
from reporter.settings import Settings
from reporter.sources.headers.telling import Concern, concern

CODE = "column-not-used"

_ABOUT = {
    Concern.SCOPE: "looks as if it said who works here or has left, and is not used",
    Concern.ADDRESS: "looks like an address, and is not used: nobody can be written to",
    Concern.PLACE: "looks like the place of work, and is not used: on that the law depends",
    Concern.DATE: "looks like a date, and is not used: nothing says who has not started or has left",
}
_LONGEST = 60


def causes(roster: RosterTable, settings: Settings) -> Iterator[Cause]:
    """Yield each such column once, with the key that would use it."""
    told: set[tuple[str, Concern]] = set()
    for file in roster.files:
        if file.role != "roster":
            continue
        for header in file.dropped:
            about = concern(header, file.columns)
            if about is None or (header, about) in told:
                continue
            told.add((header, about))
            text = " ".join(header.split())
            shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            yield Cause(
                code=CODE,
                text=f'The column "{shown}" {_ABOUT[about]}.',
                where=file.name,
                hint=f'To use it, write {about.value} = "…" under [roster.columns] in {settings.file_name}.',
            )
