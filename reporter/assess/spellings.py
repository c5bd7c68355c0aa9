"""Ids that a spreadsheet or a program wrote otherwise: without leading zeros, with decimals, other spaces and dashes.

Such an id is the roster's where exactly one reading is there: one person's id reads so, and one spelling of the survey.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_DASHES = "[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
_LED_BY_ZERO = "^0[0-9]+$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The ids of a survey, row by row."""

    keys: pl.Series
    """As the roster writes them; null where more than one reading fits."""
    bridged: pl.Series
    """Written otherwise than on the roster, and read all the same."""
    unsettled: pl.Series
    """More than one reading fits."""


def read(theirs: pl.Series, ours: pl.Series) -> Readings:
    """Return what the ids of a survey are on the roster.

    Args:
        theirs: Those of the survey, as they are compared; null: none.
        ours: Those of the roster.
    """
    if theirs.null_count() == len(theirs):
        return _as_written(theirs)
    # Where zeros led ids and lead none any more, 7 may be what is left of 007 even if somebody's id is 7.
    lost = bool(ours.str.contains(_LED_BY_ZERO).any()) and not theirs.str.contains(_LED_BY_ZERO).any()
    known = theirs.is_in(ours.implode())
    if not lost and known.all():  # nulls aside
        return _as_written(theirs)
    survey = pl.DataFrame({"key": theirs, "known": known}).drop_nulls("key").unique()
    roster = ours.drop_nulls().unique().to_frame("ours")
    survey, roster = survey.with_columns(loose=_loose("key")), roster.with_columns(loose=_loose("ours"))
    people = roster.group_by("loose").agg(pl.len().alias("people"), pl.col("ours").first())
    spelt = survey.group_by("loose").agg(pl.len().alias("spellings"))
    several = pl.col("people") > 1
    odd = (
        survey.join(people, on="loose")
        .join(spelt, on="loose")
        .filter(~pl.col("known") | (several & lost & pl.col("key").str.contains("^[0-9]+$")))
        .with_columns(one=~several & (pl.col("spellings") == 1))
    )
    if odd.is_empty():
        return _as_written(theirs)
    found = theirs.to_frame("key").join(odd.select("key", "one", "ours"), on="key", how="left", maintain_order="left")
    return Readings(
        keys=found.select(pl.when("one").then("ours").when(pl.col("one").is_null()).then("key")).to_series(),
        bridged=found["one"].fill_null(value=False),
        unsettled=~found["one"].fill_null(value=True),
    )


def _as_written(theirs: pl.Series) -> Readings:
    no = pl.repeat(value=False, n=len(theirs), eager=True)
    return Readings(keys=theirs, bridged=no, unsettled=no)


def _loose(column: str) -> pl.Expr:
    """Return ids without what spreadsheets and programs add, or take away."""
    bare = pl.col(column).str.replace_all(r"\s+", " ").str.replace_all(_DASHES, "-")
    whole = bare.str.replace(r"^([0-9]+)\.0+$", "$1")
    return pl.when(whole.str.contains("^[0-9]+$")).then(whole.str.strip_chars_start("0")).otherwise(whole)
