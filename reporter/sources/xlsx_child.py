"""Reads one workbook in a process of its own, with bounded memory and time: started by `xlsx_tables`, never imported.

Standard input is the workbook. Standard output is one line of JSON, then the sheets as Arrow streams in its order.
Whatever else happens here ends the process, and the parent says that the file could not be read.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys

from reporter.errors import SourceError
from reporter.sources.xlsx_screen import screen

_MEMORY = 4 * 1024**3  # of address space, most of which is reserved by threads and allocators and never used
_SECONDS = 90


def main(name: str) -> None:
    """Read the workbook called `name` from standard input."""
    for limit, value in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of address space
            resource.setrlimit(limit, (value, value))
    data = sys.stdin.buffer.read()
    try:
        screen(data, name)
    except SourceError as error:
        problems = [{"what": p.what, "where": p.where, "hint": p.hint} for p in error.problems]
        sys.stdout.buffer.write(json.dumps({"problems": problems}).encode() + b"\n")
        return
    os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is imported: a thread for each core reserves address space
    import fastexcel  # noqa: PLC0415

    workbook = fastexcel.read_excel(data)
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
        frame.write_ipc_stream(blob)
        sheets.append({"name": sheet_name, "size": blob.tell()})
        blobs.append(blob)
    sys.stdout.buffer.write(json.dumps({"sheets": sheets, "hidden": hidden}).encode() + b"\n")
    for blob in blobs:
        sys.stdout.buffer.write(blob.getbuffer())
