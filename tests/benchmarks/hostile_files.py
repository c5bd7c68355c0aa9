"""Files made to hurt whoever opens them, each with what must be said of it: for the tests, and for `hostile.py`."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

READ = "read"
"""Said of a file that is harmless however odd it is: it is read."""

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/relationships"
_STRICT = b"http://purl.oclc.org/ooxml"
_CSV = b"Employee ID,Work Email,Full Name\n1,ada@x.example,Ada\n"
_MIB = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One file."""

    name: str
    make: Callable[[Path], Path]
    """Writes it into a folder and returns its path."""
    said: str
    """A part of the message; READ: it is read like any other file."""
    heavy: bool = False
    """Takes seconds or hundreds of megabytes to make or to refuse."""


def workbook(parts: Mapping[str, bytes] = {}, *, packed: bool = True) -> bytes:
    """Return a small workbook, some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as target:
        for name, data in {**_parts(), **parts}.items():
            target.writestr(name, data)
    return out.getvalue()


def sheet(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """Return a sheet of rows."""
    return (
        _HEAD + b"<worksheet " + _NS + b">" + before + b"<sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"
    )


def cell(place: str, text: str) -> bytes:
    """Return a cell with its text in place."""
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'.encode()


_TABLE = (
    b'<row r="1">'
    + cell("A1", "Employee ID")
    + cell("B1", "Work Email")
    + b'</row><row r="2">'
    + cell("A2", "1")
    + cell("B2", "ada@x.example")
    + b"</row>"
)


def _parts() -> dict[str, bytes]:
    return {
        "[Content_Types].xml": _HEAD + b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations((b"rId1", b"officeDocument", b"xl/workbook.xml")),
        WORKBOOK: book(b'<sheet name="People" sheetId="1" r:id="rId1"/>'),
        RELATIONS: _relations(
            (b"rId1", b"worksheet", b"worksheets/sheet1.xml"), (b"rId2", b"sharedStrings", b"sharedStrings.xml")
        ),
        SHEET: sheet(_TABLE),
    }


def book(sheets: bytes) -> bytes:
    """Return the part that lists the sheets."""
    return _HEAD + b"<workbook " + _NS + b' xmlns:r="' + _OFFICE + b'"><sheets>' + sheets + b"</sheets></workbook>"


def _relations(*entries: tuple[bytes, bytes, bytes], more: bytes = b"") -> bytes:
    lines = (
        b'<Relationship Id="%s" Type="%s/%s" Target="%s"%s/>' % (name, _OFFICE, kind, target, more)
        for name, kind, target in entries
    )
    return _HEAD + b'<Relationships xmlns="' + _PACKAGE + b'">' + b"".join(lines) + b"</Relationships>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a zip archive, with whatever its directory claims."""

    name: bytes
    packed: bytes
    crc: int
    size: int
    method: int = 8
    flags: int = 0
    offset: int | None = None
    """Where the directory says it begins, and nothing of its own stands; None: where it stands."""


def entry(name: str, data: bytes) -> Entry:
    """Return an honest entry."""
    return Entry(name=name.encode(), packed=_deflated(data), crc=zlib.crc32(data), size=len(data))


def archive(entries: Iterable[Entry]) -> bytes:
    """Return a zip archive of just these claims."""
    body, directory, count = b"", b"", 0
    for one in entries:
        claims = struct.pack(
            "<HHHHHIIIHH", 20, one.flags, one.method, 0, 33, one.crc, len(one.packed), one.size, len(one.name), 0
        )
        offset = len(body) if one.offset is None else one.offset
        directory += b"PK\x01\x02\x14\x00" + claims + struct.pack("<HHHII", 0, 0, 0, 0, offset) + one.name
        if one.offset is None:
            body += b"PK\x03\x04" + claims + one.name + one.packed
        count += 1
    return body + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _lying() -> bytes:
    """Declare a small harmless sheet; behind it the same stream goes on for 100 MB."""
    honest = sheet(_TABLE).replace(b"</worksheet>", b"")
    stream = _deflated(honest + b" " * 100 * _MIB)
    lie = Entry(name=SHEET.encode(), packed=stream, crc=zlib.crc32(honest), size=len(honest))
    return archive([*(entry(name, data) for name, data in _parts().items() if name != SHEET), lie])


def _overlapping() -> bytes:
    """Let three hundred entries be one and the same stretch of the file."""
    kernel = entry("xl/media/000.xml", sheet(b"<row/>" * 20_000))
    again = (replace(kernel, name=b"xl/media/%03d.xml" % i, offset=0) for i in range(1, 300))
    return archive([kernel, *again, *(entry(name, part) for name, part in _parts().items())])


def _of(name: str, data: bytes | Callable[[], bytes]) -> Callable[[Path], Path]:
    """Return what writes a file."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data if isinstance(data, bytes) else data())
        return path

    return make


def _large(name: str, *blocks: tuple[bytes, int]) -> Callable[[Path], Path]:
    """Return what writes a file of repeated blocks, without holding it."""

    def make(folder: Path) -> Path:
        path = folder / name
        with path.open("wb") as out:
            for block, times in blocks:
                many = block * max(1, _MIB // len(block))
                whole, rest = divmod(len(block) * times, len(many))
                for _ in range(whole):
                    out.write(many)
                out.write(many[:rest])
        return path

    return make


def _noise(size: int) -> bytes:
    return random.Random(1).randbytes(size // 2).hex().encode()  # noqa: S311 - packs badly, is no secret


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "people.csv")
    return folder / "people.csv"


def _link(target: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / "people.csv").symlink_to(target)
        return folder / "people.csv"

    return make


def _named(
    name: str, said: str, data: bytes | Callable[[], bytes], file: str = "people.xlsx", *, heavy: bool = False
) -> Hostile:
    return Hostile(name=name, make=_of(file, data), said=said, heavy=heavy)


def _rows(count: int, cells: Callable[[int], bytes]) -> bytes:
    return b"".join(b'<row r="%d">%s</row>' % (n, cells(n)) for n in range(3, count + 3))


def _texts(texts: Iterable[bytes]) -> bytes:
    return _HEAD + b"<sst " + _NS + b">" + b"".join(b"<si><t>%s</t></si>" % text for text in texts) + b"</sst>"


def _shared(columns: int, rows: int, length: int) -> dict[str, bytes]:
    """Return parts in which every cell is the same long text."""
    cells = lambda n: b"".join(b'<c r="%c%d" t="s"><v>0</v></c>' % (ord("A") + c, n) for c in range(columns))  # noqa: E731
    return {SHEET: sheet(_TABLE + _rows(rows, cells)), TEXTS: _texts([_noise(length)])}


ZIPS = (
    _named(
        "a cell of 40 MB packed 1,000 times", "zip bomb", lambda: workbook({SHEET: sheet(cell("A1", "x" * 40 * _MIB))})
    ),
    _named("20,000 parts", "parts and the most is", lambda: workbook({f"xl/m/{i}": b"" for i in range(20_000)})),
    _named(
        "a zip inside a zip inside a zip",
        "a zip archive, not a workbook",
        lambda: archive([entry("a.zip", archive([entry("b.zip", workbook())]))]),
    ),
    _named("entries that overlap", "overlap", _overlapping),
    _named("a directory that lies about sizes", "larger than", _lying),
    _named("two directories, one behind the other", "not put together", lambda: workbook() + workbook()),
    _named("something in front of the archive", "not put together", lambda: b"PK\x03\x04" + bytes(60) + workbook()),
    _named(
        "a part twice",
        "a part twice",
        lambda: archive([*(entry(n, d) for n, d in _parts().items()), entry(SHEET, sheet(b""))]),
    ),
    _named(
        "an entry encrypted with a password",
        "encrypted",
        lambda: archive([replace(entry(n, d), flags=1) for n, d in _parts().items()]),
    ),
    _named(
        "an entry encrypted with AES",
        "encrypted",
        lambda: archive([replace(entry(n, d), flags=1, method=99) for n, d in _parts().items()]),
    ),
    _named(
        "packed with LZMA",
        "packed in a way",
        lambda: archive([replace(entry(n, d), method=14) for n, d in _parts().items()]),
    ),
    _named(
        "declared to be 4 GB",
        "too large",
        lambda: archive([replace(entry(n, d), size=2**32 - 2) for n, d in _parts().items()]),
    ),
    _named(
        "300 MB that pack badly in one cell",
        "more than",
        lambda: workbook({SHEET: sheet(cell("A1", _noise(300 * _MIB).decode()))}),
        heavy=True,
    ),
)

SHEETS = (
    _named(
        "a lone cell at XFD1048576",
        "reach to row 1048576 and column 16384",
        lambda: workbook({SHEET: sheet(_TABLE + b'<row r="1048576">' + cell("XFD1048576", "x") + b"</row>")}),
    ),
    _named(
        "a dimension of A1:XFD1048576",
        READ,
        lambda: workbook({SHEET: sheet(_TABLE, before=b'<dimension ref="A1:XFD1048576"/>')}),
    ),
    _named(
        "a million merged cells",
        READ,
        lambda: workbook(
            {
                SHEET: sheet(
                    _TABLE,
                    after=b"<mergeCells>"
                    + b"".join(b'<mergeCell ref="D%d:E%d"/>' % (n, n) for n in range(1, 1_000_001))
                    + b"</mergeCells>",
                )
            }
        ),
        heavy=True,
    ),
    _named("one text of 900 kB in 200,000 cells", "repeated", lambda: workbook(_shared(20, 10_000, 900_000))),
    _named(
        "one text of 32 kB in 12 million cells",
        "repeated",
        lambda: workbook(_shared(12, 1_000_000, 32_000)),
        heavy=True,
    ),
    _named(
        "15 million shared texts",
        "zip bomb",
        lambda: workbook({TEXTS: _HEAD + b"<sst " + _NS + b">" + b"<si><t>abcde</t></si>" * 15_000_000 + b"</sst>"}),
        heavy=True,
    ),
    _named(
        "10,000 sheets that are one",
        "sheets and the most is",
        lambda: workbook(
            {
                SHEET: sheet(_TABLE + _rows(3_000, lambda n: b"".join(cell(f"{c}{n}", "x") for c in "ABCDEFGHIJ"))),
                WORKBOOK: book(
                    b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (i, i) for i in range(1, 10_001))
                ),
            }
        ),
    ),
    _named(
        "elements nested a million deep",
        "no visible sheet",
        lambda: workbook({SHEET: sheet(b"<a>" * 1_000_000 + b"</a>" * 1_000_000)}),
    ),
    _named(
        "a tag of 10 MB",
        "more than a million characters",
        lambda: workbook({SHEET: sheet(b"<row " + b" ".join(b'a%d="%d"' % (i, i) for i in range(600_000)) + b"/>")}),
    ),
    _named(
        "an internal entity",
        "document type definition",
        lambda: workbook({SHEET: sheet(_TABLE).replace(_HEAD, _HEAD + b'<!DOCTYPE x [<!ENTITY a "aaaa">]>')}),
    ),
    _named(
        "an external entity",
        "document type definition",
        lambda: workbook(
            {TEXTS: _texts([b"&x;"]).replace(_HEAD, _HEAD + b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')}
        ),
    ),
    _named(
        "an entity in UTF-16",
        "document type definition",
        lambda: workbook(
            {SHEET: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "a">]><x/>'.encode("utf-16")}
        ),
    ),
    _named(
        "formulas, DDE and links to elsewhere",
        READ,
        lambda: workbook(
            {
                SHEET: sheet(
                    _TABLE
                    + b'<row r="3">'
                    + cell("A3", "=cmd|' /C calc'!A0")
                    + cell("B3", '=HYPERLINK("http://x.example")')
                    + b'<c r="C3" t="str"><f t="array" ref="C3:C9">WEBSERVICE("http://x.example")</f><v>=1+1</v></c></row>'
                ),
                "xl/externalLinks/externalLink1.xml": _HEAD + b"<externalLink " + _NS + b"/>",
            }
        ),
    ),
    _named("a workbook with macros", READ, lambda: workbook({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "people.xlsm"),
    _named(
        "a strict workbook",
        READ,
        lambda: workbook(
            {
                name: data.replace(_OFFICE, _STRICT + b"/officeDocument/relationships").replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", _STRICT + b"/spreadsheetml/main"
                )
                for name, data in _parts().items()
            }
        ),
    ),
    _named("no sheets", "no visible sheet", lambda: workbook({WORKBOOK: book(b"")})),
    _named(
        "a sheet that is not there",
        "could not be read",
        lambda: workbook({WORKBOOK: book(b'<sheet name="P" sheetId="1" r:id="rId9"/>')}),
    ),
    _named(
        "a sheet at /etc/passwd",
        "could not be read",
        lambda: workbook({RELATIONS: _relations((b"rId1", b"worksheet", b"../../../../etc/passwd"))}),
    ),
    _named(
        "a sheet at another host",
        "could not be read",
        lambda: workbook(
            {
                RELATIONS: _relations(
                    (b"rId1", b"worksheet", b"http://127.0.0.1:9/x.xml"), more=b' TargetMode="External"'
                )
            }
        ),
    ),
    _named(
        "a chart sheet beside the table",
        READ,
        lambda: workbook(
            {
                WORKBOOK: book(
                    b'<sheet name="People" sheetId="1" r:id="rId1"/><sheet name="Chart" sheetId="2" r:id="rId3"/>'
                ),
                RELATIONS: _relations(
                    (b"rId1", b"worksheet", b"worksheets/sheet1.xml"),
                    (b"rId3", b"chartsheet", b"chartsheets/sheet1.xml"),
                ),
                "xl/chartsheets/sheet1.xml": _HEAD + b"<chartsheet " + _NS + b"/>",
            }
        ),
    ),
)

KINDS = (
    _named("a workbook called .csv", READ, workbook, "people.csv"),
    _named("a CSV file called .xlsx", READ, _CSV),
    _named("a page called .csv", "web page", b"<html><table><tr><td>Email</td></tr></table>", "people.csv"),
    _named("a page called .xls", "web page", b"\xef\xbb\xbf\n<!DOCTYPE html><html><table>", "people.xls"),
    _named("JSON", "JSON", b'[{"Work Email": "ada@x.example"}]', "people.csv"),
    _named("a JPEG", "a picture", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), "people.csv"),
    _named(
        "an encrypted workbook",
        "encrypted with a password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    ),
    _named("an old workbook", "old Excel file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "people.xls"),
    _named("a binary workbook", "binary workbook", lambda: archive([entry("xl/workbook.bin", b"x")]), "people.xlsb"),
    _named(
        "an OpenDocument sheet",
        "OpenDocument",
        lambda: archive([entry("mimetype", b"x"), entry("content.xml", b"<a/>")]),
    ),
    Hostile(name="a pipe nobody writes to", make=_pipe, said="not a regular file"),
    Hostile(name="a link to /dev/zero", make=_link("/dev/zero"), said="not a regular file"),
    Hostile(name="a link to itself", make=_link("people.csv"), said="cannot be opened"),
    Hostile(name="a link to nowhere", make=_link("gone.csv"), said="no such file"),
    Hostile(name="a file that says it is empty", make=_link("/proc/self/status"), said="changed while"),
    Hostile(name="a file of 200 GB", make=lambda folder: _sparse(folder / "people.csv"), said="the most is"),
)

TEXT_FILES = (
    _named("NUL bytes", "NUL characters", _CSV + b"\x00\x00\n", "people.csv"),
    _named("a formula for a name", READ, _CSV + b"2,bo@x.example,=cmd|' /C calc'!A0\n", "people.csv"),
    _named(
        "a quotation mark that is not closed",
        "quotation mark",
        _CSV + b'2,"bo@x.example,Bo\n3,c@x.example,C\n',
        "people.csv",
    ),
    _named("a quotation mark for each of 3 million cells", "cells", b"Work Email\n" + b'"",' * 3_000_000, "people.csv"),
    _named(
        "a hundred thousand spaces in an address",
        "the cell holds",
        _CSV + b"2,a" + b" " * 100_000 + b"b,Bo\n",
        "people.csv",
    ),
    _named(
        "a hundred thousand dashes for a region",
        "the cell holds",
        b"Work Email,Country,State\na@x.example,US,a" + b" - b" * 30_000 + b"\n",
        "people.csv",
    ),
    _named(
        "a number of a hundred thousand digits for a day",
        "the cell holds",
        b"Work Email,Hire Date\na@x.example,2024-01-01\nb@x.example," + b"9" * 100_000 + b"\n",
        "people.csv",
    ),
    _named(
        "2,000 rows of 16,000 columns",
        "the most is",
        lambda: b"Work Email" + b",x" * 15_999 + b"\n" + (b"a@x.example" + b"," * 15_999 + b"\n") * 2_000,
        "people.csv",
        heavy=True,
    ),
    Hostile(
        name="a row of a billion cells",
        make=_large("people.csv", (_CSV, 1), (b",", 10**9)),
        said="the most is",
        heavy=True,
    ),
    Hostile(
        name="a line of 300 MB", make=_large("people.csv", (_CSV, 1), (b"x", 300 * _MIB)), said="characters", heavy=True
    ),
    Hostile(
        name="a cell of 300 MB",
        make=_large("people.csv", (_CSV, 1), (b'2,b@x.example,"', 1), (b"y\n", 150 * _MIB), (b'"\n', 1)),
        said="characters",
        heavy=True,
    ),
    Hostile(
        name="a header of 300 MB", make=_large("people.csv", (b"Work Email,", 30 * _MIB)), said="cells", heavy=True
    ),
    Hostile(
        name="150 million empty lines",
        make=_large("people.csv", (_CSV, 1), (b"\n", 150 * 10**6)),
        said="the most is",
        heavy=True,
    ),
    Hostile(
        name="600 MB with one emoji",
        make=_large("people.csv", (_CSV, 1), ("😀\n".encode(), 1), (b"1,ada@x.example,Ada\n", 30 * 10**6)),
        said="the most is",
        heavy=True,
    ),
    Hostile(
        name="20 million rows",
        make=_large("people.csv", (_CSV, 1), (b"1,ada@x.example,Ada\n", 20 * 10**6)),
        said="the most is",
        heavy=True,
    ),
    Hostile(
        name="a file of 1.9 GB",
        make=_large("people.csv", (_CSV, 1), (b"1,ada@x.example,Ada Lovelace of Example\n", 47 * 10**6)),
        said="the most is",
        heavy=True,
    ),
)


def _sparse(path: Path) -> Path:
    with path.open("wb") as out:
        out.truncate(200 * 10**9)
    return path


ALL = (*ZIPS, *SHEETS, *KINDS, *TEXT_FILES)
