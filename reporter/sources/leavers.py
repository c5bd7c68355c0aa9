"""What a roster says about who has left: the columns that tell it, and whether there is one."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from reporter.assess.status_words import TYPE
from reporter.model.assessment import Notice
from reporter.model.text import comparable
from reporter.sources.tables import Table

_TELLING = ("last_day", "active_flag", "left_flag", "account_enabled", "account_blocked")
_STATUSES = ("status", "other_status")
_DAY = r"^(?:[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}|[0-9]{5}$|[0-9]{1,2}\D{1,3}\p{L}{3,})"
_MOST = 0.8


def dated(table: Table) -> Table:
    """Return a table in which a column such as `Left` or `Terminated` that holds days is the one of last days."""
    if not table.has("left_flag"):
        return table
    given = table.rows["left_flag"].drop_nulls()
    if given.is_empty() or given.str.contains(_DAY).sum() < _MOST * len(given):
        return table
    columns = dict(table.header.columns)
    columns["last_day"] = (*columns.get("last_day", ()), *columns.pop("left_flag"))
    known = ["last_day"] if table.has("last_day") else []
    rows = table.rows.with_columns(pl.coalesce(*known, "left_flag").alias("last_day")).drop("left_flag")
    return replace(table, rows=rows, header=replace(table.header, columns=columns))


def untold(table: Table) -> list[Notice]:
    """Return the notice that nothing in a file says who has left, where that is so.

    Words for how somebody works (full-time, temporary) say nothing of it.
    """
    if table.rows.is_empty() or any(table.has(role) for role in _TELLING):
        return []
    said = [table.rows[role].drop_nulls().unique() for role in _STATUSES if table.has(role)]
    if {comparable(word) for words in said for word in words} - TYPE:
        return []
    return [Notice(code="leavers-untold", values={"file": table.file.name})]
