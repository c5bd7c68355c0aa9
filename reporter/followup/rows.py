"""The rows of an action plan that comes back, known by their hidden keys wherever they stand by now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reporter.errors import Problem, SourceError
from reporter.ledger import FollowUp
from reporter.model.text import comparable
from reporter.model.vocabulary import FollowUpState
from reporter.pseudonyms import FOLLOW_UP, Key
from reporter.sources import dates
from reporter.sources.sheets.sheet import Sheet
from reporter.wording import words

_WORDS = "workbook.en"
_READ = ("key", "owner", "state", "comment", "done_on")
_WINDOW = 50
"""Rows among which the heads are looked for: HR may have put some above them."""
_SHOWN = 20
_LONGEST = 32_767
_AGAIN = "Restore the row from the workbook as the run made it, or delete it, and import again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a workbook says, of one run."""

    report_id: str
    as_of: date
    rows: tuple[FollowUp, ...]
    without_key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    where: str
    run: str
    row: FollowUp


def read(sheets: Sequence[Sheet], key: Key, name: str) -> Plan:
    """Return the plan that a workbook holds.

    Args:
        sheets: Its visible sheets.
        key: What sealed the rows' keys.
        name: Of the file, for messages.

    Raises:
        SourceError: No sheet holds the plan; a key is not ours, or of another run; a row is there twice and differs;
            a state or a day cannot be read.
    """
    found = [(sheet, at, heads) for sheet in sheets for at, heads in _heads(sheet)]
    if not found:
        hint = (
            "Show the sheet Open findings and keep its heads as they are; its column Key is hidden, and has to stay. "
            "A workbook that was made without a key file has none."
        )
        raise SourceError("no visible sheet holds an action plan of ours", where=name, hint=hint)
    problems: list[Problem] = []
    lines: list[_Line] = []
    without = 0
    for sheet, at, heads in found:
        for number, cells in _filled(sheet, at, heads):
            if not cells["key"]:
                without += 1
                continue
            where = f"{sheet.where}, row {number}"
            line = _line(cells, where, key)
            if isinstance(line, Problem):
                problems.append(line)
            else:
                lines.append(line)
    runs = [line.run for line in lines]
    run = max(sorted(set(runs)), key=runs.count, default="")
    problems += [Problem(what="the row is of another run", where=x.where, hint=_AGAIN) for x in lines if x.run != run]
    rows: dict[tuple[str, str], FollowUp] = {}
    for line in lines:
        if rows.setdefault((line.row.pseudonym, line.row.control), line.row) != line.row:
            what = "the finding is on another row too, and they differ"
            problems.append(Problem(what=what, where=line.where, hint="Keep one of the two."))
    if problems:
        more = len(problems) - _SHOWN
        rest = [Problem(what=f"so are {more} more rows", where=name, hint=_AGAIN)] if more > 0 else []
        raise SourceError(*problems[:_SHOWN], *rest)
    if not rows:
        raise SourceError("the action plan holds no row of ours", where=name, hint=_AGAIN)
    report_id, _, as_of = run.partition(" ")
    return Plan(report_id=report_id, as_of=date.fromisoformat(as_of), rows=tuple(rows.values()), without_key=without)


def _heads(sheet: Sheet) -> Iterator[tuple[int, Mapping[str, int]]]:
    """Yield the line (from 0) that holds all heads we read, and each one's column; nothing where there is none."""
    say = words(_WORDS)
    wanted = {comparable(say("heads", name)): name for name in _READ}
    for at, row in enumerate(sheet.cells.head(_WINDOW).iter_rows()):
        heads: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = wanted.get(comparable(cell)) if cell else None
            if name in heads:
                what = f"two columns are called {cell.strip()}"
                raise SourceError(what, where=f"{sheet.where}, row {at + 1}", hint="Give yours another name.")
            if name:
                heads[name] = place
        if len(heads) == len(_READ):
            yield at, heads
            return


def _filled(sheet: Sheet, at: int, heads: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number of each row below the heads that holds something we read, and its cells."""
    below = sheet.cells.slice(at + 1).select(str(heads[name]) for name in _READ)
    for number, row in enumerate(below.iter_rows(), start=at + 2):
        if any(row):
            yield number, {name: (cell or "").strip() for name, cell in zip(_READ, row, strict=True)}


def _line(cells: Mapping[str, str], where: str, key: Key) -> _Line | Problem:
    told = key.unseal(FOLLOW_UP, cells["key"])
    if told is None:
        return Problem(what="the row's key is not one of this workspace, or was changed", where=where, hint=_AGAIN)
    report_id, as_of, pseudonym, control = told.split(" ", 3)
    say = words(_WORDS)
    states = {comparable(say("open_findings", "states", s)): s for s in FollowUpState}
    state = states.get(comparable(cells["state"]))
    if cells["state"] and state is None:
        hint = f"Choose one of: {', '.join(say('open_findings', 'states', s) for s in FollowUpState)}."
        return Problem(what="there is no such state", where=where, hint=hint)
    done_on = _day(cells["done_on"], where) if cells["done_on"] else None
    if cells["done_on"] and done_on is None:
        return Problem(what="the day of Done on cannot be read", where=where, hint="Write it as 2026-12-01.")
    row = FollowUp(
        pseudonym=pseudonym,
        control=control,
        owner=cells["owner"][:_LONGEST] or None,
        state=state,
        comment=cells["comment"][:_LONGEST] or None,
        done_on=done_on,
    )
    return _Line(where=where, run=f"{report_id} {as_of}", row=row)


def _day(text: str, where: str) -> date | None:
    try:
        return dates.read([text], order=None, where=where, place="").day(text)
    except SourceError:
        return None
