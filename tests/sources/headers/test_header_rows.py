from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reporter.errors import SourceError
from reporter.model.inputs import RosterTable
from reporter.sources import read_roster
from reporter.sources.headers import titles
from reporter.sources.headers.claims import Claims
from reporter.sources.headers.header import Vocabulary

Write = Callable[[str, str | bytes], Path]
Roster = Callable[..., RosterTable]
Rows = Sequence[Sequence[object]]


def book(path: Path, rows: Rows, *merged: str) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    workbook.save(path)
    return path


def test_group_heads_merged_over_several_headers_are_no_header(tmp_path: Path, roster: Roster) -> None:
    rows: Rows = [
        ["Employee", None, None, "Location", None],
        ["Employee ID", "First Name", "Last Name", "Country", "Work Email"],
        [7, "Ada", "Okafor", "Ireland", "ada@x.example"],
    ]
    table = roster(book(tmp_path / "p.xlsx", rows, "A1:C1", "D1:E1"))
    assert table.rows.select("employee_id", "name", "country", "address").rows() == [
        ("7", "Ada Okafor", "IE", "ada@x.example")
    ]
    assert table.files[0].dialect["header_row"] == 2
    assert "last_header_row" not in table.files[0].dialect


def test_headers_merged_downwards_and_sideways_are_one_header(tmp_path: Path, roster: Roster) -> None:
    rows: Rows = [
        ["Staff of Larch"],
        ["Employee ID", "Name", None, "Contact", None, "Department"],
        [None, "First Name", "Last Name", "Work Email", "Phone", None],
        [7, "Ada", "Okafor", "ada@x.example", "+353", "Legal"],
        [8, "Bo", None, None, None, "Sales"],
    ]
    table = roster(book(tmp_path / "p.xlsx", rows, "A2:A3", "B2:C2", "D2:E2", "F2:F3"))
    assert table.rows.select("row", "employee_id", "name", "address", "department").rows() == [
        (4, "7", "Ada Okafor", "ada@x.example", "Legal"),
        (5, "8", "Bo", None, "Sales"),
    ]
    assert table.files[0].dialect["header_row"] == 3  # a cell that was merged downwards stands in each of its rows
    assert table.files[0].dropped == ("Phone",)


def test_the_same_saved_again_as_csv_is_read_alike(write: Write, roster: Roster) -> None:
    text = "Employee ID,Name,,Contact\n,First Name,Last Name,Work Email\n7,Ada,Okafor,ada@x.example\n"
    table = roster(write("p.csv", text))
    assert table.rows.select("employee_id", "name", "address").rows() == [("7", "Ada Okafor", "ada@x.example")]
    assert (table.files[0].dialect["header_row"], table.files[0].dialect["last_header_row"]) == (1, 2)


@pytest.mark.parametrize(
    "row",
    [
        "7,Email,Ann,Sales",  # an id is an id, whatever stands beside it
        "annsmith,Email,Department,Department",
        ",Email,Ann,Department",  # a name that is one
        "7,,Name,Department",
        ",,Team,Division",
        ",ann@x.example,Name,Department",
    ],
)
def test_a_persons_row_below_the_header_is_never_a_row_of_labels(write: Write, roster: Roster, row: str) -> None:
    table = roster(write("p.csv", f"Employee ID,Work Email,Full Name,Department\n{row}\n8,b@x.example,Bo,Sales\n"))
    assert table.rows["row"].to_list() == [2, 3]
    assert table.files[0].rows == 2


@pytest.mark.parametrize(
    "row",
    ["Employee Number,E-mail Address,Employee Name,Dept.", "Personalnummer,,Name,Abteilung", "USERID,,,Department"],
)
def test_a_row_of_labels_below_the_header_is_nobody(write: Write, roster: Roster, row: str) -> None:
    """DESIGN §6, Rows: "title, header and label rows are none"."""
    table = roster(write("p.csv", f"Employee ID,Work Email,Full Name,Department\n{row}\n8,b@x.example,Bo,Sales\n"))
    assert table.rows["employee_id"].to_list() == ["8"]
    assert table.files[0].dialect["last_header_row"] == 2


@pytest.mark.parametrize(
    "rows",
    [
        "Employee ID,Email,Comment\n,,Department\n7,a@x.example,\n",
        "Employee ID,Email,Notes\n7,,Status\n8,b@x.example,Country\n",
        "Employee ID,Email,Name,Status\n7,,Team,Employee\n8,b@x.example,Bo,Active\n",
    ],
)
def test_a_persons_row_is_never_the_second_half_of_a_header(write: Write, roster: Roster, rows: str) -> None:
    table = roster(write("p.csv", rows))
    assert table.rows["row"].to_list() == [2, 3]
    assert table.files[0].columns["employee_id"] == "Employee ID"


def test_an_address_between_angle_brackets_is_somebodys_too(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError, match="no header row is recognised"):
        roster(write("p.csv", "Email,Zoë <z@x.example>,Name\n"))


WORDS = ("Employee ID", "Work Email", "Full Name", "Department", "Email", "Status", "Team", "USERID", "Contact", "")
PEOPLE = (*WORDS, "007", "8", "ann", "Ann", "Sales", "a@x.example", "Bo <b@x.example>")


@given(st.lists(st.tuples(*[st.sampled_from(PEOPLE)] * 4), max_size=4))
@example([("Employee ID", "Email", "Ann", "Sales"), ("007", "Email", "Name", "Department")])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_below_the_header_nobody_with_an_id_or_an_address_is_lost(
    tmp_path: Path, rows: list[tuple[str, str, str, str]]
) -> None:
    path = tmp_path / "p.csv"
    head = ("Employee ID", "Work Email", "Full Name", "Department")
    path.write_text("\n".join(",".join(row) for row in (head, *rows)) + "\n")
    try:
        found = read_roster([path], services=(), columns={}, as_of=date(2026, 11, 23)).rows["row"].to_list()
    except SourceError as error:  # the run stops, so that nobody is lost
        assert "slipped to the right" in str(error)  # noqa: PT017
        return
    people = [n for n, row in enumerate(rows, start=2) if row[0] in {"007", "8", "ann"} or "@" in "".join(row)]
    assert set(people) <= set(found)


def test_people_above_the_header_are_never_passed_over(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError) as caught:
        roster(
            write("p.csv", "1,a@x.example,Ada\n2,Bo <b@x.example>,Bo\nEmployee ID,Work Email,Name\n3,c@x.example,Cy\n")
        )
    assert [problem.where for problem in caught.value.problems] == ["p.csv, row 1", "p.csv, row 2"]
    assert "put the header back" in caught.value.problems[0].hint


def test_a_title_above_the_header_may_hold_an_address(write: Write, roster: Roster) -> None:
    table = roster(write("p.csv", "Contact,hr@x.example\n,\nEmployee ID,Work Email,Name\n3,c@x.example,Cy\n"))
    assert table.rows["row"].to_list() == [4]


def test_headers_that_come_again_are_no_rows_and_are_counted(write: Write, roster: Roster) -> None:
    head = "STATUS,USERID,EMAIL\nSTATUS,USERID,E-mail\n"
    table = roster(write("p.csv", f"{head}active,1,a@x.example\n{head}active,2,b@x.example\n"))
    assert table.rows["employee_id"].to_list() == ["1", "2"]
    (notice,) = table.notices
    assert (notice.code, notice.values["count"]) == ("header-repeated", 2)


def test_an_empty_column_gives_way_to_one_that_is_filled(write: Write, roster: Roster) -> None:
    text = "ID,Work Email,Country,Usage Location\n1,a@x.example,,IE\n2,b@x.example,,\n"
    table = roster(write("p.csv", text))
    assert table.rows["country"].to_list() == ["IE", None]
    assert table.files[0].columns["country"] == "Usage Location"
    assert table.files[0].dropped == ("Country",)


def test_a_column_that_is_filled_once_does_not_give_way(write: Write, roster: Roster) -> None:
    text = "ID,Work Email,Country,Usage Location\n1,a@x.example,,IE\n2,b@x.example,FR,\n"
    assert roster(write("p.csv", text)).rows["country"].to_list() == [None, "FR"]


def test_an_empty_column_that_is_configured_stays(write: Write, roster: Roster) -> None:
    path = write("p.csv", "ID,Work Email,Country,Usage Location\n1,a@x.example,,IE\n")
    assert roster(path, columns={"country": "Country"}).rows["country"].to_list() == [None]


def test_no_header_claims_two_roles_of_a_roster() -> None:
    claimed: dict[str, set[str]] = {}
    for role in titles.ROSTER:
        claims = Claims(Vocabulary(roles=(role,), needs=()))
        for other in titles.ROSTER:
            for title in (*other.titles, *other.ranked):
                # Neither by its parts nor without a note of Google's: the whole header goes first.
                whole = [rank for _, rank in claims.claims(title) if rank < 1_000]
                if whole and "[" not in title:
                    claimed.setdefault(title, set()).add(role.name)
    assert {title: roles for title, roles in claimed.items() if len(roles) > 1} == {}


def test_a_column_of_signs_for_number_is_no_employee_id(write: Write, roster: Roster) -> None:
    table = roster(write("p.csv", "#,Employee #,Work Email\n1,007,a@x.example\n"))
    assert (table.rows["employee_id"].to_list(), table.files[0].dropped) == (["007"], ("#",))


@pytest.mark.parametrize(
    "cell", ["a" + " " * 120_000 + "b", "x@" + "a." * 60_000 + " b", "(personal profile" * 7_000, "<" * 120_000]
)
def test_no_cell_takes_long_to_look_at(cell: str) -> None:
    """A regular expression that starts again at each character would take minutes for one of these."""
    claims = Claims(Vocabulary(roles=titles.ROSTER, needs=()))
    assert claims.claims(cell) == []
    assert not claims.personal([cell])


def test_a_group_head_over_one_known_header_is_none_and_the_row_below_is_nobody(write: Write, roster: Roster) -> None:
    table = roster(write("people.csv", "Employee ID,Contact,,Country\n,Email,Phone,\n1,a@x.example,5,IE\n"))
    assert table.rows.select("employee_id", "address", "country").rows() == [("1", "a@x.example", "IE")]
