from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from reporter.model.inputs import RosterTable
from reporter.sheets.zero_padding import Padding

Roster = Callable[..., RosterTable]


SHOWN = (
    (7, "000", "007"),
    (7.0, "00000", "00007"),
    (1234, "000", "1234"),
    (8, "000;-000", "008"),
    ("9", "000", "9"),  # a text is as it stands: the format shows numbers
    ("009", "General", "009"),
    (10.0, "General", "10"),
    (11, "0", "11"),
    (7.5, "000", "7.5"),
    (12, "#,##0", "12"),
    (13, '"P"000', "13"),
)


def book(path: Path, ids: Sequence[tuple[Any, str]], *, sheet: str = "People") -> Path:
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "Notes"
    people = workbook.create_sheet(sheet)
    people.append(["Country", "Employee ID"])
    for number, (value, shown) in enumerate(ids, start=2):
        people.cell(number, 1, "IE")
        people.cell(number, 2, value).number_format = shown
    workbook.save(path)
    return path


def test_a_number_is_as_long_as_its_format_shows_it(tmp_path: Path, roster: Roster) -> None:
    path = book(tmp_path / "p.xlsx", [(value, shown) for value, shown, _ in SHOWN], sheet="Staff & more")
    assert roster(path).rows["employee_id"].to_list() == [read for *_, read in SHOWN]


def test_every_cell_is_found_wherever_the_sheet_is_cut_into_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = book(tmp_path / "p.xlsx", [(i, "0000") for i in range(1, 200)]).read_bytes()
    cells = pl.DataFrame({"0": ["IE"] * 200, "1": ["Employee ID", *map(str, range(1, 200))]})
    for size in (150, 333, 1024):
        monkeypatch.setattr("reporter.sheets.zero_padding._CHUNK", size)
        assert Padding(data).applied("People", cells)["1"].to_list()[1:] == [f"{i:04}" for i in range(1, 200)]


def test_a_workbook_without_such_a_format_is_not_looked_into(tmp_path: Path) -> None:
    data = book(tmp_path / "p.xlsx", [(7, "General")]).read_bytes()
    cells = pl.DataFrame({"0": ["7"]})
    assert Padding(data).applied("People", cells) is cells


def test_a_workbook_without_styles_is_left_as_it_is(parts: Callable[[dict[str, bytes]], Path]) -> None:
    cells = pl.DataFrame({"0": ["7"]})
    assert Padding(parts({"xl/styles.xml": b"<styleSheet/>"}).read_bytes()).applied("Sheet", cells) is cells
