"""The rows of an action plan that comes back, known by their hidden keys wherever they stand by now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from reporter.errors import Problem, SourceError
from reporter.followup import heads
from reporter.ledger import FollowUp
from reporter.model.text import comparable, comparable_key
from reporter.model.vocabulary import FollowUpState
from reporter.pseudonyms import FOLLOW_UP, Key
from reporter.reports.excel.texts import fit
from reporter.sheets.sheet import Sheet
from reporter.sources import dates
from reporter.wording import words

_WORDS = "workbook.en"
_SHOWN = 20
_OLDEST = date(2000, 1, 1)
"""Before it nothing was done: the workbook's own cells take no older day."""
_AGAIN = "Restore the row from the workbook as the run made it, or delete it, and import again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a workbook says, of one run."""

    report_id: str
    as_of: date
    rows: tuple[FollowUp, ...]
    shown: Mapping[str, str]
    """Pseudonym → what the workbook shows of the employee: id, else address."""
    without_key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    where: str
    run: str
    row: FollowUp
    cells: Mapping[str, str]


def read(sheets: Sequence[Sheet], key: Key, name: str, *, today: date) -> Plan:
    """Return the plan that a workbook holds.

    Args:
        sheets: Its visible sheets.
        key: What sealed the rows' keys.
        name: Of the file, for messages.
        today: Nothing was done later, or later than the day of the assessment.

    Raises:
        SourceError: No sheet holds the plan; a key is not ours, of another run, or of another row; a row is there twice
            and differs; a state or a day cannot be.
    """
    found = [row for place in heads.find(sheets, name) for row in place.rows()]
    known = [(where, cells, key.unseal(FOLLOW_UP, cells["key"])) for where, cells in found if cells["key"]]
    if len(known) > 1 and all(told is None for _, _, told in known):
        hint = "Give the report.xlsx of a run of this workspace; a key (pseudonym.key) tells only its own runs' rows."
        raise SourceError(f"none of its {len(known)} rows is of a run of this workspace", where=name, hint=hint)
    tried = [_line(told, cells, where, today) for where, cells, told in known]
    problems = [one for one in tried if isinstance(one, Problem)]
    lines = [one for one in tried if isinstance(one, _Line)]
    runs = [line.run for line in lines]
    run = max(sorted(set(runs)), key=runs.count, default="")
    problems += [Problem(what="the row is of another run", where=x.where, hint=_AGAIN) for x in lines if x.run != run]
    problems += _moved(lines, key)
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
    return Plan(
        report_id=report_id,
        as_of=date.fromisoformat(as_of),
        rows=tuple(rows.values()),
        shown={x.row.pseudonym: x.cells.get("employee_id") or x.cells.get("address") or "" for x in lines},
        without_key=len(found) - len(known),
    )


def _line(told: str | None, cells: Mapping[str, str], where: str, today: date) -> _Line | Problem:
    """Return a row whose key told run, person and control; None: it is not ours."""
    if told is None:
        return Problem(what="the row's key is not one of this workspace, or was changed", where=where, hint=_AGAIN)
    report_id, as_of, pseudonym, control = told.split(" ", 3)
    state = _states().get(comparable(cells["state"]))
    if cells["state"] and state is None:
        offered = ", ".join(words(_WORDS)("open_findings", "states", s) for s in FollowUpState)
        return Problem(what="there is no such state", where=where, hint=f"Choose one of: {offered}.")
    done_on = _day(cells["done_on"], where) if cells["done_on"] else None
    if cells["done_on"] and (done_on is None or done_on < _OLDEST):
        return Problem(what="the day of Done on cannot be read", where=where, hint="Write it as 2026-12-01.")
    if done_on and done_on > max(today, date.fromisoformat(as_of)):
        hint = "Enter the day it was done, and nothing until then."
        return Problem(what=f"the day of Done on, {done_on}, is yet to come", where=where, hint=hint)
    row = FollowUp(
        pseudonym=pseudonym,
        control=control,
        owner=fit(cells["owner"]) or None,  # as a cell of the next workbook holds it, so that it comes back the same
        state=state,
        comment=fit(cells["comment"]) or None,
        done_on=done_on,
    )
    return _Line(where=where, run=f"{report_id} {as_of}", row=row, cells=cells)


def _moved(lines: Sequence[_Line], key: Key) -> Iterator[Problem]:
    """Yield the rows that show another row's employee or control: cells were moved, and their key was left behind.

    What no other row shows may have been edited, and says nothing.
    """
    people = {line.row.pseudonym for line in lines}
    controls = {comparable(line.row.control) for line in lines}
    for line in lines:
        shown = (("id", line.cells.get("employee_id")), ("address", line.cells.get("address")))
        known = {key.pseudonym(f"{kind}:{comparable_key(text)}") for kind, text in shown if text} & people
        control = comparable(line.cells.get("control", ""))
        if (known and line.row.pseudonym not in known) or control in controls - {comparable(line.row.control)}:
            what = "the row shows another employee or control than its hidden key tells: its cells were moved apart"
            hint = "Undo that, or restore the rows from the workbook as the run made it; sort and move whole rows only."
            yield Problem(what=what, where=line.where, hint=hint)


@cache
def _states() -> Mapping[str, FollowUpState]:
    """Return each state by its word, as it is compared."""
    return {comparable(words(_WORDS)("open_findings", "states", s)): s for s in FollowUpState}


def _day(text: str, where: str) -> date | None:
    try:
        return dates.read([text], order=None, where=where).day(text)
    except SourceError:
        return None
