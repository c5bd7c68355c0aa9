"""What HR wrote beside open findings, import by import. Rows are added, never changed: the last one counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from sqlalchemy import Column, Connection, Date, Integer, String, Table, Text, func, select

from reporter.ledger.database import metadata
from reporter.model.tables import FOLLOW_UPS
from reporter.model.vocabulary import FollowUpState

table = Table(
    "followups",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("report_id", String(36), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("pseudonym", String(20), nullable=False, index=True),
    Column("control", String(200), nullable=False),
    Column("owner", Text),
    Column("state", String(20)),
    Column("comment", Text),
    Column("done_on", Date),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What HR wrote beside one open finding; None where a cell is empty."""

    pseudonym: str
    control: str
    owner: str | None
    state: FollowUpState | None
    comment: str | None
    done_on: date | None


def follow_ups(connection: Connection) -> pl.DataFrame:
    """Return what was last written beside each finding, in the order of person and control (schema FOLLOW_UPS)."""
    last = select(func.max(table.c.number)).group_by(table.c.pseudonym, table.c.control)
    rows = connection.execute(select(*(table.c[name] for name in FOLLOW_UPS)).where(table.c.number.in_(last)))
    found = pl.DataFrame([tuple(row) for row in rows], schema=FOLLOW_UPS, orient="row")
    return found.sort("pseudonym", "control")


def latest_day(connection: Connection) -> date | None:
    """Return the day of the newest assessment whose action plan came back; None: none did."""
    return connection.execute(select(func.max(table.c.as_of))).scalar()


def write(connection: Connection, rows: Iterable[FollowUp], *, at: datetime, report_id: str, as_of: date) -> None:
    """Add rows within the transaction of `connection`."""
    values = [
        {"at": at.isoformat(timespec="seconds"), "report_id": report_id, "as_of": as_of}
        | {name: getattr(row, name) for name in FOLLOW_UPS}
        for row in rows
    ]
    if values:
        connection.execute(table.insert(), values)
