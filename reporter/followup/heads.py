"""Where an action plan stands in a workbook that comes back: HR may have moved its heads, or put rows above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reporter.errors import Problem, SourceError
from reporter.model.text import EDGES, comparable
from reporter.sheets.sheet import Sheet
from reporter.wording import words

_WORDS = "workbook.en"
_KEY = "key"
READ = (_KEY, "owner", "state", "comment", "done_on")
"""The columns that are read, by their keys in the wording."""
SHOWN = ("employee_id", "address", "control")
"""Those that show whose row it is; HR may have deleted them."""
_WINDOW = 50
"""Rows among which the heads are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A sheet that holds a plan, or a part of it."""

    sheet: Sheet = field(repr=False)
    line: int
    """The line of the heads, from 0."""
    columns: Mapping[str, int]
    """Head → its column; all of READ, and those of SHOWN that are there once."""

    def rows(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield where each row below the heads stands that holds something we read, and its cells, trimmed."""
        below = self.sheet.cells.slice(self.line + 1).select(str(column) for column in self.columns.values())
        for number, row in enumerate(below.iter_rows(), start=self.line + 2):
            cells = {name: (cell or "").strip(EDGES) for name, cell in zip(self.columns, row, strict=True)}
            if any(cells[name] for name in READ):
                yield f"{self.sheet.where}, row {number}", cells


def find(sheets: Sequence[Sheet], name: str) -> list[Place]:
    """Return where the plan stands: on one sheet, or on several where it was too long for one.

    Args:
        sheets: The visible sheets of a workbook.
        name: Of the file, for messages.

    Raises:
        SourceError: No sheet holds it, or a sheet of it lacks a column or has one twice. Such a sheet is never left
            out: what HR wrote there would be lost.
    """
    found = [place for sheet in sheets if (place := _place(sheet))]
    problems = [place for place in found if isinstance(place, Problem)]
    if problems:
        raise SourceError(*problems)
    if not found:
        hint = (
            "Show the sheet Open findings and keep its heads as they are; its column Key is hidden, and has to stay. "
            "A workbook that was made without a key file has none."
        )
        raise SourceError("no visible sheet holds an action plan of ours", where=name, hint=hint)
    return [place for place in found if isinstance(place, Place)]


def _place(sheet: Sheet) -> Place | Problem | None:
    """Return where the heads stand on a sheet, or what is wrong with them; None where it holds no plan.

    A line with the head of the keys and another that we read is ours: HR's own sheets may have an owner or a comment.
    """
    said = {name: words(_WORDS)("heads", name) for name in (*READ, *SHOWN)}
    names = {comparable(head): name for name, head in said.items()}
    for line, row in enumerate(sheet.cells.head(_WINDOW).iter_rows()):
        columns: dict[str, list[int]] = {}
        for column, cell in enumerate(row):
            if cell and (name := names.get(comparable(cell))):
                columns.setdefault(name, []).append(column)
        ours = [name for name in READ if name in columns]
        if _KEY not in ours or ours == [_KEY]:
            continue
        where = f"{sheet.where}, row {line + 1}"
        if missing := [said[name] for name in READ if name not in columns]:
            what = f"no column is called {' or '.join(missing)}"
            hint = f"Call the columns as the run did: {', '.join(said[name] for name in READ)}. Their order is yours."
            return Problem(what=what, where=where, hint=hint)
        if twice := [said[name] for name in READ if len(columns[name]) > 1]:
            return Problem(what=f"two columns are called {twice[0]}", where=where, hint="Give yours another name.")
        return Place(sheet=sheet, line=line, columns={name: at[0] for name, at in columns.items() if len(at) == 1})
    return None
