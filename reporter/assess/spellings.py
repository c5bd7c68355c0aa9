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
    survey, roster = theirs.drop_nulls().unique().to_frame("key"), ours.drop_nulls().unique().to_frame("ours")
    survey = survey.with_columns(known=pl.col("key").is_in(roster["ours"].implode()))
    # Where zeros led ids and lead none any more, 7 may be what is left of 007 even if somebody's id is 7.
    lost = bool(roster["ours"].str.contains(_LED_BY_ZERO).any()) and not survey["key"].str.contains(_LED_BY_ZERO).any()
    if survey["known"].all() and not lost:
        return _as_written(theirs)
    survey, roster = survey.with_columns(loose=_loose("key")), roster.with_columns(loose=_loose("ours"))
    people = roster.group_by("loose").agg(pl.len().alias("people"), pl.col("ours").min())
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
    one, more = odd.filter("one"), odd.filter(~pl.col("one"))
    unsettled = theirs.is_in(more["key"].implode()).fill_null(value=False)
    return Readings(
        keys=theirs.replace(one["key"], one["ours"]).set(unsettled, None),
        bridged=theirs.is_in(one["key"].implode()).fill_null(value=False),
        unsettled=unsettled,
    )


def _as_written(theirs: pl.Series) -> Readings:
    no = pl.repeat(value=False, n=len(theirs), eager=True)
    return Readings(keys=theirs, bridged=no, unsettled=no)


def _loose(column: str) -> pl.Expr:
    """Return ids without what spreadsheets and programs add, or take away."""
    bare = pl.col(column).str.replace_all(r"\s+", " ").str.replace_all(_DASHES, "-")
    whole = bare.str.replace(r"^([0-9]+)\.0+$", "$1")
    return pl.when(whole.str.contains("^[0-9]+$")).then(whole.str.strip_chars_start("0")).otherwise(whole)
