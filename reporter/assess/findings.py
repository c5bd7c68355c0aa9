"""One finding for each employee in scope and control: the judging order of DESIGN §6."""

from __future__ import annotations

from datetime import date

import polars as pl

from reporter.assess import answers, levels
from reporter.assess.keys import comparables
from reporter.assess.status_words import CONTRACTOR
from reporter.model.policy import AppliesTo, Control, PolicySet
from reporter.model.tables import FINDINGS, OUTCOME, OWNERSHIP, REASON, SEVERITY, account_column
from reporter.model.text import comparable
from reporter.model.vocabulary import Cap, Outcome, Ownership, Reason

_OUTCOME_OF = {
    Reason.OUT_OF_SCOPE: Outcome.NOT_APPLICABLE,
    Reason.BARRED_BY_LAW: Outcome.NOT_APPLICABLE,
    Reason.NO_RESPONSE: Outcome.NOT_ASSESSED,
    Reason.STALE: Outcome.NOT_ASSESSED,
    Reason.NOT_USED: Outcome.NOT_APPLICABLE,
    Reason.UNANSWERED: Outcome.NOT_ASSESSED,
    Reason.UNRECOGNISED_ANSWER: Outcome.NOT_ASSESSED,
}


def judge_findings(people: pl.DataFrame, policies: PolicySet, as_of: date) -> pl.DataFrame:
    """Judge every person against every control.

    `people` has the columns of POPULATION, one column for each question answered (as written, null if empty), and for
    each account service `<service>.ownership` with the roster's word.

    Returns schema FINDINGS without waivers (`waiver` null, `open` false), plus `barred` and `unplaced` (an open finding
    here is one that the law of US-CO and US-AR, or the unknown place, keeps from a mail). Ordered by employee, then by
    control in policy order.
    """
    people = people.with_columns(
        _department=comparables(people["department"]),
        _employment=comparables(people["employment"]),
        _role=comparables(people["role"]),
    )
    schema = {**FINDINGS, "barred": pl.Boolean(), "unplaced": pl.Boolean()}
    frames = [_judge(people, control, policies, as_of) for control in policies.controls]
    if not frames:
        return pl.DataFrame(schema=schema)
    # From one control after the other to one person after the other, column by column: all at once would be held twice.
    row = pl.int_range(people.height * len(frames), dtype=pl.UInt32, eager=True)
    place = (row % len(frames)) * people.height + row // len(frames)
    return pl.DataFrame(
        {
            name: pl.concat([frame.drop_in_place(name) for frame in frames]).cast(dtype).gather(place)
            for name, dtype in schema.items()
        }
    )


def _judge(people: pl.DataFrame, control: Control, policies: PolicySet, as_of: date) -> pl.DataFrame:
    places = policies.places
    given = (
        people[control.id]
        if control.id in people.columns
        else pl.repeat(None, people.height, dtype=pl.String, eager=True)
    )
    frame = people.with_columns(
        ownership=_ownership(people, control, policies),
        answer=given,
    ).hstack(answers.judged(given, control).rename({"outcome": "told", "reason": "why"}))
    age = (pl.lit(as_of) - pl.col("answered_on")).dt.total_days()
    stale = age > control.valid_for if control.valid_for is not None else pl.lit(value=False)
    no_account = (pl.col("ownership") == Ownership.NONE.value).fill_null(value=False)
    reason = (
        pl.when(~applies(control.applies_to, policies))
        .then(pl.lit(Reason.OUT_OF_SCOPE.value))
        .when(levels.barred_by_law(control, places))
        .then(pl.lit(Reason.BARRED_BY_LAW.value))
        .when(~pl.col("responded"))
        .then(pl.lit(Reason.NO_RESPONSE.value))
        .when(stale)
        .then(pl.lit(Reason.STALE.value))
        .when(pl.col("text").is_null() & no_account)
        .then(pl.lit(Reason.NOT_USED.value))
        .when(pl.col("text").is_null())
        .then(pl.lit(Reason.UNANSWERED.value))
        .when(pl.col("told").is_null())
        .then(pl.lit(Reason.UNRECOGNISED_ANSWER.value))
    )
    outcomes = {reason.value: outcome.value for reason, outcome in _OUTCOME_OF.items()}
    frame = frame.with_columns(decided=reason).with_columns(
        outcome=pl.coalesce(pl.col("decided").replace_strict(outcomes, default=None, return_dtype=OUTCOME), "told"),
        reason=pl.coalesce(pl.col("decided").cast(REASON), "why"),
    )
    return frame.select(
        "employee",
        "outcome",
        "reason",
        "answer",
        "answered_on",
        ownership=pl.col("ownership") if control.kind.about_an_account else pl.lit(None, dtype=OWNERSHIP),
        control=pl.lit(control.id),
        level=levels.level(control, places),
        severity=pl.lit(control.severity.value, dtype=SEVERITY),
        caps=levels.cap_codes(control, places),
        law=levels.cap_law(control, places),
        waiver=pl.lit(None, dtype=pl.UInt32),
        open=pl.lit(value=False),
        writable=levels.writable(control, places),
        barred=levels.settings_request_barred(control, places)
        & (levels.level(control, places, without=Cap.SETTINGS_REQUEST_BARRED) != "information"),
        unplaced=~pl.col("place_known") & (levels.level(control, places, without=Cap.UNKNOWN_PLACE) != "information"),
    )


def _ownership(people: pl.DataFrame, control: Control, policies: PolicySet) -> pl.Series:
    """Whose account the control is about; for any kind, as "there is no account" explains an empty answer."""
    service = policies.services.get(control.service or "")
    if service is None or account_column(service.id) not in people.columns:
        stated = pl.repeat(None, people.height, dtype=OWNERSHIP, eager=True)
    else:
        stated = answers.stated_ownership(people[account_column(service.id)], service)
    known = f"{control.service}.ownership"
    return answers.ownership(people[known], stated) if known in people.columns else stated


def applies(scope: AppliesTo, policies: PolicySet) -> pl.Expr:
    """Whether the control concerns the person: every list that is given must hold; an empty one means everybody."""
    holds: list[pl.Expr] = [pl.lit(value=True)]
    if scope.countries:
        holds.append(pl.col("country").is_in(scope.countries))
    if scope.regions:
        holds.append(pl.col("region").is_in(scope.regions))
    if scope.regimes:
        where = sorted({p for r in policies.places.regimes if r.id in scope.regimes for p in r.places})
        here = [pl.col(column).is_in(where).fill_null(value=False) for column in ("country", "region")]
        holds.append(here[0] | here[1])
    if scope.departments:
        holds.append(pl.col("_department").is_in([comparable(d) for d in scope.departments]))
    if scope.employment:
        wanted = [comparable(e) for e in scope.employment]
        kind = pl.when(pl.col("_employment").is_in(CONTRACTOR)).then(pl.lit("contractor")).otherwise(pl.lit("employee"))
        holds.append(pl.col("_employment").is_in(wanted).fill_null(value=False) | kind.is_in(wanted))
    if scope.roles:
        holds.append(pl.col("_role").is_in([comparable(r) for r in scope.roles]))
    return pl.all_horizontal(expr.fill_null(value=False) for expr in holds)
