"""The file itself: the same bytes for the same workbook, the rows of its tables, and what openpyxl cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import BinaryIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
from openpyxl import Workbook

from reporter.reports.excel import rows
from reporter.reports.excel.rows import Look
from reporter.reports.excel.sheet import FIRST_ROW, Sheet, of_lines

_LEVEL = 1  # of packing: twice as fast as zlib's own choice, for a fifth more bytes
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CHART = re.compile(rb'name="Chart (\d+)"')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_ROWS_END = b"</sheetData>"
_LINKS_END = b"</hyperlinks>"
_RELATIONS_END = b"</Relationships>"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The rows that go into a sheet openpyxl made without them."""

    sheet: Sheet
    looks: tuple[Look, ...]
    totals: tuple[Look, ...]
    """How the cells of the total are written."""
    linked: int
    """Rows whose cells lead somewhere."""
    relations: Mapping[str, str]
    """The id of a relation → the web address it is."""


def pack(
    workbook: Workbook, bodies: Mapping[str, Body], target: BinaryIO, *, as_of: date, charts: Mapping[int, str]
) -> None:
    """Write `workbook` as a file to `target`, which can be sought.

    openpyxl stamps the clock on `docProps/core.xml` and on every entry of the archive, so both are written anew.

    Args:
        workbook: What to save.
        bodies: The tab of a sheet → its rows.
        target: Where to.
        as_of: Stands as the time of the last change.
        charts: The number of a chart → text that describes it to those who cannot see it.
    """
    raw = BytesIO()
    workbook.save(raw)
    parts = {f"sheet{n}.xml": bodies[tab] for n, tab in enumerate(workbook.sheetnames, start=1) if tab in bodies}
    with ZipFile(raw) as source, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as packed:
        for entry in source.infolist():
            name, data = entry.filename, source.read(entry)
            body = parts.get(name.rpartition("/")[2].removesuffix(".rels"))
            # Opened by its name, an entry is dated 1 January 1980, the first day an archive knows, and is its owner's.
            with packed.open(name, "w") as part:
                if name == _CORE:
                    data = _MODIFIED.sub(rf"\g<1>{as_of.isoformat()}T00:00:00Z\g<2>".encode(), data)
                elif name.startswith("xl/drawings/drawing"):
                    data = _CHART.sub(lambda chart: _described(chart, charts), data)
                if body and name.startswith("xl/worksheets/sheet"):
                    for piece in _filled(data, body):
                        part.write(piece)
                elif body and name.startswith("xl/worksheets/_rels/"):
                    part.write(data.replace(_RELATIONS_END, _related(body) + _RELATIONS_END))
                else:
                    part.write(data)


def _described(chart: re.Match[bytes], charts: Mapping[int, str]) -> bytes:
    return chart[0] + f" descr={quoteattr(charts[int(chart[1])])}".encode()


def _filled(data: bytes, body: Body) -> Iterator[bytes]:
    """Yield a sheet with its rows: behind those openpyxl wrote, which are the notes and the heads."""
    sheet = body.sheet
    last = FIRST_ROW + sheet.rows.height - 1 + (sheet.total is not None)
    reach = f'<dimension ref="A1:{body.looks[-1].letters}{last}"'.encode()
    before, _, after = _DIMENSION.sub(reach, data, count=1).partition(_ROWS_END)
    yield before
    row = FIRST_ROW
    links: list[str] = []
    for piece in sheet.rows.pieces():
        yield rows.xml(piece, body.looks, row, tall=sheet.tall)
        if row < FIRST_ROW + body.linked:
            links += rows.links(piece.head(FIRST_ROW + body.linked - row), body.looks, row)
        row += piece.height
    if sheet.total is not None:
        yield rows.xml(of_total(sheet), body.totals, row, tall=False)
    yield _ROWS_END + after.replace(_LINKS_END, "".join(links).encode() + _LINKS_END, 1)


def of_total(sheet: Sheet) -> pl.DataFrame:
    """Return the row of totals."""
    return of_lines([sheet.total or ()], len(sheet.columns)).piece(0, 1)


def _related(body: Body) -> bytes:
    return "".join(
        f'<Relationship Id="{key}" Type="{_HYPERLINK}" Target={quoteattr(address)} TargetMode="External"/>'
        for key, address in body.relations.items()
    ).encode()
