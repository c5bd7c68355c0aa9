"""From a run to its rejects, mended, and back into the next run (DESIGN §5, Outputs)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
ROSTER = """\
Mitarbeiternummer;Dienstliche E-Mail;Other Email;Former Email;Land;Employment Status;Shoe size;Hire Date
007;Ana@small.example;;ana.old@small.example;Irland;Active;42;03/02/2020
8;bo@small.example;b@small.example;bo2@small.example;France;Active;43;25/02/2020
9;cy@small.example;;;IE;Active;44;01/02/2020
9;cy@small.example;;;IE;On leave;44;01/02/2020
;;;;IE;Active;45;01/02/2020
"""
SURVEY = """\
Timestamp,Email Address,Employee ID,Comment,[LI-01] the switch,=[LI-05] posts
11/2/2026 10:00:09,anna@small.example,,x,On,Yes
11/25/2026 10:00:00,bo@small.example,,x,Off,Yes
soon,bo@small.example,,x,"-Off, ""I"" think",Yes
11/4/2026 11:00:00,,0077,x,Off,Yes
"""


@pytest.fixture
def home(here: Path) -> Path:
    (here / "people.csv").write_text(ROSTER, encoding="utf-8")
    (here / "answers.csv").write_text(SURVEY, encoding="utf-8")
    return here


ACCEPTED = ("--accept-not-ready", "conflicting-duplicates", "--accept-not-ready", "nothing-matched")


def run(call: Call, out: str, *more: str, code: int = 0) -> Any:  # noqa: ANN401 - what the command said
    inputs = ("--roster", "people.csv", "--survey", "answers.csv", *more)
    said = call("run", *inputs, "--as-of", "2026-11-23", "--out", out, "--outputs", "csv", *ACCEPTED)
    assert said.code == code, said
    return said


def manifest(folder: str) -> Any:  # noqa: ANN401 - JSON
    found = json.loads(Path(folder, "manifest.json").read_text())
    people, rows = found["population"], found["responses"]
    assert (
        people["roster_rows"]
        == sum(people["rejected"].values()) + sum(people["excluded"].values()) + (people["in_scope"])
    )
    fates = sum(rows["rejected"].values()) + rows["superseded"] + rows["unmatched"] + rows["used"]
    assert rows["survey_rows"] == fates
    assert rows["used"] == people["responded"]
    return found


def table(path: str) -> list[list[str]]:
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write(path: str, rows: list[list[str]]) -> None:
    with Path(path).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


@pytest.mark.usefixtures("home")
def test_rejected_rows_stand_in_their_own_columns_exactly_as_written(call: Call) -> None:
    run(call, "q4")
    assert table("q4/rejects-survey.csv") == [
        ["file", "sheet", "row", "Timestamp", "Email Address", "Employee ID", "[LI-01] the switch", "'=[LI-05] posts"],
        ["answers.csv", "", "2", "11/2/2026 10:00:09", "anna@small.example", "", "On", "Yes"],
        ["answers.csv", "", "3", "11/25/2026 10:00:00", "bo@small.example", "", "Off", "Yes"],
        ["answers.csv", "", "4", "soon", "bo@small.example", "", '\'-Off, "I" think', "Yes"],
        ["answers.csv", "", "5", "11/4/2026 11:00:00", "", "0077", "Off", "Yes"],
    ]
    heads, *rows = table("q4/rejects-roster.csv")
    assert heads[3:] == [
        "Mitarbeiternummer", "Dienstliche E-Mail", "Other Email", "Former Email", "Land", "Employment Status",
        "Hire Date",
    ]  # fmt: skip
    assert [row[2:] for row in rows] == [
        ["4", "9", "cy@small.example", "", "", "IE", "Active", "01/02/2020"],
        ["5", "9", "cy@small.example", "", "", "IE", "On leave", "01/02/2020"],
        ["6", "", "", "", "", "IE", "Active", "01/02/2020"],
    ]


@pytest.mark.usefixtures("home")
def test_the_log_names_the_column_at_fault_what_stands_there_and_what_may_be_meant(call: Call) -> None:
    run(call, "q4")
    heads, *rows = table("q4/rejects.csv")
    log = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [(r["file"], r["row"], r["reason"] or r["fate"], r["column"], r["value"], r["suggestion"]) for r in log] == [
        ("people.csv", "4", "conflicting-duplicate", "Employment Status", "Active", "people.csv, row 5"),
        ("people.csv", "5", "conflicting-duplicate", "Employment Status", "On leave", "people.csv, row 4"),
        ("people.csv", "6", "no-identity", "Mitarbeiternummer", "", ""),
        ("answers.csv", "2", "unmatched", "Email Address", "anna@small.example", "ana@small.example"),
        ("answers.csv", "3", "after-as-of", "Timestamp", "11/25/2026 10:00:00", ""),
        ("answers.csv", "4", "unreadable-date", "Timestamp", "soon", ""),
        ("answers.csv", "5", "unmatched", "Employee ID", "0077", ""),
    ]


@pytest.mark.usefixtures("home")
def test_a_mended_row_replaces_the_one_it_names_and_is_counted_once(call: Call) -> None:
    run(call, "first")
    before = manifest("first")
    rows = table("first/rejects-survey.csv")
    rows[1][4] = "ana@small.example"  # the address of row 2
    rows[3][3] = "2026-11-05"  # the date of row 4
    write("mended.csv", [[*row, "HR's note"] for row in rows])
    people = table("first/rejects-roster.csv")
    people[2][8] = "Terminated"
    write("mended-people.csv", people)
    again = ("--roster", "mended-people.csv", "--survey", "mended.csv")
    run(call, "second", *again)
    after = manifest("second")
    assert [i["role"] for i in after["inputs"]] == ["roster", "roster-corrections", "survey", "survey-corrections"]
    assert after["population"]["roster_rows"] == before["population"]["roster_rows"] == 5
    assert after["responses"]["survey_rows"] == before["responses"]["survey_rows"] == 4
    assert before["responses"]["used"] == 0
    assert after["responses"]["used"] == 2
    assert after["population"]["in_scope"] == before["population"]["in_scope"] + 1
    assert after["responses"]["rejected"]["after-as-of"] == 1  # untouched: rejected again, once
    left = table("second/rejects-survey.csv")
    assert [row[:3] for row in left[1:]] == [["answers.csv", "", "3"], ["answers.csv", "", "5"]]
    said = call("verify", "second", "--roster", "people.csv", "--survey", "answers.csv", *again)
    assert said.code == 0, said
    assert call("verify", "second", "--roster", "people.csv", "--survey", "answers.csv").code == 7


@pytest.mark.usefixtures("home")
def test_rejects_given_back_as_they_are_change_nothing(call: Call) -> None:
    run(call, "first")
    run(call, "second", "--roster", "first/rejects-roster.csv", "--survey", "first/rejects-survey.csv")
    for name in ("rejects.csv", "rejects-roster.csv", "rejects-survey.csv"):
        assert Path("first", name).read_bytes() == Path("second", name).read_bytes(), name
    first, second = manifest("first"), manifest("second")
    assert (first["population"], first["responses"]) == (second["population"], second["responses"])
    assert "rows-corrected" not in second["notices"]
