"""What HR's files hold that no system should write, and what is made of it: read, refused or asked, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from reporter.assess.population import judge_roster
from reporter.errors import SourceError
from reporter.model.assessment import Parameters
from reporter.model.inputs import RosterTable
from reporter.sources.cells import LONGEST

Write = Callable[[str, str | bytes], Path]
Workbook = Callable[..., Path]
Roster = Callable[..., RosterTable]
PARAMETERS = Parameters(as_of=date(2026, 11, 23), period="2026-Q4", consulted={})
HEAD = "Employee ID,Work Email,Full Name,Department,Status,Hire Date,Last Day\n"


def counted(table: RosterTable) -> tuple[int, dict[str, int], dict[str, int]]:
    """Return in scope, rejected and excluded, without zeros."""
    judged = judge_roster(table.rows, PARAMETERS)
    rejected, excluded = ({k: v for k, v in counts.items() if v} for counts in (judged.rejected, judged.excluded))
    in_scope = judged.people["exclusion"].null_count()
    assert table.rows.height == sum(rejected.values()) + sum(excluded.values()) + in_scope
    return in_scope, rejected, excluded


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_same_roster_is_read_alike_however_it_was_saved(
    write: Write, roster: Roster, encoding: str, delimiter: str, end: str
) -> None:
    rows = [
        ["Staff list, Größe 2"],
        [],
        ["Employee ID", "Work Email", "Full Name", "Department"],
        ["007", "zoe@x.example", '"Groß, Zoë; known as\n""Zo"""', "R & D"],
        ["008", "", "", ""],
    ]
    text = end.join(delimiter.join(row) for row in rows) + end
    table = roster(write("p.csv", text.replace("\n", end).replace("\r\r", "\r").encode(encoding)))
    assert table.rows.select("row", "employee_id", "address", "department").rows() == [
        (4, "007", "zoe@x.example", "R & D"),
        (5, "008", None, None),
    ]
    assert " ".join(str(table.rows["name"][0]).split()) == 'Groß, Zoë; known as "Zo"'
    assert (table.files[0].dialect["delimiter"], table.files[0].dialect["header_row"]) == (delimiter, 3)


def test_ids_with_and_without_leading_zeros_are_different_ids(write: Write, roster: Roster) -> None:
    table = roster(write("p.csv", f"{HEAD}007,a@x.example,,,,,\n7,b@x.example,,,,,\n0007,c@x.example,,,,,\n"))
    assert table.rows["employee_id"].to_list() == ["007", "7", "0007"]
    assert counted(table) == (3, {}, {})


def test_numbers_texts_and_dates_of_a_workbook_are_what_they_stand_for(workbook: Workbook, roster: Roster) -> None:
    rows = [
        ["Employee ID", "Work Email", "Department", "Hire Date"],
        [7, "a@x.example", 4711, date(2026, 1, 31)],
        [8.0, "b@x.example", True, datetime(2026, 1, 31, 9, 0)],  # noqa: DTZ001 - a cell has no zone
        ["9", "c@x.example", "2026-01", "31/01/2026"],
        ["10 ", "d@x.example", 7.5, 46053],
        [123456789012345, "e@x.example", None, None],
    ]
    table = roster(workbook("p.xlsx", rows))
    assert table.rows["employee_id"].to_list() == ["7", "8", "9", "10", "123456789012345"]
    assert table.rows["department"].to_list() == ["4711", "true", "2026-01", "7.5", None]
    assert table.rows["first_day"].to_list() == [date(2026, 1, 31)] * 4 + [None]


def test_spaces_that_are_not_seen_are_no_part_of_an_id_or_an_address(write: Write, roster: Roster) -> None:
    text = f"{HEAD}\u00a0007\u200b,\ufeffa@x.example\u00a0,,,,,\n008,b@\u200bx.example,,,,,\n"
    table = roster(write("p.csv", text))
    assert table.rows.select("employee_id", "address", "address_usable").rows() == [
        ("007", "a@x.example", True),
        ("008", "b@x.example", True),
    ]


def test_headers_with_no_break_spaces_line_breaks_and_stars_are_known(workbook: Workbook, roster: Roster) -> None:
    rows = [["Employee\u00a0ID *", "Work\nEmail:", " \u200bFull  Name"], ["7", "a@x.example", "Ada"]]
    table = roster(workbook("p.xlsx", rows))
    assert table.rows.select("employee_id", "address", "name").row(0) == ("7", "a@x.example", "Ada")


@pytest.mark.parametrize("cell", ["Zoë <z@x.example>", '"Groß, Zoë" <z@x.example>', "<z@x.example>", "z@x.example"])
def test_an_address_with_a_name_before_it_is_that_address(write: Write, roster: Roster, cell: str) -> None:
    quoted = cell.replace('"', '""')
    rows = roster(write("p.csv", f'{HEAD}7,"{quoted}",,,,,\n')).rows
    assert rows.select("address", "address_usable", "aliases").row(0) == ("z@x.example", True, [])


@pytest.mark.parametrize("between", ["; ", ",", " / ", "\n", " "])
def test_two_addresses_find_the_person_and_get_no_mail(write: Write, roster: Roster, between: str) -> None:
    """DESIGN §6, Roster: "An id without a usable address stays in scope and gets no mail"."""
    table = roster(write("p.csv", f'{HEAD}7,"a@x.example{between}b@x.example",,,,,\n'))
    assert table.rows.select("address_usable", "aliases").row(0) == (False, ["a@x.example", "b@x.example"])
    assert counted(table) == (1, {}, {})


def test_two_addresses_without_an_id_are_nobody(write: Write, roster: Roster) -> None:
    assert counted(roster(write("p.csv", f'{HEAD},"a@x.example; b@x.example",,,,,\n'))) == (0, {"no-identity": 1}, {})


def test_words_for_nothing_are_nothing_but_not_in_names(write: Write, roster: Roster) -> None:
    text = f"{HEAD}1,n/a,Ann Null,-,Active,,\nN/A,b@x.example,None,NO_HR,Active,,\nN/A,c@x.example,,#N/A,--,,\n"
    table = roster(write("p.csv", text))
    assert table.rows.select("employee_id", "address", "name", "department", "status").rows() == [
        ("1", None, "Ann Null", None, "Active"),
        (None, "b@x.example", "None", None, "Active"),
        (None, "c@x.example", None, None, None),
    ]
    assert counted(table) == (3, {}, {})


def test_duplicates_re_hires_and_leavers_are_each_counted_once(write: Write, roster: Roster) -> None:
    text = (
        f"{HEAD}"
        "1,a@x.example,Al,Sales,Active,2019-01-01,\n"
        "1,A@X.example ,AL,sales,active,2019-01-01,\n"  # the same again
        "2,b@x.example,Bo,Sales,Terminated,2015-01-01,2018-01-01\n"
        "2,b@x.example,Bo,Legal,Active,2020-01-01,\n"  # hired again: the row that is active on the day is kept
        "3,c@x.example,Cy,Sales,Active,2020-01-01,2018-01-01\n"  # the last day is that of an earlier employment
        "4,d@x.example,Di,Sales,Terminated,2015-01-01,2026-11-01\n"
        "5,e@x.example,Ed,Sales,Active,2015-01-01,2026-11-23\n"  # the last day is a day of work
    )
    table = roster(write("p.csv", text))
    assert counted(table) == (4, {"duplicate": 1, "conflicting-duplicate": 1}, {"left": 1})
    assert [(n.code, n.values["count"]) for n in table.notices] == [("earlier-employment", 1)]


def test_a_mailbox_that_was_renamed_is_still_the_persons(write: Write, roster: Roster) -> None:
    text = "Employee ID,Work Email,Former Email,proxyAddresses\n1,new@x.example,old@x.example,SMTP:new@x.example\n"
    (aliases,) = roster(write("p.csv", text)).rows["aliases"].to_list()
    assert aliases == ["old@x.example", "new@x.example"]


def test_days_are_decided_for_the_whole_column_or_asked(write: Write, roster: Roster) -> None:
    decided = roster(write("p.csv", f"{HEAD}1,,,,,03/04/2020,\n2,,,,,13/04/2020,\n"))
    assert decided.rows["first_day"].to_list() == [date(2020, 4, 3), date(2020, 4, 13)]
    with pytest.raises(SourceError, match="day or the month"):
        roster(write("q.csv", f"{HEAD}1,,,,,03/04/2020,\n2,,,,,05/06/2020,01/12/2026\n"))
    with pytest.raises(SourceError, match="some dates are day-first and others month-first"):
        roster(write("r.csv", f"{HEAD}1,,,,,31/03/2020,31/12/2026\n2,,,,,04/13/2020,12/13/2026\n"))


def test_an_endless_text_is_refused_with_its_place(write: Write, roster: Roster) -> None:
    long, longest = "x" * (LONGEST + 1), "y" * LONGEST
    text = f"{HEAD}1,a@x.example,{longest},{longest},Active,,\n2,b@x.example,{long},Legal,Active,,\n"
    with pytest.raises(SourceError) as caught:
        roster(write("p.csv", text))
    (problem,) = caught.value.problems
    assert (problem.what, problem.where) == (
        f"the cell holds {LONGEST + 1} characters",
        'p.csv, row 3, column C "Full Name"',
    )
    assert "Shorten it" in problem.hint


def test_of_many_endless_texts_the_first_are_named(write: Write, roster: Roster) -> None:
    row = f"1,a@x.example,,{'x' * 400},,,\n"
    with pytest.raises(SourceError) as caught:
        roster(write("p.csv", HEAD + row * 500))
    assert len(caught.value.problems) == 20


def test_columns_that_are_not_kept_may_hold_what_they_like(write: Write, roster: Roster) -> None:
    table = roster(
        write("p.csv", f"Employee ID,Notes,proxyAddresses\n1,{'x' * 5000},{';'.join(['a@x.example'] * 200)}\n")
    )
    assert table.rows["aliases"].to_list() == [["a@x.example"]]
    assert table.files[0].dropped == ("Notes",)


def test_a_file_whose_headers_nobody_knows_is_read_by_the_configuration_alone(write: Write, roster: Roster) -> None:
    text = (
        "Liste\n\nKennung;Kontakt;Anmeldung;Aktiv?;Wieder da\u00a0seit;Erster;Letzter\n"
        "7;a@x.example;u@x.example;ja;2024-01-01;2010-01-01;2020-01-01\n8;;v@x.example;nein;;2010-01-01;\n"
    )
    columns = {
        "employee_id": "kennung",
        "address": "Kontakt",
        "sign_in": "Anmeldung",
        "account_enabled": "Aktiv?",
        "rehire_day": "Wieder da seit",
        "first_day": "Erster",
        "last_day": "Letzter",
    }
    table = roster(write("p.csv", text), columns=columns)
    assert table.files[0].dialect["header_row"] == 3
    assert table.rows.select("employee_id", "address", "aliases", "status", "first_day", "last_day").rows() == [
        ("7", "a@x.example", ["u@x.example"], None, date(2024, 1, 1), None),
        ("8", "v@x.example", [], "disabled", date(2010, 1, 1), None),
    ]


def test_days_with_dots_and_two_digit_years_are_day_first_also_where_few_rows_prove_it(
    write: Write, roster: Roster
) -> None:
    rows = "".join(f"{n},,,,,{n:02}.0{n}.{n + 10},\n" for n in range(1, 9))
    table = roster(write("p.csv", f"{HEAD}{rows}9,,,,,21.05.99,\n"))
    assert table.rows["first_day"].to_list() == [date(2010 + n, n, n) for n in range(1, 9)] + [date(1999, 5, 21)]


def test_dates_that_a_narrow_column_hid_when_it_was_saved_are_lost_and_not_empty(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        roster(write("p.csv", f"{HEAD}1,,,,Active,########,\n2,,,,Active,########,\n"))
