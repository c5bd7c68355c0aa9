"""Text made comparable, column by column."""

from __future__ import annotations

import polars as pl

from reporter.model.text import comparable, comparable_key

ONE_ADDRESS = r"^[^@\s\x1c-\x1f,;<>]+@[^@\s\x1c-\x1f,;<>]+$"
"""An address that identifies somebody need not be one that mail can be sent to, but it is exactly one."""

_WHITE = "\t\n\v\f\r\x1c\x1d\x1e\x1f "  # all that Python trims from ASCII


def keys(texts: pl.Series) -> pl.Series:
    """Return ids or addresses as they are compared; null where nothing is left.

    Those within ASCII, nearly all, are worked on as a column; only the others one by one.
    """
    plain = texts.str.len_bytes() == texts.str.len_chars()
    odd = {text: comparable_key(text) for text in texts.filter(~plain.fill_null(value=True)).unique()}
    found = pl.select(
        pl.when(plain)
        .then(texts.str.strip_chars(_WHITE).str.to_lowercase())
        .otherwise(texts.replace_strict(odd, default=None, return_dtype=pl.String) if odd else None)
        .replace("", None)
    )
    return found.to_series().rename(texts.name)


def address_keys(texts: pl.Series) -> pl.Series:
    """Return addresses as they are compared; null where the text is not one address, and so identifies nobody."""
    found = keys(texts)
    return pl.select(pl.when(found.str.contains(ONE_ADDRESS)).then(found)).to_series().rename(texts.name)


def comparables(texts: pl.Series) -> pl.Series:
    """Return free text as it is compared; null where nothing is left. Each different text is worked on once."""
    different = texts.drop_nulls().unique()
    table = {text: comparable(text) or None for text in different}
    return texts.replace_strict(table, default=None, return_dtype=pl.String) if table else texts.cast(pl.String)
