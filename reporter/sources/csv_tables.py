"""A CSV file as a sheet of texts: encoding, delimiter, and every record in its place."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice, zip_longest

import polars as pl

from reporter.errors import SourceError
from reporter.model.assessment import Notice
from reporter.sheets import TALLEST, WIDEST
from reporter.sheets.files import SourceFile
from reporter.sheets.sheet import Sheet
from reporter.sources.headers import claims
from reporter.sources.headers.header import WINDOW, Vocabulary

_DELIMITERS = (",", ";", "\t", "|")
_CELLS = 2**17  # delimiters in one record, those in its texts included
_HEAD = 1_000_000  # characters in which the header is sought
_LINE = 4 * 1024**2  # characters in one line
_CHUNK = 400_000  # cells turned into columns at a time
_PLACES = 24 * TALLEST  # cells held at once, the empty ones too: as many as of a workbook
_PIECE = 1024**2  # bytes decoded at a time
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_RESAVE = "Save it as CSV UTF-8 and use that."
_MACINTOSH = re.compile(rb"[A-Za-z][\x87-\x8a\x8e\x9f][a-z]")
"""á à â ä é ü as a Macintosh program writes them: within a word no Windows program writes such a byte."""


class _TooLarge(csv.Error):
    """More than a table of people holds; `read` says which file it is about."""


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
    content, encoding, notices = decode(file)
    delimiter = None
    first = content[:16].split(b"\n", 1)[0]
    if (stated := first.decode(errors="replace").strip()).lower().startswith("sep=") and len(stated) == len("sep=;"):
        delimiter, content = stated[-1], content[len(first) + 1 :]
    try:
        delimiter = delimiter or _delimiter(content, vocabulary)
        cells = _cells(content, delimiter)
    except _TooLarge as error:
        hint = "Export only the columns that are needed, or split the file in two and name both."
        raise SourceError(str(error), where=file.name, hint=hint) from error
    except csv.Error as error:
        raise SourceError(f"the file cannot be read as CSV ({error})", where=file.name, hint=_RESAVE) from error
    return Sheet(file=file.name, name=None, cells=cells, encoding=encoding, delimiter=delimiter, notices=notices)


def decode(file: SourceFile) -> tuple[bytes, str, tuple[Notice, ...]]:
    """Return a file's text as UTF-8, its encoding, and a notice where that is an assumption.

    Raises:
        SourceError: It is in no encoding we read, or holds NUL characters.
    """
    notices: tuple[Notice, ...] = ()
    encoding = next((name for bom, name in _BOMS if file.data.startswith(bom)), None) or _without_bom(file.data)
    try:
        content = _utf8(file.data, encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise SourceError(f"the file is not valid {encoding}", where=file.name, hint=_RESAVE) from error
        if _MACINTOSH.search(file.data):
            what = "the file is text in an encoding of old Macintosh programs, which is not read"
            raise SourceError(what, where=file.name, hint=_RESAVE) from error
        encoding = "cp1252"
        notices = (Notice(code="encoding-assumed", values={"file": file.name}),)
        try:
            content = _utf8(file.data, encoding)
        except UnicodeDecodeError as undecoded:
            what = "the file is neither UTF-8 nor UTF-16 nor Windows-1252"
            raise SourceError(what, where=file.name, hint=_RESAVE) from undecoded
    if (place := content.find(b"\0")) >= 0:
        line = content.count(b"\n", 0, place) + 1
        hint = "Export it again; if it is not a text file, save it as .xlsx or CSV UTF-8."
        raise SourceError("the file holds NUL characters", where=f"{file.name}, line {line}", hint=hint)
    return content, encoding, notices


def _utf8(data: bytes, encoding: str) -> bytes:
    """Return bytes in `encoding` as UTF-8, piece by piece: Python's text can take four bytes for each character."""
    decoder = codecs.getincrementaldecoder(encoding)()
    pieces = [*range(0, len(data), _PIECE), len(data)]
    if encoding == "utf-8":
        for start in pieces:
            decoder.decode(data[start : start + _PIECE], start == len(data))
        return data
    out = io.BytesIO()
    for start in pieces:
        out.write(decoder.decode(data[start : start + _PIECE], start == len(data)).encode())
    return out.getvalue()


def _without_bom(data: bytes) -> str:
    """Return the likely encoding of bytes without a mark: UTF-16 shows as a zero in every other byte."""
    even, odd = data[:2000:2], data[1:2000:2]
    if odd and len(data) % 2 == 0:
        if odd.count(0) > 0.6 * len(odd) and not even.count(0):
            return "utf-16-le"
        if even.count(0) > 0.6 * len(even) and not odd.count(0):
            return "utf-16-be"
    return "utf-8"


def _delimiter(content: bytes, vocabulary: Vocabulary) -> str:
    """Return the delimiter by which the top of the file shows most known headers, then most columns."""
    best, found = ((-1, -1), -1), ","
    for delimiter in _DELIMITERS:
        rows = _top(content, delimiter)
        score = (claims.score(rows, vocabulary), max((len(row) for row in rows), default=0))
        if score > best:
            best, found = score, delimiter
    return found


def _records(content: bytes, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    """Yield the records of a text; one of endless cells is stopped before it is held in memory.

    Strictly: a quotation mark that is opened and not closed, or closed in the middle of a cell, is an error. It would
    swallow the rows up to the next one, and nobody would miss them.
    """
    pending = 0

    def lines() -> Iterator[str]:
        nonlocal pending
        # What is cut off in the middle of a character is no concern of the header's.
        stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="ignore", newline="")
        while line := stream.readline(_LINE):
            pending += line.count(delimiter)
            if pending > _CELLS or len(line) == _LINE:
                raise _TooLarge(f"a row has more than {_CELLS:,} cells or a line more than {_LINE:,} characters")
            yield line

    records = csv.reader(lines(), delimiter=delimiter, strict=strict)
    done = 0  # the line on which the last whole record ended
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            raise _explained(error, done + 1, strict=strict) from error
        pending, done = 0, records.line_num
        yield record


def _explained(error: csv.Error, line: int, *, strict: bool) -> csv.Error:
    """Return what is wrong with the record that begins on a line, in words."""
    if isinstance(error, _TooLarge):
        return error
    if "field limit" in str(error):
        most = f"{csv.field_size_limit():,} characters"
        what = f"the row that begins on line {line} holds a cell of more than {most}"
        return _TooLarge(f"{what}; perhaps a quotation mark is not closed")
    return csv.Error(f"a quotation mark is wrong in the record that begins on line {line}") if strict else error


def _top(content: bytes, delimiter: str) -> list[list[str]]:
    """Return the records among which the header is sought, as far as they can be read with this delimiter."""
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        rows.extend(islice(_records(content[:_HEAD], delimiter), WINDOW))
    return rows


def _cells(content: bytes, delimiter: str) -> pl.DataFrame:
    """Return all records as columns `0`, `1`, …; short records are filled with null or empty text."""
    if b'"' not in content and content.count(b"\r") == content.count(b"\r\n"):
        width = max((len(row) for row in _top(content, delimiter)), default=0)
        _bound(content.count(b"\n"), width)
        quick = _split(content, delimiter, width)
        if quick is not None:
            return quick
    frames = []
    height = width = 0
    for chunk in _chunks(_records(content, delimiter, strict=True)):
        height, width = height + len(chunk), max(width, *map(len, chunk))
        _bound(height, width)
        columns = zip_longest(*chunk, fillvalue="") if any(chunk) else [("",) * len(chunk)]
        frames.append(pl.DataFrame([pl.Series(str(i), c, dtype=pl.String) for i, c in enumerate(columns)]))
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema={"0": pl.String})


def _chunks(records: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    """Yield records, so many together as bound the memory that Python's own lists take."""
    chunk: list[list[str]] = []
    width = 1
    for record in records:
        chunk.append(record)
        width = max(width, len(record))
        if width * len(chunk) >= _CHUNK:
            yield chunk
            chunk, width = [], 1
    if chunk:
        yield chunk


def _bound(height: int, width: int) -> None:
    """Refuse what would not fit into memory: a place is held for every cell of a row as long as the longest."""
    if width > WIDEST:
        raise _TooLarge(f"a row has {width:,} cells and the most is {WIDEST:,}")
    if height * max(width, 1) > _PLACES:
        raise _TooLarge(f"the file has {height:,} rows of up to {width:,} cells, and the most is {_PLACES:,} cells")


def _split(content: bytes, delimiter: str, width: int) -> pl.DataFrame | None:
    """Return the records of a text without quotes, ten times as fast; None where that is not certain to be right.

    Without quotes a record is a line and a cell is what lies between delimiters, so Polars cannot see it otherwise
    than the csv module does. It refuses a record that is wider than the schema.
    """
    if not 2 <= width <= WIDEST:  # noqa: PLR2004 - one column: an empty line would be a cell, not an empty record
        return None
    try:
        cells = pl.read_csv(
            content,
            has_header=False,
            separator=delimiter,
            quote_char=None,
            schema={str(i): pl.String for i in range(width)},
            null_values=None,
        )
    except pl.exceptions.PolarsError:
        return None
    longest = cells.select(pl.max_horizontal(pl.all().str.len_chars().max())).item() if cells.height else 0
    return cells if (longest or 0) <= csv.field_size_limit() else None
