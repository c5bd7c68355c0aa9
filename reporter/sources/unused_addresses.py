"""Columns of addresses that play no role: never used, but named, for by their address most people are known."""

from __future__ import annotations

import polars as pl

from reporter.model.assessment import Notice
from reporter.model.text import EDGES
from reporter.sources import addresses
from reporter.sources.headers.header import named
from reporter.sources.tables import Table

_MOST = 0.5  # of a column's texts: what people were asked for, some of them leave out or mistype


def column(table: Table, among: pl.Series | None = None) -> str | None:
    """Return the first column that plays no role and mostly holds addresses, as a message names it; None if none does.

    Args:
        table: The file.
        among: Which of its rows to look at; None: all.
    """
    used = {place for places in table.header.columns.values() for place in places}
    for place, title in enumerate(table.header.titles):
        if title and place not in used:
            texts = cells(table, place)
            texts = (texts if among is None else texts.filter(among)).drop_nulls()
            if len(texts) and addresses.read(texts)[1].sum() >= _MOST * len(texts):
                return named(place, title)
    return None


def notices(table: Table) -> list[Notice]:
    """Return the notice that a roster holds addresses and none is used."""
    if table.has("address") or table.has("sign_in") or (unused := column(table)) is None:
        return []
    return [Notice(code="roster-addresses-not-used", values={"file": table.file.name, "column": unused})]


def cells(table: Table, place: int) -> pl.Series:
    """Return any column's texts in the rows of data: trimmed, null if empty."""
    texts = table.sheet.cells[str(place)].gather(table.rows["row"] - 1)
    return texts.str.strip_chars(EDGES).replace("", None)
