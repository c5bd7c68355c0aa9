"""The three promises of DESIGN §1, for whatever the files hold (property tests)."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.needs import examples

Judge = Callable[..., Any]
IDS = st.sampled_from(["1", "2", "3", "4", " 4", "007", None])
ADDRESSES = st.sampled_from(["a@x.example", "A@x.example ", "b@x.example", "c@x.example", "n/a", None])
DAYS = st.one_of(st.none(), st.integers(-400, 5).map(lambda days: date(2026, 11, 23) + timedelta(days=days)))
PLACES = st.sampled_from(["IE", "DE", "US-CO", "US-AR", "US-WA", "US", None])
TEXTS = st.sampled_from(
    ["Off", "off ", "On", "I don't know", "Prefer not to say", "I have no LinkedIn account", "hm", "=1+1", "", None]
)
ACCOUNTS = st.sampled_from(["The company's", "Mine", "Mine, mostly for work", "I have none", "?", None])
ROSTERS = st.lists(
    st.fixed_dictionaries(
        {
            "employee_id": IDS,
            "address": ADDRESSES,
            "place": PLACES,
            "department": st.sampled_from(["A", "B", "C", None]),
            "status": st.sampled_from(["Active", "Left", "Onboarding", "Zorg", None]),
            "linkedin.account": ACCOUNTS,
        }
    ),
    max_size=12,
)
SURVEYS = st.lists(
    st.fixed_dictionaries(
        {
            "employee_id": IDS,
            "address": ADDRESSES,
            "response_id": st.sampled_from(["1", "2", "10", None]),
            "on": DAYS,
            "preview": st.booleans(),
            "finished": st.booleans(),
            "LI-01": TEXTS,
            "LI-05": TEXTS,
            "linkedin.account": ACCOUNTS,
        }
    ),
    max_size=12,
)
WAIVERS = st.lists(
    st.fixed_dictionaries(
        {
            "employee": st.sampled_from(["1", "2", "a@x.example", "nobody"]),
            "control": st.sampled_from(["LI-01", "LI-05", "LI-99"]),
            "approver": st.sampled_from(["1", "boss"]),
            "expires": st.integers(-5, 400).map(lambda days: date(2026, 11, 23) + timedelta(days=days)),
        }
    ),
    max_size=4,
)
many = settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(roster=ROSTERS, survey=SURVEYS)
def test_there_is_exactly_one_finding_for_each_employee_in_scope_and_control(
    judge: Judge, roster: list[dict[str, Any]], survey: list[dict[str, Any]]
) -> None:
    result = judge(roster, survey)
    pairs = result.findings.select("employee", "control")
    assert pairs.is_unique().all()
    assert pairs.height == result.roster.in_scope * len(result.policies.controls)
    assert not result.findings.select("outcome", "reason", "level", "severity").null_count().sum_horizontal().item()


@many
@given(roster=ROSTERS, survey=SURVEYS, seed=st.integers(0, 2**16))
def test_the_order_of_the_input_changes_no_finding_and_no_total(
    judge: Judge, roster: list[dict[str, Any]], survey: list[dict[str, Any]], seed: int
) -> None:
    shuffled = random.Random(seed)  # noqa: S311 - a test's order is no secret
    first = judge(roster, survey)
    other = judge(shuffled.sample(roster, len(roster)), shuffled.sample(survey, len(survey)))
    assert other.population.drop("response_row").equals(first.population.drop("response_row"))
    assert other.findings.equals(first.findings)
    assert (other.totals, other.roster, other.responses) == (first.totals, first.roster, first.responses)
    assert other.mail.mails.equals(first.mail.mails)


@many
@given(roster=ROSTERS, survey=SURVEYS)
def test_silence_is_never_satisfied(judge: Judge, roster: list[dict[str, Any]], survey: list[dict[str, Any]]) -> None:
    result = judge(roster, survey)
    silent = result.population.filter(~result.population["responded"])["employee"].to_list()
    outcomes = result.findings.filter(result.findings["employee"].is_in(silent))["outcome"].cast(str).unique().to_list()
    assert set(outcomes) <= {"not-assessed", "not-applicable"}
    satisfied = result.findings.filter(result.findings["outcome"] == "satisfied")
    assert set(satisfied["answer"].str.strip_chars().str.to_lowercase()) <= {"off"}


@many
@given(roster=ROSTERS, survey=SURVEYS, waivers=WAIVERS)
def test_a_waiver_never_changes_an_outcome(
    judge: Judge,
    make_waiver: Callable[..., Any],
    roster: list[dict[str, Any]],
    survey: list[dict[str, Any]],
    waivers: list[dict[str, Any]],
) -> None:
    without = judge(roster, survey)
    given_ = [make_waiver(**w) for w in waivers]
    result = judge(roster, survey, waivers=given_)
    same = ["employee", "control", "outcome", "reason", "level", "severity"]
    assert result.findings.select(same).equals(without.findings.select(same))
    assert len(result.waivers) == len(waivers)
    assert result.findings["waiver"].count() == sum(w.attached for w in result.waivers)
    assert judge(roster, survey, waivers=given_[::-1]).findings.equals(result.findings)


@many
@given(roster=ROSTERS, survey=SURVEYS)
def test_everything_reconciles(judge: Judge, roster: list[dict[str, Any]], survey: list[dict[str, Any]]) -> None:
    result = judge(roster, survey)
    people, answers = result.roster, result.responses
    assert people.roster_rows == len(roster)
    assert people.roster_rows == sum(people.rejected.values()) + sum(people.excluded.values()) + people.in_scope
    assert people.in_scope == people.responded + people.silent == result.population.height
    assert answers.survey_rows == len(survey)
    assert answers.survey_rows == sum(answers.rejected.values()) + answers.superseded + answers.unmatched + answers.used
    assert answers.used == people.responded
    for total in result.totals.by_control:
        tally = total.tally
        assert tally.satisfied + tally.not_satisfied + tally.not_applicable + tally.not_assessed == people.in_scope
        assert sum(tally.reasons.values()) == people.in_scope
    unused = len(roster) - people.in_scope + len(survey) - answers.used
    assert result.rejects.height == unused
    for groups in (result.totals.by_department, result.totals.by_country):
        assert sum(g.people for g in groups) == people.in_scope
        assert sum(g.tally.open for g in groups) == result.totals.overall.open
    assert sum(t.tally.applicable for t in result.totals.by_level) == result.totals.overall.applicable


@many
@given(roster=ROSTERS, survey=SURVEYS)
def test_lower_bounds_never_pass_upper_bounds(
    judge: Judge, roster: list[dict[str, Any]], survey: list[dict[str, Any]]
) -> None:
    totals = judge(roster, survey).totals
    for part in (*totals.by_control, *totals.by_level, *totals.by_department, *totals.by_country):
        bounds = part.tally.bounds
        if part.tally.applicable:
            assert 0 <= bounds.at_least <= bounds.at_most <= 1
        else:
            assert bounds.at_least is bounds.at_most is None


@many
@given(roster=ROSTERS, survey=SURVEYS)
def test_a_personal_account_where_the_law_bars_it_is_never_written_about(
    judge: Judge, roster: list[dict[str, Any]], survey: list[dict[str, Any]]
) -> None:
    result = judge(roster, survey)
    findings = result.findings.join(result.population.select("employee", "region", "responded"), on="employee")
    barred = findings.filter(
        findings["region"].is_in(["US-CO", "US-AR"])
        & findings["control"].is_in(["LI-01", "LI-08"])
        & ~findings["ownership"].cast(str).is_in(["company", "business-use"]).fill_null(value=False)
    )
    assert not barred["writable"].any()
    assert set(barred["level"].cast(str).unique()) <= {"information"}
    reminded = result.mail.mails.filter(result.mail.mails["kind"] == "reminder")["employee"]
    assert not set(reminded) & set(findings.filter(findings["region"].is_in(["US-CO", "US-AR"]))["employee"])
    assert result.mail.mails["employee"].is_unique().all()
