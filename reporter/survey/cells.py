"""Cells of our workbooks: looks, texts that stay texts, drop-downs, protection, and the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from enum import Enum
from io import BytesIO
from math import ceil
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporter.wording.colours import colour

_A4 = 9
_LINE = 15.0  # points of a line of text
_TALLEST = 409.0  # points a spreadsheet gives a row
_CHARACTER = 0.98  # of the width a column is counted in: words do not break
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FIRST_DAY = "36526"  # 1 January 2000, as a spreadsheet counts days
_LISTS = "Lists"
_RULE = Side(style="thin", color=colour("ink").removeprefix("#"))
_HAIR = Side(style="thin", color=colour("line").removeprefix("#"))


def _rgb(name: str) -> str:
    return colour(name).removeprefix("#").upper()


class Look(Enum):
    """How a cell looks."""

    TITLE = "title"
    TEXT = "text"
    LINE = "line"
    """Text that does not wrap: a row of a long table stays one line."""
    STRONG = "strong"
    SMALL = "small"
    HEAD = "head"
    APART = "apart"
    """In a frame of its own."""
    ENTRY = "entry"
    """May be filled in."""
    DATE = "date"
    """The same, with a date."""
    NOT_ASKED = "not asked"


_FONTS = {
    Look.TITLE: Font(name="Calibri", size=18, bold=True, color=_rgb("ink")),
    Look.STRONG: Font(name="Calibri", size=11, bold=True, color=_rgb("ink")),
    Look.HEAD: Font(name="Calibri", size=11, bold=True, color=_rgb("ink")),
    Look.APART: Font(name="Calibri", size=11, bold=True, color=_rgb("ink")),
    Look.SMALL: Font(name="Calibri", size=9, color=_rgb("grey")),
}
_FONT = Font(name="Calibri", size=11, color=_rgb("ink"))
_BORDERS = {
    Look.HEAD: Border(bottom=_RULE),
    Look.ENTRY: Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR),
    Look.DATE: Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR),
}
_FILLS = {
    Look.ENTRY: PatternFill("solid", fgColor=_rgb("wash")),
    Look.DATE: PatternFill("solid", fgColor=_rgb("wash")),
    Look.NOT_ASKED: PatternFill("lightUp", fgColor=_rgb("line")),
}
_TOP = Alignment(vertical="top", horizontal="left", wrap_text=True)
_ALIGNMENTS = {
    Look.HEAD: Alignment(vertical="bottom", horizontal="left", wrap_text=True),
    Look.LINE: Alignment(vertical="top", horizontal="left"),
}


def sheet(workbook: Workbook, tab: str, widths: Sequence[float], *, landscape: bool = False, footer: str) -> Worksheet:
    """Add a sheet in which only the cells to fill in can be changed; in portrait it fits its page's width."""
    worksheet = workbook.create_sheet(tab)
    if not isinstance(worksheet, Worksheet):  # the stubs allow write-only and chart sheets too
        raise TypeError(tab)
    for n, width in enumerate(widths, start=1):
        worksheet.column_dimensions[get_column_letter(n)].width = width
    worksheet.sheet_view.showGridLines = False
    worksheet.page_setup.orientation = "landscape" if landscape else "portrait"
    worksheet.page_setup.paperSize = _A4
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=not landscape)
    worksheet.page_margins.left = worksheet.page_margins.right = 0.5
    if worksheet.oddFooter is not None:
        worksheet.oddFooter.left.text = footer
    # Without a password: it keeps from slips, and whoever needs wider columns may have them.
    worksheet.protection.sheet = True
    worksheet.protection.formatColumns = False
    worksheet.protection.formatRows = False
    worksheet.protection.autoFilter = False
    return worksheet


def write(worksheet: Worksheet, row: int, column: int, value: str | None, look: Look) -> Cell:
    """Write one cell; text is text and nothing else."""
    cell = worksheet.cell(row, column)
    if not isinstance(cell, Cell):  # only anchors of merged cells are written
        raise TypeError(cell.coordinate)
    cell.font = _FONTS.get(look, _FONT)
    cell.alignment = _ALIGNMENTS.get(look, _TOP)
    if look in _BORDERS:
        cell.border = _BORDERS[look]
    if look in _FILLS:
        cell.fill = _FILLS[look]
    if look in {Look.ENTRY, Look.DATE}:
        cell.protection = Protection(locked=False)
    if look is Look.DATE:
        cell.number_format = "yyyy-mm-dd"
    if value is not None:
        cell.value = literal(value)
        cell.data_type = "s"  # openpyxl takes "=1+1" for a formula
        cell.quotePrefix = True  # and so would a spreadsheet, after an edit
    return cell


def paragraph(worksheet: Worksheet, row: int, text: str, look: Look, widths: Sequence[float]) -> None:
    """Write text across all columns, in a row as high as it needs."""
    write(worksheet, row, 1, text, look)
    last = len(widths)
    if look is Look.APART:
        for n in range(1, last + 1):
            left, right = (_RULE if n == 1 else None), (_RULE if n == last else None)
            worksheet.cell(row, n).border = Border(left=left, right=right, top=_RULE, bottom=_RULE)
    if last > 1:
        worksheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    worksheet.row_dimensions[row].height = 30 if look is Look.TITLE else height([(text, sum(widths))])


def height(cells: Iterable[tuple[str, float]]) -> float:
    """Return a row's height in points from its texts and their widths: spreadsheets do not all reckon it."""
    lines = 1
    for text, width in cells:
        lines = max(lines, sum(max(1, ceil(len(part) * _CHARACTER / width)) for part in text.split("\n")))
    return min(lines * _LINE + 3, _TALLEST)


class Choices:
    """Drop-downs. What they offer stands on a hidden sheet: in the cell's own rule there is no room for commas."""

    def __init__(self, workbook: Workbook, *, refused: str, refused_date: str) -> None:
        self._sheet = workbook.create_sheet(_LISTS)
        self._sheet.sheet_state = "hidden"
        self._refused = refused
        self._refused_date = refused_date
        self._columns = 0

    def offer(self, worksheet: Worksheet, span: str, answers: Sequence[str]) -> None:
        """Let one of `answers` be chosen in each cell of `span`."""
        self._columns += 1
        letter = get_column_letter(self._columns)
        for row, answer in enumerate(answers, start=1):
            cell = self._sheet.cell(row, self._columns)
            cell.value = literal(answer)
            cell.data_type = "s"
        rule = DataValidation(type="list", formula1=f"{_LISTS}!${letter}$1:${letter}${len(answers)}", allow_blank=True)
        self._add(worksheet, span, rule, self._refused)

    def date(self, worksheet: Worksheet, span: str) -> None:
        """Let a date be entered in each cell of `span`."""
        rule = DataValidation(type="date", operator="greaterThan", formula1=_FIRST_DAY, allow_blank=True)
        self._add(worksheet, span, rule, self._refused_date)

    def _add(self, worksheet: Worksheet, span: str, rule: DataValidation, refused: str) -> None:
        rule.showErrorMessage = True
        rule.error = refused[:255]
        rule.add(span)
        worksheet.add_data_validation(rule)


def literal(text: str) -> str:
    """Return text as a cell can hold it: no control characters, and `_x0041_` stays those seven characters."""
    return _ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))


def pack(workbook: Workbook, *, title: str, stamp: date) -> dict[str, bytes]:
    """Return the workbook's parts, by name. openpyxl stamps the clock on one of them, which is put right."""
    workbook.properties.title = title
    workbook.properties.creator = "reporter"
    workbook.properties.created = datetime.combine(stamp, time())
    raw = BytesIO()
    workbook.save(raw)
    with ZipFile(raw) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    parts[_CORE] = _MODIFIED.sub(rf"\g<1>{stamp.isoformat()}T00:00:00Z\g<2>".encode(), parts[_CORE])
    return parts


def packed(parts: dict[str, bytes]) -> bytes:
    """Return parts as a file."""
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = ZipInfo(name)  # dated 1 January 1980, the first day an archive knows
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3  # so that the permissions are read as such everywhere
            archive.writestr(entry, part)
    return data.getvalue()
