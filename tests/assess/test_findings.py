"""DESIGN §6, Text, The finding, Dates. Each test quotes the sentence it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from reporter.model.policy import AppliesTo
from reporter.model.vocabulary import Kind

Judge = Callable[..., Any]
Make = Callable[..., Any]
ONE = [{"employee_id": "1", "place": "IE", "department": "R&D", "role": "Owner"}]


def verdict(result: Any, control: str = "LI-01") -> tuple[str, str]:  # noqa: ANN401 - an Assessment
    row = result.findings.filter(result.findings["control"] == control).row(0, named=True)
    return row["outcome"], row["reason"]


@pytest.mark.parametrize(
    ("scope", "person"),
    [
        (AppliesTo(countries=("DE",)), {"place": "IE"}),
        (AppliesTo(countries=("DE",)), {"place": None}),
        (AppliesTo(regions=("US-CA",)), {"place": "US-CO"}),
        (AppliesTo(regimes=("CCPA",)), {"place": "US-CO"}),
        (AppliesTo(departments=("Sales",)), {"place": "IE", "department": "Research"}),
        (AppliesTo(employment=("contractor",)), {"place": "IE", "employment": "Employee"}),
        (AppliesTo(roles=("Workspace owner",)), {"place": "IE", "role": None}),
        (AppliesTo(countries=("IE",), departments=("Sales",)), {"place": "IE"}),
    ],
)
def test_a_control_that_does_not_apply_is_out_of_scope_answered_or_not(
    judge: Judge, make_control: Make, scope: AppliesTo, person: dict[str, object]
) -> None:
    """'1. the control does not apply to this person's country, region, regime, department, employment or role'."""
    for survey in ([], [{"employee_id": "1", "LI-01": "Off"}]):
        result = judge([{"employee_id": "1", **person}], survey, make_control(applies_to=scope))
        assert verdict(result) == ("not-applicable", "out-of-scope")


@pytest.mark.parametrize(
    ("scope", "person"),
    [
        (AppliesTo(), {}),
        (AppliesTo(countries=("IE", "DE")), {"place": "DE"}),
        (AppliesTo(regions=("US-CA",)), {"place": "US-CA"}),
        (AppliesTo(regimes=("GDPR", "CCPA")), {"place": "US-CA"}),
        (AppliesTo(departments=("sales ",)), {"department": "Sales"}),
        (AppliesTo(employment=("contractor",)), {"employment": "Freelancer"}),
        (AppliesTo(employment=("employee",)), {"employment": None}),
        (AppliesTo(roles=("Workspace owner",)), {"role": "WORKSPACE  OWNER"}),
    ],
)
def test_an_absent_key_means_everybody_and_lists_are_compared_as_text(
    judge: Judge, make_control: Make, scope: AppliesTo, person: dict[str, object]
) -> None:
    """'an absent `applies_to` key means everybody' (DESIGN §8)."""
    result = judge(
        [{"employee_id": "1", **person}], [{"employee_id": "1", "LI-01": "Off"}], make_control(applies_to=scope)
    )
    assert verdict(result) == ("satisfied", "answered")


@pytest.mark.parametrize(
    ("place", "account", "expected"),
    [
        ("US-WA", "Mine", "barred-by-law"),
        ("US-ME", None, "barred-by-law"),
        ("US-DE", "Mine", "barred-by-law"),
        ("US-RI", "I have none", "barred-by-law"),
        ("US-WA", "The company's", "answered"),
        ("US-WA", "Mine, mostly for work", "answered"),
        ("US-CO", "Mine", "answered"),
        ("US-CA", "Mine", "answered"),
    ],
)
def test_a_visibility_control_is_barred_for_a_personal_account_where_the_law_bars_it(
    judge: Judge, make_control: Make, place: str, account: str | None, expected: str
) -> None:
    """'2. a visibility control for a personal account in a place that bars it'."""
    answers = {"employee_id": "1", "LI-01": "Off", "linkedin.account": account}
    result = judge([{"employee_id": "1", "place": place}], [answers], make_control(kind=Kind.ACCOUNT_VISIBILITY))
    assert verdict(result)[1] == expected
    if expected == "barred-by-law":
        assert verdict(result)[0] == "not-applicable"


def test_no_attestation_is_no_response(judge: Judge) -> None:
    """'3. no attestation: `not-assessed / no-response`'."""
    assert verdict(judge(ONE)) == ("not-assessed", "no-response")


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 8, 23), ("satisfied", "answered")), (date(2026, 8, 22), ("not-assessed", "stale"))],
)
def test_age_equal_to_valid_for_is_fresh(judge: Judge, on: date, expected: tuple[str, str]) -> None:
    """'age equal to `valid_for` is fresh': 92 days before 23 November is 23 August."""
    assert verdict(judge(ONE, [{"employee_id": "1", "LI-01": "Off", "on": on}])) == expected


@pytest.mark.parametrize("text", ["Off", "On", "", "I have no LinkedIn account", "whatever"])
def test_an_old_attestation_is_stale_whatever_it_said(judge: Judge, text: str) -> None:
    """'4. attestation older than `valid_for`: `not-assessed / stale`, whatever it said'."""
    survey = [{"employee_id": "1", "LI-01": text, "linkedin.account": "I have none", "on": date(2026, 1, 1)}]
    assert verdict(judge(ONE, survey)) == ("not-assessed", "stale")


def test_without_valid_for_an_answer_does_not_age(judge: Judge, make_control: Make) -> None:
    survey = [{"employee_id": "1", "LI-01": "Off", "on": date(2016, 1, 1)}]
    assert verdict(judge(ONE, survey, make_control(valid_for=None))) == ("satisfied", "answered")


@pytest.mark.parametrize("empty", [None, "", "  ", "\u200b", "\u00a0"])
def test_an_empty_answer_is_unanswered_or_not_used(judge: Judge, empty: str | None) -> None:
    """'5. empty answer: `not-applicable / not-used` if the account question says there is no account, else …'."""
    given = {"employee_id": "1", "LI-01": empty}
    assert verdict(judge(ONE, [given])) == ("not-assessed", "unanswered")
    assert verdict(judge(ONE, [given | {"linkedin.account": "Mine"}])) == ("not-assessed", "unanswered")
    assert verdict(judge(ONE, [given | {"linkedin.account": "I have none"}])) == ("not-applicable", "not-used")


def test_no_account_explains_nothing_where_the_roster_knows_a_company_account(judge: Judge) -> None:
    """'The roster's word on ownership … beats the survey's'."""
    roster = [{"employee_id": "1", "place": "IE", "linkedin.account": "Company"}]
    survey = [{"employee_id": "1", "LI-01": "", "linkedin.account": "I have none"}]
    assert verdict(judge(roster, survey)) == ("not-assessed", "unanswered")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Off", ("satisfied", "answered")),
        ("Disabled", ("satisfied", "answered")),
        ("On", ("not-satisfied", "answered")),
        ("I don't know", ("not-assessed", "unsure")),
        ("Prefer not to say", ("not-assessed", "declined")),
        ("I have no LinkedIn account", ("not-applicable", "not-used")),
        ("The switch is not shown to me", ("not-applicable", "not-available")),
    ],
)
def test_the_answer_table_decides(judge: Judge, text: str, expected: tuple[str, str]) -> None:
    """'6. the control's answer table: its outcome and reason'."""
    assert verdict(judge(ONE, [{"employee_id": "1", "LI-01": text}])) == expected


@pytest.mark.parametrize("text", ["ＯＦＦ", " off ", "o\u200bff", "OFF\u00a0", "it   is\noff", "\ufeffIt Is Off"])
def test_text_is_compared_after_nfkc_zero_width_white_space_trim_and_casefold(judge: Judge, text: str) -> None:
    """'NFKC, removal of zero-width characters, runs of white space to one space, trim, casefold'."""
    assert verdict(judge(ONE, [{"employee_id": "1", "LI-01": text}])) == ("satisfied", "answered")


@pytest.mark.parametrize("text", ["Off.", "of", "Offf", "It's off", "0ff", "turned off", "Off; On"])
def test_nothing_else_makes_two_texts_equal(judge: Judge, text: str) -> None:
    """'nothing else'; '7. not in the table: `not-assessed / unrecognised-answer`; the text is listed for HR'."""
    result = judge(ONE, [{"employee_id": "1", "LI-01": text}])
    assert verdict(result) == ("not-assessed", "unrecognised-answer")
    assert result.unrecognised.rows() == [("LI-01", text, 1)]


def test_unrecognised_answers_are_ranked_by_count(judge: Judge) -> None:
    roster = [{"employee_id": str(i), "place": "IE"} for i in range(4)]
    survey = [{"employee_id": str(i), "LI-01": t} for i, t in enumerate(["Hm", "off?", " OFF? ", "Off"])]
    assert judge(roster, survey).unrecognised.rows() == [("LI-01", " OFF? ", 2), ("LI-01", "Hm", 1)]


def test_a_question_the_survey_lacks_is_unanswered_and_said(judge: Judge) -> None:
    result = judge(ONE, [{"employee_id": "1"}], ask_all=False)
    assert verdict(result) == ("not-assessed", "unanswered")
    said = {n.code: n.values["questions"] for n in result.notices if "questions" in n.values}
    assert said == {"policy-not-asked": "LI-01, LI-05, LI-08", "question-missing": "linkedin.account"}
