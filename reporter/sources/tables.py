"""From a file to a table: its one sheet that has the header, its rows of data, and what is known about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.model.assessment import Notice
from reporter.model.inputs import DateSpan, InputFile
from reporter.model.text import EDGES, comparable
from reporter.sheets import xlsx_tables
from reporter.sheets.files import Kind, SourceFile, expand, load
from reporter.sheets.sheet import Sheet, shared
from reporter.sources import csv_tables, joining, nobody, questionnaire, running_numbers, slips, uncalculated
from reporter.sources.headers import header_rows
from reporter.sources.headers.header import WINDOW, Header, Vocabulary, letter, listed

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
    nobody: pl.Series = field(repr=False)
    """For each row, whether it is nobody's: a total, a count, a page or group line (`sources.nobody`)."""

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

    def input_file(self, role: str, *, date_order: str | None = None, dates: tuple[DateSpan, ...] = ()) -> InputFile:
        """Return the manifest's entry for the file.

        Args:
            role: What the file is to the run.
            date_order: As the dates were read; a workbook's own dates have none.
            dates: The first and last day of each column of dates.
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
                **({"last_header_row": self.header.last + 1} if self.header.last > self.header.index else {}),
                "date_order": None if workbook and date_order == "ymd" else date_order,
                "sheet": self.sheet.name,
            },
            columns={role: self.title(role) for role in self.header.columns},
            dropped=self.header.dropped,
            dates=dates,
        )


def read(file: SourceFile, vocabulary: Vocabulary) -> Table:
    """Read one file's table.

    Raises:
        SourceError: No sheet has a header that is understood, several have one, or rows do not fit the header.
    """
    return _table(file, sheets(file, vocabulary), vocabulary)


def sheets(file: SourceFile, vocabulary: Vocabulary) -> tuple[Sheet, ...]:
    """Return a file's visible sheets that hold anything; a CSV file is one, a questionnaire of ours is a table.

    Raises:
        SourceError: The file cannot be read, or there is none.
    """
    [found] = _sheets_of((file,), vocabulary)
    if isinstance(found, SourceError):
        raise found
    return found


def _sheets_of(files: Sequence[SourceFile], vocabulary: Vocabulary) -> Iterator[tuple[Sheet, ...] | SourceError]:
    """Yield each file's sheets, or what keeps it from being read."""
    workbooks = xlsx_tables.read_each([file for file in files if file.kind is Kind.WORKBOOK])
    for file in files:
        if file.kind is Kind.WORKBOOK:
            found = next(workbooks)
        else:
            try:
                found = (csv_tables.read(file, vocabulary),)
            except SourceError as error:
                found = error
        if not found:
            hint = "Sheets that are hidden are not read: show the one with the data."
            found = SourceError("no visible sheet of the workbook holds a cell", where=file.name, hint=hint)
        elif not isinstance(found, SourceError) and vocabulary.asked:
            found = questionnaire.forms_among(found)
        yield found


def with_cells(table: Table, cells: pl.DataFrame, vocabulary: Vocabulary) -> Table:
    """Return a table as it is with other cells below its header."""
    sheet = replace(table.sheet, cells=cells)
    below, _ = _below(sheet, table.header)
    rows = _by_role(below, sheet, table.header, vocabulary)
    return replace(table, sheet=sheet, rows=rows, nobody=nobody.lines(below, table.header))


def _table(file: SourceFile, sheets: Sequence[Sheet], vocabulary: Vocabulary) -> Table:
    """Return the table of the one sheet that has a header, with its rows of data."""
    sheet, header = _chosen(file, sheets, vocabulary)
    if above := header_rows.people_above(_texts(sheet.cells.head(header.index)), header):
        hint = "Sorting a sheet moves its header too: put the header back above the first person."
        what = "the row is somebody's and stands above the header, where rows are not read"
        raise SourceError(*(Problem(what=what, where=f"{sheet.where}, row {i + 1}", hint=hint) for i in above))
    notices = [*sheet.notices]
    if len(sheets) > 1:
        notices.append(Notice(code="sheets-skipped", values={"file": file.name, "count": len(sheets) - 1}))
    below, repeated = _below(sheet, header)
    if not vocabulary.asked:  # what a survey leaves empty says something: nobody submitted it
        empty = [int(c) for c in below.columns[1:] if below[c].null_count() == below.height]
        header = header.without(frozenset(empty) - sheet.uncalculated.keys())
    if repeated:
        notices.append(Notice(code="header-repeated", values={"file": file.name, "count": repeated}))
    if problems := uncalculated.problems(sheet, header):
        raise SourceError(*problems)
    people = below.filter(~nobody.lines(below, header))  # a total among them does not end a count
    header, told = running_numbers.without(header, people, vocabulary, file.name)
    if header.problems:
        raise SourceError(*(replace(problem, where=sheet.where) for problem in header.problems))
    rows = _by_role(below, sheet, header, vocabulary)
    if not vocabulary.asked and (problems := slips.slipped(below, header, sheet)):
        raise SourceError(*problems)
    found = nobody.lines(below, header)
    return Table(file=file, sheet=sheet, header=header, rows=rows, notices=(*notices, *told), nobody=found)


def read_all(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    *,
    aside: Callable[[SourceFile, Sequence[Sheet]], bool] = lambda _file, _sheets: False,
) -> tuple[Table, ...]:
    """Read several files as one table, each with its own header.

    Args:
        paths: Files and folders, at least one.
        vocabulary: The roles, with what the configuration says about them.
        aside: Is shown each file first; one that it takes is no table of its own.

    Raises:
        SourceError: The problems of all files together, or a configured column that none of them has.
    """
    tables: list[Table] = []
    problems: list[Problem] = []
    loaded: list[SourceFile] = []
    for path in expand(paths):
        try:
            loaded.append(load(path))
        except SourceError as error:
            problems += error.problems
    loaded = _told_apart(loaded)
    for file, found in zip(loaded, _sheets_of(loaded, vocabulary), strict=True):
        try:
            if isinstance(found, SourceError):
                raise found
            if not aside(file, found):
                tables.append(_table(file, found, vocabulary))
        except SourceError as error:
            problems += error.problems
    if not problems:
        problems += _not_there(tables, vocabulary)
    if problems:
        raise SourceError(*problems)
    return tuple(tables)


def _told_apart(files: Sequence[SourceFile]) -> list[SourceFile]:
    """Return the files with a number behind a name that an earlier one has: rows are named by file and row."""
    seen: Counter[str] = Counter()
    found = []
    for file in files:
        seen[file.name] += 1
        number = seen[file.name]
        found.append(replace(file, name=f"{file.name} ({number})") if number > 1 else file)
    return found


def _not_there(tables: Sequence[Table], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield the configured columns that no file has."""
    if not vocabulary.configured:
        return
    present = {comparable(title) for t in tables for title in t.header.titles}
    for role, title in vocabulary.headers.items():
        if comparable(title) not in present:
            headers = listed(h for t in tables for h in t.header.titles)
            what = f'{role} = "{title}", and no file has such a column'
            yield Problem(what=what, where=vocabulary.configured.where, hint=f"The headers are {headers}.")


def _chosen(file: SourceFile, sheets: Sequence[Sheet], vocabulary: Vocabulary) -> tuple[Sheet, Header]:
    """Return the one sheet whose header is understood."""
    tops = ((sheet, header_rows.find(_texts(sheet.cells.head(WINDOW + 1)), vocabulary)) for sheet in sheets)
    found = [(sheet, header) for sheet, header in tops if header]
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


def _texts(cells: pl.DataFrame) -> list[list[str]]:
    """Return rows of texts, with "" for nothing."""
    return [["" if cell is None else cell for cell in row] for row in cells.iter_rows()]


def _below(sheet: Sheet, header: Header) -> tuple[pl.DataFrame, int]:
    """Return the rows of data below the header, trimmed, and how many more header rows stand among them.

    Exports pasted below one another bring their headers along.
    """
    below = sheet.cells.with_row_index("row", offset=1).slice(header.last + 1)
    trimmed = pl.all().exclude("row").str.strip_chars(EDGES).replace("", None)
    below = below.with_columns(trimmed).filter(pl.any_horizontal(pl.all().exclude("row").is_not_null()))
    again = [
        pl.all_horizontal(
            # Empty cells too: a row of options is mostly empty, and a response that chose them all is no such row.
            pl.col(str(i)).eq_missing(pl.lit(cell.strip(EDGES) or None, dtype=pl.String))
            for i, cell in enumerate(row)
        )
        for row in header.rows
    ]
    rows = below.filter(~pl.any_horizontal(again))
    return rows, below.height - rows.height


def _by_role(below: pl.DataFrame, sheet: Sheet, header: Header, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return rows of data with a column for each role.

    Raises:
        SourceError: A row has more cells than the header, so that nobody knows which cell is which.
    """
    last = max(i for row in header.rows for i, title in enumerate(row) if title)
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
    roles = [role for role in vocabulary.names if header.columns.get(role)]
    if wrong := [problem for role in roles if (problem := joining.contradiction(below, header, role, vocabulary))]:
        raise SourceError(*(replace(problem, where=sheet.where) for problem in wrong))
    best = {role.name for role in vocabulary.roles if role.fallback}
    columns = {role: shared(joining.column(below, header, role, best=role in best)) for role in roles}
    return pl.DataFrame({"row": below["row"].cast(pl.UInt32), **columns})
