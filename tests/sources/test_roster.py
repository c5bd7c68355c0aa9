from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from reporter.errors import SourceError, UsageError
from reporter.model.inputs import RosterTable
from reporter.model.tables import ROSTER
from reporter.wording import words

HEAD = "Employee ID,Work Email,Full Name,Department,Country,State,Employment Status\n"
Write = Callable[[str, str | bytes], Path]
Roster = Callable[..., RosterTable]
Workbook = Callable[..., Path]


def test_a_hand_made_roster_is_read_column_by_column(write: Write, roster: Roster) -> None:
    table = roster(write("people.csv", f"{HEAD}007,a@x.example,Ada A,Sales,USA,Colorado,Active\n"))
    assert table.rows.row(0, named=True) == {
        "file": "people.csv",
        "sheet": None,
        "row": 2,
        "not_a_person": False,
        "employee_id": "007",
        "address": "a@x.example",
        "address_usable": True,
        "aliases": [],
        "name": "Ada A",
        "department": "Sales",
        "country_text": "USA",
        "country": "US",
        "region_text": "Colorado",
        "place_text": None,
        "place_unread": None,
        "region": "US-CO",
        "status": "Active",
        "other_status": None,
        "active_flag": None,
        "left_flag": None,
        "account_off": False,
        "employment": None,
        "role": None,
        "language": None,
        "first_day": None,
        "last_day": None,
    }
    (file,) = table.files
    assert (file.role, file.name, file.rows, file.dropped) == ("roster", "people.csv", 1, ())
    assert file.dialect == {"encoding": "utf-8", "delimiter": ",", "header_row": 1, "date_order": None, "sheet": None}
    assert file.columns["address"] == "Work Email"
    assert table.notices == ()


def test_the_frame_has_exactly_the_declared_schema(write: Write, roster: Roster) -> None:
    rows = roster(write("people.csv", f"{HEAD}1,a@x.example,,,,,\n")).rows
    assert dict(rows.schema) == ROSTER


def test_a_header_without_rows_is_an_organisation_of_nobody(write: Write, roster: Roster) -> None:
    """DESIGN §6, Rows: a header without rows is an organisation of nobody."""
    table = roster(write("people.csv", f"{HEAD}\n,,,,,,\n"))
    assert dict(table.rows.schema) == ROSTER
    assert (table.rows.height, table.files[0].rows) == (0, 0)


def test_title_rows_and_empty_rows_are_no_rows_and_numbers_stay_those_of_the_spreadsheet(
    write: Write, roster: Roster
) -> None:
    """DESIGN §6, Rows: "A row of empty cells is no row; title, header and label rows are none"."""
    text = f'Staff of Example Ltd\n\n{HEAD}1,a@x.example,"Two\nlines",,,,\n , ,,,,,\n\n2,b@x.example,,,,,\n'
    table = roster(write("people.csv", text))
    assert table.rows["row"].to_list() == [4, 7]
    assert table.files[0].dialect["header_row"] == 3
    assert table.rows["name"].to_list() == ["Two\nlines", None]


def test_numbers_of_a_workbook_become_ids_without_a_point_and_texts_keep_their_zeros(
    workbook: Workbook, roster: Roster
) -> None:
    rows = [["Employee ID", "Work Email"], [7.0, "a@x.example"], ["007", "b@x.example"], [1234567, None]]
    assert roster(workbook("people.xlsx", rows)).rows["employee_id"].to_list() == ["7", "007", "1234567"]


def test_text_is_trimmed_at_its_ends_only(write: Write, roster: Roster) -> None:
    table = roster(write("people.csv", f"{HEAD} 1 ,\u00a0a@x.example , Ada  B , R & D ,,,\n"))
    assert table.rows.select("employee_id", "address", "name", "department").row(0) == (
        "1",
        "a@x.example",
        "Ada  B",
        "R & D",
    )


def test_a_title_that_reads_like_a_header_is_not_taken_for_it(write: Write, roster: Roster) -> None:
    table = roster(write("people.csv", "Employee,Department\nEmail\na@x.example\n"))
    assert table.files[0].dialect["header_row"] == 2


@pytest.mark.parametrize(
    "header",
    [
        "Employee ID;E-Mail;Name;Abteilung;Land;Bundesland;Status",
        "employee_id;email_address;display name;dept;country/region;state/province;employee status",
        "Personalnummer;E-Mail (geschäftlich);Vollständiger Name;Department Name;Country Code;Region;STATUS",
        "Emp No*;Work E-mail:;Employee Name;Team;Work Country;Province;Worker Status",
    ],
)
def test_obvious_variants_of_headers_are_known(write: Write, roster: Roster, header: str) -> None:
    rows = roster(write("people.csv", f"{header}\n1;a@x.example;Ada;Sales;DE;Bayern;active\n")).rows
    wanted = ["employee_id", "address", "name", "department", "country", "region", "status"]
    assert rows.select(wanted).row(0) == ("1", "a@x.example", "Ada", "Sales", "DE", "DE-BY", "active")


def test_first_and_last_name_make_a_name(write: Write, roster: Roster) -> None:
    rows = roster(write("p.csv", "Email,First Name,Last Name\na@x.example,Ada,Byron\nb@x.example,,Solo\n")).rows
    assert rows["name"].to_list() == ["Ada Byron", "Solo"]


def test_aliases_come_from_every_alias_column_split_and_without_prefixes(write: Write, roster: Roster) -> None:
    text = (
        "Work Email,Other Email,proxyAddresses\n"
        'a@x.example,"b@x.example; c@x.example","SMTP:a@x.example;smtp:d@x.example;x500:/o=X;SIP:a@x.example"\n'
        "e@x.example,none,\n"
    )
    found = roster(write("p.csv", text)).rows["aliases"].to_list()
    assert found == [["b@x.example", "c@x.example", "a@x.example", "d@x.example"], []]


@pytest.mark.parametrize("header", ["linkedin.account", "LinkedIn account", "Linkedin Account"])
def test_account_ownership_is_a_column_of_its_service(write: Write, roster: Roster, header: str) -> None:
    table = roster(write("p.csv", f"Work Email,{header}\na@x.example,company\nb@x.example,\n"))
    assert table.rows["linkedin.account"].to_list() == ["company", None]
    assert list(table.rows.columns) == [*ROSTER, "linkedin.account"]


def test_ownership_can_be_mapped(write: Write, roster: Roster) -> None:
    path = write("p.csv", "Work Email,LI\na@x.example,company\n")
    assert roster(path, columns={"linkedin.account": "LI"}).rows["linkedin.account"].to_list() == ["company"]


def test_columns_no_rule_needs_are_dropped_and_named(write: Write, roster: Roster) -> None:
    table = roster(write("p.csv", "Work Email,Salary,Date of Birth\na@x.example,1,2000-01-01\n"))
    assert table.files[0].dropped == ("Salary", "Date of Birth")
    assert list(table.rows.columns) == list(ROSTER)


def test_two_columns_claiming_one_role_are_both_named(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError) as caught:
        roster(write("p.csv", "Email,Work Email\na@x.example,b@x.example\n"))
    (problem,) = caught.value.problems
    assert 'A "Email" and B "Work Email"' in problem.what
    assert problem.where == "p.csv, row 1"
    assert "address" in problem.hint


def test_a_configured_column_ends_the_contradiction(write: Write, roster: Roster) -> None:
    path = write("p.csv", "Email,Work Email\na@x.example,b@x.example\n")
    table = roster(path, columns={"address": "work email"})
    assert table.rows["address"].to_list() == ["b@x.example"]
    assert table.files[0].dropped == ("Email",)


def test_a_configured_column_that_no_file_has_is_an_error(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError, match="Personnel file") as caught:
        roster(write("p.csv", "Email\na@x.example\n"), columns={"employee_id": "Personnel file"})
    assert caught.value.problems[0].where == "ours.toml, [roster.columns]"


def test_unknown_configured_columns_are_usage_errors_with_the_nearest_name_and_the_known_ones(
    write: Write, roster: Roster
) -> None:
    with pytest.raises(UsageError) as caught:
        roster(
            write("p.csv", "Email\na@x.example\n"), columns={"Adress": "Email", "date": "x", "date_order": "european"}
        )
    wrong, undated, order = caught.value.problems
    assert str(wrong) == "ours.toml, [roster.columns]: no column is called `Adress`"
    assert wrong.hint.startswith("Did you mean `address`? Known are employee_id, address,")
    assert "`date`" in undated.what  # only a survey can be dated as a whole
    assert str(order) == 'ours.toml, [roster.columns]: date_order is "european"'


def test_a_hint_to_the_configuration_names_the_file_that_was_read(write: Write, roster: Roster) -> None:
    for text in ("Name\nAda\n", "Email,Country,Country\na@x.example,GB,FR\n", "Email,Last day\na@x.example,soon\n"):
        with pytest.raises(SourceError) as caught:
            roster(write("p.csv", text))
        hint = caught.value.problems[0].hint
        assert "ours.toml" in hint
        assert "[roster.columns]" in hint


def test_a_roster_without_identity_is_unreadable_and_says_what_it_found(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError) as caught:
        roster(write("p.csv", "Name,Department\nAda,Sales\n"))
    assert '"Name", "Department"' in caught.value.problems[0].what
    assert "[roster.columns]" in caught.value.problems[0].hint


def test_several_files_are_one_roster_in_the_order_given(write: Write, workbook: Workbook, roster: Roster) -> None:
    first = write("z.csv", f"{HEAD}1,a@x.example,,,DE,,\n")
    second = workbook("a.xlsx", [["Work Email", "LinkedIn account"], ["b@x.example", "company"]])
    table = roster(first, second)
    assert table.rows.select("file", "sheet", "row", "address", "linkedin.account").rows() == [
        ("z.csv", None, 2, "a@x.example", None),
        ("a.xlsx", "Form1", 2, "b@x.example", "company"),
    ]
    assert [file.rows for file in table.files] == [1, 1]


def test_a_folder_stands_for_its_tables_sorted_by_name(write: Write, roster: Roster) -> None:
    for name in ("d/b.csv", "d/A.CSV", "d/notes.txt", "d/.hidden.csv", "d/~$open.xlsx"):
        path = write(name, f"{HEAD}1,{name[2]}@x.example,,,,,\n")
    assert roster(path.parent).rows["file"].to_list() == ["A.CSV", "b.csv"]


def test_the_problems_of_all_files_are_told_together(write: Write, roster: Roster, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        roster(tmp_path / "gone.csv", write("empty.csv", ""), write("p.csv", "Name\nAda\n"))
    assert [problem.where for problem in caught.value.problems] == ["gone.csv", "empty.csv", "p.csv, row 1"]


def test_days_are_read_and_unreadable_ones_are_counted(write: Write, roster: Roster) -> None:
    text = (
        "Email,Hire Date,Last Day\na@x.example,2020-02-01,31/12/2026\nb@x.example,,TBD\n"
        "c@x.example,later,01/02/2026\nd@x.example,2020-02-01,soon\n"
    )
    table = roster(write("p.csv", text))
    assert table.rows["first_day"].to_list() == [date(2020, 2, 1), None, None, date(2020, 2, 1)]
    assert table.rows["last_day"].to_list() == [date(2026, 12, 31), None, date(2026, 2, 1), None]
    assert [(n.code, n.values["row"], n.values["count"]) for n in table.notices] == [
        ("roster-dates-unread", 4, 1),
        ("roster-dates-unread", 5, 1),
    ]
    assert table.files[0].dialect["date_order"] == "dmy"


def test_days_whose_order_nothing_proves_are_asked_about(write: Write, roster: Roster) -> None:
    path = write("p.csv", "Email,Last Day\na@x.example,01/12/2026\n")
    with pytest.raises(SourceError, match="day or the month"):
        roster(path)
    for said in ({"columns": {"date_order": "mdy"}}, {"dates": "month-first"}):
        assert roster(path, **said).rows["last_day"].to_list() == [date(2026, 1, 12)]
    assert roster(path, dates="day-first").rows["last_day"].to_list() == [date(2026, 12, 1)]


def test_the_country_of_a_full_region_code_is_stated_by_it(write: Write, roster: Roster) -> None:
    text = "Email,Country,State\na@x.example,,US-CO\nb@x.example,,CO\nc@x.example,DE,US-CO\nd@x.example,Narnia,US-CO\n"
    rows = roster(write("p.csv", text)).rows
    assert rows.select("country", "region").rows() == [("US", "US-CO"), (None, None), (None, None), (None, None)]
    assert rows["place_unread"].to_list() == [None, "CO", "DE / US-CO", "Narnia"]


def test_a_formula_in_a_name_stays_text(write: Write, roster: Roster) -> None:
    path = write("p.csv", 'Email,Name\na@x.example,"=HYPERLINK(""http://x"",""y"")"\n')
    assert roster(path).rows["name"].to_list() == ['=HYPERLINK("http://x","y")']


def test_a_cell_beyond_the_header_is_never_dropped_silently(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError) as caught:
        roster(write("p.csv", "Email,Name\na@x.example,Byron, Ada\nb@x.example,Bo,\n"))
    assert [problem.where for problem in caught.value.problems] == ["p.csv, row 2"]


def test_two_addresses_in_a_cell_are_kept_as_written_and_not_usable(write: Write, roster: Roster) -> None:
    text = 'Work Email\n"a@x.example; b@x.example"\nZoë <z@x.example>\nnobody\n'
    rows = roster(write("p.csv", text)).rows
    assert rows.select("address", "address_usable").rows() == [
        ("a@x.example; b@x.example", False),
        ("z@x.example", True),
        ("nobody", False),
    ]


def test_addresses_that_mail_cannot_go_to_and_names_that_might_be_more_are_told_by_row(
    write: Write, roster: Roster
) -> None:
    """Issue 7: hostile names and addresses are "refused with a row number"; the row is told, never what it holds."""
    hostile = ["a@x.example, b@x.example", "jörg@x.example", "nobody", f"{'a' * 100}@x.example"]
    rows = [f'3{n},"{address}",Ada A,,,,\n' for n, address in enumerate(hostile)]
    names = ["Ada <eve@x.example>", "Ada\nBcc: eve@x.example", "Ada" * 30, "Ada\u202egro.live", "https://x.example"]
    rows += [f'1{n},a{n}@x.example,"{name}",,,,\n' for n, name in enumerate(names)]
    rows += [
        f'2{n},b{n}@x.example,"{name}",,,,\n' for n, name in enumerate(["Byron, Ada (HR)", "Zoë O’Brien-D'Arcy", ""])
    ]
    _, refused, unsafe = roster(write("people.csv", HEAD + "".join(rows))).notices
    assert (refused.code, dict(refused.values)) == (
        "addresses-refused",
        {"file": "people.csv", "rows": "2, 3, 4, 5", "count": 4},
    )
    assert (unsafe.code, dict(unsafe.values)) == (
        "names-refused",
        {"file": "people.csv", "rows": "6, 7, 8, 9, 10", "count": 5},
    )


def test_of_many_refused_rows_the_first_are_told(write: Write, roster: Roster) -> None:
    _, notice = roster(write("people.csv", HEAD + "".join(f"1{n},nobody,,,,,\n" for n in range(12)))).notices
    assert notice.values["rows"] == "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …"
    assert words().notice(notice) == (
        "In people.csv 12 addresses are not exactly one that mail can be sent to "
        "(rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …). These people get no mail."
    )


def test_hidden_rows_are_rows_and_hidden_sheets_are_not_read(tmp_path: Path, roster: Roster) -> None:
    """DESIGN §6, Rows: "hidden rows are rows, hidden sheets are not read"."""
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Work Email"], ["a@x.example"], ["b@x.example"]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    for title, state in (("Old", "hidden"), ("Older", "veryHidden")):
        other = book.create_sheet(title)
        other.sheet_state = state
        other.append(["Work Email"])
        other.append(["c@x.example"])
    book.save(tmp_path / "p.xlsx")
    table = roster(tmp_path / "p.xlsx")
    assert table.rows["address"].to_list() == ["a@x.example", "b@x.example"]
    assert [(n.code, n.values.get("count")) for n in table.notices] == [("hidden-sheets", 2), ("leavers-untold", None)]


def test_two_sheets_with_a_header_are_a_question_not_a_guess(workbook: Workbook, roster: Roster) -> None:
    people = [["Work Email"], ["a@x.example"]]
    with pytest.raises(SourceError, match='"Form1", "Leavers"'):
        roster(workbook("p.xlsx", people, more={"Leavers": people}))


def test_sheets_without_a_table_are_left_out_and_counted(workbook: Workbook, roster: Roster) -> None:
    table = roster(workbook("p.xlsx", [["Notes for HR"]], more={"People": [["Work Email"], ["a@x.example"]]}))
    assert table.rows["sheet"].to_list() == ["People"]
    assert [(n.code, n.values.get("count")) for n in table.notices] == [("sheets-skipped", 1), ("leavers-untold", None)]


def test_ten_thousand_rows_are_read_alike_with_and_without_quotes(write: Write, roster: Roster) -> None:
    plain = HEAD + "".join(f"{i:05d},p{i}@x.example,Name {i},Sales,US,US-NY,Active\n" for i in range(10_000))
    quoted = HEAD + "".join(f'{i:05d},p{i}@x.example,"Name {i}",Sales,US,US-NY,Active\n' for i in range(10_000))
    one, other = (roster(write(name, text)).rows.drop("file") for name, text in (("a.csv", plain), ("b.csv", quoted)))
    assert one.equals(other)
    assert one["row"].to_list() == list(range(2, 10_002))
    assert one.select(pl.col("region").unique()).to_series().to_list() == ["US-NY"]


def test_a_header_that_comes_again_and_a_row_of_invisible_characters_are_no_rows(write: Write, roster: Roster) -> None:
    """'A row of empty cells is no row; title, header and label rows are none' (DESIGN §6)."""
    body = "1,a@x.example,A,Sales,IE,,Active\n"
    table = roster(write("people.csv", f"{HEAD}{body}\u200b,\u00a0,,,,,\n{HEAD}2,b@x.example,B,Sales,IE,,Active\n"))
    assert table.rows["employee_id"].to_list() == ["1", "2"]
    assert table.rows["row"].to_list() == [2, 5]
    assert table.files[0].rows == 2
