"""Two assessments side by side (DESIGN §4): who came and went, and how each control moved."""

from __future__ import annotations

import polars as pl

from reporter.assess import suppression
from reporter.assess.totals import bounds
from reporter.model.assessment import Assessment
from reporter.model.comparison import Comparison, ControlChange, Earlier, Share
from reporter.model.vocabulary import Outcome

_KNOWN = (Outcome.SATISFIED, Outcome.NOT_SATISFIED)
_MOVEMENTS = {
    "mended": {(Outcome.NOT_SATISFIED, Outcome.SATISFIED)},
    "missed": {(Outcome.SATISFIED, Outcome.NOT_SATISFIED)},
    "still_missed": {(Outcome.NOT_SATISFIED, Outcome.NOT_SATISFIED)},
    "learnt": {(Outcome.NOT_ASSESSED, known) for known in _KNOWN},
    "lost": {(known, Outcome.NOT_ASSESSED) for known in _KNOWN},
}
"""Movement → the outcomes then and now that are counted as it; each pair belongs to one at most."""

Outcomes = dict[str, int]


def compare(earlier: Earlier, assessment: Assessment) -> Comparison:
    """Return what changed from an earlier run to this assessment.

    Its pseudonyms must be made with the same key. A waiver plays no part: movements are of outcomes.
    """
    people = set(earlier.findings["pseudonym"].unique())
    here = set(assessment.population["pseudonym"])
    then = _by_control(earlier.findings.with_columns(pl.col("outcome").cast(pl.String)))
    rows = assessment.findings.select("employee", pl.col("control").cast(pl.String), pl.col("outcome").cast(pl.String))
    now = _by_control(rows)
    names = assessment.population.select("employee", "pseudonym")
    both = len(people & here)
    listed = [c.id for c in assessment.policies.controls]
    return Comparison(
        report_id=earlier.report_id,
        period=earlier.period,
        as_of=earlier.as_of,
        people_before=len(people),
        people_now=len(here),
        both=both,
        joined=len(here - people),
        left=len(people - here),
        controls=tuple(_control(id_, then.get(id_), now.get(id_, rows.clear()), names, both) for id_ in listed),
        withdrawn=tuple(sorted(set(then) - set(listed))),
        policies=_policies(earlier, assessment),
    )


def _by_control(findings: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {str(key[0]): part for key, part in findings.partition_by("control", as_dict=True).items()}


def _control(
    control: str, then: pl.DataFrame | None, now: pl.DataFrame, names: pl.DataFrame, both: int
) -> ControlChange:
    after = _outcomes(now)
    share = _share(after)
    if then is None:
        nothing = dict.fromkeys(_MOVEMENTS, 0)
        few = suppression.small(share.applicable)
        return ControlChange(control=control, before=None, now=share, **nothing, other=0, small=few)
    before = _share(_outcomes(then))
    pairs = (
        now.join(names, on="employee", how="inner")
        .join(then.select("pseudonym", before="outcome"), on="pseudonym", how="inner")
        .group_by("before", "outcome")
        .len()
    )
    counts = {(Outcome(a), Outcome(b)): int(n) for a, b, n in pairs.iter_rows()}
    applied = sum(n for pair, n in counts.items() if Outcome.NOT_APPLICABLE not in pair)
    moved = {name: sum(counts.get(pair, 0) for pair in of) for name, of in _MOVEMENTS.items()}
    return ControlChange(
        control=control,
        before=before,
        now=share,
        **moved,
        other=both - sum(moved.values()),
        small=any(suppression.small(n) for n in (before.applicable, share.applicable, both, applied)),
    )


def _outcomes(rows: pl.DataFrame) -> Outcomes:
    return {str(word): int(count) for word, count in rows["outcome"].value_counts().iter_rows()}


def _share(count: Outcomes) -> Share:
    satisfied, unknown = count.get(Outcome.SATISFIED, 0), count.get(Outcome.NOT_ASSESSED, 0)
    applicable = satisfied + unknown + count.get(Outcome.NOT_SATISFIED, 0)
    return Share(applicable=applicable, bounds=bounds(satisfied, unknown, applicable))


def _policies(earlier: Earlier, assessment: Assessment) -> tuple[tuple[str, str | None, str | None], ...]:
    now = {p.id: (p.version, p.sha256) for p in assessment.policies.policies}
    different = [i for i in {**earlier.policies, **now} if earlier.policies.get(i) != now.get(i)]
    nothing = (None, None)
    return tuple((i, earlier.policies.get(i, nothing)[0], now.get(i, nothing)[0]) for i in different)
