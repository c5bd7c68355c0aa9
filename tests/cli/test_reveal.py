"""A pseudonym leads back to a person only where that is recorded."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]


@pytest.fixture
def workspace(call: Call, here: Path, inputs: tuple[str, ...]) -> Path:
    """Return a workspace with a run in it."""
    assert call("init").code == 0
    assert call("run", *inputs, "--outputs", "csv").code == 0
    return here


def pseudonyms(workspace: Path) -> list[str]:
    with (workspace / "runs" / "2026-11-23" / "findings.csv").open() as stream:
        return list(dict.fromkeys(row["employee"] for row in csv.DictReader(stream)))


def on_record(workspace: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(workspace / "ledger.db") as ledger:
        return ledger.execute("SELECT action, details FROM events ORDER BY number").fetchall()


def test_everybody_of_a_report_is_found_with_the_row_of_their_answers(
    call: Call, workspace: Path, inputs: tuple[str, ...]
) -> None:
    said = call("reveal", *pseudonyms(workspace), *inputs, "--reason", "the auditor's sample")
    assert said.code == 0, said.err
    assert "Ana Lindqvist" in said.out
    assert "answers.csv, row 2" in said.out
    bo = said.out.split("Bo Tran")[1].split("Pseudonym")[0]
    assert "answers.csv, row 4" in bo, "the newer of Bo's two rows"
    assert "none: no answer of this person is used" in said.out.split("Di Marsh")[1]


def test_it_is_on_record_by_pseudonym_and_without_a_name(call: Call, workspace: Path, inputs: tuple[str, ...]) -> None:
    one = pseudonyms(workspace)[0]
    assert call("reveal", one.lower(), *inputs, "--reason", "the auditor's sample").code == 0
    ((action, details),) = on_record(workspace)
    assert action == "reveal"
    assert one in details
    assert "the auditor's sample" in details
    assert "Ana" not in details
    assert "@" not in details


@pytest.mark.parametrize(
    ("wrong", "says"),
    [("P-0000-0000-0000", "is nobody's in scope on 2026-11-23"), ("Ana Lindqvist", "is no pseudonym")],
)
def test_what_is_nobodys_reveals_nobody(
    call: Call, workspace: Path, inputs: tuple[str, ...], wrong: str, says: str
) -> None:
    said = call("reveal", pseudonyms(workspace)[0], wrong, *inputs)
    assert said.code == 2
    assert says in said.err
    assert said.out == ""
    assert not (workspace / "ledger.db").exists()


def test_where_nothing_could_record_it_nothing_is_revealed(call: Call, here: Path, inputs: tuple[str, ...]) -> None:
    assert call("run", *inputs, "--outputs", "csv", "--out", "runs/2026-11-23").code == 0
    said = call("reveal", pseudonyms(here)[0], *inputs)
    assert said.code == 2
    assert "nothing could record" in said.err


def test_a_ledger_that_cannot_be_written_reveals_nobody(call: Call, workspace: Path, inputs: tuple[str, ...]) -> None:
    (workspace / "ledger.db").mkdir()
    said = call("reveal", pseudonyms(workspace)[0], *inputs)
    assert said.code == 2
    assert "the ledger cannot be opened" in said.err
    assert said.out == ""
