"""Whether a run that is done exits with 10 (`--fail-on`)."""

from __future__ import annotations

import polars as pl

from reporter.model.assessment import Assessment
from reporter.model.vocabulary import Level, Outcome
from reporter.settings import FailOn


def failed(assessment: Assessment, fail_on: FailOn) -> bool:
    """Return whether there is an open finding of at least the level, or an unknown one where those count too.

    `unknown` without a level looks at unknown findings of every level.
    """
    levels = [level.value for level in Level]
    reach = levels[: levels.index(fail_on.level.value) + 1] if fail_on.level else levels
    within = assessment.findings.filter(pl.col("level").cast(pl.String).is_in(reach))
    is_open = fail_on.level is not None and within["open"].any()
    is_unknown = fail_on.unknown and (within["outcome"].cast(pl.String) == Outcome.NOT_ASSESSED.value).any()
    return bool(is_open or is_unknown)
