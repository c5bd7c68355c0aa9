"""Who is in scope: status, dates, employment, objections, consultation (DESIGN §6, Roster)."""

from __future__ import annotations

import polars as pl

from reporter.assess import levels
from reporter.assess.employment import with_employment
from reporter.model.assessment import Notice, Parameters
from reporter.model.law import Places
from reporter.model.tables import EXCLUSION
from reporter.model.vocabulary import Exclusion, UnknownPlace


def with_exclusion(
    rows: pl.DataFrame, parameters: Parameters, places: Places | None
) -> tuple[pl.DataFrame, list[Notice]]:
    """Add `exclusion` (null: in scope), `active` (employed on `as_of`) and `on_leave` to roster rows.

    `rows` has `id_key`, `address_key` and `alias_keys` beside the ROSTER columns. The first reason that holds counts.
    """
    rows, notices = with_employment(rows, parameters)
    objected = pl.lit(pl.Series(sorted(parameters.objected), dtype=pl.String)).implode()
    conditions = {
        Exclusion.LEFT: pl.col("left"),
        Exclusion.NOT_STARTED: pl.col("not_started"),
        Exclusion.CONTRACTOR: pl.col("external") & pl.lit(not parameters.contractors_in_scope),
        Exclusion.OBJECTED: pl.col("id_key").is_in(objected)
        | pl.col("address_key").is_in(objected)
        | pl.col("alias_keys").list.set_intersection(objected).list.len().gt(0),
        Exclusion.CONSULTATION_OPEN: pl.col("country").is_in(sorted(parameters.excluded_countries)),
        Exclusion.PLACE_UNKNOWN: ~levels.place_known(places) & pl.lit(parameters.unknown_place is UnknownPlace.EXCLUDE),
    }
    rows = rows.with_columns(
        exclusion=pl.coalesce(
            pl.when(condition.fill_null(value=False)).then(pl.lit(reason.value))
            for reason, condition in conditions.items()
        ).cast(EXCLUSION),
        active=~(pl.col("left") | pl.col("not_started")),
    )
    return rows.drop("left", "not_started", "external"), notices


_WORDS = 3


def listed(words: pl.Series) -> str:
    """Return up to five different words, quoted.

    What may be about a person, after a slip of columns, is left out: an address, a number, a long text.
    """
    different = sorted(w for w in words.unique() if len(w.split()) <= _WORDS and not set(w) & set("@0123456789"))
    return ", ".join(f"“{w[:40]}”" for w in different[:5]) + (" …" if len(different) > 5 else "")  # noqa: PLR2004
