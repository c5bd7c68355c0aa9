"""What the values of an unknown column look like: their shape, never the values themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from reporter.errors import SourceError
from reporter.sources import addresses, dates

_MOST = 0.9  # of the values have the shape: exports have stray cells
_FEW = 25  # different values: those of a choice
_SEEN = 5_000  # different values that are looked at
_DIGITS = re.compile(r"[0-9]+")
_CODE = re.compile(r"[A-Za-z]{0,6}[-_. ]?[0-9]{1,12}")

_ORDERS = {
    "ymd": "year first",
    "dmy": "day first",
    "mdy": "month first",
    "open": "day or month first",
    "mixed": "some day first and some month first",
}


class Look(StrEnum):
    """The shapes that tell roles apart."""

    NOTHING = "nothing"
    ADDRESSES = "addresses"
    DATES = "dates"
    CODES = "codes"
    """Different in nearly every row, and short: ids are."""
    CHOICES = "choices"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A column's shape."""

    look: Look
    words: str
    """As a sentence continues: `looks like …`."""
    order: str | None = None
    """Of dates: `ymd`, `dmy` or `mdy` where they prove it; `open` where nothing does; `mixed` where they contradict."""


def shape(values: pl.Series) -> Shape:
    """Return what a column's values look like.

    Args:
        values: Texts, trimmed; null where a cell is empty.
    """
    given = values.drop_nulls()
    different = given.unique(maintain_order=True).head(_SEEN)
    if different.is_empty():
        return Shape(look=Look.NOTHING, words="nothing, all empty")
    _, usable = addresses.read(different)
    if usable.sum() >= _MOST * different.len():
        return Shape(look=Look.ADDRESSES, words="addresses")
    if found := _dates(different.to_list()):
        return found
    count = given.n_unique()
    every = count >= _MOST * given.len() and given.len() > 1
    if every and sum(_CODE.fullmatch(text) is not None for text in different) >= _MOST * different.len():
        return Shape(look=Look.CODES, words=_code(different.to_list()))
    if every or count > _FEW:
        return Shape(look=Look.TEXTS, words="texts, all different" if every else "many texts")
    return Shape(look=Look.CHOICES, words="one text" if count == 1 else f"{count} texts")


def _code(texts: list[str]) -> str:
    if not all(_DIGITS.fullmatch(text) for text in texts):
        return "codes, all different"
    zeros = any(text.startswith("0") for text in texts)
    return "numbers with leading zeros" if zeros else "numbers, all different"


def _dates(texts: list[str]) -> Shape | None:
    """Return the shape of dates; None where most values are none. Five digits alone are a number, not a day."""
    if all(_DIGITS.fullmatch(text) for text in texts):
        return None
    if sum(bool(dates.meanings(text)) for text in texts) < _MOST * len(texts):
        return None
    try:
        order = dates.read(texts, order=None, where="").order
    except SourceError as error:
        order = "mixed" if "some" in error.problems[0].what else "open"
    return Shape(look=Look.DATES, words=f"dates, {_ORDERS[order or 'ymd']}", order=order)
