"""Numbers that a workbook shows with leading zeros: 7 in the format `000` is the id 007.

The reader gives what a cell holds, which is 7. Where the styles of a workbook have such a format, its cells are looked
for in the sheets' XML as spreadsheet programs write it; in all other workbooks nothing is looked for.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import polars as pl

from reporter.sheets import workbook_parts

_STYLES = "xl/styles.xml"
_CHUNK = 1024**2
_TAIL = 4 * 1024**2
_FORMAT = re.compile(rb'<numFmt\s[^>]{0,500}?formatCode="(0{2,15})(?:;[^"]{0,500})?"[^>]{0,500}>')
_FORMAT_ID = re.compile(rb'\snumFmtId="([0-9]{1,9})"')
_STYLE = re.compile(rb"<xf[\s/>][^>]{0,1000}")
_CELL = (
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})" s="(%s)"(?: t="n")?>'
    rb"(?:<f[^>]{0,500}/>|<f[^>]{0,500}>[^<]*</f>)?<v>[0-9]{1,15}(?:\.0+)?</v>"
)
_FEW = 50  # styles that are worth naming in a pattern


class Padding:
    """The formats of leading zeros in one workbook that was screened."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._widths = _widths(workbook_parts.small(archive, _STYLES))
            self._parts = workbook_parts.sheets(archive) if self._widths else {}
        styles = b"|".join(b"%d" % number for number in self._widths) if len(self._widths) <= _FEW else b"[0-9]{1,6}"
        self._cell = re.compile(_CELL % styles)

    def applied(self, sheet: str, cells: pl.DataFrame) -> pl.DataFrame:
        """Return a sheet's texts, with its numbers as long as their formats show them.

        Args:
            sheet: Its name.
            cells: String columns `0`, `1`, …, from cell A1 on.
        """
        if sheet not in self._parts:
            return cells
        columns: dict[int, list[str | None]] = {}
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            for column, row, width in self._found(archive, self._parts[sheet]):
                if column < cells.width and row < cells.height:
                    if column not in columns:
                        columns[column] = cells[str(column)].to_list()
                    text = columns[column][row]
                    columns[column][row] = text.zfill(width) if text and text.isdigit() else text
        return cells.with_columns(pl.Series(str(column), texts, dtype=pl.String) for column, texts in columns.items())

    def _found(self, archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int, int]]:
        """Yield column and row, from 0, and width of each cell in such a format."""
        carried = b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                seen = carried + chunk
                end = max(seen.rfind(b"<c "), 0)  # a cell may be cut in two: it is looked at with the next chunk
                yield from self._cells(seen[:end])
                carried = seen[end:][-_TAIL:]
        yield from self._cells(carried)

    def _cells(self, xml: bytes) -> Iterator[tuple[int, int, int]]:
        for cell in self._cell.finditer(xml):
            if width := self._widths.get(int(cell[3])):
                yield workbook_parts.column(cell[1]), int(cell[2]) - 1, width


def _widths(styles: bytes) -> dict[int, int]:
    """Return number of a cell's style → how many digits it shows at least, where that is two or more."""
    formats = {
        identifier[1]: len(found[1])
        for found in _FORMAT.finditer(styles)
        if (identifier := _FORMAT_ID.search(found[0]))
    }
    if not formats:
        return {}
    cells = styles.partition(b"<cellXfs")[2].partition(b"</cellXfs>")[0]
    ids = [_FORMAT_ID.search(style[0]) for style in _STYLE.finditer(cells)]
    return {number: formats[i[1]] for number, i in enumerate(ids) if i and i[1] in formats}
