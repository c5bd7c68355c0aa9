"""Every program reads the workbook alike, and it is put together as ECMA-376 says."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import fastexcel
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.model.documents import Report
from reporter.reports import excel
from reporter.reports.excel.package import pack
from reporter.reports.excel.sheet import FIRST_ROW, Column, Sheet, of_frame
from reporter.reports.excel.styles import Style, add_styles
from reporter.reports.excel.texts import Texts, fit
from reporter.reports.excel.writer import Writer
from tests.needs import examples
from tests.office import Resave, resave

__all__ = ["resave"]
# ECMA-376-1, CT_Worksheet: what may stand in a sheet, in this order.
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter",
    "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "drawing", "legacyDrawing", "tableParts", "extLst",
)  # fmt: skip
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30) | st.sampled_from(
    [
        "=1+1",
        "+1",
        "-1",
        "@A",
        "\tx",
        "\rx",
        "_x0041_",
        "_x0041_x0042_",
        "_x005F_",
        " a ",
        "a\nb",
        "&amp;",
        "]]>",
        "0042",
    ]
)


def cells_by_openpyxl(data: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {ws.title: [[_plain(v) for v in row] for row in ws.iter_rows(values_only=True)] for ws in book.worksheets}


def cells_by_fastexcel(data: bytes) -> dict[str, list[list[Any]]]:
    book = fastexcel.read_excel(data)
    return {
        name: [list(row) for row in book.load_sheet(name, header_row=None, dtypes="string").to_polars().iter_rows()]
        for name in book.sheet_names
    }


def _plain(value: object) -> str | None:
    """Return a cell as fastexcel's text of it."""
    if value is None:
        return None
    if hasattr(value, "strftime"):
        return str(value).removesuffix(" 00:00:00")
    return f"{value:.10g}" if isinstance(value, int | float) else str(value)


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Return rows without what is empty at their ends, and without time of day behind a day."""
    found = []
    for row in rows:
        cells = [re.sub(r"(\d{4}-\d\d-\d\d) 00:00:00", r"\1", c) if c else None for c in row]
        cells = [_plain(float(c)) if c and re.fullmatch(r"-?\d+(\.\d+)?", c) else c for c in cells]
        while cells and cells[-1] is None:
            cells.pop()
        found.append(cells)
    while found and not found[-1]:
        found.pop()
    return found


def assert_same(one: dict[str, list[list[Any]]], other: dict[str, list[list[Any]]]) -> None:
    assert list(one) == list(other)
    for tab, rows in one.items():
        for a, b in zip(trimmed(rows), trimmed(other[tab]), strict=True):
            assert a == b, tab


def test_fastexcel_reads_the_cells_that_openpyxl_reads(make_report: Callable[..., Report]) -> None:
    data = excel.render(make_report(), seal=lambda text: f"sealed {text}")
    assert_same(cells_by_openpyxl(data), cells_by_fastexcel(data))


@pytest.mark.libreoffice
def test_libreoffice_reads_the_same_cells(make_report: Callable[..., Report], resave: Resave) -> None:
    data = excel.render(make_report(), seal=lambda text: f"sealed {text}")
    assert_same(cells_by_openpyxl(data), cells_by_openpyxl(resave(data)))


def written(texts: list[str]) -> tuple[bytes, Texts]:
    book = openpyxl.Workbook()
    add_styles(book)
    known = Texts()
    columns = (Column(head="Text", width=10), Column(head="Day", width=10, style=Style.DATE))
    frame = pl.DataFrame({"text": texts, "day": [date(2026, 11, 23)] * len(texts)})
    sheet = Sheet(tab="Sheet", title="T", about="A", table="T1", columns=columns, rows=of_frame(frame), empty="")
    body = Writer(known, as_of="").sheet(book.worksheets[0], sheet)
    assert body is not None
    file = BytesIO()
    pack(book, {"Sheet": body}, file, as_of=date(2026, 11, 23), charts={})
    return file.getvalue(), known


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=20))
def test_any_text_is_read_as_it_was_or_its_change_is_told(texts: list[str]) -> None:
    data, known = written(texts)
    expected = [fit(text) for text in texts]
    changed = sum(a != b for a, b in zip(texts, expected, strict=True))
    assert known.replaced["Sheet", "Text"] == changed
    cells = list(openpyxl.load_workbook(BytesIO(data)).worksheets[0].iter_rows(min_row=FIRST_ROW, max_col=1))
    assert [row[0].value for row in cells] == expected
    assert {row[0].data_type for row in cells} == {"s"}
    assert all(row[0].quotePrefix for row in cells)
    sheet = fastexcel.read_excel(data).load_sheet(0, header_row=None, dtypes="string").to_polars()
    assert sheet.to_series().to_list()[FIRST_ROW - 1 :] == expected


def test_what_is_too_long_is_cut_and_told_by_sheet_and_column() -> None:
    data, known = written(["a" * 40_000, "b"])
    assert known.cut["Sheet", "Text"] == 1
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    assert str(sheet.cell(FIRST_ROW, 1).value).endswith("[cut]")


def test_the_parts_of_each_sheet_stand_in_the_order_of_the_standard(make_report: Callable[..., Report]) -> None:
    data = excel.render(make_report(), seal=lambda text: text)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        assert names == list(dict.fromkeys(names))
        sheets = [name for name in names if name.startswith("xl/worksheets/sheet")]
        tables = [ET.fromstring(archive.read(name)) for name in names if name.startswith("xl/tables/")]  # noqa: S314
        for name in sheets:
            root = ET.fromstring(archive.read(name))  # noqa: S314 - ours
            tags = [child.tag.rpartition("}")[2] for child in root]
            assert [_ORDER.index(tag) for tag in tags] == sorted(_ORDER.index(tag) for tag in tags), name
            rows = [int(row.attrib["r"]) for row in root.iter() if row.tag.endswith("}row")]
            assert rows == sorted(set(rows))
            ids = {v for e in root.iter() for k, v in e.attrib.items() if k.endswith("relationships}id")}
            part = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
            related = {e.attrib["Id"] for e in ET.fromstring(archive.read(part))} if part in names else set()  # noqa: S314
            assert ids == related, name
    for key in ("id", "displayName", "name"):
        values = [table.attrib[key] for table in tables]
        assert len(set(values)) == len(values)
