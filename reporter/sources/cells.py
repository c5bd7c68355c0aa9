"""What the cells of a roster may hold: words that stand for nothing are nothing, and no text is endless."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.sources.tables import Table

LONGEST = 300
"""Characters of one text. The longest real ones are paths of departments, at about half of this."""

_SHOWN = 20
# SAP SuccessFactors writes NO_MANAGER and NO_HR, others N/A; the rest is what people and programs write for "none".
_NOTHING = ("no_manager", "no_mgr", "no_hr", "n/a", "#n/a", "#ref!", "#value!", "none", "null", "-", "--", "–", "—")


def stated(texts: pl.Series) -> pl.Series:
    """Return texts with null where a word stands for nothing. Not for names: there are people called Null."""
    return texts.to_frame("t").select(pl.when(~pl.col("t").str.to_lowercase().is_in(_NOTHING)).then("t"))["t"]


def bounded(table: Table, roles: Iterable[str]) -> None:
    """Refuse a file with texts that no document has room for.

    Raises:
        SourceError: A cell in a column of `roles` has more than `LONGEST` characters.
    """
    hint = f"A text of a roster has {LONGEST} characters at most. Shorten it, or leave the column out."
    problems: list[Problem] = []
    for role in roles:
        if table.has(role):
            lengths = table.rows.select("row", pl.col(role).str.len_chars().alias("length"))
            problems += [
                Problem(what=f"the cell holds {length:,} characters", where=table.where(role, row), hint=hint)
                for row, length in lengths.filter(pl.col("length") > LONGEST).head(_SHOWN).iter_rows()
            ]
    if problems:
        raise SourceError(*problems)
