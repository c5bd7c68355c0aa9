"""A CSV file as a sheet of texts: encoding, delimiter, and every record in its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice, zip_longest

import polars as pl

from reporter.errors import SourceError
from reporter.model.assessment import Notice
from reporter.sources import claims
from reporter.sources.files import SourceFile
from reporter.sources.header import WINDOW, Vocabulary
from reporter.sources.sheet import WIDEST, Sheet

_DELIMITERS = (",", ";", "\t", "|")
_CELLS = 2**17  # delimiters in one record, those in its texts included
_HEAD = 1_000_000  # characters in which the header is sought
_CHUNK = 20_000  # records turned into columns at a time: bounds the memory that Python's own lists take
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_RESAVE = "Save it as CSV UTF-8 and use that."


def read(file: SourceFile, vocabulary: Vocabulary) -> Sheet:
    """Read a CSV file.

    Row n is the n-th record, counted as a spreadsheet that opens the file counts it: a line break inside quotes does
    not begin a row, an empty line is a row, and a first line `sep=;` is none.

    Args:
        file: The file.
        vocabulary: What headers are known: the delimiter is the one by which most of them are found.

    Raises:
        SourceError: The bytes are no text, or a record is too large to be one.
    """
    text, encoding, notices = decode(file)
    delimiter = None
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        delimiter, text = first.strip()[-1], rest
    try:
        delimiter = delimiter or _delimiter(text, vocabulary)
        cells = _cells(text, delimiter)
    except csv.Error as error:
        raise SourceError(f"the file cannot be read as CSV ({error})", where=file.name, hint=_RESAVE) from error
    return Sheet(file=file.name, name=None, cells=cells, encoding=encoding, delimiter=delimiter, notices=notices)


def decode(file: SourceFile) -> tuple[str, str, tuple[Notice, ...]]:
    """Return a file's text, its encoding, and a notice where that is an assumption.

    Raises:
        SourceError: It is in no encoding we read, or holds NUL characters.
    """
    notices: tuple[Notice, ...] = ()
    encoding = next((name for bom, name in _BOMS if file.data.startswith(bom)), None) or _without_bom(file.data)
    try:
        text = file.data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise SourceError(f"the file is not valid {encoding}", where=file.name, hint=_RESAVE) from error
        encoding = "cp1252"
        notices = (Notice(code="encoding-assumed", values={"file": file.name}),)
        try:
            text = file.data.decode(encoding)
        except UnicodeDecodeError as undecoded:
            what = "the file is neither UTF-8 nor UTF-16 nor Windows-1252"
            raise SourceError(what, where=file.name, hint=_RESAVE) from undecoded
    if (place := text.find("\0")) >= 0:
        line = text.count("\n", 0, place) + 1
        hint = "Export it again; if it is not a text file, save it as .xlsx or CSV UTF-8."
        raise SourceError("the file holds NUL characters", where=f"{file.name}, line {line}", hint=hint)
    return text, encoding, notices


def _without_bom(data: bytes) -> str:
    """Return the likely encoding of bytes without a mark: UTF-16 shows as a zero in every other byte."""
    even, odd = data[:2000:2], data[1:2000:2]
    if odd and len(data) % 2 == 0:
        if odd.count(0) > 0.6 * len(odd) and not even.count(0):
            return "utf-16-le"
        if even.count(0) > 0.6 * len(even) and not odd.count(0):
            return "utf-16-be"
    return "utf-8"


def _delimiter(text: str, vocabulary: Vocabulary) -> str:
    """Return the delimiter by which the top of the file shows most known headers, then most columns."""
    best, found = ((-1, -1), -1), ","
    for delimiter in _DELIMITERS:
        rows = _top(text, delimiter)
        score = (claims.score(rows, vocabulary), max((len(row) for row in rows), default=0))
        if score > best:
            best, found = score, delimiter
    return found


def _records(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    """Yield the records of a text; one of endless cells is stopped before it is held in memory.

    Strictly: a quotation mark that is opened and not closed, or closed in the middle of a cell, is an error. It would
    swallow the rows up to the next one, and nobody would miss them.
    """
    pending = 0

    def lines() -> Iterator[str]:
        nonlocal pending
        # Over bytes: a StringIO would hold four bytes for each character.
        for line in io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline=""):
            pending += line.count(delimiter)
            if pending > _CELLS:
                raise csv.Error(f"a record has more than {_CELLS} cells")
            yield line

    records = csv.reader(lines(), delimiter=delimiter, strict=strict)
    done = 0  # the line on which the last whole record ended
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            if strict and pending <= _CELLS:
                raise csv.Error(f"a quotation mark is wrong in the record that begins on line {done + 1}") from error
            raise
        pending, done = 0, records.line_num
        yield record


def _top(text: str, delimiter: str) -> list[list[str]]:
    """Return the records among which the header is sought; none where this cannot be the delimiter."""
    try:
        return list(islice(_records(text[:_HEAD], delimiter), WINDOW))
    except csv.Error:
        return []


def _cells(text: str, delimiter: str) -> pl.DataFrame:
    """Return all records as columns `0`, `1`, …; short records are filled with null or empty text."""
    if '"' not in text and text.count("\r") == text.count("\r\n"):
        width = max((len(row) for row in _top(text, delimiter)), default=0)
        quick = _split(text, delimiter, width)
        if quick is not None:
            return quick
    records = _records(text, delimiter, strict=True)
    frames = []
    while chunk := list(islice(records, _CHUNK)):
        width = max(len(row) for row in chunk)
        if width > WIDEST:
            raise csv.Error(f"a record has {width} cells")
        columns = zip_longest(*chunk, fillvalue="") if width else [("",) * len(chunk)]
        frames.append(pl.DataFrame([pl.Series(str(i), c, dtype=pl.String) for i, c in enumerate(columns)]))
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema={"0": pl.String})


def _split(text: str, delimiter: str, width: int) -> pl.DataFrame | None:
    """Return the records of a text without quotes, ten times as fast; None where that is not certain to be right.

    Without quotes a record is a line and a cell is what lies between delimiters, so Polars cannot see it otherwise
    than the csv module does. It refuses a record that is wider than the schema.
    """
    if not 2 <= width <= WIDEST:  # noqa: PLR2004 - one column: an empty line would be a cell, not an empty record
        return None
    try:
        return pl.read_csv(
            text.encode(),
            has_header=False,
            separator=delimiter,
            quote_char=None,
            schema={str(i): pl.String for i in range(width)},
            null_values=None,
        )
    except pl.exceptions.PolarsError:
        return None
