from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reporter.errors import SourceError
from reporter.model.inputs import RosterTable
from reporter.sheets import formulas

Roster = Callable[..., RosterTable]
HEAD = ["Employee ID", "Work Email", "Country", "Notes"]


def book(path: Path, *rows: list[Any]) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (HEAD, *rows):
        sheet.append(row)
    workbook.save(path)
    return path


def rewritten(path: Path, new: str) -> Path:
    """Return the workbook with another cell B2 in its first sheet's XML."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name], count = re.subn(rb'<c r="B2"[^>]*>.*?</c>', new.encode(), parts[name])
    assert count == 1
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    path.write_bytes(data.getvalue())
    return path


def test_formulas_of_a_used_column_that_were_never_calculated_are_an_error_naming_the_rows(
    tmp_path: Path, roster: Roster
) -> None:
    path = book(tmp_path / "p.xlsx", ["11", '=A2&"@x.example"', "IE", ""], ["12", '=A3&"@x.example"', "IE", ""])
    with pytest.raises(SourceError) as caught:
        roster(path)
    (problem,) = caught.value.problems
    assert problem.what == 'the column B "Work Email" holds 2 formulas that were never calculated'
    assert problem.where == "p.xlsx, sheet Sheet, row 2, 3"
    assert "save it" in problem.hint


def test_one_such_formula_in_one_row_is_enough(tmp_path: Path, roster: Roster) -> None:
    path = book(tmp_path / "p.xlsx", ["11", "a@x.example", "IE", ""], ["=A2+1", "b@x.example", "IE", ""])
    with pytest.raises(SourceError, match="never calculated"):
        roster(path)


def test_those_of_a_column_that_plays_no_role_harm_nobody(tmp_path: Path, roster: Roster) -> None:
    path = book(tmp_path / "p.xlsx", ["11", "a@x.example", "IE", "=TODAY()"])
    assert roster(path).rows["address"].to_list() == ["a@x.example"]


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ('<c r="B2"><f>A2</f><v>7</v></c>', "7"),
        ('<c r="B2" t="str"><f>A2</f><v>a@x.example</v></c>', "a@x.example"),
        ('<c r="B2" t="str"><f>IF(A2="","","")</f><v></v></c>', None),  # calculated: an empty text
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', None),
        ('<c r="B2" s="0"/>', None),
    ],
)
def test_a_formula_with_its_last_result_is_that_result(
    tmp_path: Path, roster: Roster, cell: str, address: str | None
) -> None:
    path = rewritten(book(tmp_path / "p.xlsx", ["11", "=A2", "IE", ""]), cell)
    assert roster(path).rows["address"].to_list() == [address]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>A2</f></c>',
        '<c r="B2"><f>A2</f><v/></c>',
        '<c r="B2" s="3"><f>A2</f><v></v></c>',
        '<c r="B2" t="n"><f>A2</f></c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
        '<c r="B2"><f t="shared" ref="B2:B9" si="0">A2</f><v /></c>',
    ],
)
def test_it_has_none_however_a_program_writes_that(tmp_path: Path, roster: Roster, cell: str) -> None:
    path = rewritten(book(tmp_path / "p.xlsx", ["11", "=A2", "IE", ""]), cell)
    with pytest.raises(SourceError, match="never calculated"):
        roster(path)


def test_of_many_rows_the_first_are_named(tmp_path: Path) -> None:
    path = book(tmp_path / "p.xlsx", *(["11", f"=A{n}", "IE", ""] for n in range(2, 2002)))
    found = formulas.uncalculated(path.read_bytes(), ["Sheet"])
    assert found == {"Sheet": {1: [2000, *range(2, 2 + formulas.LISTED)]}}
