"""Text made comparable, column by column."""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

from reporter.model.text import comparable, comparable_key

# An address that identifies somebody need not be one that mail can be sent to, but it is exactly one.
_ONE_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


def keys(texts: pl.Series) -> pl.Series:
    """Return ids or addresses as they are compared; null where nothing is left."""
    return _mapped(texts, comparable_key)


def address_keys(texts: pl.Series) -> pl.Series:
    """Return addresses as they are compared; null where the text is not one address, and so identifies nobody."""
    return _mapped(texts, lambda text: key if _ONE_ADDRESS.fullmatch(key := comparable_key(text)) else "")


def comparables(texts: pl.Series) -> pl.Series:
    """Return free text as it is compared; null where nothing is left. Each different text is worked on once."""
    different = texts.drop_nulls().unique()
    table = {text: comparable(text) or None for text in different}
    return texts.replace_strict(table, default=None, return_dtype=pl.String) if table else texts.cast(pl.String)


def _mapped(texts: pl.Series, key: Callable[[str], str]) -> pl.Series:
    # Nearly all ids and addresses differ, so finding the different ones first would cost more than it saves.
    return pl.Series(texts.name, [None if t is None else key(t) or None for t in texts], dtype=pl.String)
