"""Formulas that were never calculated: a program wrote them, and no spreadsheet program has stored what they come to.

A reader finds such cells empty. They are looked for in the sheet's XML as programs write it; a formula whose result is
an empty text has a type, and is no such cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator

from reporter.sheets import workbook_parts

LISTED = 20
"""Rows that are named of each column."""

_COLUMNS = 500
_CHUNK = 1024**2
_TAIL = 4 * 1024**2
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: (?!t="(?!n"))[a-z]{1,4}="[^"<>]{0,40}")* ?>\s*'
    rb"<f(?: [^<>]{0,500})?(?:/>|>[^<]*</f>)\s*(?:<v ?/>|<v></v>)?\s*</c>"
)


def uncalculated(data: bytes, sheets: list[str]) -> dict[str, dict[int, list[int]]]:
    """Return sheet → column, from 0 → the number of such cells, and after it the first rows, from 1, that hold them.

    Args:
        data: The workbook, which was screened.
        sheets: The names of the sheets to look into.
    """
    found: dict[str, dict[int, list[int]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = workbook_parts.sheets(archive)
        for name in sheets:
            if name in parts:
                columns: dict[int, list[int]] = defaultdict(lambda: [0])
                for letters, row in _cells(archive, parts[name]):
                    column = columns[workbook_parts.column(letters)]
                    column[0] += 1
                    if len(column) <= LISTED:
                        column.append(row)
                found[name] = dict(sorted(columns.items())[:_COLUMNS])
    return found


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, int]]:
    """Yield the letters and the row of each such cell."""
    carried = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            seen = carried + chunk
            end = max(seen.rfind(b"<c "), 0)  # a cell may be cut in two: it is looked at with the next chunk
            yield from ((cell[1], int(cell[2])) for cell in _CELL.finditer(seen, 0, end))
            carried = seen[end:][-_TAIL:]
    yield from ((cell[1], int(cell[2])) for cell in _CELL.finditer(carried))
