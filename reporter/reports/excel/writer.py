"""Writing a sheet: cells, table, filters, frozen heads, print set-up. No text ever becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import ceil

from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from reporter.model.vocabulary import Outcome
from reporter.reports.excel import rows
from reporter.reports.excel.package import Body
from reporter.reports.excel.rows import BROKEN_CHARACTER, CHARACTER, LINE, TALLEST, Look
from reporter.reports.excel.sheet import FIRST_ROW, HEAD_ROW, WORDS, Column, Sheet, Value, place
from reporter.reports.excel.styles import GREY, Style
from reporter.reports.excel.texts import Texts, cut, literal
from reporter.wording import words

_MOST_LINKS = 60_000  # Excel drops those past 65,530; a longer list shows the rest of its addresses as plain text
_MOST_ADDRESSES = 1_000  # different ones
_LONGEST_HEAD = 200  # UTF-16 units, of a column in a table; Excel allows 255
_A3, _A4 = 8, 9
_WIDE = 215  # characters; more on A4 could not be read in print
# What is no URI, or too long a one, makes Excel offer to repair the file.
_WEB = re.compile(r"https?://[\w.~:/?#@!$&'()*+,;=%-]{1,2000}", re.ASCII)


class Writer:
    """Writes one workbook's cells, and knows which texts it had to change."""

    def __init__(self, texts: Texts, *, as_of: str) -> None:
        self._texts = texts
        self._as_of = as_of

    def cell(self, sheet: Worksheet, row: int, column: int, value: Value, style: Style) -> Cell:
        """Write one value, text as text and nothing else."""
        cell = sheet.cell(row, column)
        if not isinstance(cell, Cell):  # only anchors of merged cells are written
            raise TypeError(cell.coordinate)
        cell.style = style.value
        if isinstance(value, str):
            cell.value = literal(self._texts.fit(value))
            cell.data_type = "s"  # openpyxl takes "=1+1" for a formula and "#N/A" for an error
            cell.quotePrefix = True  # and so would Excel, after an edit
        elif value is not None:
            cell.value = value
        return cell

    def link(self, cell: Cell, *, to: str = "", web: str = "", style: Style = Style.LINK) -> None:
        """Let `cell` lead to a place in this workbook or on the web."""
        cell.style = style.value
        cell.quotePrefix = True
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=to or None, target=web or None)

    def sheet(self, worksheet: Worksheet, sheet: Sheet) -> Body | None:
        """Write a whole sheet but its rows; return those, if there are any."""
        say = words(WORDS)
        self.cell(worksheet, 1, 1, sheet.title, Style.TITLE)
        self.cell(worksheet, 2, 1, sheet.about if sheet.rows.height else sheet.empty, Style.NOTE)
        back = self.cell(worksheet, 3, 1, say("back"), Style.LINK)
        self.link(back, to=place(say("overview", "tab")))
        worksheet.row_dimensions[1].height = 28
        for n, column in enumerate(sheet.columns, start=1):
            dimension = worksheet.column_dimensions[get_column_letter(n)]
            dimension.width, dimension.hidden = column.width, column.hidden
        printed = sheet.columns[: sheet.printed]
        self.print_setup(worksheet, wide=sum(c.width for c in printed if not c.hidden) > _WIDE)
        return self._table(worksheet, sheet) if sheet.rows.height else None

    def print_setup(self, worksheet: Worksheet, *, wide: bool = False) -> None:
        """Print landscape on A4, or A3 if `wide`, as wide as the page, and say on every page what this is."""
        say = words(WORDS)
        worksheet.sheet_view.showGridLines = False
        worksheet.page_setup.orientation = "landscape"
        worksheet.page_setup.paperSize = _A3 if wide else _A4
        worksheet.page_setup.fitToWidth = 1
        worksheet.page_setup.fitToHeight = 0
        worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        worksheet.page_margins.left = worksheet.page_margins.right = 0.5
        worksheet.page_margins.top = worksheet.page_margins.bottom = 0.75
        head, foot = worksheet.oddHeader, worksheet.oddFooter
        if head is not None and foot is not None:
            head.right.text = say("print", "header")
            foot.left.text = f"&A, {self._as_of}"
            foot.right.text = "&P / &N"

    def _table(self, worksheet: Worksheet, sheet: Sheet) -> Body:
        heads = _unique([cut(self._texts.fit(" ".join(c.head.split())), _LONGEST_HEAD) for c in sheet.columns])
        worksheet.row_dimensions[HEAD_ROW].height = sheet.head_height
        for n, (column, head) in enumerate(zip(sheet.columns, heads, strict=True), start=1):
            style = Style.HEAD_NUMBER if column.style.for_numbers else Style.HEAD
            self.cell(worksheet, HEAD_ROW, n, head, style).quotePrefix = False
        final = get_column_letter(len(heads))
        last = HEAD_ROW + sheet.rows.height
        end = last + (sheet.total is not None)
        table = Table(
            displayName=sheet.table,
            ref=f"A{HEAD_ROW}:{final}{end}",
            autoFilter=AutoFilter(ref=f"A{HEAD_ROW}:{final}{last}"),
            totalsRowCount=1 if sheet.total is not None else None,
        )
        # Given here, because openpyxl would touch every cell of the range to find them.
        table.tableColumns = [TableColumn(id=n, name=literal(head)) for n, head in enumerate(heads, start=1)]
        if sheet.total is not None:
            table.tableColumns[0].totalsRowLabel = str(sheet.total[0])
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        worksheet.add_table(table)
        worksheet.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}{FIRST_ROW}"
        worksheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        if sheet.printed:
            worksheet.print_area = f"A1:{get_column_letter(sheet.printed)}{end}"
        for n, column in enumerate(sheet.columns, start=1):
            letter = get_column_letter(n)
            _entries(worksheet, column, f"{letter}{FIRST_ROW}:{letter}{last}")
        if sheet.outcomes:
            first, final = get_column_letter(sheet.outcomes[0] + 1), get_column_letter(sheet.outcomes[-1] + 1)
            _emphasis(worksheet, f"{first}{FIRST_ROW}:{final}{last}")
        return self._body(worksheet, sheet, heads)

    def _body(self, worksheet: Worksheet, sheet: Sheet, heads: Sequence[str]) -> Body:
        """Look all texts over, so that the workbook can say what had to change, and decide how they are written."""
        special: set[int] = set()
        addresses: dict[str, str] = {}
        for piece in sheet.rows.pieces():
            for n, column in enumerate(piece.get_columns()):
                for texts in rows.texts_of(column):
                    if rows.is_special(texts):
                        special.add(n)
                        self._texts.look_over(texts, (sheet.tab, heads[n]))
                    if sheet.columns[n].style.for_web and len(addresses) < _MOST_ADDRESSES:
                        found = filter(_WEB.fullmatch, texts.unique(maintain_order=True))
                        addresses |= {text: f"web{n}-{len(addresses)}-{i}" for i, text in enumerate(found)} | addresses
        looks = tuple(
            _look(worksheet, column, n, special=n in special, addresses=addresses)
            for n, column in enumerate(sheet.columns)
        )
        totals = tuple(
            _look(worksheet, replace(column, style=column.style.of_total, places={}), n, special=True, addresses={})
            for n, column in enumerate(sheet.columns)
        )
        return Body(
            sheet=sheet,
            looks=looks,
            totals=totals,
            linked=_MOST_LINKS // max(1, sum(bool(look.links) for look in looks)),
            relations={key: address for address, key in addresses.items()},
        )


def _look(worksheet: Worksheet, column: Column, number: int, *, special: bool, addresses: Mapping[str, str]) -> Look:
    """Return how the cells of the column `number`, from 0, are written."""

    def style(kind: Style, *, quoted: bool) -> int:
        cell = Cell(worksheet, row=1, column=1)  # stands nowhere: it makes the style known
        cell.style = kind.value
        cell.quotePrefix = quoted
        return int(cell.style_id)

    links = {text: rows.inside(where) for text, where in column.places.items()}
    if column.style.for_web:
        links = {address: rows.outside(key) for address, key in addresses.items()}
    return Look(
        letters=get_column_letter(number + 1),
        style=style(column.style, quoted=False),
        quoted=style(column.style, quoted=True),
        linked=style(column.style if column.style.for_web else Style.LINK, quoted=True),
        blank=column.style.stands_empty,
        special=special,
        wraps=column.style.wraps,
        width=column.width,
        links=links,
    )


def height(cells: Iterable[tuple[Value, float]]) -> float:
    """Return a row's height in points from its texts and their columns' widths: spreadsheets do not all reckon it."""
    lines = 1
    for value, width in cells:
        if isinstance(value, str):
            lines = max(lines, sum(_lines(len(part), width) for part in value.split("\n")))
    return min(lines * LINE, TALLEST)


def _lines(length: int, width: float) -> int:
    return 1 if length * CHARACTER <= width else ceil(length * BROKEN_CHARACTER / width)


def _entries(worksheet: Worksheet, column: Column, span: str) -> None:
    """Let HR enter only what a column takes."""
    if column.choices:
        entries = DataValidation(type="list", formula1=f'"{column.choices}"', allow_blank=True)
    elif column.style is Style.ENTRY_DATE:
        entries = DataValidation(type="date", operator="greaterThan", formula1=_serial(date(2000, 1, 1)))
    else:
        return
    entries.allow_blank = True
    entries.showErrorMessage = True
    entries.error = column.prompt
    entries.add(span)
    worksheet.add_data_validation(entries)


def _emphasis(worksheet: Worksheet, span: str) -> None:
    """Tell outcomes apart by weight and slant, not by alarm."""
    say = words()
    looks = {
        Outcome.NOT_SATISFIED: Font(bold=True),
        Outcome.NOT_ASSESSED: Font(italic=True, color=GREY),
        Outcome.NOT_APPLICABLE: Font(color=GREY),
    }
    for outcome, font in looks.items():
        formula = [f'"{say("outcome", outcome)}"']
        rule = Rule(type="cellIs", operator="equal", formula=formula, dxf=DifferentialStyle(font=font))
        worksheet.conditional_formatting.add(span, rule)


def _serial(day: date) -> str:
    return str((day - date(1899, 12, 30)).days)  # Excel counts days from here


def _unique(heads: list[str]) -> list[str]:
    """Number the heads that are equal but for case: a table's columns may not share a name."""
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        seen[head.casefold()] = times = seen.get(head.casefold(), 0) + 1
        found.append(head if times == 1 else f"{head} ({times})")
    return found
