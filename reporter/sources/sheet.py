"""One sheet as it was read: texts in their places, nothing interpreted yet."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from reporter.model.assessment import Notice

TALLEST, WIDEST = 1_048_576, 16_384
"""Rows and columns of the largest sheet a spreadsheet program makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A CSV file, or one sheet of a workbook."""

    file: str
    name: str | None
    """None: a CSV file."""
    cells: pl.DataFrame = field(repr=False)
    """String columns; line i is the spreadsheet's row i + 1."""
    encoding: str | None = None
    delimiter: str | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def where(self) -> str:
        """The sheet as a message names it."""
        return self.file if self.name is None else f"{self.file}, sheet {self.name}"
