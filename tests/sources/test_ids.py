from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import SourceError
from reporter.sources import read_people

Read = Callable[..., Any]
Write = Callable[..., Path]


def roster_of(*ids: str) -> str:
    rows = [f'"{text}",p{n}@x.example\n' for n, text in enumerate(ids)]
    return "Employee ID,Work Email\n" + "".join(rows)


def told(table: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - a RosterTable or SurveyTable
    return [(n.code, n.values.get("rows")) for n in table.notices if n.code != "leavers-untold"]


@pytest.mark.parametrize(
    "written", ['=""00101""', '= ""00101""', "'00101", "''00101", "\u00a000101\u00a0", "\u200b00101", "00101\t"]
)
def test_signs_that_keep_an_id_a_text_are_none_of_it(write: Write, roster: Read, written: str) -> None:
    table = roster(write("p.csv", roster_of(written, "00102")))
    assert table.rows["employee_id"].to_list() == ["00101", "00102"]


def test_signs_round_an_address_are_none_of_it(write: Write, roster: Read) -> None:
    table = roster(write("p.csv", 'Employee ID,Work Email\n11,"=""ada@x.example"""\n12,\'bo@x.example\n'))
    assert table.rows["address"].to_list() == ["ada@x.example", "bo@x.example"]
    assert table.rows["address_usable"].all()


def test_ids_as_pandas_writes_a_column_of_numbers_are_read_without_decimals_and_told(
    write: Write, roster: Read
) -> None:
    table = roster(write("p.csv", roster_of("101.0", "102.0", "A7", "")))
    assert table.rows["employee_id"].to_list() == ["101", "102", "A7", None]
    assert told(table) == [("ids-decimal", "2, 3")]


@pytest.mark.parametrize("ids", [("101.0", "101.1"), ("101.0", "101"), ("1,001", "1,002"), ("7.A", "8.B")])
def test_what_may_mean_something_else_stays_as_it_is(write: Write, roster: Read, ids: tuple[str, ...]) -> None:
    table = roster(write("p.csv", roster_of(*ids)))
    assert table.rows["employee_id"].to_list() == list(ids)
    assert told(table) == []


@pytest.mark.parametrize("written", ["4.01E+11", "4,01E+11", "4e+11", "1.23457E+15"])
def test_an_id_that_was_rounded_is_lost_and_identifies_nobody(write: Write, roster: Read, written: str) -> None:
    table = roster(write("p.csv", roster_of(written, written, "401")))
    assert table.rows["employee_id"].to_list() == [None, None, "401"]
    assert told(table) == [("ids-lost", "2, 3")]


def test_a_roster_is_refused_where_nothing_but_a_lost_id_says_who_somebody_is(write: Write, roster: Read) -> None:
    with pytest.raises(SourceError) as caught:
        roster(write("p.csv", "Employee ID,Work Email\n4.01E+11,\n4.01E+11,a@x.example\n12,\n"))
    (problem,) = caught.value.problems
    assert problem.what == "an id has lost digits, as in 4.01E+11 (row 2), and nothing else says who it is"
    assert problem.where == 'p.csv, column A "Employee ID"'
    assert "as text" in problem.hint


@pytest.mark.parametrize("written", ["12E3", "E+11", "A4E+11"])
def test_a_code_with_an_e_is_a_code(write: Write, roster: Read, written: str) -> None:
    table = roster(write("p.csv", roster_of(written)))
    assert table.rows["employee_id"].to_list() == [written]


def test_the_same_holds_in_a_survey_and_in_lists_of_people(write: Write, survey: Read) -> None:
    answers = 'Timestamp,Employee ID,[LI-01] switch\n2026-11-02 10:00,"=""007""",Off\n2026-11-02 10:00,4.01E+11,Off\n'
    table = survey(write("s.csv", answers))
    assert table.rows["employee_id"].to_list() == ["007", None]
    assert ("ids-lost", "3") in told(table)
    listed = read_people(write("objected.csv", "Employee ID\n'007\n102.0\n"), "objected")
    assert listed.people == {"007", "102"}
