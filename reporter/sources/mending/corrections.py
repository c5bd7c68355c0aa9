"""Rows that HR mended: `rejects-roster.csv` and `rejects-survey.csv`, given as a further roster or survey.

Such a file begins with the columns `file`, `sheet` and `row`. Each of its rows replaces the row it names, cell by cell
under the heads of that row's own file, before anything is made of it; so no row is counted twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.model.assessment import Notice
from reporter.model.inputs import InputFile
from reporter.sheets import files
from reporter.sheets.files import SourceFile
from reporter.sheets.sheet import Sheet
from reporter.sources import dates, tables
from reporter.sources.headers.header import Vocabulary, named
from reporter.sources.mending.correction_files import (
    FILE,
    ROW,
    SHEET,
    CorrectionFile,
    Key,
    keys,
    recognised,
    shown,
    text,
)

_IDS = ("employee_id", "response_id")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(0x80, 0xA0)}
"""What Windows-1252 has in the places where ISO 8859-1 has control characters."""
_DATES = ("first_day", "last_day", "submitted_at", "modified_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A roster's or survey's files with their corrections applied."""

    tables: tuple[tables.Table, ...]
    files: tuple[InputFile, ...]
    """The files of corrections."""
    notices: tuple[Notice, ...]


def read(paths: Sequence[Path], vocabulary: Vocabulary, role: str) -> Corrected:
    """Read several files as one table, and put what was mended in its place.

    What a spreadsheet program does to a cell when it saves it changes nothing: a date written another way, letters it
    does not know, an id without its leading zeros. (So a row is not mended by taking zeros off; its address may be.)

    Args:
        paths: Files and folders, at least one.
        vocabulary: The roles, with what the configuration says about them.
        role: `roster` or `survey`, for messages and the manifest.

    Raises:
        SourceError: The problems of all files together; a correction that names no row, or one that is not there, or
            one that another correction names with other words.
    """
    found: list[CorrectionFile] = []

    def aside(file: SourceFile, sheets: Sequence[Sheet]) -> bool:
        given = recognised(file, sheets)
        found.extend([given] if given else [])
        return given is not None

    sources = tables.read_all(paths, vocabulary, aside=aside)
    count = files.left_out(paths)
    wanted = _Changes(sources, role)
    problems = [problem for given in found for problem in wanted.take(given)]
    if problems:
        raise SourceError(*problems)
    roles = {key: _roles(table)[place] for table in sources for key, place in _positions(table).items()}
    return Corrected(
        tables=tuple(_changed(t, wanted.cells[i], vocabulary) for i, t in enumerate(sources)),
        files=tuple(given.input_file(role, roles) for given in found),
        notices=(
            *(notice for given in found for notice in given.sheet.notices),
            *(Notice(code="ids-kept", values={"file": f, "count": n}) for f, n in wanted.shortened.items()),
            *(Notice(code="rows-corrected", values={"file": f, "count": n}) for f, n in wanted.counts.items()),
            *([Notice(code="files-not-read", values={"role": role, "count": count})] if count else []),
        ),
    )


class _Changes:
    """What is to change in which file, and who said so first."""

    def __init__(self, sources: Sequence[tables.Table], role: str) -> None:
        self._role = role
        self._sources = sources
        self._heads = [_positions(table) for table in sources]
        self._columns = [
            {place: table.sheet.cells[str(place)] for place in heads.values()}
            for table, heads in zip(sources, self._heads, strict=True)
        ]
        self._rows = [set[int]()] * len(sources)
        self._known = {key for heads in self._heads for key in heads}
        self._said: dict[tuple[int, int], tuple[str, dict[int, str | None]]] = {}
        self.cells: list[dict[int, dict[int, str | None]]] = [{} for _ in sources]
        """For each source: column → row → text."""
        self.counts: Counter[str] = Counter()
        """File of corrections → rows it changes."""
        self.shortened: Counter[str] = Counter()
        """File of corrections → ids that a spreadsheet program took digits from."""

    def take(self, given: CorrectionFile) -> Iterator[Problem]:
        """Note the changes of one file; yield what is wrong with it."""
        for number, cells in given.rows:
            where = f"{given.sheet.where}, row {number}"
            try:
                source, row, changes = self._read(given, cells)
            except _Refused as refused:
                yield Problem(what=refused.what, where=where, hint=refused.hint)
                continue
            before = self._said.get((source, row))
            if not changes or (before and before[1] == changes):
                continue
            if before:
                place = self._sources[source].sheet.where
                what = f"row {row} of {place} is mended here and, differently, in {before[0]}"
                yield Problem(what=what, where=where, hint="Keep one of the two, and delete the other row.")
                continue
            self._said[source, row] = where, changes
            self.counts[given.file.name] += 1
            for column, new in changes.items():
                self.cells[source].setdefault(column, {})[row] = new

    def _read(self, given: CorrectionFile, cells: Sequence[str | None]) -> tuple[int, int, dict[int, str | None]]:
        """Return the source and the row that a correction names, and its cells that differ: column → text."""
        texts = dict(zip(given.keys, cells, strict=True))
        source, row = self._named(texts)
        table = self._sources[source]
        numbers = self._rows[source] = self._rows[source] or set(table.rows["row"].to_list())
        if row not in numbers:
            raise _Refused(
                f"row {row} of {table.sheet.where} is no row of data",
                "Give file, sheet and row back as they were; they say which row is replaced.",
            )
        heads = self._heads[source]
        roles = _roles(table)
        if not any(texts.get(key) for key in heads):
            raise _Refused(
                "every cell is empty",
                f"Delete the row here to leave it as it was; to take it out of the {self._role}, delete it in "
                f"{table.file.name}.",
            )
        if any(cell and not title for cell, title in zip(cells, given.titles, strict=True)):
            raise _Refused(
                "it has more cells than the header",
                "Put quotation marks round a text that contains the delimiter.",
            )
        stray = [key for key, text in texts.items() if text and key in self._known - heads.keys()]
        if stray:
            title = given.titles[given.keys.index(stray[0])]
            raise _Refused(
                f"{named(given.keys.index(stray[0]), title)} is filled in, and {table.sheet.where} has no such column",
                "Empty the cell; only what stands in a row's own file can be mended.",
            )
        changes = {}
        for key, place in heads.items():
            if key in texts:
                old, new = text(self._columns[source][place][row - 1]), texts[key]
                if old == new or (old and new and _unchanged(old, new, roles[place])):
                    continue
                if old and new and roles[place] in _IDS and _shortened(old, new):
                    self.shortened[given.file.name] += 1
                    continue
                changes[place] = new
        return source, row, changes

    def _named(self, texts: Mapping[Key, str | None]) -> tuple[int, int]:
        file, sheet, row = (texts.get((name, 0)) for name in (FILE, SHEET, ROW))
        if not file or not row or not row.isascii() or not row.isdigit():
            raise _Refused(
                "it does not say which row it replaces",
                "Give file, sheet and row back as they were. A new row belongs into a file of its own.",
            )
        for index, table in enumerate(self._sources):
            if table.file.name == file and (sheet is None or sheet == table.sheet.name):
                return index, int(row)
        given = ", ".join(table.sheet.where for table in self._sources) or "none"
        raise _Refused(
            f"the file or sheet whose row it replaces is not given as {self._role}",
            f"Give that file too, under the name it had (given are: {given}). A roster's rows are mended with a "
            "further --roster, a survey's with a further --survey.",
        )


class _Refused(Exception):  # noqa: N818 - not an error of its own: `take` says which row it is about
    """Why a correction cannot be followed."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def _changed(
    table: tables.Table, changes: Mapping[int, Mapping[int, str | None]], vocabulary: Vocabulary
) -> tables.Table:
    """Return a table with some of its cells replaced (column → row → text)."""
    if not changes:
        return table
    number = pl.int_range(1, pl.len() + 1)
    cells = table.sheet.cells.with_columns(
        pl.when(number.is_in(list(texts)))
        .then(number.replace_strict(dict(texts), default=None, return_dtype=pl.String))
        .otherwise(pl.col(str(place)))
        .alias(str(place))
        for place, texts in changes.items()
    )
    return tables.with_cells(table, cells, vocabulary)


def _unchanged(old: str, new: str, role: str) -> bool:
    """Return whether a text is the same but for what writing it, or a spreadsheet program's saving it, does to it."""
    return shown(new) in _saved(shown(old)) or (role in _DATES and _same_moment(old, new))


def _shortened(old: str, new: str) -> bool:
    """Return whether an id is what a spreadsheet program makes of a number: 7 of 007, 1.14523E+11 of 114523456789."""
    if not (old.isascii() and old.isdigit()):
        return False
    if _SCIENTIFIC.fullmatch(new):
        return f"{float(old):.5E}" == f"{float(new.replace(',', '.')):.5E}"
    return old != new and old.lstrip("0") == new


def _saved(old: str) -> Iterator[str]:
    """Yield a text as a spreadsheet program gives it back that takes UTF-8 for Windows-1252, or saves as that."""
    yield old
    if not old.isascii():
        yield old.encode("cp1252", "replace").decode("cp1252")
        yield old.encode().decode("latin-1").translate(_WINDOWS)


def _same_moment(one: str, other: str) -> bool:
    """Return whether two texts can state the same day and minute, in whichever order of day and month each is."""
    return not {_minute(m) for m in dates.meanings(one)}.isdisjoint(_minute(m) for m in dates.meanings(other))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0, tzinfo=None)


def _positions(table: tables.Table) -> dict[Key, int]:
    """Return head → the place of a kept column."""
    places = sorted(place for places in table.header.columns.values() for place in places)
    return dict(zip(keys([table.header.titles[place] for place in places]), places, strict=True))


def _roles(table: tables.Table) -> dict[int, str]:
    """Return the place of each kept column → its role."""
    return {place: role for role, places in table.header.columns.items() for place in places}
