"""The audit trail: rows follow one another, and a change shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from reporter.ledger import Event, broken, connect, events, record

WHEN = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Engine]:
    engine = connect("sqlite:///ledger.db", tmp_path)
    yield engine
    engine.dispose()


def add(ledger: Engine, *actions: str) -> list[str]:
    with ledger.begin() as connection:
        return [record(connection, Event(at=WHEN, actor="grace", action=a, details={"people": 2})) for a in actions]


def test_events_come_back_in_their_order_as_they_were_told(ledger: Engine) -> None:
    add(ledger, "reveal", "mail-approved")
    with ledger.begin() as connection:
        told = events(connection)
    assert [e.action for e in told] == ["reveal", "mail-approved"]
    assert told[0] == Event(at=WHEN, actor="grace", action="reveal", details={"people": 2})


def test_a_time_is_kept_in_utc(ledger: Engine) -> None:
    there = WHEN.astimezone(timezone(timedelta(hours=5, minutes=30)))
    with ledger.begin() as connection:
        record(connection, Event(at=there, actor="", action="reveal", details={}))
        assert connection.execute(text("SELECT at FROM events")).scalar() == "2026-11-27T09:30:00+00:00"


def test_each_event_has_another_hash_though_it_says_the_same(ledger: Engine) -> None:
    assert len(set(add(ledger, "reveal", "reveal", "reveal"))) == 3


def test_an_untouched_trail_is_whole(ledger: Engine) -> None:
    with ledger.begin() as connection:
        assert broken(connection) is None
    add(ledger, "a", "b", "c")
    with ledger.begin() as connection:
        assert broken(connection) is None


@pytest.mark.parametrize(
    ("tampering", "first"),
    [
        ("UPDATE events SET actor = 'eve' WHERE number = 2", 2),
        ("UPDATE events SET details = '{}' WHERE number = 3", 3),
        ("DELETE FROM events WHERE number = 1", 1),
        ("DELETE FROM events WHERE number = 2", 2),
    ],
)
def test_a_changed_or_missing_event_shows(ledger: Engine, tampering: str, first: int) -> None:
    add(ledger, "a", "b", "c")
    with ledger.begin() as connection:
        connection.execute(text(tampering))
        assert broken(connection) == first


def test_an_event_is_there_only_if_its_transaction_is_committed(ledger: Engine) -> None:
    with ledger.connect() as connection:
        record(connection, Event(at=WHEN, actor="", action="reveal", details={}))
        connection.rollback()
    with ledger.begin() as connection:
        assert events(connection) == ()
