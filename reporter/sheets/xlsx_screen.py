"""A workbook is looked at before any library opens it: its zip directory, its sizes, how far its cells reach.

Nothing here trusts what the file says of itself. Parts are streamed through a cap; a sheet's largest row and column
are taken from its cells, not from its `<dimension>`: one cell at XFD1048576 makes the reader ask for 17 billion cells.
"""

from __future__ import annotations

import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

from reporter.errors import Problem, SourceError
from reporter.sheets import TALLEST, WIDEST, xlsx_archive
from reporter.sheets.xlsx_archive import CHUNK

_ENTRIES = 5_000
_PART = 768 * 1024**2  # bytes unpacked; a full sheet of 20 columns has half of this
_TOTAL = 1024**3
_RATIO = 250  # text that repeats as much as a sheet does packs 10 to 40 times
_SMALL = 8 * 1024**2  # below this size a ratio says nothing
_AREA = 24 * TALLEST  # cells from A1 to the last row and column; the reader holds a place for each
_SPARSE = 12 * TALLEST  # beyond this area, at least one place in _THIN must be filled: else it is a stray cell
_THIN = 10
_PARSED = 64 * 1024**2  # bytes; a parser takes seconds for this
_XML = (".xml", ".rels", ".vml")
_DTD = "the workbook holds a document type definition, which no spreadsheet program writes"
_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LONG = 2_000  # bytes of a text
_REPEATED = 512 * 1024**2  # bytes of long texts, each as often as a cell holds it
_STRAY = "Delete the empty rows and columns behind the data (and stray cells there), and save."
_FEWER = "Keep only the sheet with the data, or export it as CSV UTF-8."
_RESAVE = "Open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8."

_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_ANY_CELL = re.compile(rb"<(?:[^\s<>/!?\"':]+:)?c[\s/>]")
_SHARED = re.compile(rb't="s"[^<>]*><v>([0-9]{1,7})</v>')
_FORMULAS = (b"<f>", b"<f ")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml(?![^>]*encoding\s*=\s*[\"'](?!utf-8))|(?![?!]))", re.IGNORECASE)


class _Refused(Exception):  # noqa: N818 - not an error of its own: `screen` says which file it is about
    """What is wrong with a workbook."""

    def __init__(self, what: str, hint: str = _RESAVE) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much a reader has to hold: what it may need follows from it."""

    area: int
    """Cells from A1 to the last row and column, of all sheets."""
    unpacked: int
    """Bytes of the parts a reader opens."""
    formulas: bool
    """Some cell may hold one."""


def screen(data: bytes, name: str) -> Extent:
    """Look a workbook over; return if a reader may open it.

    Args:
        data: The file.
        name: Its name, for messages.

    Raises:
        SourceError: It is no workbook, is damaged, holds a DTD, unpacks to too much, or its cells reach too far.
    """
    try:
        entries = xlsx_archive.entries(data)
        _directory(entries)
        xlsx_archive.check(data, entries)
        return _parts(data, entries)
    except _Refused as refused:
        raise SourceError(Problem(what=refused.what, where=name, hint=refused.hint)) from refused
    except xlsx_archive.Odd as odd:
        what = f"the workbook is not put together the way spreadsheet programs do it: {odd}"
        raise SourceError(Problem(what=what, where=name, hint=_RESAVE)) from odd
    except (xlsx_archive.Damaged, expat.ExpatError, ValueError, LookupError, OverflowError) as error:
        what = "the workbook is damaged or cut short"
        raise SourceError(Problem(what=what, where=name, hint=f"Export it again. {_RESAVE}")) from error


def _directory(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Look over the zip directory."""
    names = [entry.filename.lower().replace("\\", "/") for entry in entries]
    if "xl/workbook.xml" not in names:
        raise _Refused(*_other(names))
    if len(entries) > _ENTRIES:
        raise _Refused(f"the workbook has {len(entries)} parts and the most is {_ENTRIES}")
    if len(set(names)) != len(names):
        raise _Refused("the workbook holds a part twice")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _Refused("the workbook is encrypted with a password", "Save a copy without the password.")
    if any(entry.compress_type not in _DEFLATED for entry in entries):
        raise _Refused("the workbook is packed in a way spreadsheet programs do not use")
    if sum(entry.file_size for entry in entries) > _TOTAL or any(entry.file_size > _PART for entry in entries):
        raise _Refused("the workbook is too large when unpacked", "Export the data as CSV UTF-8 instead.")
    if any(entry.file_size > max(_SMALL, _RATIO * entry.compress_size) for entry in entries):
        raise _Refused("the workbook unpacks to far more than a workbook does; it may be a zip bomb")


def _other(names: list[str]) -> tuple[str, str]:
    """Say what a zip archive is that is no workbook."""
    if "xl/workbook.bin" in names:
        return "this is a binary workbook (.xlsb)", "Save it as .xlsx and use that."
    if "mimetype" in names and "content.xml" in names:
        return "this is an OpenDocument file", "Save it as .xlsx or as CSV UTF-8 and use that."
    if any(name.startswith("word/") for name in names):
        return "this is a Word document, not a table", "Use the exported workbook or CSV file."
    return "this is a zip archive, not a workbook", "Unpack it and use the file inside."


def _parts(data: bytes, entries: Sequence[zipfile.ZipInfo]) -> Extent:
    """Look over all parts; pictures and embedded files are never opened."""
    read = [entry for entry in entries if entry.filename.lower().endswith(_XML)]
    areas = [_part(data, entry) for entry in read]
    area = sum(size for size, _ in areas)
    if area > _AREA:
        raise _Refused("the sheets of the workbook are too large together", _FEWER)
    _repetition(data, read)
    unpacked = sum(entry.file_size for entry in read)
    return Extent(area=area, unpacked=unpacked, formulas=any(formulas for _, formulas in areas))


def _part(data: bytes, entry: zipfile.ZipInfo) -> tuple[int, bool]:
    """Stream one part and return the area of its cells, and whether one may hold a formula.

    It is streamed a second time with a parser where it is not written the way spreadsheet programs write.
    """
    tallest = widest = count = 0
    carried = b""
    plain = True
    formulas = False
    for chunk in itertools.chain(xlsx_archive.unpacked(data, entry), (b"",)):
        seen = carried + chunk
        # What follows the last "<" may be a tag cut in two: it is looked at with the next chunk.
        end = seen.rfind(b"<") if chunk else len(seen)
        if not carried and chunk:
            plain = _PROLOGUE.match(seen) is not None
        if plain and len(seen) - end > CHUNK:
            raise _Refused("a cell of the workbook holds more than a million characters")
        if _DOCTYPE.search(seen):
            raise _Refused(_DTD)
        cells = _PLAIN_CELL.findall(seen, 0, end)
        if not plain or len(cells) != len(_ANY_CELL.findall(seen, 0, end)):
            plain = False
            break
        formulas = formulas or any(tag in seen for tag in _FORMULAS)
        count += len(cells)
        widest = max([widest, *(_column(letters.decode()) for letters in {column for column, _ in cells})])
        tallest = max([tallest, *(int(row) for row in {row for _, row in cells})])
        carried = seen[end:]
    if not plain:
        if entry.file_size > _PARSED:
            raise _Refused("the workbook is too large for the unusual way it is written")
        tallest, widest, count = _parsed(data, entry)
    _bound(tallest, widest)
    if tallest * widest > max(_SPARSE, count * _THIN):
        raise _Refused(f"a few cells of a sheet reach to row {tallest} and column {widest}", _STRAY)
    return tallest * widest, formulas or not plain


def _repetition(data: bytes, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse long texts that stand in so many cells that nobody could hold them: the file holds each only once."""
    long: dict[bytes, int] = {}
    for entry in entries:
        if entry.filename.lower() == "xl/sharedstrings.xml":
            long = _long_texts(data, entry)
    total = 0
    for entry in entries if long else ():
        if not entry.filename.lower().startswith("xl/worksheets/"):
            continue
        carried = b""
        for chunk in xlsx_archive.unpacked(data, entry):
            seen = carried + chunk
            end = max(seen.rfind(b"<c "), 0)
            times = Counter(_SHARED.findall(seen, 0, end))
            total += sum(size * times[place] for place, size in long.items() if place in times)
            carried = seen[end:][-CHUNK:]
        total += sum(long.get(place, 0) for place in _SHARED.findall(carried))
    if total > _REPEATED:
        raise _Refused("long texts are repeated in so many cells of the workbook that they fit into no memory", _FEWER)


def _long_texts(data: bytes, entry: zipfile.ZipInfo) -> dict[bytes, int]:
    """Return the numbers of the long shared texts, as cells name them, and how many bytes each takes."""
    long: dict[bytes, int] = {}
    number = -1  # what stands before the first text is none
    carried = b""
    for chunk in itertools.chain(xlsx_archive.unpacked(data, entry), (b"",)):
        *whole, last = (carried + chunk).split(b"<si")
        for text in whole if chunk else (*whole, last):
            if len(text) > _LONG and number >= 0:
                long[b"%d" % number] = len(text)
            number += 1
        carried = last
        if len(carried) > _SMALL:
            raise _Refused("a cell of the workbook holds more than a million characters")
    return long


def _parsed(data: bytes, entry: zipfile.ZipInfo) -> tuple[int, int, int]:
    """Return the largest row and column of a part and how many cells it has, by an XML parser.

    Cells without reference follow each other.
    """
    row = column = tallest = widest = count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, tallest, widest, count
        local = tag.rpartition(":")[2]
        if local == "row":
            row = int(attributes.get("r", row + 1))
            column = 0
        elif local == "c":
            reference = _REFERENCE.fullmatch(attributes.get("r", ""))
            if reference:
                column, row_of_cell = _column(reference[1].upper()), int(reference[2])
            else:
                column, row_of_cell = column + 1, row
            tallest, widest, count = max(tallest, row_of_cell), max(widest, column), count + 1
            _bound(tallest, widest)

    def doctype(*_: object) -> None:
        raise _Refused(_DTD)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    for chunk in xlsx_archive.unpacked(data, entry):
        parser.Parse(chunk, False)  # noqa: FBT003 - the C function takes no keyword
    parser.Parse(b"", True)  # noqa: FBT003
    return tallest, widest, count


def _bound(tallest: int, widest: int) -> None:
    """Refuse cells that lie too far out."""
    if tallest > TALLEST or widest > WIDEST or tallest * widest > _AREA:
        raise _Refused(f"the cells of a sheet reach to row {tallest} and column {widest}", _STRAY)


def _column(letters: str) -> int:
    """Return a column's number from its letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
