"""Observations: what was seen, for each person and control, or where that is too much, for each control and outcome."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from reporter.model.assessment import Assessment
from reporter.model.vocabulary import Outcome, Reason
from reporter.reports.oscal.parts import Ids, Part, filled, midnight, props, say, token
from reporter.wording import words

MOST = 20_000
"""Observations that stand for single findings; past it they stand for counts (7 MB for 12,000: facts/peers.md §6.1)."""

_INTERVIEW = {"methods": ["INTERVIEW"], "types": ["control-objective"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The observations, which of them belong to which control, and the people they are about."""

    observations: list[Part]
    by_control: dict[str, list[str]]
    """Control → ids of its observations."""
    inventory: list[Part]
    aggregated: bool


def observe(assessment: Assessment, ids: Ids, shown: frozenset[str]) -> Observed:
    """Return the observations of the controls in `shown`; of the others nothing is told."""
    control = pl.col("control").cast(pl.String)
    findings = assessment.findings.drop("responded", strict=False).with_columns(control=control)
    findings = findings.filter(pl.col("control").is_in(sorted(shown)))
    if findings.height > MOST:
        return _aggregated(assessment, ids, shown)
    return _single(assessment, findings, ids)


def _single(assessment: Assessment, findings: pl.DataFrame, ids: Ids) -> Observed:
    rows = findings.join(assessment.population.select("employee", "pseudonym"), on="employee", how="left")
    valid_for = {c.id: c.valid_for for c in assessment.policies.controls}
    order = {c.id: n for n, c in enumerate(assessment.policies.controls)}
    rows = rows.sort("pseudonym", pl.col("control").replace_strict(order, return_dtype=pl.UInt32))
    chosen = rows.select("pseudonym", "control", "outcome", "reason", "level", "answered_on", "waiver", "open")
    observations = []
    by_control: dict[str, list[str]] = defaultdict(list)
    pseudonyms: dict[str, str] = {}
    for pseudonym, control, outcome, reason, level, answered_on, waiver, is_open in chosen.iter_rows():
        subject = pseudonyms.setdefault(pseudonym, ids.of("employee", pseudonym))
        uuid = ids.of("observation", pseudonym, control)
        by_control[control].append(uuid)
        expires = assessment.waivers[waiver].waiver.expires.isoformat() if waiver is not None else None
        facts = {"control": token(control), "outcome": outcome, "reason": reason, "level": level}
        facts |= {"waiver-expires": expires, "open": "true" if is_open else None}
        observations.append(
            filled(
                {
                    "uuid": uuid,
                    "description": _described(control, outcome, reason),
                    "props": props(facts),
                    **_INTERVIEW,
                    "subjects": [{"subject-uuid": subject, "type": "inventory-item"}],
                    "collected": midnight(answered_on or assessment.parameters.as_of),
                    "expires": _expires(answered_on, valid_for[control], reason),
                }
            )
        )
    inventory = [
        {"uuid": uuid, "description": say("employee", pseudonym=name), "props": props({"pseudonym": name})}
        for name, uuid in pseudonyms.items()
    ]
    return Observed(observations=observations, by_control=dict(by_control), inventory=inventory, aggregated=False)


def _described(control: str, outcome: str, reason: str) -> str:
    return say("observation", control=control, outcome=words()("outcome", outcome), reason=words()("reason", reason))


def _expires(answered_on: date | None, valid_for: int | None, reason: str) -> str | None:
    """Return the first day on which the answer no longer counts."""
    if answered_on is None or valid_for is None or reason == Reason.STALE:
        return None
    return midnight(answered_on + timedelta(days=valid_for + 1))


def _aggregated(assessment: Assessment, ids: Ids, shown: frozenset[str]) -> Observed:
    observations: list[Part] = []
    by_control: dict[str, list[str]] = defaultdict(list)
    for totals in assessment.totals.by_control:
        if totals.control not in shown:
            continue
        t = totals.tally
        counts = {
            Outcome.SATISFIED: t.satisfied,
            Outcome.NOT_SATISFIED: t.not_satisfied,
            Outcome.NOT_APPLICABLE: t.not_applicable,
            Outcome.NOT_ASSESSED: t.not_assessed,
        }
        for outcome, count in counts.items():
            uuid = ids.of("observations", totals.control, outcome)
            by_control[totals.control].append(uuid)
            word = words()("outcome", outcome)
            observations.append(
                {
                    "uuid": uuid,
                    "description": say("group", control=totals.control, outcome=word, count=count),
                    "props": props({"control": token(totals.control), "outcome": outcome.value, "count": count}),
                    **_INTERVIEW,
                    "collected": midnight(assessment.parameters.as_of),
                }
            )
    return Observed(observations=observations, by_control=dict(by_control), inventory=[], aggregated=True)
