"""The ledger's database: made closed to others, synced, and calm about what cannot be opened."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlalchemy import text

from reporter.errors import DeliveryError, UsageError
from reporter.ledger import Event, connect, opened, record


def test_an_sqlite_file_is_made_in_the_workspace_for_its_owner_alone(tmp_path: Path) -> None:
    engine = connect("sqlite:///ledger.db", tmp_path)
    with engine.begin() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    engine.dispose()
    made = [path for path in tmp_path.iterdir() if path.name.startswith("ledger.db")]
    assert made
    assert {S_IMODE(path.stat().st_mode) for path in made} == {0o600}


def test_a_ledger_is_opened_again_as_it_was(tmp_path: Path) -> None:
    for _ in range(2):
        engine = connect("sqlite:///ledger.db", tmp_path)
        engine.dispose()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "is no address of a database"),
        ("mysql://db/ledger", "a kind of database the ledger cannot use"),
        ("sqlite:///no/../\0.db", "cannot be opened"),
    ],
)
def test_an_address_that_cannot_be_used_says_what_to_write(url: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        connect(url, tmp_path)
    assert caught.value.problems[0].hint


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_text("people, answers\n" * 100)
    with pytest.raises(UsageError, match="cannot be opened"):
        connect("sqlite:///ledger.db", tmp_path)
    assert (tmp_path / "ledger.db").read_text().startswith("people")


@pytest.mark.parametrize("url", ["oracle://me:hunter2@db/ledger", "oracle://db/ledger?password=hunter2"])
def test_a_password_in_the_address_is_not_repeated(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        connect(url, tmp_path)
    assert "hunter2" not in str(caught.value)


def test_a_ledger_of_another_version_and_one_that_is_damaged_are_said_to_be_so_without_what_they_hold(
    tmp_path: Path,
) -> None:
    with opened("sqlite:///ledger.db", tmp_path) as engine, engine.begin() as connection:
        connection.execute(text("ALTER TABLE events RENAME COLUMN details TO other"))
    with (
        pytest.raises(DeliveryError, match="the ledger cannot be used any more: table events has no column") as caught,
        opened("sqlite:///ledger.db", tmp_path, DeliveryError) as engine,
        engine.begin() as connection,
    ):
        record(connection, Event(at=datetime(2026, 11, 27, tzinfo=UTC), actor="Grace", action="a", details={}))
    assert "Grace" not in str(caught.value.problems)
