"""A workbook's visible sheets as texts, read in a child process whose death is an error like any other."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.model.assessment import Notice
from reporter.sheets.files import SourceFile
from reporter.sheets.sheet import Sheet

_SECONDS = 120
_LARGEST = 256 * 1024**2  # bytes packed
_SMALL = 4 * 1024**2  # bytes packed, of workbooks that share a child
_MOST = 100  # workbooks that share one: starting it takes as long as reading twenty small ones
_LINE = 1024**2  # bytes; the line that says which sheets there are is shorter
# The child finds the package where this process found it, and nowhere else (-I: no PYTHONPATH, no current folder).
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from reporter.sheets.xlsx_child import main; main(json.loads(sys.argv[2]))"
)
_UNREADABLE = "Open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8."


def read(file: SourceFile) -> tuple[Sheet, ...]:
    """Read one workbook; see `read_each`.

    Raises:
        SourceError: It is no workbook, is damaged or refused, or the child that reads it died.
    """
    [found] = read_each((file,))
    if isinstance(found, SourceError):
        raise found
    return found


def read_each(files: Sequence[SourceFile]) -> Iterator[tuple[Sheet, ...] | SourceError]:
    """Yield each workbook's visible sheets, in their order, or what keeps it from being read.

    Empty sheets are left out; hidden ones are counted in a notice. A cell's text is what it holds, not how it is shown:
    7.0 is `7`, a date is ISO, a formula is its last result and never evaluated (where it has none, the sheet says so),
    an error such as #N/A is empty. Hidden rows are rows. Small workbooks share a child; one that kills it is the only
    one that is not read.
    """
    waiting = list(files)
    while waiting:
        found = _child(_together(waiting))
        yield from found
        del waiting[: len(found)]


def _together(files: Sequence[SourceFile]) -> Sequence[SourceFile]:
    """Return the first of the files, as many as one child reads: a large one has it for itself."""
    total = 0
    for count, file in enumerate(files):
        total += len(file.data)
        if count and (total > _SMALL or count == _MOST):
            return files[:count]
    return files


def _child(files: Sequence[SourceFile]) -> list[tuple[Sheet, ...] | SourceError]:
    """Return what a child makes of the files as far as it came: of the first of them at least."""
    first = files[0]
    if len(first.data) > _LARGEST:
        what = f"the workbook has {len(first.data)} bytes and the most is {_LARGEST}"
        return [SourceError(what, where=first.name, hint="Export the data as CSV UTF-8 instead.")]
    names = json.dumps([file.name for file in files])
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path), names]
    data = b"".join(part for file in files for part in (len(file.data).to_bytes(8, "big"), file.data))
    what = "the workbook could not be read: it is damaged, or needs too much memory or time"
    try:
        # The command is this interpreter and our own module; the files' names are an argument, never a command.
        output = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False).stdout  # noqa: S603
    except subprocess.TimeoutExpired as error:
        output, what = error.stdout or b"", f"reading the workbook took more than {_SECONDS} s"
    rest = memoryview(output)
    found: list[tuple[Sheet, ...] | SourceError] = []
    for file in files:
        read = _one(file, rest)
        if read is None:  # the child died over it
            break
        answer, size = read
        found.append(answer)
        rest = rest[size:]
    return found or [SourceError(what, where=first.name, hint=_UNREADABLE)]


def _one(file: SourceFile, output: memoryview) -> tuple[tuple[Sheet, ...] | SourceError, int] | None:
    """Return what the child wrote first, and how many bytes that is; None if it is not all there."""
    line, newline, _ = bytes(output[:_LINE]).partition(b"\n")
    if not newline:
        return None
    said = json.loads(line)
    start = len(line) + 1
    if "problems" in said:
        return SourceError(*(Problem(**problem) for problem in said["problems"])), start
    if start + sum(sheet["size"] for sheet in said["sheets"]) > len(output):
        return None
    notices: tuple[Notice, ...] = ()
    if said["hidden"]:
        notices = (Notice(code="hidden-sheets", values={"file": file.name, "count": said["hidden"]}),)
    sheets: list[Sheet] = []
    for sheet in said["sheets"]:
        cells = pl.read_ipc_stream(io.BytesIO(output[start : start + sheet["size"]]))
        start += sheet["size"]
        if cells.width and cells.height:
            empty = {int(column): tuple(rows) for column, rows in sheet["uncalculated"].items()}
            sheets.append(Sheet(file=file.name, name=sheet["name"], cells=cells, uncalculated=empty, notices=notices))
    return tuple(sheets), start
