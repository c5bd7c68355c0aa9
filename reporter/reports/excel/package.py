"""The file itself: the same bytes for the same workbook, and what openpyxl cannot say."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CHART = re.compile(rb'name="Chart (\d+)"')


def pack(workbook: Workbook, *, as_of: date, chart: str) -> bytes:
    """Return `workbook` as a file.

    openpyxl stamps the clock on `docProps/core.xml` and on every entry of the archive, so both are written anew.

    Args:
        workbook: what to save.
        as_of: stands as the time of the last change.
        chart: text that describes the charts to those who cannot see them.
    """
    raw = BytesIO()
    workbook.save(raw)
    packed = BytesIO()
    with ZipFile(raw) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == _CORE:
                data = _MODIFIED.sub(rf"\g<1>{as_of.isoformat()}T00:00:00Z\g<2>".encode(), data)
            elif entry.filename.startswith("xl/drawings/drawing"):
                described = f'name="Chart \\1" descr={quoteattr(chart)}'.encode()
                data = _CHART.sub(described, data)
            info = ZipInfo(entry.filename)  # dated 1 January 1980, the first day an archive knows
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3  # so that the permissions are read as such everywhere
            target.writestr(info, data)
    return packed.getvalue()
