"""`reporter map`: what the columns of an unknown file are, and never what stands in them (issue 4, point 1)."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Call = Callable[..., Any]
STAFF = """\
Personalliste Stand Oktober;;;;;;;;
;;;;;;;;
PersNr.;Nachname Mitarbeiter;Kontakt;Kontakt Vorgesetzter;Kürzel;Arbeitsland;Dabei?;Angefangen;LinkedIn account
004711;Lindqvist;ana@small.example;boss@small.example;Vertrieb;Irland;Aktiv;03.02.2020;company
004712;Tran;bo@small.example;boss@small.example;Vertrieb;Frankreich;Aktiv;25.02.2020;personal
004713;Okoro;cy@small.example;boss@small.example;Recht;Deutschland;Ausgeschieden;01.02.2020;personal
"""
ANSWERS = """\
Lfd;Wann;Wer;How is the switch set?;Two-step?;Freitext
1;3/4/2026 10:00;ana@small.example;Off;Yes;hello world
2;3/5/2026 10:00;bo@small.example;On;No;whatever
3;3/6/2026 11:00;cy@small.example;Off;I don't know;oh
"""
VALUES = ("lindqvist", "004711", "small.example", "vertrieb", "irland", "aktiv", "2020", "3/4", "hello", "whatever")


class Terminal(StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def files(here: Path) -> Path:
    (here / "staff.csv").write_text(STAFF, encoding="utf-8")
    (here / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    return here


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sit somebody at a terminal who types lines."""

    def sit(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr(type(sys.stderr), "isatty", lambda _: True, raising=False)

    return sit


def columns(text: str, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(text)[kind]["columns"]
    return found


@pytest.mark.usefixtures("files")
def test_what_is_printed_is_toml_and_holds_what_is_sure(call: Call) -> None:
    said = call("map", "staff.csv")
    assert said.code == 0
    assert "# staff.csv: a roster (header in row 3, 3 rows below it)" in said.out
    assert columns(said.out, "roster") == {
        "employee_id": "PersNr.",
        "country": "Arbeitsland",
        "linkedin": {"account": "LinkedIn account"},
    }
    for line in ('# address = "Kontakt"', '# status = "Dabei?"', '# first_day = "Angefangen"'):
        assert line in said.out.splitlines()
    assert "D  Kontakt Vorgesetzter  addresses                   -" in said.out  # another person's


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("file", ["staff.csv", "answers.csv"])
def test_no_value_is_ever_printed(call: Call, file: str) -> None:
    for kind in ("--roster", "--survey"):
        said = call("map", file, kind)
        assert not [v for v in VALUES if v in (said.out + said.err).casefold()], said


@pytest.mark.parametrize(
    "rows",
    [
        "Ana Lindqvist;Sales;Worker;ana@x.example;IE\nBo Tran;Sales;Worker;bo@x.example;FR\n",
        "1001;Ana Lindqvist;Worker;IE\n1002;Bo Tran;Worker;FR\n",
        "Ana Lindqvist;Worker;IE\nBo Tran;Staff;FR\n",
        "Ana Lindqvist;;1001\nBo Tran;;1002\n",
        "Ana Lindqvist\nBo Tran\n",
    ],
)
def test_a_row_about_somebody_is_never_taken_for_a_header(call: Call, here: Path, rows: str) -> None:
    (here / "staff.csv").write_text(rows)
    said = call("map", "staff.csv")
    assert said.code == 4
    assert "looks like a header" in said.err
    assert "Ana" not in said.out + said.err


@pytest.mark.usefixtures("files")
def test_a_survey_is_known_by_what_stands_in_it_and_questions_by_their_answers(call: Call) -> None:
    said = call("map", "answers.csv")
    assert "# answers.csv: a survey (header in row 1, 3 rows below it)" in said.out
    assert said.code == 4  # nothing is sure
    assert said.out.count("# missing: ") == 3
    assert columns(said.out, "survey") == {}
    for line in ('# submitted_at = "Wann"', '# address = "Wer"', '# LI-01 = "How is the switch set?"'):
        assert line in said.out.splitlines()
    assert '= "Freitext"' not in said.out


@pytest.mark.usefixtures("files")
def test_on_a_terminal_it_asks_and_what_is_answered_is_written(call: Call, typing: Callable[..., None]) -> None:
    Path("reporter.toml").write_text('[organisation]\nname = "Small"\n')
    typing("-", "", "", "nonsense", "LI-01", "LI-07", "mdy")
    said = call("map", "answers.csv", "--write")
    assert said.code == 0, said
    assert "That is none of: " in said.err
    wanted = {
        "submitted_at": "Wann",
        "address": "Wer",
        "LI-01": "How is the switch set?",
        "LI-07": "Two-step?",
        "date_order": "mdy",
    }
    assert columns(said.out, "survey") == wanted
    text = Path("reporter.toml").read_text()
    assert columns(text, "survey") == wanted
    assert text.startswith('[organisation]\nname = "Small"\n')
    Path("people.csv").write_text("Work Email,Country\nana@small.example,IE\nbo@small.example,IE\n")
    done = call("check", "--roster", "people.csv", "--survey", "answers.csv", "--as-of", "2026-04-01")
    assert "Answered    2 of 2; 0 silent" in done.out
    assert done.code == 4, done
    assert "The survey has no column for LI-05, which is required." in done.out
    typing("-")
    again = call("map", "answers.csv")
    assert again.code == 0
    assert columns(again.out, "survey") == {k: v for k, v in wanted.items() if k != "date_order"}


@pytest.mark.usefixtures("files")
def test_what_is_needed_is_asked_for_by_letter(call: Call, here: Path, typing: Callable[..., None]) -> None:
    (here / "odd.csv").write_text("Code name,Department,Country\nfalcon one,Sales,IE\nowl two,Sales,FR\n")
    typing("a")
    said = call("map", "odd.csv", "--roster")
    assert said.code == 0, said
    assert columns(said.out, "roster")["employee_id"] == "Code name"
    typing("-", "-")
    assert call("map", "odd.csv", "--roster").code == 4


def test_two_columns_with_like_headers_are_told_apart_by_letter_and_neither_is_sure(call: Call, here: Path) -> None:
    (here / "people.csv").write_text("Employee ID,Work Email,Email,Country\n1,a@x.example,b@x.example,IE\n")
    said = call("map", "people.csv")
    assert columns(said.out, "roster") == {"employee_id": "Employee ID", "country": "Country"}
    assert {'# address = "Work Email"', '# address = "Email"'} <= set(said.out.splitlines())


def test_a_sheet_of_a_workbook_is_named_and_its_proven_order_stated_as_a_comment(call: Call, here: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["About this export"])
    sheet = book.create_sheet("People")
    for row in (["Employee ID", "Country", "Start Date"], ["7", "IE", "25/02/2020"], ["8", "IE", "01/02/2020"]):
        sheet.append(row)
    book.save(here / "people.xlsx")
    said = call("map", "people.xlsx")
    assert said.code == 0
    assert "a roster (header in row 1, sheet 'People', 2 rows below it)" in said.out
    assert "dates, day first" in said.out
    assert '# date_order = "dmy"   # this file proves it' in said.out


def test_dates_that_contradict_each_other_are_said(call: Call, here: Path) -> None:
    (here / "people.csv").write_text("Employee ID,Country,Start Date\n1,IE,25/02/2020\n2,IE,02/25/2020\n")
    said = call("map", "people.csv")
    assert said.code == 4
    assert "the dates contradict each other" in said.out


@pytest.mark.usefixtures("files")
def test_writing_needs_a_configuration_and_never_changes_what_it_says(call: Call, here: Path) -> None:
    assert call("map", "staff.csv", "--write").code == 2
    config = here / "reporter.toml"
    config.write_text('[roster.columns] # ours\r\n# employee_id = "x"\r\ncountry = "Land"\r\n', newline="")
    before = config.read_bytes()
    said = call("map", "staff.csv", "--write")
    assert said.code == 2
    assert 'country is "Land" there, and "Arbeitsland" in this file' in said.err
    assert config.read_bytes() == before
    config.write_bytes(before.replace(b'"Land"', b'"Arbeitsland"'))
    assert call("map", "staff.csv", "--write").code == 0
    assert config.read_bytes() == (
        b'[roster.columns] # ours\r\nemployee_id = "PersNr."\r\nlinkedin.account = "LinkedIn account"\r\n'
        b'# employee_id = "x"\r\ncountry = "Arbeitsland"\r\n'
    )
    assert "says all of this already" in call("map", "staff.csv", "--write").out
    assert sorted(p.name for p in here.iterdir()) == ["answers.csv", "reporter.toml", "staff.csv"]


@pytest.mark.usefixtures("files")
def test_a_file_is_a_roster_or_a_survey(call: Call) -> None:
    assert call("map", "staff.csv", "--roster", "--survey").code == 2
    assert call("map", "nowhere.csv").code == 4


def test_the_place_is_asked_for_first(call: Call, here: Path, typing: Callable[..., None]) -> None:
    (here / "people.csv").write_text("Employee ID,Work Email,Buero\n1,a@x.example,Hamburg\n2,b@x.example,Denver\n")
    typing("c")
    said = call("map", "people.csv")
    assert (said.code, columns(said.out, "roster")["place"]) == (0, "Buero")
    typing("-", "Narnia", "us-tx")
    said = call("map", "people.csv")
    assert (said.code, tomllib.loads(said.out)["places"]) == (0, {"default": "US-TX"})
    typing("-", "-")
    assert call("map", "people.csv").code == 4


def test_in_a_pipe_a_roster_without_a_place_is_said_to_lack_it_unless_the_configuration_says_it(
    call: Call, here: Path
) -> None:
    (here / "people.csv").write_text("Employee ID,Work Email\n1,a@x.example\n2,b@x.example\n")
    said = call("map", "people.csv")
    assert said.code == 4
    assert "# missing: no column says where people work" in said.out
    assert "places" not in tomllib.loads(said.out)
    (here / "reporter.toml").write_text('[places]\ndefault = "DE"\n')
    said = call("map", "people.csv")
    assert (said.code, "missing" in said.out) == (0, False)
