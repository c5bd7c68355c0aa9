"""Who is written to, with which mail, and who would be and is not (DESIGN §6, Mail)."""

from __future__ import annotations

import polars as pl

from reporter.assess.levels import works_in
from reporter.model.assessment import MailPlan, Parameters
from reporter.model.policy import PolicySet
from reporter.model.tables import MAIL, conform
from reporter.model.vocabulary import Level, MailKind, Withheld

_WRITTEN_ABOUT = [Level.REQUIRED.value, Level.RECOMMENDED.value]


def plan(findings: pl.DataFrame, population: pl.DataFrame, policies: PolicySet, parameters: Parameters) -> MailPlan:
    """Plan the mails. `findings` has `barred` and `unplaced`; `population` `id_key`, `address_key` and `alias_keys`.

    One remediation mail for each person with an open, required or recommended finding that may appear in it; one
    reminder for each silent person; nobody gets both, as silence leaves nothing open. Nobody writes to a person whose
    place is not known.
    """
    opened = findings.filter("open")
    unwritable = opened.filter(~pl.col("writable")).height > 0
    mendable = opened.filter(pl.col("writable") & pl.col("level").cast(pl.String).is_in(_WRITTEN_ABOUT))["employee"]
    barred = opened.filter("barred")["employee"]
    nowhere = ~pl.col("place_known")
    unplaced = opened.filter("unplaced")["employee"]
    no_reminder = works_in(policies.places.settings_request_barred) & policies.asks_about_personal_accounts
    silent = ~pl.col("responded")
    law = (
        pl.when(silent)
        .then(no_reminder)
        .otherwise(pl.col("employee").is_in(barred.implode()) & ~pl.col("employee").is_in(mendable.implode()))
    )
    candidates = population.select(
        "employee",
        kind=pl.when(silent)
        .then(pl.lit(MailKind.REMINDER.value))
        .when(pl.col("employee").is_in(mendable.implode()) | law | pl.col("employee").is_in(unplaced.implode()))
        .then(pl.lit(MailKind.REMEDIATION.value)),
        withheld=pl.when(~pl.col("address_usable"))
        .then(pl.lit(Withheld.NO_ADDRESS.value))
        .when(law)
        .then(pl.lit(Withheld.LAW.value))
        .when(nowhere)
        .then(pl.lit(Withheld.PLACE_UNKNOWN.value))
        .when(_listed(parameters.objected))
        .then(pl.lit(Withheld.OBJECTED.value))
        .when(pl.col("on_leave") & pl.lit(not parameters.write_on_leave))
        .then(pl.lit(Withheld.ON_LEAVE.value))
        .when(_listed(parameters.suppressed))
        .then(pl.lit(Withheld.SUPPRESSION_LIST.value)),
    ).filter(pl.col("kind").is_not_null())
    counts = dict(candidates["withheld"].drop_nulls().value_counts().iter_rows())
    silent_there = population.filter(silent & (no_reminder | nowhere)).height > 0
    mails = conform(candidates.filter(pl.col("withheld").is_null()), MAIL)
    return MailPlan(
        mails=mails,
        withheld={w.value: counts.get(w.value, 0) for w in Withheld},
        guidance=unwritable or silent_there,
    )


def _listed(people: frozenset[str]) -> pl.Expr:
    listed = pl.lit(pl.Series(sorted(people), dtype=pl.String)).implode()
    by_key = pl.col("id_key").is_in(listed) | pl.col("address_key").is_in(listed)
    return by_key.fill_null(value=False) | pl.col("alias_keys").list.set_intersection(listed).list.len().gt(0)
