"""A workbook's visible sheets as texts, read in a child process whose death is an error like any other."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.model.assessment import Notice
from reporter.sources.files import SourceFile
from reporter.sources.sheet import Sheet

_SECONDS = 120
_LARGEST = 256 * 1024**2  # bytes packed
# The child finds the package where this process found it, and nowhere else (-I: no PYTHONPATH, no current folder).
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from reporter.sources.xlsx_child import main; main(sys.argv[2])"
)
_UNREADABLE = "Open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8."


def read(file: SourceFile) -> tuple[Sheet, ...]:
    """Read a workbook's visible sheets, in their order. Empty ones are left out; hidden ones are counted in a notice.

    A cell's text is what it holds, not how it is shown: 7.0 is `7`, a date is ISO, a formula is its last result and
    never evaluated, an error such as #N/A is empty. Hidden rows are rows.

    Raises:
        SourceError: It is no workbook, is damaged or refused, or the child that reads it died.
    """
    if len(file.data) > _LARGEST:
        what = f"the workbook has {len(file.data)} bytes and the most is {_LARGEST}"
        raise SourceError(what, where=file.name, hint="Export the data as CSV UTF-8 instead.")
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path), file.name]
    try:
        # The command is this interpreter and our own module; the file's name is an argument, never a command.
        child = subprocess.run(command, input=file.data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"reading the workbook took more than {_SECONDS} s", where=file.name, hint=_UNREADABLE
        ) from error
    if child.returncode != 0:
        what = "the workbook could not be read: it is damaged, or needs too much memory or time"
        raise SourceError(what, where=file.name, hint=_UNREADABLE)
    return _sheets(file, child.stdout)


def _sheets(file: SourceFile, output: bytes) -> tuple[Sheet, ...]:
    """Return the sheets that the child wrote."""
    line, _, rest = output.partition(b"\n")
    said = json.loads(line)
    if "problems" in said:
        raise SourceError(*(Problem(**problem) for problem in said["problems"]))
    notices: tuple[Notice, ...] = ()
    if said["hidden"]:
        notices = (Notice(code="hidden-sheets", values={"file": file.name, "count": said["hidden"]}),)
    sheets: list[Sheet] = []
    start = 0
    for sheet in said["sheets"]:
        cells = pl.read_ipc_stream(io.BytesIO(rest[start : start + sheet["size"]]))
        start += sheet["size"]
        if cells.width and cells.height:
            sheets.append(Sheet(file=file.name, name=sheet["name"], cells=cells, notices=notices))
    return tuple(sheets)
