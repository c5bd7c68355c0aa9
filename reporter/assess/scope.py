"""Who is in scope: status, dates, employment, objections, consultation (DESIGN §6, Roster)."""

from __future__ import annotations

import polars as pl

from reporter.assess import levels
from reporter.assess.keys import comparables
from reporter.assess.status_words import ACTIVE, CONTRACTOR, LEFT, NOT_STARTED
from reporter.model.assessment import Notice, Parameters
from reporter.model.law import Places
from reporter.model.tables import EXCLUSION
from reporter.model.vocabulary import Exclusion, UnknownPlace


def with_exclusion(
    rows: pl.DataFrame, parameters: Parameters, places: Places | None
) -> tuple[pl.DataFrame, list[Notice]]:
    """Add `exclusion` (Exclusion, null: in scope) and `active` (employed on `as_of`) to roster rows.

    `rows` has `id_key`, `address_key` and `alias_keys` beside the ROSTER columns. The first reason that holds counts.
    """
    status = comparables(rows["status"])
    as_of = pl.lit(parameters.as_of)
    rows = rows.with_columns(_status=status, _employment=comparables(rows["employment"]))
    objected = pl.lit(pl.Series(sorted(parameters.objected), dtype=pl.String)).implode()
    left = pl.col("_status").is_in(LEFT) | (pl.col("last_day") < as_of)
    not_started = pl.col("_status").is_in(NOT_STARTED) | (pl.col("first_day") > as_of)
    conditions = {
        Exclusion.LEFT: left,
        Exclusion.NOT_STARTED: not_started,
        Exclusion.CONTRACTOR: pl.col("_employment").is_in(CONTRACTOR) & pl.lit(not parameters.contractors_in_scope),
        Exclusion.OBJECTED: pl.col("id_key").is_in(objected)
        | pl.col("address_key").is_in(objected)
        | pl.col("alias_keys").list.set_intersection(objected).list.len().gt(0),
        Exclusion.CONSULTATION_OPEN: pl.col("country").is_in(sorted(parameters.excluded_countries)),
        Exclusion.PLACE_UNKNOWN: ~levels.place_known(places) & pl.lit(parameters.unknown_place is UnknownPlace.EXCLUDE),
    }
    known = LEFT | NOT_STARTED | ACTIVE
    unknown = status.drop_nulls().filter(~status.drop_nulls().is_in(known))
    notices = [
        Notice(code="unknown-status", values={"count": len(unknown), "words": listed(unknown)})
        for _ in [0]
        if len(unknown)
    ]
    rows = rows.with_columns(
        exclusion=pl.coalesce(
            pl.when(condition.fill_null(value=False)).then(pl.lit(reason.value))
            for reason, condition in conditions.items()
        ).cast(EXCLUSION),
        active=~(left.fill_null(value=False) | not_started.fill_null(value=False)),
    )
    return rows.drop("_status"), notices


_WORDS = 3


def listed(words: pl.Series) -> str:
    """Return up to five different words, quoted.

    What may be about a person, after a slip of columns, is left out: an address, a number, a long text.
    """
    different = sorted(w for w in words.unique() if len(w.split()) <= _WORDS and not set(w) & set("@0123456789"))
    return ", ".join(f"“{w[:40]}”" for w in different[:5]) + (" …" if len(different) > 5 else "")  # noqa: PLR2004
