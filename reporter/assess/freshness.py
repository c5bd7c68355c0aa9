"""Whether the answers are of now: those of an earlier quarter, or too old to count, are likely another file's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from reporter.model.assessment import Notice, Parameters
from reporter.model.policy import PolicySet
from reporter.model.vocabulary import Outcome, Reason

STALE, EARLIER = "answers-stale", "answers-of-earlier-period"

_ENOUGH = 3
"""Fewer answers than these being old is no sign of anything."""
_RECENT = 31  # days: in the first weeks of a quarter the answers are of the weeks before
_HARDLY_ANY = 0.05
_QUARTER = 3  # months


def notices(
    population: pl.DataFrame, findings: pl.DataFrame, policies: PolicySet, parameters: Parameters
) -> Iterator[Notice]:
    """Yield the notice that most people's answers are stale, or that hardly any is of the period; else none.

    An answer is of the period if it was submitted in its quarter or later, or in the 31 days before the assessment.
    """
    given = population.filter(pl.col("responded") & pl.col("answered_on").is_not_null())
    answered = given["answered_on"]
    last = answered.max()
    if len(answered) < _ENOUGH or not isinstance(last, date):
        return
    of: dict[str, str | int] = {"of": len(answered), "last": last.isoformat(), "period": parameters.period}
    ages = [control.valid_for for control in policies.controls if control.valid_for is not None]
    oldest = parameters.as_of - timedelta(days=min(ages, default=0))
    may_be = bool(ages) and 2 * int((answered < oldest).sum()) > len(answered)  # findings are many
    if may_be and 2 * (stale := _stale(findings, policies)) > len(answered):
        yield Notice(code=STALE, values={**of, "stale": stale})
        return
    first = min(first_day(parameters.period), parameters.as_of)
    since = min(first, parameters.as_of - timedelta(days=_RECENT))
    recent = given.filter(pl.col("answered_on") >= since).height
    if recent <= _HARDLY_ANY * len(answered):
        yield Notice(code=EARLIER, values={**of, "recent": recent})


def first_day(period: str) -> date:
    """Return the first day of a quarter, `2026-Q4`."""
    year, _, quarter = period.partition("-Q")
    return date(int(year), _QUARTER * (int(quarter) - 1) + 1, 1)


def _stale(findings: pl.DataFrame, policies: PolicySet) -> int:
    """Return how many people's answers are all too old, of those to questions whose answers grow old."""
    growing_old = [control.id for control in policies.controls if control.valid_for is not None]
    asked = findings.filter(
        pl.col("answered_on").is_not_null()
        & pl.col("control").cast(pl.String).is_in(growing_old)
        & (
            (pl.col("outcome") != Outcome.NOT_APPLICABLE.value)
            | pl.col("reason").is_in([Reason.NOT_USED.value, Reason.NOT_AVAILABLE.value])
        )
    )
    old = asked.group_by("employee").agg((pl.col("reason") == Reason.STALE.value).all().alias("stale"))
    return int(old["stale"].sum())
