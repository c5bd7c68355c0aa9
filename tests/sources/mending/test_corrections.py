"""Rejects that come back mended: each row replaces the one it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import SourceError

Write = Callable[..., Path]
Read = Callable[..., Any]
PEOPLE = (
    "Employee ID,Work Email,Other Email,Former Email,Shoe size,Start Date\n1,a@x.example,,o@x.example,42,2020-01-31\n"
)
PEOPLE += "2,b@x,n@x.example,,43,2020-02-03\n"
ANSWERS = "Timestamp,Email,[LI-01] switch\n11/3/2026 10:02:31,c@x.example,On\n11/14/2026 9:00:00,d@x.example,Off\n"


@pytest.fixture
def people(write: Write) -> Path:
    return write("people.csv", PEOPLE)


@pytest.fixture
def answers(write: Write) -> Path:
    return write("answers.csv", ANSWERS)


def texts(table: Any, column: str) -> list[Any]:  # noqa: ANN401 - a RosterTable or SurveyTable
    return list(table.rows[column])


def problems(read: Read, *paths: Path) -> list[tuple[str, str]]:
    with pytest.raises(SourceError) as caught:
        read(*paths)
    assert all(p.hint for p in caught.value.problems)
    return [(p.where, p.what) for p in caught.value.problems]


def test_a_correction_replaces_the_row_it_names_cell_by_cell(write: Write, roster: Read, people: Path) -> None:
    mended = write("mended.csv", "file,sheet,row,Work Email,Other Email\npeople.csv,,3,b@x.example,\n")
    table = roster(people, mended)
    assert texts(table, "row") == [2, 3]
    assert texts(table, "address") == ["a@x.example", "b@x.example"]
    assert [list(a) for a in texts(table, "aliases")] == [["o@x.example"], []]
    assert texts(table, "employee_id") == ["1", "2"]  # a column that is not given back stays as it was
    assert [(f.role, f.name, f.rows) for f in table.files] == [
        ("roster", "people.csv", 2),
        ("roster-corrections", "mended.csv", 1),
    ]
    assert [n.values for n in table.notices if n.code == "rows-corrected"] == [{"file": "mended.csv", "count": 1}]


def test_the_order_in_which_files_are_named_changes_nothing(write: Write, roster: Read, people: Path) -> None:
    mended = write("a-first.csv", "file,sheet,row,Work Email\npeople.csv,,3,b@x.example\n")
    assert roster(mended, people).rows.equals(roster(people, mended).rows)


def test_a_row_given_back_as_it_was_is_no_correction(write: Write, roster: Read, people: Path) -> None:
    back = write("back.csv", "file,sheet,row,Employee ID,Work Email,Other Email\npeople.csv,,3,2,b@x,n@x.example\n")
    table = roster(people, back)
    assert table.rows.equals(roster(people).rows)
    assert table.notices == roster(people).notices


def test_rows_of_the_right_file_are_replaced_where_heads_differ(write: Write, roster: Read, people: Path) -> None:
    more = write("more.csv", "Personalnummer;E-Mail-Adresse\n7;g@x\n")
    mended = write(
        "mended.csv",
        "file,sheet,row,Employee ID,Work Email,Personalnummer,E-Mail-Adresse\n"
        "more.csv,,2,,,7,g@x.example\npeople.csv,,2,1,aa@x.example,,\n",
    )
    table = roster(people, more, mended)
    assert texts(table, "address") == ["aa@x.example", "b@x", "g@x.example"]


def test_a_workbook_comes_back_as_a_workbook_or_as_csv(write: Write, workbook: Write, roster: Read) -> None:
    people = workbook("people.xlsx", [["Employee ID", "Work Email"], ["1", "a@x"], ["2", "b@x"]])
    one = workbook("one.xlsx", [["file", "sheet", "row", "Work Email"], ["people.xlsx", "Form1", 2, "a@x.example"]])
    two = write("two.csv", "sep=;\nfile;sheet;row;Work Email\npeople.xlsx;Form1;3;b@x.example\n")
    assert texts(roster(people, one, two), "address") == ["a@x.example", "b@x.example"]


def test_an_empty_column_sheet_may_be_left_out(write: Write, roster: Read, people: Path) -> None:
    mended = write("mended.csv", "\ufeffFile;Row;Work Email\npeople.csv;3;b@x.example\n")
    assert texts(roster(people, mended), "address") == ["a@x.example", "b@x.example"]


def test_the_apostrophe_before_what_looks_like_a_formula_is_taken_off_again(write: Write, survey: Read) -> None:
    answers = write("answers.csv", "Timestamp,Email,[LI-01] switch\n2026-11-03,c@x.example,-\n")
    mended = write("mended.csv", "file,sheet,row,Email,[LI-01] switch\nanswers.csv,,2,'=c@x.example,''+\n")
    table = survey(answers, mended)
    assert texts(table, "address") == ["=c@x.example"]
    assert texts(table, "LI-01") == ["'+"]


@pytest.mark.parametrize(
    "rewritten",
    ["11/3/2026 10:02", "03/11/2026 10:02", "03.11.2026 10:02", "2026-11-03 10:02:31", "11/03/2026 10:02:31 AM"],
)
def test_a_date_that_a_spreadsheet_rewrote_is_no_change(
    write: Write, survey: Read, answers: Path, rewritten: str
) -> None:
    """Excel saves what it shows: without seconds, and in the order of its own country."""
    mended = write("mended.csv", f"file,sheet,row,Timestamp,Email\nanswers.csv,,2,{rewritten},cc@x.example\n")
    table = survey(answers, mended)
    assert texts(table, "address") == ["cc@x.example", "d@x.example"]
    assert texts(table, "submitted_at") == texts(survey(answers), "submitted_at")


@pytest.mark.parametrize("saved_as", ["cp1252", "utf-8"])
def test_letters_that_a_spreadsheet_misread_or_could_not_save_are_no_change(
    write: Write, roster: Read, saved_as: str
) -> None:
    """Excel saves as Windows-1252, with `?` for what that lacks, and takes UTF-8 without a mark for it."""
    rows = "2,Grünwald – €,Łódź\n"
    people = write("people.csv", f"Employee ID,Full Name,Department\n{rows}")
    text = f"file,sheet,row,Employee ID,Full Name,Department\npeople.csv,,2,{rows}"
    misread = text.replace("ü", "Ã¼").replace("–", "â€“").replace("€,", "â‚¬,")
    misread = misread.replace("Łódź", "\u00c5\u0081\u00c3\u00b3d\u00c5\u00ba")
    back = text.encode("cp1252", "replace") if saved_as == "cp1252" else misread.encode()
    table = roster(people, write("back.csv", back))
    assert table.rows.equals(roster(people).rows)
    assumed = [n.code for n in table.notices if n.code == "encoding-assumed"]
    assert assumed == (["encoding-assumed"] if saved_as == "cp1252" else [])


@pytest.mark.parametrize(
    ("old", "new", "stands"),
    [
        ("007", "7", "007"),
        ("114523456789", "1.14523E+11", "114523456789"),
        ("114523456789", "1,14523E+11", "114523456789"),
        ("007", "07", "07"),
        ("7", "007", "007"),
        ("A07", "A7", "A7"),
    ],
)
def test_an_id_that_lost_digits_stands_as_it_was_and_that_is_said(
    write: Write, roster: Read, old: str, new: str, stands: str
) -> None:
    """A shortened id would make another person of somebody."""
    people = write("people.csv", f"Employee ID,Department\n{old},Sales\n")
    mended = write("mended.csv", f'file,sheet,row,Employee ID,Department\npeople.csv,,2,"{new}",Legal\n')
    table = roster(people, mended)
    assert texts(table, "employee_id") == [stands]
    assert texts(table, "department") == ["Legal"]
    assert ("ids-kept" in [n.code for n in table.notices]) == (old == stands)


def test_an_id_that_is_another_and_lost_digits_is_refused(write: Write, roster: Read) -> None:
    people = write("people.csv", "Employee ID,Department\n114523456789,Sales\n")
    mended = write("mended.csv", "file,sheet,row,Employee ID\npeople.csv,,2,1.14524E+11\n")
    assert problems(roster, people, mended) == [
        (
            'people.csv, column A "Employee ID"',
            "an id has lost digits, as in 4.01E+11 (row 2), and nothing else says who it is",
        )
    ]


def test_a_date_that_was_mended_is_read_with_the_column_it_belongs_to(write: Write, survey: Read) -> None:
    answers = write("answers.csv", ANSWERS + "tomorrow,e@x.example,On\n")
    mended = write("mended.csv", "file,sheet,row,Timestamp\nanswers.csv,,4,11/5/2026 8:00\n")
    assert str(texts(survey(answers, mended), "submitted_on")[2]) == "2026-11-05"


@pytest.mark.parametrize(
    ("rows", "where", "what"),
    [
        ("people.csv,,1,x@x.example", "row 2", "row 1 of people.csv is no row of data"),
        ("people.csv,,99,x@x.example", "row 2", "row 99 of people.csv is no row of data"),
        ("others.csv,,2,x@x.example", "row 2", "the file or sheet whose row it replaces is not given as roster"),
        ("people.csv,Sheet1,2,x@x.example", "row 2", "the file or sheet whose row it replaces is not given as roster"),
        (",,,x@x.example", "row 2", "it does not say which row it replaces"),
        ("people.csv,,two,x@x.example", "row 2", "it does not say which row it replaces"),
        ("people.csv,,2,", "row 2", "every cell is empty"),
        ("people.csv,,2,x@x.example,Sales", "row 2", "it has more cells than the header"),
        (
            "people.csv,,2,x@x.example\npeople.csv,,2,y@x.example",
            "row 3",
            "row 2 of people.csv is mended here and, differently, in mended.csv, row 2",
        ),
    ],
)
def test_a_correction_that_cannot_be_followed_is_said_with_its_place(
    write: Write, roster: Read, people: Path, rows: str, where: str, what: str
) -> None:
    mended = write("mended.csv", f"file,sheet,row,Work Email\n{rows}\n")
    assert problems(roster, people, mended) == [(f"mended.csv, {where}", what)]


def test_two_corrections_of_one_row_must_agree_and_an_untouched_one_is_none(
    write: Write, roster: Read, people: Path
) -> None:
    heads = "file,sheet,row,Work Email\n"
    one = write("one.csv", heads + "people.csv,,3,b@x.example\n")
    same = write("same.csv", heads + "people.csv,,3,b@x.example\npeople.csv,,2,a@x.example\n")
    untouched = write("untouched.csv", heads + "people.csv,,3,b@x\n")
    other = write("other.csv", heads + "people.csv,,3,bb@x.example\n")
    assert texts(roster(people, one, same, untouched), "address") == ["a@x.example", "b@x.example"]
    found = problems(roster, people, one, other)
    assert found == [("other.csv, row 2", "row 3 of people.csv is mended here and, differently, in one.csv, row 2")]


def test_a_cell_filled_in_under_the_head_of_another_file_is_refused(write: Write, roster: Read, people: Path) -> None:
    more = write("more.csv", "Personalnummer\n7\n")
    mended = write("mended.csv", "file,sheet,row,Work Email,Personalnummer\nmore.csv,,2,g@x.example,7\n")
    (found,) = problems(roster, people, more, mended)
    assert found == ("mended.csv, row 2", 'D "Work Email" is filled in, and more.csv has no such column')


def test_a_column_of_notes_is_dropped_and_named(write: Write, roster: Read, people: Path) -> None:
    mended = write("mended.csv", "file,sheet,row,Work Email,Our note\npeople.csv,,3,b@x.example,asked by phone\n")
    table = roster(people, mended)
    assert table.files[1].dropped == ("Our note",)
    assert "asked by phone" not in str(table.rows.rows())


def test_corrections_without_the_file_they_belong_to_are_refused(write: Write, survey: Read, roster: Read) -> None:
    """Those of the roster replace rows of the roster only."""
    mended = write("rejects-roster.csv", "file,sheet,row,Work Email\npeople.csv,,2,x@x.example\n")
    for read, answers in ((survey, [write("answers.csv", ANSWERS)]), (roster, [])):
        ((where, what),) = problems(read, *answers, mended)
        assert where == "rejects-roster.csv, row 2"
        assert "is not given as" in what


def test_the_log_is_told_from_the_rows(write: Write, roster: Read, people: Path) -> None:
    log = write("rejects.csv", "role,file,sheet,row,column,fate,reason\nroster,people.csv,,2,,excluded,left\n")
    (found,) = problems(roster, people, log)
    assert found == ("rejects.csv", "this is the log of a run: there is nothing to mend in it")


def test_files_of_one_name_are_told_apart_for_rows_are_named_by_it(write: Write, roster: Read) -> None:
    paths: Sequence[Path] = [write(f"{folder}/people.csv", PEOPLE) for folder in ("ie", "de")]
    assert [file.name for file in roster(*paths).files] == ["people.csv", "people.csv (2)"]


def test_kept_columns_are_there_as_written_and_others_are_not(write: Write, roster: Read) -> None:
    people = write(
        "people.csv", "Work Email,Shoe size,Country,Employment Type,Other Email,Former Email\nZoë <Z@x>,42,Irland,"
    )
    people.write_text(people.read_text() + "soon,,b@x\n")
    (written,) = roster(people).written
    assert [head for _, head in written.heads] == [
        "Work Email",
        "Country",
        "Employment Type",
        "Other Email",
        "Former Email",
    ]
    assert written.cells.rows() == [(2, "Zoë <Z@x>", "Irland", "soon", None, "b@x")]
