"""An organisation's sheets as files, CSV or XLSX."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from tests.mess.organisation import Cell, Person, Sheet


def write(sheet: Sheet, path: Path) -> dict[int, Person]:
    """Write a sheet, as its name's ending says, and return whose each row is, by its number in the file."""
    lines, whose = sheet.lines()
    if path.suffix == ".csv":
        path.write_bytes(_csv(sheet, lines))
    else:
        _workbook(sheet, lines, path)
    return whose


def _csv(sheet: Sheet, lines: list[list[Cell]]) -> bytes:
    to = io.StringIO(newline="")
    writer = csv.writer(
        to,
        delimiter=sheet.delimiter,
        quoting=csv.QUOTE_ALL if sheet.quote_all else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    )
    writer.writerows([_text(cell) for cell in line] for line in lines)
    text = to.getvalue()
    for change in sheet.text:
        text = change(text)
    return text.encode(sheet.encoding)


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell).upper() if isinstance(cell, bool) else str(cell)


def _workbook(sheet: Sheet, lines: list[list[Cell]], path: Path) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = path.stem.capitalize()
    for line in lines:
        page.append([None if cell == "" else cell for cell in line])
    for change in sheet.book:
        change(book)
    book.save(path)
