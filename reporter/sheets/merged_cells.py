"""Cells that were merged downwards: what stands in the first of them is said of every row they cover.

A reader finds the text in the first cell alone. Merged sideways, a cell is a title over columns, and stays where it is.
"""

from __future__ import annotations

import io
import re
import zipfile

import polars as pl

from reporter.sheets import workbook_parts

_LARGEST = 64 * 1024**2  # bytes; who merges cells does it by hand, in sheets that are smaller
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')


def filled(data: bytes, sheet: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Return a sheet's texts, with those of cells that were merged downwards in each of their rows.

    Args:
        data: The workbook, which was screened.
        sheet: The sheet's name.
        cells: String columns `0`, `1`, …, from cell A1 on.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = workbook_parts.sheets(archive).get(sheet)
        if not part or archive.getinfo(part).file_size > _LARGEST:
            return cells
        xml = archive.read(part)
    columns: dict[int, list[str | None]] = {}
    room = cells.width * cells.height  # merged cells do not overlap: they are no more than there are
    for left, top, right, bottom in map(re.Match.groups, _MERGED.finditer(xml)):
        column, first, last = workbook_parts.column(left), int(top) - 1, min(int(bottom), cells.height)
        if left != right or column >= cells.width or not 0 <= first < last or last - first > room:
            continue
        room -= last - first
        texts = columns[column] if column in columns else cells[str(column)].to_list()
        texts[first:last] = [texts[first] if text is None else text for text in texts[first:last]]
        columns[column] = texts
    return cells.with_columns(pl.Series(str(column), texts, dtype=pl.String) for column, texts in columns.items())
