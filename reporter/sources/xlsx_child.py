"""Reads workbooks in a process of its own, with bounded memory and time: started by `xlsx_tables`, never imported.

Standard input is each workbook, its size in eight bytes before it. Standard output is, for each, one line of JSON, then
its sheets as Arrow streams in its order. Whatever else happens here ends the process, and the parent says that the file
it was at could not be read.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
from collections.abc import Sequence

from reporter.errors import SourceError
from reporter.sources.xlsx_screen import screen

_MEMORY = 4 * 1024**3  # of address space, most of which is reserved by threads and allocators and never used
_SECONDS = 90


def main(names: Sequence[str]) -> None:
    """Read the workbooks called `names` from standard input, one after the other."""
    for limit, value in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of address space
            resource.setrlimit(limit, (value, value))
    for name in names:
        size = int.from_bytes(sys.stdin.buffer.read(8), "big")
        _read(sys.stdin.buffer.read(size), name)
        sys.stdout.buffer.flush()


def _read(data: bytes, name: str) -> None:
    """Write what one workbook holds, or what is wrong with it."""
    try:
        screen(data, name)
    except SourceError as error:
        problems = [{"what": p.what, "where": p.where, "hint": p.hint} for p in error.problems]
        sys.stdout.buffer.write(json.dumps({"problems": problems}).encode() + b"\n")
        return
    os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is imported: a thread for each core reserves address space
    import fastexcel  # noqa: PLC0415

    from reporter.sources import merged_cells  # noqa: PLC0415
    from reporter.sources.zero_padding import Padding  # noqa: PLC0415

    workbook, padding = fastexcel.read_excel(data), Padding(data)
    sheets, blobs = [], []
    hidden = 0
    for number, sheet_name in enumerate(workbook.sheet_names):
        sheet = workbook.load_sheet(number, header_row=None, skip_rows=0, dtypes="string")
        if sheet.visible != "visible":
            hidden += 1
            continue
        frame = sheet.to_polars()
        frame.columns = [str(i) for i in range(frame.width)]
        blob = io.BytesIO()
        merged_cells.filled(data, sheet_name, padding.applied(sheet_name, frame)).write_ipc_stream(blob)
        sheets.append({"name": sheet_name, "size": blob.tell()})
        blobs.append(blob)
    sys.stdout.buffer.write(json.dumps({"sheets": sheets, "hidden": hidden}).encode() + b"\n")
    for blob in blobs:
        sys.stdout.buffer.write(blob.getbuffer())
