from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import SourceError
from reporter.sources import read_people

Read = Callable[..., Any]
Write = Callable[..., Path]
COUNTED = ["ids-counted"]


def people(title: str, numbers: Sequence[object], more: str = "") -> str:
    rows = [f"{number},p{n}@x.example{more and f',E{n}9'}\n" for n, number in enumerate(numbers)]
    return f"{title},Work Email{more and f',{more}'}\n" + "".join(rows)


def told(table: Any) -> list[str]:  # noqa: ANN401 - a RosterTable
    return [notice.code for notice in table.notices if notice.code.startswith("ids-")]


@pytest.mark.parametrize("title", ["No.", "Nr.", "NO", "Number", "N°", "Nº", "ID", "Identifier", "User ID"])
@pytest.mark.parametrize(
    "numbers", [[1, 2, 3, 4], [0, 1, 2, 3], ["1.", "2.", "3.", "4."], ["1.0", "2.0", "3.0", "4.0"]]
)
def test_a_column_that_counts_the_rows_under_a_header_of_any_number_is_no_id(
    write: Write, roster: Read, title: str, numbers: list[object]
) -> None:
    table = roster(write("p.csv", people(title, numbers)))
    assert table.rows["employee_id"].to_list() == [None] * 4
    assert told(table) == COUNTED
    assert title in table.files[0].dropped


@pytest.mark.parametrize("title", ["#", "Lfd. Nr.", "S.No", "Row"])
def test_other_headers_of_a_count_are_never_taken(write: Write, roster: Read, title: str) -> None:
    assert roster(write("p.csv", people(title, [1, 2, 3]))).rows["employee_id"].null_count() == 3


@pytest.mark.parametrize(
    "numbers",
    [[1, 2, 4, 5, 7], [3, 1, 2, 5, 4], [5, 4, 3, 2, 1], [1, 2, 3, 1, 2], [1, 2, "", "Total", 3, 4], [1]],
)
def test_a_plain_number_is_a_count_after_sorting_deleting_and_in_groups_too(
    write: Write, roster: Read, numbers: list[object]
) -> None:
    assert told(roster(write("p.csv", people("No.", numbers)))) == COUNTED


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("No.", [10432, 10433, 10434]),
        ("Nr.", [4, 17, 112]),
        ("ID", [3, 1, 2]),
        ("ID", [1, 2, 4]),
        ("ID", ["A1", "A2", "A3"]),
        ("No.", ["1-A", "2-B"]),
    ],
)
def test_numbers_that_do_not_count_the_rows_are_ids(
    write: Write, roster: Read, title: str, numbers: list[object]
) -> None:
    table = roster(write("p.csv", people(title, numbers)))
    assert table.rows["employee_id"].to_list() == [str(number) for number in numbers]
    assert told(table) == []


@pytest.mark.parametrize("title", ["Employee ID", "Personal-Nr.", "Payroll No", "Matricule", "社員番号"])
def test_under_an_employee_id_s_header_it_is_taken_and_told(write: Write, roster: Read, title: str) -> None:
    table = roster(write("p.csv", people(title, [1, 2, 3])))
    assert table.rows["employee_id"].to_list() == ["1", "2", "3"]
    assert told(table) == ["ids-in-sequence"]


def test_what_the_configuration_names_is_taken_and_told(write: Write, roster: Read) -> None:
    table = roster(write("p.csv", people("No.", [1, 2, 3])), columns={"employee_id": "No."})
    assert table.rows["employee_id"].to_list() == ["1", "2", "3"]
    assert told(table) == ["ids-in-sequence"]


def test_the_next_column_that_may_hold_the_id_takes_its_place(write: Write, roster: Read) -> None:
    table = roster(write("p.csv", people("ID", [1, 2, 3], more="Nr.")))
    assert table.rows["employee_id"].to_list() == ["E09", "E19", "E29"]
    assert table.files[0].columns["employee_id"] == "Nr."
    assert told(table) == COUNTED


def test_a_roster_of_counts_and_names_alone_names_nobody(write: Write, roster: Read) -> None:
    with pytest.raises(SourceError) as caught:
        roster(write("p.csv", "No.,Name\n1,Ada\n2,Bo\n"))
    (problem,) = caught.value.problems
    assert problem.what.endswith("a column that counts the rows is none")
    assert "[roster.columns]" in problem.hint


def test_a_count_in_a_list_of_people_names_nobody_either(write: Write) -> None:
    listed = read_people(write("objected.csv", "ID,Email\n1,a@x.example\n2,b@x.example\n3,c@x.example\n"), "objected")
    assert listed.people == {"a@x.example", "b@x.example", "c@x.example"}
