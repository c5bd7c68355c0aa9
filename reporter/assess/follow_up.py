"""What HR follows up person by person: how far that is, and how much of what is open it leaves out."""

from __future__ import annotations

import polars as pl

from reporter.model.assessment import Assessment
from reporter.model.vocabulary import FollowUpState


def plan_states(assessment: Assessment, follow_ups: pl.DataFrame) -> dict[FollowUpState | None, int]:
    """Return how many of the findings that HR follows up are in each state of the action plan; None: in none yet.

    Nothing where HR has written nothing about any of them.

    Args:
        assessment: Whose open findings these are.
        follow_ups: Schema FOLLOW_UPS; what HR wrote.
    """
    rows = (
        assessment.findings.filter(pl.col("open") & pl.col("writable"))
        .select("employee", control=pl.col("control").cast(pl.String))
        .join(assessment.population.select("employee", "pseudonym"), on="employee")
        .join(follow_ups, on=["pseudonym", "control"], how="left")
    )
    if rows.select(pl.all_horizontal(pl.col("owner", "state", "comment", "done_on").is_null()).all()).item():
        return {}
    counts = dict(rows["state"].cast(pl.String).value_counts().iter_rows())
    return {state: counts[state] for state in (*FollowUpState, None) if state in counts}


def unlisted_by_control(assessment: Assessment) -> dict[str, int]:
    """Return, by control in the policies' order, how many open findings may not be followed up person by person."""
    rows = assessment.findings.filter(pl.col("open") & ~pl.col("writable"))
    counts = dict(rows["control"].cast(pl.String).value_counts().iter_rows())
    return {c.id: counts[c.id] for c in assessment.policies.controls if c.id in counts}
