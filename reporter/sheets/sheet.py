"""One sheet as it was read: texts in their places, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from reporter.model.assessment import Notice

_MANY = 10_000
_INLINE = 12  # bytes of a text that Polars holds in the column itself


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
    uncalculated: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Column, from 0 → how many of its cells hold a formula that was never calculated, and the first of their rows."""
    notices: tuple[Notice, ...] = ()

    @property
    def where(self) -> str:
        """The sheet as a message names it."""
        return self.file if self.name is None else f"{self.file}, sheet {self.name}"


def shared(texts: pl.Series) -> pl.Series:
    """Return a column that holds equal texts once, where many are equal: a million answers are a few texts."""
    if len(texts) < _MANY or not (texts.str.len_bytes() > _INLINE).any() or texts.head(_MANY).n_unique() > _MANY / 2:
        return texts
    held = pl.Series("text", texts.unique(maintain_order=True).to_list(), dtype=pl.String)
    if len(held) > len(texts) / 2:
        return texts
    places = held.to_frame().with_row_index("place")
    found = texts.to_frame("text").join(places, on="text", how="left", nulls_equal=True, maintain_order="left")
    return held.gather(found["place"]).rename(texts.name)
