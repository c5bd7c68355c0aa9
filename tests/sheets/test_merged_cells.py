from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from reporter.model.inputs import RosterTable
from reporter.sheets import merged_cells

Roster = Callable[..., RosterTable]


def book(path: Path, rows: Sequence[Sequence[object]], *merged: str) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    workbook.save(path)
    return path.read_bytes()


def test_what_is_merged_over_several_people_is_said_of_each(tmp_path: Path, roster: Roster) -> None:
    rows: Sequence[Sequence[object]] = [
        ["Country", "Department", "Employee ID", "Work Email"],
        ["Ireland", "Legal", "1", "a@x.example"],
        [None, None, "2", "b@x.example"],
        [None, "Sales", "3", "c@x.example"],
        [None, None, "4", "d@x.example"],
        ["France", None, "5", "e@x.example"],
    ]
    book(tmp_path / "p.xlsx", rows, "A2:A5", "B2:B3", "B4:B5")
    table = roster(tmp_path / "p.xlsx")
    assert table.rows.select("country", "department").rows() == [
        ("IE", "Legal"),
        ("IE", "Legal"),
        ("IE", "Sales"),
        ("IE", "Sales"),
        ("FR", None),  # empty is empty where nothing was merged
    ]


@pytest.mark.parametrize(
    ("merged", "column"),
    [
        ("A1:A3", ["x", "x", "x", None]),
        ("A1:A1048576", ["x", "x", "x", "x"]),
        ("A1:B3", ["x", None, None, None]),  # sideways as well: a title over the table
        ("A1:B1", ["x", None, None, None]),
        ("A2:A4", ["x", None, None, None]),
        ("A0:A3", ["x", None, None, None]),
        ("XFD1:XFD9", ["x", None, None, None]),
    ],
)
def test_only_cells_that_were_merged_downwards_are_filled(
    parts: Callable[[dict[str, bytes]], Path], merged: str, column: list[str | None]
) -> None:
    sheet = f'<worksheet><sheetData/><mergeCells><mergeCell ref="{merged}"/></mergeCells></worksheet>'
    data = parts({"xl/worksheets/sheet1.xml": sheet.encode()}).read_bytes()
    cells = pl.DataFrame({"0": ["x", None, None, None], "1": [None, None, None, "y"]})
    assert merged_cells.filled(data, "Sheet", cells)["0"].to_list() == column


def test_merged_cells_that_overlap_are_followed_no_further_than_there_are_cells(
    parts: Callable[[dict[str, bytes]], Path],
) -> None:
    many = b'<mergeCell ref="A1:A50000"/>' * 100_000
    sheet = b"<worksheet><sheetData/><mergeCells>" + many + b"</mergeCells></worksheet>"
    data = parts({"xl/worksheets/sheet1.xml": sheet}).read_bytes()
    cells = pl.DataFrame({"0": ["x", *[None] * 50_000]}, schema={"0": pl.String})
    assert merged_cells.filled(data, "Sheet", cells)["0"].to_list() == [*["x"] * 50_000, None]
