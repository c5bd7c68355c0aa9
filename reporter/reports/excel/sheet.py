"""What stands on one sheet, as a value: one table, a title and a note above it, nothing under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NotRequired, TypedDict, Unpack

import polars as pl

from reporter.reports.excel.styles import Style
from reporter.wording import words

WORDS = "workbook.en"
"""The workbook's own wording, beside the one all documents share."""

Value = str | int | float | date | None
Row = Sequence[Value]

HEAD_ROW = 5
"""Where every table's heads stand. Above it stand three cells: title, note, way back."""
FIRST_ROW = HEAD_ROW + 1
MOST_ROWS = 1_048_576 - HEAD_ROW - 1
"""Rows of data one sheet holds, and one of totals."""
_MOST_CELLS = 6_000_000
"""Cells of one sheet: its part of the file stays below 768 MiB, beyond which our own reader refuses it."""
_PIECE = 4_000
"""Rows made at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A sheet's rows, made piece by piece: however many they are, one piece is in memory."""

    height: int
    """How many there are."""
    piece: Callable[[int, int], pl.DataFrame]
    """From which row on, and how many → those rows: a column for each of the sheet's, in its order.

    A column is text (String; Enum where few texts recur), a whole number, a fraction, a day, or a Struct of several of
    them, of which one is not null: what stands as a number here may be a word there.
    """

    def pieces(self) -> Iterator[pl.DataFrame]:
        """Yield all rows, piece by piece."""
        return (self.piece(start, min(_PIECE, self.height - start)) for start in range(0, self.height, _PIECE))

    def part(self, start: int, most: int) -> Rows:
        """Return at most `most` rows from `start` on."""
        return Rows(height=min(most, self.height - start), piece=lambda at, count: self.piece(start + at, count))


def of_frame(frame: pl.DataFrame) -> Rows:
    """Return the rows of a frame."""
    return Rows(height=frame.height, piece=frame.slice)


def of_lines(lines: Sequence[Row], width: int) -> Rows:
    """Return rows given one by one, each with `width` values."""
    columns = zip(*lines, strict=True) if lines else ([] for _ in range(width))
    return of_frame(pl.DataFrame([_series(list(values)).alias(str(n)) for n, values in enumerate(columns)]))


def in_words(values: pl.Expr, said: Mapping[str, str | None]) -> pl.Expr:
    """Return values as the texts that readers see; few texts recur, so they are an Enum. One without words is a bug."""
    return values.cast(pl.String).replace_strict(said, return_dtype=among(said.values()))


def among(texts: Iterable[str | None]) -> pl.Enum:
    """Return what a column of few texts is."""
    return pl.Enum(list(dict.fromkeys(text for text in texts if text is not None)))


def _series(values: Sequence[Value]) -> pl.Series:
    texts = pl.Series("text", [v if isinstance(v, str) else None for v in values], dtype=pl.String)
    others = pl.Series("other", [None if isinstance(v, str) else v for v in values])
    if others.null_count() == len(values):
        return texts
    return others if texts.null_count() == len(values) else pl.DataFrame([others, texts]).to_struct()


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
    hidden: bool = False


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
    rows: Rows
    empty: str
    """Says why there is no table where there is no row."""
    total: Row | None = None
    """The table's last row: what all of its rows, and what they leave out, come to."""
    printed: int | None = None
    """Columns that are printed; None: all."""
    frozen: int = 1
    """Columns that stay in sight."""
    head_height: float = 32
    tall: bool = False
    """Rows are as high as their texts; else each is one line."""
    outcomes: range = range(0)
    """Columns (from 0) that hold words of outcomes."""

    def parts(self, most: int = MOST_ROWS) -> tuple[Sheet, ...]:
        """Return this sheet, or as many as its rows need where one holds `most`; a total stands on the last."""
        most = min(most, _MOST_CELLS // len(self.columns))
        starts = range(0, max(self.rows.height, 1), most)
        return tuple(
            replace(
                self,
                tab=self.tab if n == 1 else f"{self.tab} ({n})",
                table=self.table if n == 1 else f"{self.table}{n}",
                rows=self.rows.part(start, most),
                total=self.total if n == len(starts) else None,
            )
            for n, start in enumerate(starts, start=1)
        )


def column(key: str, width: float, style: Style = Style.TEXT, *, places: Mapping[str, str] | None = None) -> Column:
    """Return a column with the head that the wording holds under `key`."""
    return Column(head=words(WORDS)("heads", key), width=width, style=style, places=places or {})


def worded(key: str, *, rows: Rows | Sequence[Row], more: str = "", **rest: Unpack[_Rest]) -> Sheet:
    """Return a sheet with tab, title, note and the sentence for no rows that the wording holds under `key`.

    Args:
        key: where in the wording.
        rows: what the sheet holds.
        more: what the note says beside that.
        rest: the other fields of the sheet.
    """
    say = words(WORDS)
    about = " ".join(text for text in (say(key, "about"), say(key, "note"), more) if text)
    if not isinstance(rows, Rows):
        rows = of_lines(rows, len(rest["columns"]))
    return Sheet(tab=say(key, "tab"), title=say(key, "title"), about=about, empty=say(key, "empty"), rows=rows, **rest)


class _Rest(TypedDict):
    table: str
    columns: tuple[Column, ...]
    total: NotRequired[Row | None]
    printed: NotRequired[int]
    frozen: NotRequired[int]
    head_height: NotRequired[float]
    tall: NotRequired[bool]
    outcomes: NotRequired[range]


def place(tab: str, row: int = 1) -> str:
    """Return the first cell of a row on a sheet, as links name it."""
    quoted = tab.replace("'", "''")
    return f"'{quoted}'!A{row}"
