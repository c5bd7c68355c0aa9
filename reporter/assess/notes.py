"""The law notes that concern the people in scope, and what a reader must be told beside the numbers."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from reporter.model.assessment import Notice, Parameters
from reporter.model.law import LawNote
from reporter.model.policy import PolicySet


def applicable(population: pl.DataFrame, findings: pl.DataFrame, policies: PolicySet) -> tuple[LawNote, ...]:
    """Return the notes of the regimes that hold where people in scope work, and those behind a cap or bar.

    In the order of the regimes, then of the law files.
    """
    where = {place for column in ("country", "region") for place in population[column].drop_nulls().unique()}
    regimes = {r.id for r in policies.places.regimes if where & set(r.places)}
    order = {r.id: i for i, r in enumerate(policies.places.regimes)}
    behind = {note for joined in findings["law"].unique() for note in joined.split(";")}
    return tuple(
        note
        for note in sorted(policies.law.values(), key=lambda n: order.get(n.regime, len(order)))
        if note.id in behind or (note.regime in regimes and (not note.places or where & set(note.places)))
    )


def notices(population: pl.DataFrame, policies: PolicySet, parameters: Parameters) -> tuple[Notice, ...]:
    """Return the warnings that come from comparing people, policies and parameters."""
    found = []
    no_country = population["country"].null_count()
    no_region = population.filter(~pl.col("place_known") & pl.col("country").is_not_null()).height
    if no_country:
        found.append(Notice(code="unknown-place", values={"count": no_country}))
    if no_region:
        found.append(Notice(code="unknown-region", values={"count": no_region}))
    found += [
        Notice(code="policy-review-due", values={"policy": policy.id, "reviewed": policy.reviewed.isoformat()})
        for policy in policies.policies
        if policy.review_every is not None and parameters.as_of > policy.reviewed + timedelta(days=policy.review_every)
    ]
    advised = sorted(set(population["country"].drop_nulls()) & policies.places.consultation_advised)
    if unheard := [c for c in advised if c not in parameters.consulted]:
        found.append(Notice(code="consultation-advised", values={"countries": ", ".join(unheard)}))
    return tuple(found)
