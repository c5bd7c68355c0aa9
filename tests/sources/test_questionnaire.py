"""Our own questionnaires as they come back: filled in a workbook, or by phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from openpyxl import load_workbook

from reporter import sources, survey
from reporter.model import forms
from reporter.model.inputs import SurveyTable
from reporter.model.policy import PolicySet
from reporter.settings import load
from reporter.sheets.sheet import Sheet
from reporter.sources.questionnaire import forms_among
from reporter.survey import phone, workbook

ANA = survey.Person(
    employee_id="007",
    address="ana@small.example",
    name="Ana",
    country="IE",
    region=None,
    asked=("linkedin.account", "LI-01"),
)


@pytest.fixture
def it(make_policies: Callable[..., PolicySet]) -> survey.Stationery:
    policies = make_policies()
    facts = survey.facts(load(None, environ={}, flags={}), date(2026, 11, 23))
    return survey.Stationery(survey=survey.survey(policies, "en"), facts=facts, places=policies.places)


@pytest.fixture
def read(tmp_path: Path, make_policies: Callable[..., PolicySet]) -> Callable[..., SurveyTable]:
    """Read what came back."""

    def _read(*, files: dict[str, bytes]) -> SurveyTable:
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        return sources.read_survey(
            [tmp_path],
            asked=make_policies().asked,
            columns={},
            timezone=ZoneInfo("UTC"),
            undated_as=None,
            as_of=date(2026, 11, 23),
        )

    return _read


def filled(data: bytes, entries: dict[str, str | date]) -> bytes:
    """Enter something into a person's questionnaire, as a spreadsheet program does: by the first column's ids."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    places = {cell.value: cell.row or 0 for cell in sheet["A"]}
    for name, value in entries.items():
        sheet.cell(places[name], forms.ANSWER_COLUMN + 1, value)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def entered(data: bytes, row: int, entries: dict[str, str | date]) -> bytes:
    """Enter something into a row of the phone sheet, counted from 0 below its head."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet["A"]].index(forms.PHONE) + 1
    columns = {cell.value: cell.column or 0 for cell in sheet[head]}
    for name, value in entries.items():
        sheet.cell(head + 1 + row, columns[name], value)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_a_filled_questionnaire_is_one_row(it: survey.Stationery, read: Callable[..., SurveyTable]) -> None:
    mine = filled(
        workbook.PersonalForms().form(it, ANA),
        {forms.DATE: date(2026, 11, 2), "LI-01": "Off", "linkedin.account": "Mine"},
    )
    table = read(files={"any name.xlsx": mine})
    [row] = table.rows.to_dicts()
    assert (row["employee_id"], row["address"]) == ("007", "ana@small.example")
    assert row["submitted_at"] == datetime(2026, 11, 2, tzinfo=UTC)
    assert (row["LI-01"], row["linkedin.account"]) == ("Off", "Mine")
    assert row["sheet"] == "Questionnaire"
    place = [cell.value for cell in load_workbook(BytesIO(mine)).worksheets[0]["A"]].index(forms.EMPLOYEE) + 1
    assert row["row"] == place
    assert table.notices == ()


def test_a_blank_that_somebody_filled_in_is_one_row(it: survey.Stationery, read: Callable[..., SurveyTable]) -> None:
    mine = filled(
        workbook.blank(it), {forms.ADDRESS: "bo@small.example", forms.DATE: date(2026, 11, 2), "LI-05": "Yes"}
    )
    [row] = read(files={"a.xlsx": mine}).rows.to_dicts()
    assert (row["employee_id"], row["address"], row["LI-05"], row["LI-01"]) == (None, "bo@small.example", "Yes", None)


def test_what_nobody_filled_in_is_no_row(it: survey.Stationery, read: Callable[..., SurveyTable]) -> None:
    table = read(
        files={
            "a.xlsx": workbook.PersonalForms().form(it, ANA),
            "b.xlsx": workbook.blank(it),
            "c.xlsx": phone.render(it, [ANA]),
        }
    )
    assert table.rows.is_empty()
    assert [file.rows for file in table.files] == [0, 0, 0]
    assert table.notices == ()


def test_of_the_phone_sheet_those_who_were_called_are_rows_in_their_places(
    it: survey.Stationery, read: Callable[..., SurveyTable]
) -> None:
    data = phone.render(it, [ANA, ANA, ANA, ANA])
    data = entered(data, 1, {forms.DATE: date(2026, 11, 3), "LI-01": "On"})
    data = entered(data, 2, {"LI-01": "Off"})
    data = entered(data, 3, {forms.DATE: date(2026, 11, 4)})
    rows = read(files={"calls.xlsx": data}).rows
    head = [cell.value for cell in load_workbook(BytesIO(data)).worksheets[0]["A"]].index(forms.PHONE) + 1
    assert rows["row"].to_list() == [head + 2, head + 3, head + 4]
    assert rows["LI-01"].to_list() == ["On", "Off", None]
    assert rows["submitted_on"].to_list() == [date(2026, 11, 3), None, date(2026, 11, 4)]


def test_an_answer_without_a_date_is_a_row_whose_date_cannot_be_read(
    it: survey.Stationery, read: Callable[..., SurveyTable]
) -> None:
    [row] = read(files={"a.xlsx": filled(workbook.PersonalForms().form(it, ANA), {"LI-01": "Off"})}).rows.to_dicts()
    assert (row["LI-01"], row["submitted_at"]) == ("Off", None)


def test_questionnaires_and_an_export_are_one_survey(it: survey.Stationery, read: Callable[..., SurveyTable]) -> None:
    mine = filled(workbook.PersonalForms().form(it, ANA), {forms.DATE: date(2026, 11, 2), "LI-01": "Off"})
    page = "\ufeffEmployee ID,Work Email,Submitted at,LI-01\r\n\u200b=1,,2026-11-05T10:00:00+01:00,On\r\n".encode()
    rows = read(files={"a.xlsx": mine, "survey-answer-1.csv": page}).rows
    assert rows.select("employee_id", "LI-01").rows() == [("007", "Off"), ("=1", "On")]


def test_a_file_is_known_by_what_stands_in_it() -> None:
    plain = Sheet(
        file="reporter survey 1.xlsx", name="reporter survey 1", cells=pl.DataFrame({"0": ["LI-01"], "1": ["x"]})
    )
    assert forms_among([plain]) == (plain,)
    empty = Sheet(file="a.csv", name=None, cells=pl.DataFrame())
    assert forms_among([empty]) == (empty,)
    ours = Sheet(
        file="a",
        name=None,
        cells=pl.DataFrame({"0": [" Reporter  Survey 1", "LI-01"], "1": ["", "q"], "2": ["", "Off"]}),
    )
    [table] = forms_among([plain, ours])
    assert table.cells.rows() == [("LI-01",), ("Off",)]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_mark_without_its_columns_is_no_row(columns: int) -> None:
    cells = pl.DataFrame({str(n): [forms.PERSON, "LI-01"] for n in range(columns)})
    [table] = forms_among([Sheet(file="a", name=None, cells=cells)])
    assert table.cells.rows() == [("LI-01",)]
