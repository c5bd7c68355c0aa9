"""Which files a path means, their bytes and hashes, and what kind of file they really are."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import TypeVar

from reporter.errors import Problem, SourceError

_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm"})
_LARGEST = 768 * 1024**2  # bytes; what a million people answer to twenty questions is half of this
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_RESAVE = "Open it in a spreadsheet program and save it as .xlsx or as CSV (UTF-8)."
_FOREIGN = (
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_WEB = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg")
_NOTHING = b" \t\r\n\xef\xbb\xbf"
_JSON = re.compile(rb'[\[{]\s*["{\[]')

T = TypeVar("T")


class Kind(StrEnum):
    """What a file's content is, whatever its name says."""

    TEXT = "text"
    WORKBOOK = "workbook"
    """A zip archive; that it is a workbook is seen when it is screened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file as it was read, once: what is hashed is what is judged."""

    name: str
    """Without folder."""
    sha256: str
    kind: Kind
    data: bytes = field(repr=False)


def expand(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that `paths` mean: a folder stands for its tables (`*.csv`, `*.xlsx`, …), sorted by name.

    Hidden files and the lock files of an open spreadsheet (`~$…`) are left out; folders inside are not entered.
    `left_out` counts what else is there.

    Raises:
        SourceError: A path does not exist or cannot be listed, a folder holds no such file, or there is no path.
    """
    found: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = tables(path)
        except OSError as error:
            problems.append(_unopened(path, error))
            continue
        if not inside:
            hint = "Put the export there, or name the file itself."
            problems.append(Problem(what="the folder holds no .csv and no .xlsx file", where=path.name, hint=hint))
        found += inside
    if not paths:
        problems.append(Problem(what="no file is named", hint="Name a file or a folder."))
    if problems:
        raise SourceError(*problems)
    return tuple(found)


def tables(folder: Path) -> list[Path]:
    """Return the tables in a folder, sorted by name."""
    return sorted(p for p in _seen(folder) if _is_table(p))


def left_out(paths: Sequence[Path]) -> int:
    """Return how many files and folders inside the folders among `paths` are not read."""
    return sum(not _is_table(p) for path in paths if path.is_dir() for p in _seen(path))


def _seen(folder: Path) -> Iterator[Path]:
    return (p for p in folder.iterdir() if not p.name.startswith((".", "~$")))


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and path.is_file()


def load(path: Path) -> SourceFile:
    """Read a file whole.

    Raises:
        SourceError: It is missing, unreadable, empty, larger than 768 MiB, or of a kind that holds no table.
    """
    try:
        if path.is_dir():
            raise SourceError("this is a folder, and one file is needed", where=path.name, hint="Name the file in it.")
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:  # a pipe must not keep us waiting
            found = os.fstat(stream.fileno())
            if not S_ISREG(found.st_mode):
                # A device or a pipe has no size to bound, and cannot be hashed and read again.
                raise SourceError("this is not a regular file", where=path.name, hint="Save the export as a file.")
            if found.st_size > _LARGEST:
                raise SourceError(
                    f"the file has {found.st_size:,} bytes and the most is {_LARGEST:,}",
                    where=path.name,
                    hint="Export only the columns that are needed, or split the file.",
                )
            data = stream.read(found.st_size + 1)
        if len(data) != found.st_size:
            hint = "Run again once nobody writes to it, or copy it to a folder of this machine."
            raise SourceError("the file changed while it was read", where=path.name, hint=hint)
    except (OSError, ValueError) as error:
        raise SourceError(_unopened(path, error)) from error
    name = os.fsencode(path.name).decode("utf-8", "backslashreplace")  # a file's name may be no text
    return SourceFile(name=name, sha256=sha256(data).hexdigest(), kind=kind(data, path.name), data=data)


def kind(data: bytes, name: str) -> Kind:
    """Return what `data` is by its content.

    Raises:
        SourceError: It is empty, or a kind of file that holds no table we read.
    """
    if not (data[:512].strip(_NOTHING) or data.strip(_NOTHING)):  # the whole would be copied
        raise SourceError("the file is empty", where=name, hint="Export it again; a header row is the least it needs.")
    if data.startswith(_ZIP):
        return Kind.WORKBOOK
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise SourceError(
                "the workbook is encrypted with a password",
                where=name,
                hint="Open it in Excel, remove the password (File, Info, Protect Workbook) and save a copy.",
            )
        raise SourceError("this is an old Excel file (.xls)", where=name, hint="Save it as .xlsx and use that.")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what in _FOREIGN:
        if start.startswith(magic):
            raise SourceError(f"this is {what}, not a table", where=name, hint=_RESAVE)
    if _JSON.match(start):
        hint = "Export it as CSV UTF-8 or .xlsx and use that."
        raise SourceError("this is JSON, not a table", where=name, hint=hint)
    if start.lower().startswith(_WEB):
        raise SourceError("this is a web page or XML, not a table", where=name, hint=_RESAVE)
    return Kind.TEXT


def collect(items: Iterable[T], read: Callable[[T], object]) -> None:
    """Call `read` for each item, and raise the problems of all of them together.

    Raises:
        SourceError: At least one call raised it.
    """
    problems: list[Problem] = []
    for item in items:
        try:
            read(item)
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(*problems)


def _unopened(path: Path, error: OSError | ValueError) -> Problem:
    """Say why a path could not be opened, without its folders."""
    name = path.name or str(path)
    if isinstance(error, FileNotFoundError):
        return Problem(what="there is no such file", where=name, hint=f"Looked for {path}; check the spelling.")
    why = (error.strerror if isinstance(error, OSError) else None) or "the path is not valid"
    return Problem(what=f"the file cannot be opened ({why})", where=name, hint="Check the path and its permissions.")
