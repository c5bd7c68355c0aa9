"""The audit trail: what was done, by whom, when. Rows are added, never changed.

Each row's hash covers the row and the hash before it. So a change shows to whoever holds a later hash; whoever can
rewrite the whole table can rewrite the hashes too, which is why the last one (the head) is worth keeping elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Column, Connection, Integer, String, Table, Text, select, text

from reporter.ledger.database import metadata

FIRST = "0" * 64
"""What stands for the hash before the first."""
_ADDING = 0x7265706F  # an advisory lock's number: PostgreSQL would let two add after the same row

table = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(300), nullable=False),
    Column("action", String(100), nullable=False),
    Column("details", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that was done."""

    at: datetime
    """With its zone; kept in UTC."""
    actor: str
    """Who did it: the name of the account on this machine, or as stated."""
    action: str
    """`reveal`, `mail-approved`, …"""
    details: Mapping[str, str | int]
    """What it was done to: counts, hashes and pseudonyms; no names and no addresses."""


def record(connection: Connection, happened: Event) -> str:
    """Add an event within the transaction of `connection`; return its hash, the new head."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADDING})
    last, before = head(connection)
    number = last + 1
    row = {
        "at": happened.at.astimezone(UTC).isoformat(timespec="seconds"),
        "actor": happened.actor,
        "action": happened.action,
        "details": json.dumps(dict(happened.details), sort_keys=True, ensure_ascii=False),
    }
    now = _hash(before, number, row)
    connection.execute(table.insert().values(number=number, hash=now, **row))
    return now


def events(connection: Connection) -> tuple[Event, ...]:
    """Return all events, oldest first."""
    return tuple(
        Event(at=datetime.fromisoformat(row.at), actor=row.actor, action=row.action, details=json.loads(row.details))
        for row in connection.execute(select(table).order_by(table.c.number))
    )


def head(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last event; 0 and `FIRST` where there is none."""
    last = connection.execute(select(table.c.number, table.c.hash).order_by(table.c.number.desc()).limit(1)).first()
    return (last.number, last.hash) if last else (0, FIRST)


def broken(connection: Connection) -> int | None:
    """Return the number of the first row that is missing or does not have the hash it should; None: all have."""
    before = FIRST
    for expected, row in enumerate(connection.execute(select(table).order_by(table.c.number)), start=1):
        said = {"at": row.at, "actor": row.actor, "action": row.action, "details": row.details}
        if row.number != expected or row.hash != _hash(before, expected, said):
            return expected
        before = row.hash
    return None


def _hash(before: str, number: int, row: Mapping[str, str]) -> str:
    text = json.dumps([before, number, row["at"], row["actor"], row["action"], row["details"]], ensure_ascii=False)
    return sha256(text.encode()).hexdigest()
