"""The survey's answers as Microsoft Forms exports them, in the same bytes every time.

Shape: facts/platform.md §C (one table of one sheet, real date cells without a zone, U+00A0 in a title).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import timedelta

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table

from reporter.model.policy import Asked
from reporter.sample.answers import Response

FIXED = ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time")
_DATE = "m/d/yy h:mm:ss"
_WIDTH = 20
_ZIP_DATE = (2026, 11, 20, 18, 0, 0)
_STAMP = "2026-11-20T18:00:00Z"


def forms_xlsx(responses: Sequence[Response], asked: Sequence[Asked]) -> bytes:
    """Return the export: a row for each response, numbered in the order of submission."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    titles = [question.wordings[0] for question in asked]
    titles[-1] += "\u00a0"  # Forms leaves such a one behind when a title was pasted
    sheet.append([*FIXED, *titles])
    for number, response in enumerate(responses, 1):
        start = response.completed - timedelta(minutes=response.minutes)
        cells = [response.answers.get(question.id) for question in asked]
        sheet.append([number, start, response.completed, response.address, response.name or None, None, *cells])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name that begins with "=" is text here too
        for column in (2, 3):
            sheet.cell(sheet.max_row, column).number_format = _DATE
    sheet.add_table(Table(displayName="OfficeForms.Table", ref=sheet.dimensions))
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    book.properties.creator = "Microsoft Forms"
    data = io.BytesIO()
    book.save(data)
    return _steady(data.getvalue())


def _steady(data: bytes) -> bytes:
    """Return a workbook with fixed dates inside, its parts stored as they are: no clock, no version of zlib shows."""
    steady = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + _STAMP.encode(), part)
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            new.writestr(entry, part)
    return steady.getvalue()
