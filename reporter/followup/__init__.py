"""Floor 5: the action plan comes back. What HR wrote goes into the ledger, and the next run shows it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from reporter import ledger, pseudonyms
from reporter.errors import SourceError, UsageError
from reporter.followup.rows import Plan, read
from reporter.ledger import Event, FollowUp
from reporter.model.assessment import Notice
from reporter.settings import Settings
from reporter.sheets import files, xlsx_tables
from reporter.sheets.sheet import Sheet

__all__ = ["Change", "Imported", "News", "import_plan"]

_FIELDS = ("owner", "state", "comment", "done_on")
_RESAVE = "Open it in Excel or LibreOffice, save it as .xlsx (Excel Workbook), and import that."


class News(StrEnum):
    """What an import tells of a finding."""

    NEW = "new"
    """Nothing was known about it."""
    CHANGED = "changed"
    EMPTIED = "emptied"
    """HR wrote something earlier, and now all its cells are empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A finding that HR wrote something else about than before."""

    employee: str
    """As the workbook shows them: id, else address, else the pseudonym."""
    control: str
    news: News
    fields: tuple[str, ...]
    """Those of owner, state, comment and done_on that differ from before. What they hold stays in the workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a workbook that came back."""

    as_of: date
    """The day of the assessment it is of."""
    rows: int
    """Findings with a key of ours."""
    changes: tuple[Change, ...]
    """By employee, then by control."""
    unchanged: int
    empty: int
    """Those that HR has left empty so far."""
    without_key: int
    """Rows that HR put in, which belong to no finding and were not read."""
    notices: tuple[Notice, ...]
    """What reading the workbook left out: hidden sheets."""
    open_elsewhere: bool
    """A spreadsheet program has it open, and may hold what it has not saved."""


def import_plan(path: Path, settings: Settings, *, at: datetime, actor: str, emptying: bool = False) -> Imported:
    """Read HR's columns of a workbook into the ledger: all of it, or nothing.

    Args:
        path: The workbook, as HR saved it.
        settings: Name the workspace, its key file and its ledger.
        at: Now.
        actor: Who imports it, for the record.
        emptying: Findings that HR filled in may become empty: a workbook as the run made it would clear them all.

    Raises:
        UsageError: There is no workspace or no key file here, a newer assessment's plan was imported before, or
            findings would become empty that may not.
        SourceError: The workbook cannot be read, or holds rows that do not belong to its run.
    """
    if settings.workspace is None or settings.key_file is None:
        raise UsageError(
            "there is no workspace with a key here, so nobody could say whose rows these are",
            hint="Go to the workspace of the run, or name its configuration with --config.",
        )
    key = pseudonyms.read(settings.key_file)
    file = files.load(path)
    if file.kind is not files.Kind.WORKBOOK:
        raise SourceError("this is no workbook", where=file.name, hint="Give the report.xlsx that HR filled in.")
    sheets = _sheets(file)
    plan = read(sheets, key, file.name, today=at.astimezone(settings.zone).date())
    with ledger.opened(settings.ledger.database, settings.workspace) as engine, engine.begin() as connection:
        newest = ledger.latest_day(connection)
        if newest and plan.as_of < newest:
            raise UsageError(
                f"this is the plan as of {plan.as_of}, and one as of {newest} was imported already",
                where=file.name,
                hint="Go on in the newer workbook: it shows what was imported before.",
            )
        known = {
            (row["pseudonym"], row["control"]): FollowUp(**row)
            for row in ledger.follow_ups(connection).iter_rows(named=True)
        }
        news = [row for row in plan.rows if row != known.get((row.pseudonym, row.control), _nothing(row))]
        changes = _changes(plan, news, known)
        emptied = sum(change.news is News.EMPTIED for change in changes)
        if emptied and not emptying:
            raise UsageError(
                f"findings that were filled in before and are empty here: {emptied}",
                where=file.name,
                hint="Give the workbook that HR filled in; if they were cleared on purpose, add --yes.",
            )
        empty = sum(row == _nothing(row) for row in plan.rows) - emptied
        ledger.write(connection, news, at=at, report_id=plan.report_id, as_of=plan.as_of)
        new = sum(change.news is News.NEW for change in changes)
        details: dict[str, str | int] = {"sha256": file.sha256, "report_id": plan.report_id}
        details |= {"rows": len(plan.rows), "new": new, "changed": len(changes) - new}
        ledger.record(connection, Event(at=at, actor=actor, action="followup-imported", details=details))
    return Imported(
        as_of=plan.as_of,
        rows=len(plan.rows),
        changes=changes,
        unchanged=len(plan.rows) - len(changes) - empty,
        empty=empty,
        without_key=plan.without_key,
        notices=sheets[0].notices,
        open_elsewhere=_is_open(path),
    )


def _sheets(file: files.SourceFile) -> tuple[Sheet, ...]:
    try:
        return xlsx_tables.read(file)
    except SourceError as error:  # its hints speak of exports: a plan that is saved as CSV does not come back
        raise SourceError(*(replace(problem, hint=_RESAVE) for problem in error.problems)) from error


def _nothing(row: FollowUp) -> FollowUp:
    return FollowUp(pseudonym=row.pseudonym, control=row.control, owner=None, state=None, comment=None, done_on=None)


def _changes(plan: Plan, news: Sequence[FollowUp], known: Mapping[tuple[str, str], FollowUp]) -> tuple[Change, ...]:
    """Return what differs from before, of rows that do."""
    found = []
    for row in news:
        nothing = _nothing(row)
        before = known.get((row.pseudonym, row.control), nothing)
        kind = News.NEW if before == nothing else News.EMPTIED if row == nothing else News.CHANGED
        fields = tuple(name for name in _FIELDS if getattr(row, name) != getattr(before, name))
        who = plan.shown[row.pseudonym] or row.pseudonym
        found.append(Change(employee=who, control=row.control, news=kind, fields=fields))
    return tuple(sorted(found, key=lambda change: (change.employee, change.control)))


def _is_open(path: Path) -> bool:
    """Return whether the file by which Excel or LibreOffice claims a workbook lies beside it."""
    locks = (f"~${path.name}", f".~lock.{path.name}#")
    return any(os.path.exists(path.parent / lock) for lock in locks)  # noqa: PTH110 - of Path's, a name too long is an error
