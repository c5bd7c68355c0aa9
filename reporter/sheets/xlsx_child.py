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

from reporter.errors import Problem, SourceError
from reporter.sheets.xlsx_screen import Extent, screen

# What an honest workbook needs, measured with 12 and 19 million cells, and a little more. A small file that unfolds
# into a large one, by a text that many cells share or a sheet that is listed many times, gets no more than that.
_BYTES = 320 * 1024**2
_BYTES_FOR_A_CELL = 80
_BYTES_FOR_A_BYTE = 2  # unpacked
_SECONDS = 15
_SHEETS = 255
_BYTES_IN_A_SECOND = 10 * 1024**2


def main(names: Sequence[str]) -> None:
    """Read the workbooks called `names` from standard input, one after the other."""
    _limit(resource.RLIMIT_CORE, 0)
    for name in names:
        size = int.from_bytes(sys.stdin.buffer.read(8), "big")
        _read(sys.stdin.buffer.read(size), name)
        sys.stdout.buffer.flush()


def _limit(what: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _allow(extent: Extent, size: int) -> None:
    """Bound memory and time from here on by what the screen has seen; beyond them the process ends."""
    memory = _BYTES + size + extent.area * _BYTES_FOR_A_CELL + extent.unpacked * _BYTES_FOR_A_BYTE
    _limit(resource.RLIMIT_DATA, memory)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + _SECONDS + extent.unpacked // _BYTES_IN_A_SECOND)


def _refuse(*problems: Problem) -> None:
    said = [{"what": p.what, "where": p.where, "hint": p.hint} for p in problems]
    sys.stdout.buffer.write(json.dumps({"problems": said}).encode() + b"\n")


def _read(data: bytes, name: str) -> None:
    """Write what one workbook holds, or what is wrong with it."""
    try:
        extent = screen(data, name)
    except SourceError as error:
        _refuse(*error.problems)
        return
    _allow(extent, len(data))
    os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is imported: a thread for each core reserves address space
    import fastexcel  # noqa: PLC0415

    from reporter.sheets import formulas, merged_cells  # noqa: PLC0415
    from reporter.sheets.zero_padding import Padding  # noqa: PLC0415

    workbook, padding = fastexcel.read_excel(data), Padding(data)
    if (count := len(workbook.sheet_names)) > _SHEETS:
        what = f"the workbook has {count:,} sheets and the most is {_SHEETS}"
        _refuse(Problem(what=what, where=name, hint="Keep only the sheet with the data, and save."))
        return
    sheets, blobs = [], []
    hidden = 0
    uncalculated = formulas.uncalculated(data, workbook.sheet_names) if extent.formulas else {}
    for number, sheet_name in enumerate(workbook.sheet_names):
        sheet = workbook.load_sheet(number, header_row=None, skip_rows=0, dtypes="string")
        if sheet.visible != "visible":
            hidden += 1
            continue
        frame = sheet.to_polars()
        frame.columns = [str(i) for i in range(frame.width)]
        blob = io.BytesIO()
        merged_cells.filled(data, sheet_name, padding.applied(sheet_name, frame)).write_ipc_stream(
            blob, compression="lz4"
        )
        said = {"name": sheet_name, "size": blob.tell(), "uncalculated": uncalculated.get(sheet_name, {})}
        sheets.append(said)
        blobs.append(blob)
    sys.stdout.buffer.write(json.dumps({"sheets": sheets, "hidden": hidden}).encode() + b"\n")
    for blob in blobs:
        sys.stdout.buffer.write(blob.getbuffer())
