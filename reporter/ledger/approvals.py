"""Approvals: who let which messages go. What was not approved, byte for byte, is not sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Boolean, Column, Connection, Integer, String, Table, insert, select

from reporter.ledger.database import metadata

table = Table(
    "approvals",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, index=True),
    Column("report_id", String(36), nullable=False),
    Column("period", String(7), nullable=False),
    Column("messages", Integer, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("by", String(300), nullable=False),
    Column("at", String(32), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody's word that these messages may go."""

    digest: str
    """SHA-256 of the list of the messages, which holds the hash of each, and of the places they go to."""
    report_id: str
    period: str
    messages: int
    again: bool
    """Also to people who got a remediation mail this period, where it says something else now."""
    by: str
    at: datetime
    number: int = 0
    """In this ledger, from 1; 0: it was not recorded yet."""


def approve(connection: Connection, approval: Approval) -> Approval:
    """Add an approval within the transaction of `connection`; return it as it was recorded."""
    recorded = connection.execute(
        insert(table).values(
            digest=approval.digest,
            report_id=approval.report_id,
            period=approval.period,
            messages=approval.messages,
            again=approval.again,
            by=approval.by,
            at=approval.at.astimezone(UTC).isoformat(timespec="seconds"),
        )
    )
    number = recorded.inserted_primary_key
    return replace(approval, number=number[0] if number else 0)


def approvals(connection: Connection, period: str) -> Sequence[Approval]:
    """Return the approvals of a period, oldest first."""
    asked = select(table).where(table.c.period == period).order_by(table.c.number)
    return [
        Approval(
            digest=row["digest"],
            report_id=row["report_id"],
            period=row["period"],
            messages=row["messages"],
            again=row["again"],
            by=row["by"],
            at=datetime.fromisoformat(row["at"]),
            number=row["number"],
        )
        for row in connection.execute(asked).mappings()
    ]
