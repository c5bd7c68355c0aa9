"""From a file to a table: its one sheet that has the header, its rows of data, and what is known about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.model.assessment import Notice
from reporter.model.inputs import InputFile
from reporter.model.text import EDGES, comparable
from reporter.sources import csv_tables, xlsx_tables
from reporter.sources.files import Kind, SourceFile, expand, load
from reporter.sources.header import WINDOW, Header, Vocabulary, letter, listed
from reporter.sources.sheet import Sheet

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file's rows of data, by role."""

    file: SourceFile
    sheet: Sheet
    header: Header
    rows: pl.DataFrame = field(repr=False)
    """`row` (UInt32, as a spreadsheet counts), and a String column for each role found: trimmed, null if empty."""
    notices: tuple[Notice, ...]

    def has(self, role: str) -> bool:
        """Return whether a column plays `role`."""
        return role in self.header.columns

    def title(self, role: str) -> str:
        """Return the header of the column that plays `role`; of several, all of them."""
        return ", ".join(self.header.titles[c] for c in self.header.columns[role])

    def where(self, role: str | None = None, row: int | None = None) -> str:
        """Return a place as a message names it: file, sheet, row, column."""
        parts = [self.sheet.where]
        if row is not None:
            parts.append(f"row {row}")
        if role is not None:
            first = self.header.columns[role][0]
            parts.append(f'column {letter(first)} "{" ".join(self.header.titles[first].split())[:60]}"')
        return ", ".join(parts)

    def input_file(self, role: str, *, date_order: str | None = None) -> InputFile:
        """Return the manifest's entry for the file.

        Args:
            role: What the file is to the run.
            date_order: As the dates were read; a workbook's own dates have none.
        """
        workbook = self.sheet.name is not None
        return InputFile(
            role=role,
            name=self.file.name,
            sha256=self.file.sha256,
            size=len(self.file.data),
            rows=self.rows.height,
            dialect={
                "encoding": self.sheet.encoding,
                "delimiter": self.sheet.delimiter,
                "header_row": self.header.index + 1,
                "date_order": None if workbook and date_order == "ymd" else date_order,
                "sheet": self.sheet.name,
            },
            columns={role: self.title(role) for role in self.header.columns},
            dropped=self.header.dropped,
        )


def read(file: SourceFile, vocabulary: Vocabulary) -> Table:
    """Read one file's table.

    Raises:
        SourceError: No sheet has a header that is understood, several have one, or rows do not fit the header.
    """
    sheets = xlsx_tables.read(file) if file.kind is Kind.WORKBOOK else (csv_tables.read(file, vocabulary),)
    if not sheets:
        hint = "Sheets that are hidden are not read: show the one with the data."
        raise SourceError("no visible sheet of the workbook holds a cell", where=file.name, hint=hint)
    sheet, header = _chosen(file, sheets, vocabulary)
    notices = sheet.notices
    if len(sheets) > 1:
        notices = (*notices, Notice(code="sheets-skipped", values={"file": file.name, "count": len(sheets) - 1}))
    return Table(file=file, sheet=sheet, header=header, rows=_rows(sheet, header, vocabulary), notices=notices)


def read_all(paths: Sequence[Path], vocabulary: Vocabulary) -> tuple[Table, ...]:
    """Read several files as one table, each with its own header.

    Args:
        paths: Files and folders, at least one.
        vocabulary: The roles, with what the configuration says about them.

    Raises:
        SourceError: The problems of all files together, or a configured column that none of them has.
    """
    tables: list[Table] = []
    problems: list[Problem] = []
    for path in expand(paths):
        try:
            tables.append(read(load(path), vocabulary))
        except SourceError as error:
            problems += error.problems
    if vocabulary.configured and not problems:
        present = {comparable(title) for t in tables for title in t.header.titles}
        for role, title in vocabulary.headers.items():
            if comparable(title) not in present:
                headers = listed(h for t in tables for h in t.header.titles)
                where = vocabulary.configured.where
                what = f'{role} = "{title}", and no file has such a column'
                problems.append(Problem(what=what, where=where, hint=f"The headers are {headers}."))
    if problems:
        raise SourceError(*problems)
    return tuple(tables)


def _chosen(file: SourceFile, sheets: Sequence[Sheet], vocabulary: Vocabulary) -> tuple[Sheet, Header]:
    """Return the one sheet whose header is understood."""
    found: list[tuple[Sheet, Header]] = []
    for sheet in sheets:
        window = sheet.cells.head(WINDOW)
        header = vocabulary.best([["" if c is None else c for c in row] for row in window.iter_rows()])
        if header:
            found.append((sheet, header))
    fit = [(sheet, header) for sheet, header in found if not header.problems]
    if len(fit) == 1:
        return fit[0]
    if fit:
        names = ", ".join(f'"{sheet.name}"' for sheet, _ in fit)
        hint = "Hide or delete the sheets that are not meant, or save each as a file of its own and name them all."
        raise SourceError(f"several sheets hold such a table: {names}", where=file.name, hint=hint)
    if found:
        sheet, header = max(found, key=lambda pair: len(pair[1].columns))
        where = f"{sheet.where}, row {header.index + 1}"
        raise SourceError(*(replace(problem, where=where) for problem in header.problems))
    what = f"no header row is recognised in the first {WINDOW} rows"
    raise SourceError(what, where=file.name, hint=" ".join(need.hint for need in vocabulary.needs))


def _rows(sheet: Sheet, header: Header, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return the rows of data below the header, by role."""
    below = sheet.cells.with_row_index("row", offset=1).slice(header.index + 1)
    trimmed = pl.all().exclude("row").str.strip_chars(EDGES).replace("", None)
    below = below.with_columns(trimmed).filter(pl.any_horizontal(pl.all().exclude("row").is_not_null()))
    # Exports pasted below one another bring their header along; it is no more a row the second time.
    again = [pl.col(str(i)).eq_missing(t.strip(EDGES)) for i, t in enumerate(header.titles) if t.strip(EDGES)]
    below = below.filter(~pl.all_horizontal(again))
    last = max(i for i, title in enumerate(header.titles) if title)
    beyond = below.columns[last + 2 :]
    if sheet.name is None and beyond:
        long = below.filter(pl.any_horizontal(pl.col(beyond).is_not_null()))["row"].to_list()
        if long:
            hint = "Put quotation marks round a text that contains the delimiter, or give the column a header."
            problems = [
                Problem(what="the row has more cells than the header", where=f"{sheet.where}, row {row}", hint=hint)
                for row in long[:_SHOWN]
            ]
            if len(long) > _SHOWN:
                problems.append(Problem(what=f"so have {len(long) - _SHOWN} more rows", where=sheet.where, hint=hint))
            raise SourceError(*problems)
    columns = [pl.col("row").cast(pl.UInt32)]
    for role in vocabulary.names:
        places = header.columns.get(role)
        if places:
            joined = pl.concat_str([str(p) for p in places], separator=";", ignore_nulls=True).replace("", None)
            columns.append((joined if len(places) > 1 else pl.col(str(places[0]))).alias(role))
    return below.select(columns)
