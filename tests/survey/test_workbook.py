"""The questionnaire as a workbook, read back with openpyxl."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reporter import survey
from reporter.model import forms
from reporter.model.policy import Control, PolicySet
from reporter.survey import phone, workbook

Make = Callable[..., survey.Stationery]


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def person(**changes: Any) -> survey.Person:
    fields: dict[str, Any] = {"employee_id": "7", "address": "a@small.example", "name": "Ana", "country": "IE"}
    fields |= {"region": None, "asked": ("linkedin.account", "LI-01")}
    return survey.Person(**(fields | changes))


def rows(sheet: Worksheet) -> dict[str, int]:
    """Return the lines below the form's mark: what the first column says → row."""
    column = [str(cell.value or "") for cell in sheet["A"]]
    start = column.index(forms.PERSON)
    return {text: row for row, text in enumerate(column, start=1) if text and row > start}


def offered(book: Workbook, sheet: Worksheet, cell: str) -> list[str]:
    """Return what the drop-down of a cell offers."""
    [rule] = [v for v in sheet.data_validations.dataValidation if cell in v.sqref and v.type == "list"]
    tab, _, span = str(rule.formula1).partition("!")
    return [str(c.value) for (c,) in book[tab][span.replace("$", "")]]


def test_the_blank_asks_every_question_and_offers_its_answers(make_stationery: Make) -> None:
    it = make_stationery()
    book = opened(workbook.blank(it))
    form = sheet(book, "Questionnaire")
    lines = rows(form)
    assert list(lines) == [forms.PERSON, *forms.IDENTITY, "linkedin.account", "LI-01", "LI-05", "LI-08"]
    for item in it.survey.items:
        assert item.text in str(form.cell(lines[item.id], 2).value)
        assert offered(book, form, f"C{lines[item.id]}") == list(item.offers)
    assert {book[name].sheet_state for name in book.sheetnames if name != "Lists"} == {"visible"}
    assert book["Lists"].sheet_state == "hidden"


def test_only_what_is_to_be_filled_in_can_be_changed(make_stationery: Make) -> None:
    form = sheet(opened(workbook.blank(make_stationery())), "Questionnaire")
    lines = rows(form)
    open_ = {cell.coordinate for line in form.iter_rows() for cell in line if not cell.protection.locked}
    assert form.protection.sheet
    assert not form.protection.password
    assert open_ == {f"C{row}" for name, row in lines.items() if name != forms.PERSON}


def test_it_carries_the_notice_and_the_right_to_object_apart(make_stationery: Make) -> None:
    it = make_stationery()
    book = opened(workbook.blank(it))
    notice = [str(cell.value) for cell in sheet(book, "Privacy notice")["A"] if cell.value]
    assert notice[1].startswith("Your right to object: ")
    assert [s for part in it.notice().parts for s in part.sentences if s not in notice] == []
    assert it.disclaimer[0] in notice
    form = sheet(book, "Questionnaire")
    [apart] = [cell for cell in form["A"] if str(cell.value).startswith("Your right to object")]
    assert apart.border.top.style
    assert apart.border.left.style


def test_the_same_survey_gives_the_same_bytes(make_stationery: Make) -> None:
    assert workbook.blank(make_stationery()) == workbook.blank(make_stationery())
    people = [person()]
    assert phone.render(make_stationery(), people) == phone.render(make_stationery(), people)


def test_a_persons_own_asks_what_concerns_them_and_knows_who_they_are(make_stationery: Make) -> None:
    form = sheet(opened(workbook.PersonalForms().form(make_stationery(), person())), "Questionnaire")
    lines = rows(form)
    assert list(lines) == [forms.PERSON, *forms.IDENTITY, "linkedin.account", "LI-01"]
    assert form.cell(lines[forms.EMPLOYEE], 3).value == "7"
    assert form.cell(lines[forms.ADDRESS], 3).value == "a@small.example"
    assert [form.cell(lines[name], 3).protection.locked for name in forms.IDENTITY] == [True, True, False]
    assert "It has 2 questions." in str(form["A3"].value)
    assert "Ana" not in str([[cell.value for cell in row] for row in form.iter_rows()])


@pytest.mark.parametrize("hostile", ["=1+1", "<b>&amp;", "a\x0bb", "{reporter:address}"])
def test_what_the_roster_holds_is_text_and_nothing_else(make_stationery: Make, hostile: str) -> None:
    made = workbook.PersonalForms()
    form = sheet(opened(made.form(make_stationery(), person(employee_id=hostile, name=hostile))), "Questionnaire")
    cell = form.cell(rows(form)[forms.EMPLOYEE], 3)
    assert (cell.value, cell.data_type) == (hostile.replace("\x0b", "\ufffd"), "s")
    assert form.cell(rows(form)[forms.ADDRESS], 3).value == "a@small.example"
    table = sheet(opened(phone.render(make_stationery(), [person(name=hostile)])), "By phone")
    assert [c.value for c in table["B"]][-1] == hostile.replace("\x0b", "\ufffd")


def test_forms_laid_out_once_do_not_mix_people_up(make_stationery: Make) -> None:
    made, it = workbook.PersonalForms(), make_stationery()
    people = [person(employee_id=str(n), address=f"p{n}@small.example") for n in range(3)]
    people += [person(employee_id=None), person(address=None), person(country="US", region="US-CA")]
    books = [opened(made.form(it, one)) for one in people]
    told = [
        tuple(
            sheet(b, "Questionnaire").cell(rows(sheet(b, "Questionnaire"))[name], 3).value
            for name in forms.IDENTITY[:2]
        )
        for b in books
    ]
    assert told == [(one.employee_id, one.address) for one in people]
    told = [tuple("California" in str(c.value) for c in sheet(b, "Privacy notice")["A"]) for b in books]
    assert [any(one) for one in told] == [False] * 5 + [True]


def test_the_phone_sheet_is_marked_and_offers_answers_only_where_they_are_asked(make_stationery: Make) -> None:
    it = make_stationery()
    people = [person(), person(employee_id="8", asked=("LI-05",))]
    book = opened(phone.render(it, people))
    table = sheet(book, "By phone")
    assert str(table["A1"].value).startswith("By phone")
    column = [cell.value for cell in table["A"]]
    head = column.index(forms.PHONE) + 1
    assert column[head:] == ["by phone", "by phone"]
    ids = [cell.value for cell in table[head]]
    assert ids == [forms.PHONE, "name", *forms.IDENTITY, "linkedin.account", "LI-01", "LI-05", "LI-08"]
    unlocked = [[not cell.protection.locked for cell in table[head + n]] for n in (1, 2)]
    assert unlocked == [
        [False, False, False, False, True, True, True, False, False],
        [False, False, False, False, True, False, False, True, False],
    ]
    assert offered(book, table, f"G{head + 1}") == list(it.survey.items[1].offers)
    assert [v.type for v in table.data_validations.dataValidation if f"E{head + 2}" in v.sqref] == ["date"]


def test_the_archive_carries_no_clock(make_stationery: Make) -> None:
    with zipfile.ZipFile(BytesIO(workbook.blank(make_stationery()))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2026-11-23T00:00:00Z") == 2


def test_a_question_not_yet_translated_says_so(
    make_stationery: Make, make_policies: Callable[..., PolicySet], make_control: Callable[..., Control]
) -> None:
    it = make_stationery(make_policies(make_control(language="fr", service=None)))
    form = sheet(opened(workbook.blank(it)), "Questionnaire")
    assert str(form.cell(rows(form)["LI-01"], 2).value).endswith("(not yet translated)")
