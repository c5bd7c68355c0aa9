"""What stands on one sheet, as a value: one table, a title and a note above it, nothing under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NotRequired, TypedDict, Unpack

from reporter.reports.excel.styles import Style
from reporter.wording import words

WORDS = "workbook.en"
"""The workbook's own wording, beside the one all documents share."""

Value = str | int | float | date | None
Row = Sequence[Value]

HEAD_ROW = 5
"""Where every table's heads stand. Above it stand three cells: title, note, way back."""
FIRST_ROW = HEAD_ROW + 1
MOST_ROWS = 1_048_576 - HEAD_ROW
"""Rows of data one sheet holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its head, its width in characters, its style, and what may be entered."""

    head: str
    width: float
    style: Style = Style.TEXT
    choices: str = ""
    """Entries a drop-down offers, joined by commas."""
    prompt: str = ""
    """Says what to enter where an entry is refused."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Text → place in this workbook that it leads to (`'Guidance'!A6`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table and the words above it."""

    tab: str
    title: str
    about: str
    """What the reader sees, and what to mind, in one line."""
    table: str
    """The table's name, as HR's own formulas may call it."""
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    empty: str
    """Says why there is no table where there is no row."""
    frozen: int = 1
    """Columns that stay in sight."""
    head_height: float = 32
    tall: bool = False
    """Rows are as high as their texts; else each is one line."""
    outcomes: range = range(0)
    """Columns (from 0) that hold words of outcomes."""

    def parts(self) -> tuple[Sheet, ...]:
        """Return this sheet, or as many as its rows need."""
        starts = range(0, max(len(self.rows), 1), MOST_ROWS)
        return tuple(
            replace(
                self,
                tab=self.tab if n == 1 else f"{self.tab} ({n})",
                table=self.table if n == 1 else f"{self.table}{n}",
                rows=self.rows[start : start + MOST_ROWS],
            )
            for n, start in enumerate(starts, start=1)
        )


def column(key: str, width: float, style: Style = Style.TEXT, *, places: Mapping[str, str] | None = None) -> Column:
    """Return a column with the head that the wording holds under `key`."""
    return Column(head=words(WORDS)("heads", key), width=width, style=style, places=places or {})


def worded(key: str, *, more: str = "", **rest: Unpack[_Rest]) -> Sheet:
    """Return a sheet with tab, title, note and the sentence for no rows that the wording holds under `key`.

    Args:
        key: where in the wording.
        more: what the note says beside that.
        rest: the other fields of the sheet.
    """
    say = words(WORDS)
    about = " ".join(text for text in (say(key, "about"), say(key, "note"), more) if text)
    return Sheet(tab=say(key, "tab"), title=say(key, "title"), about=about, empty=say(key, "empty"), **rest)


class _Rest(TypedDict):
    table: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    frozen: NotRequired[int]
    head_height: NotRequired[float]
    tall: NotRequired[bool]
    outcomes: NotRequired[range]


def place(tab: str, row: int = 1) -> str:
    """Return the first cell of a row on a sheet, as links name it."""
    quoted = tab.replace("'", "''")
    return f"'{quoted}'!A{row}"
