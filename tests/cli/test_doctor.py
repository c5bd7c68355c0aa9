from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from reporter.ledger import Event, opened, record

Call = Callable[..., Any]


@pytest.mark.usefixtures("here")
def test_doctor_names_what_it_looked_at(call: Call) -> None:
    said = call("doctor")
    assert said.code == 0
    for word in ("Python", "Pango", "Fonts", "Time zones", "Workspace", "Leftovers", "All is well."):
        assert word in said.out


def test_doctor_removes_what_killed_runs_left(call: Call, here: Path) -> None:
    call("init")
    left = here / "runs" / f".reporter-{'0' * 16}"
    left.mkdir()
    said = call("doctor")
    assert "1 removed" in said.out
    assert not left.exists()


def test_doctor_says_what_to_mend_and_ends_with_the_code_of_the_first_fault(call: Call, here: Path) -> None:
    call("init")
    (here / "pseudonym.key").chmod(0o644)
    (here / "inbox").chmod(0o755)
    said = call("doctor")
    assert said.code == 2
    assert "chmod 600" in said.err
    assert "chmod 700" in said.err


def test_doctor_says_whether_the_audit_trail_is_as_it_was_recorded(call: Call, here: Path) -> None:
    call("init")
    assert "nothing was recorded yet" in call("doctor").out
    with opened("sqlite:///ledger.db", here) as engine, engine.begin() as connection:
        for name in ("one", "two"):
            last = record(
                connection, Event(at=datetime(2026, 11, 27, tzinfo=UTC), actor="Grace", action=name, details={})
            )
    assert f"as recorded (events: 2); note the last one's hash elsewhere: {last}" in call("doctor").out
    with opened("sqlite:///ledger.db", here) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE events SET actor = 'Eve' WHERE number = 2"))
    said = call("doctor")
    assert said.code == 7
    assert "event 2 of the audit trail was changed" in said.err


def test_doctor_finds_a_configuration_that_is_invalid(call: Call, here: Path) -> None:
    (here / "reporter.toml").write_text("[run]\nrooster = 1\n")
    said = call("doctor")
    assert said.code == 2
    assert said.err.count("unknown key") == 1
