"""Floor 5: the action plan comes back. What HR wrote goes into the ledger, and the next run shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from reporter import ledger, pseudonyms
from reporter.errors import SourceError, UsageError
from reporter.followup.rows import Plan, read
from reporter.ledger import Event, FollowUp
from reporter.settings import Settings
from reporter.sources.sheets import files, xlsx_tables

__all__ = ["Imported", "import_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a workbook that came back."""

    as_of: date
    """The day of the assessment it is of."""
    rows: int
    """Rows with a key of ours."""
    new: int
    """Those that nothing was known about."""
    changed: int
    unchanged: int
    empty: int
    """Those that HR has left empty so far."""
    without_key: int
    """Rows that HR put in, which belong to no finding and were not read."""


def import_plan(path: Path, settings: Settings, *, at: datetime, actor: str) -> Imported:
    """Read HR's columns of a workbook into the ledger: all of it, or nothing.

    Args:
        path: The workbook, as HR saved it.
        settings: Name the workspace, its key file and its ledger.
        at: Now.
        actor: Who imports it, for the record.

    Raises:
        UsageError: There is no workspace or no key file here, or a newer assessment's plan was imported before.
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
    plan = read(xlsx_tables.read(file), key, file.name)
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
        imported = _told(plan, news, known)
        ledger.write(connection, news, at=at, report_id=plan.report_id, as_of=plan.as_of)
        details: dict[str, str | int] = {"sha256": file.sha256, "report_id": plan.report_id}
        details |= {"rows": imported.rows, "new": imported.new, "changed": imported.changed}
        ledger.record(connection, Event(at=at, actor=actor, action="followup-imported", details=details))
    return imported


def _nothing(row: FollowUp) -> FollowUp:
    return FollowUp(pseudonym=row.pseudonym, control=row.control, owner=None, state=None, comment=None, done_on=None)


def _told(plan: Plan, news: list[FollowUp], known: dict[tuple[str, str], FollowUp]) -> Imported:
    changed = sum((row.pseudonym, row.control) in known for row in news)
    empty = sum(row == _nothing(row) and (row.pseudonym, row.control) not in known for row in plan.rows)
    return Imported(
        as_of=plan.as_of,
        rows=len(plan.rows),
        new=len(news) - changed,
        changed=changed,
        unchanged=len(plan.rows) - len(news) - empty,
        empty=empty,
        without_key=plan.without_key,
    )
