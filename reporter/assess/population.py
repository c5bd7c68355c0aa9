"""From roster rows to the people in scope, every other row with its reason (DESIGN §6, Roster)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from reporter.assess import levels, shared_addresses
from reporter.assess.duplicates import with_rejection
from reporter.assess.keys import address_keys, comparables, keys
from reporter.assess.scope import listed, with_exclusion
from reporter.model.assessment import Notice, Parameters
from reporter.model.law import Places
from reporter.model.tables import REJECTS, UNPLACED, conform
from reporter.model.vocabulary import Exclusion, RosterReject

_IDENTITY = [RosterReject.NOT_A_PERSON.value, RosterReject.NO_IDENTITY.value]
"""Rejected for what stands, or does not, in the column of ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The roster, judged row by row."""

    people: pl.DataFrame
    """Everybody of whom a row is kept: the ROSTER columns and `person`, `id_key`, `address_key`, `alias_keys`,
    `exclusion` (null: in scope). Sorted by id and address, so that the order of the input changes nothing."""
    rejected: dict[str, int]
    excluded: dict[str, int]
    rejects: pl.DataFrame
    """Schema REJECTS."""
    notices: tuple[Notice, ...]


def judge_roster(rows: pl.DataFrame, parameters: Parameters, places: Places | None = None) -> Roster:
    """Judge every roster row: rejected, excluded, or in scope.

    Args:
        rows: Schema ROSTER, and the account columns.
        parameters: What the organisation decided.
        places: In which countries a place is known only with its region; None: in none.
    """
    rows = rows.with_columns(
        id_key=keys(rows["employee_id"]),
        address_key=address_keys(rows["address"]),
        alias_keys=_alias_keys(rows["aliases"]),
        department=_one_spelling(rows["department"]),
    ).with_row_index("row_index")
    rows, notices = with_exclusion(rows, parameters, places)
    rows, shared = shared_addresses.without(rows)
    notices += shared
    rows, unresolved = with_rejection(rows)
    in_scope_rows = rows.filter(pl.col("rejection").is_null() & pl.col("exclusion").is_null())
    unknown = in_scope_rows.filter(pl.col("country").is_null())["place_unread"].drop_nulls()
    if len(unknown):
        notices.append(Notice(code="unknown-country", values={"count": len(unknown), "words": listed(unknown)}))
    if absent := parameters.objected - _all_keys(rows):
        notices.append(Notice(code="objected-unmatched", values={"count": len(absent)}))
    if unresolved:
        notices.append(Notice(code="conflicting-duplicates", values={"count": unresolved}))
    kept = rows.filter(pl.col("rejection").is_null())
    people = kept.sort("id_key", "address_key", nulls_last=True).with_row_index("person")
    return Roster(
        people=people.drop("row_index", "rejection", "twin", "differing", "active", "account_off"),
        rejected=_counts(rows["rejection"], [r.value for r in RosterReject]),
        excluded=_counts(kept["exclusion"], [e.value for e in Exclusion]),
        rejects=_rejects(rows),
        notices=tuple(notices),
    )


def in_scope(people: pl.DataFrame, places: Places, pseudonym: Callable[[str], str]) -> pl.DataFrame:
    """Return the people in scope with `employee`, `pseudonym`, `place` and `place_known`, without response columns."""
    scope = people.filter(pl.col("exclusion").is_null()).with_row_index("employee")
    identity = (
        pl.when(pl.col("id_key").is_not_null())
        .then(pl.lit("id:") + pl.col("id_key"))
        .otherwise(pl.lit("address:") + pl.col("address_key"))
    )
    names = scope.select(identity.alias("identity"))["identity"].to_list()
    return scope.with_columns(
        pseudonym=pl.Series([pseudonym(name) for name in names], dtype=pl.String),
        place=pl.coalesce("region", "country"),
        place_known=levels.place_known(places),
    )


def unplaced(people: pl.DataFrame) -> pl.DataFrame:
    """Return what is written for the place of work of those of whom it is not understood (schema UNPLACED).

    Args:
        people: The people in scope, with the columns of ROSTER and `place_known`.
    """
    unknown = people.filter(~pl.col("place_known"))
    written = unknown.select(
        "country", "file", "row", text=pl.coalesce("place_unread", "region_text", "country_text", "place_text")
    )
    counted = (
        written.sort("file", "row")
        .with_columns(key=comparables(written.sort("file", "row")["text"]))
        .group_by("key", maintain_order=True)
        .agg(pl.col("text", "file", "row").first(), pl.col("country").drop_nulls().first(), people=pl.len())
        .sort(["people", "key"], descending=[True, False], nulls_last=True)
    )
    return conform(counted, UNPLACED)


def _all_keys(rows: pl.DataFrame) -> frozenset[str]:
    listed_keys = rows.select(pl.col("id_key").append(pl.col("address_key")).append(pl.col("alias_keys").explode()))
    return frozenset(listed_keys.to_series().drop_nulls())


def _alias_keys(aliases: pl.Series) -> pl.Series:
    """Return each row's aliases as they are compared: sorted, each once."""
    each = aliases.to_frame("key").with_row_index("at").explode("key")
    each = each.with_columns(key=address_keys(each["key"])).drop_nulls().unique().sort("at", "key")
    listed = each.group_by("at", maintain_order=True).agg("key")
    every = pl.int_range(len(aliases), dtype=pl.UInt32, eager=True).alias("at").to_frame()
    joined = every.join(listed, on="at", how="left", maintain_order="left")["key"]
    return joined.fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def _one_spelling(departments: pl.Series) -> pl.Series:
    """Give departments that are equal as text one spelling: the most frequent, then the first alphabetically."""
    frame = pl.DataFrame({"written": departments, "key": comparables(departments)})
    spelling = (
        frame.drop_nulls()
        .group_by("key", "written")
        .len()
        .sort(["len", "written"], descending=[True, False])
        .group_by("key", maintain_order=True)
        .first()
    )
    return frame.join(spelling, on="key", how="left", maintain_order="left")["written_right"].rename("department")


def _counts(column: pl.Series, values: list[str]) -> dict[str, int]:
    found = dict(column.cast(pl.String).drop_nulls().value_counts().iter_rows())
    return {value: found.get(value, 0) for value in values}


def _rejects(rows: pl.DataFrame) -> pl.DataFrame:
    unused = rows.filter(pl.col("rejection").is_not_null() | pl.col("exclusion").is_not_null())
    none = pl.lit(None, dtype=pl.String)
    rejected = pl.col("rejection").is_not_null()
    return conform(
        unused.select(
            role=pl.lit("roster"),
            file="file",
            sheet="sheet",
            row="row",
            column=pl.when(pl.col("rejection").is_in(_IDENTITY))
            .then(pl.lit("employee_id"))
            .when(rejected)
            .then("differing"),
            fate=pl.when(rejected).then(pl.lit("rejected")).otherwise(pl.lit("excluded")),
            reason=pl.coalesce(pl.col("rejection"), pl.col("exclusion").cast(pl.String)),
            value=none,
            suggestion=pl.when(rejected).then("twin"),
            unsought=None,
        ),
        REJECTS,
    )
