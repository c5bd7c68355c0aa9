from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from reporter import assets, policy, survey
from reporter.errors import UsageError
from reporter.model.policy import AppliesTo, Control, PolicySet

PACKS = sorted(path for path in assets.folder("policies").glob("*.yaml") if path.stem not in {"regimes", "retired"})


def test_the_json_is_the_contract(make_policies: Callable[..., PolicySet]) -> None:
    """DESIGN §8: 'prints, in order, what the survey must ask'."""
    said = json.loads(survey.as_json(survey.survey(make_policies(), "en")))
    assert list(said) == ["questions"]
    account, first, conduct, _ = said["questions"]
    assert account == {
        "id": "linkedin.account",
        "asks": "account",
        "service": "linkedin",
        "text": "Whose is the LinkedIn account you use for work?",
        "answers": [
            {"text": "The company's", "account": "company"},
            {"text": "Mine, mostly for work", "account": "business-use"},
            {"text": "Mine", "account": "personal"},
            {"text": "I have none", "account": "none"},
            {"text": "Prefer not to say", "account": "unstated"},
        ],
    }
    assert list(first) == ["id", "asks", "text", "answers"]
    assert (first["id"], first["asks"]) == ("LI-01", "control")
    assert first["answers"][0] == {"text": "Off", "outcome": "satisfied", "reason": "answered"}
    assert {"text": "I don't know", "outcome": "not-assessed", "reason": "unsure"} in first["answers"]
    assert conduct["id"] == "LI-05"


def test_every_pack_at_once_asks_each_question_once_and_accounts_first() -> None:
    policies = policy.load(PACKS)
    asked = [q["id"] for q in json.loads(survey.as_json(survey.survey(policies, "en")))["questions"]]
    assert len(asked) == len(set(asked))
    assert {c.id for c in policies.controls} <= set(asked)
    for service in policies.account_services:
        of_it = [c.id for c in policies.controls if c.service == service.id and c.kind.about_an_account]
        assert asked.index(f"{service.id}.account") < min(asked.index(c) for c in of_it)


def test_no_shipped_question_wants_free_text_and_all_have_answers_to_choose() -> None:
    assert all(len(item.offers) >= 2 for item in survey.survey(policy.load(PACKS), "en").items)


def test_a_language_there_is_not_is_a_usage_error_that_names_those_there_are(
    make_policies: Callable[..., PolicySet],
) -> None:
    with pytest.raises(UsageError) as caught:
        survey.survey(make_policies(), "xx")
    assert "en" in caught.value.problems[0].hint


@pytest.mark.parametrize(("count", "minutes"), [(1, 1), (2, 1), (8, 4), (9, 5), (37, 19)])
def test_the_time_it_takes_follows_from_the_number_of_questions(
    make_policies: Callable[..., PolicySet], make_control: Callable[..., Control], count: int, minutes: int
) -> None:
    controls = [make_control(f"LI-{n:02}", service=None) for n in range(1, count + 1)]
    made = survey.survey(make_policies(*controls), "en")
    assert (len(made.items), made.minutes) == (count, minutes)


def test_its_files_carry_the_day_of_the_newest_review_and_no_clock(make_policies: Callable[..., PolicySet]) -> None:
    policies = make_policies()
    older = replace(policies.policies[0], reviewed=date(2020, 1, 1), controls=())
    assert survey.survey(replace(policies, policies=(older, *policies.policies)), "en").stamp == date(2026, 11, 23)


def test_a_question_for_some_says_so_in_a_blank_and_not_to_those_it_concerns(
    make_policies: Callable[..., PolicySet],
    make_control: Callable[..., Control],
    make_stationery: Callable[..., survey.Stationery],
) -> None:
    admins = make_control("LI-09", service=None, applies_to=AppliesTo(roles=("Admin",)))
    it = make_stationery(make_policies(admins))
    assert it.remarks(it.survey.items[0]) == ("Leave this question open if it does not concern you.",)
    own = it.of(["LI-09"])
    assert own.remarks(own.survey.items[0]) == ()


def test_where_a_question_is_barred_the_blank_asks_to_leave_it_open(
    make_stationery: Callable[..., survey.Stationery],
) -> None:
    it = make_stationery()
    visibility = next(item for item in it.survey.items if item.id == "LI-08")
    [remark] = it.remarks(visibility)
    assert all(place in remark for place in ("Washington", "Maine", "Delaware", "Rhode Island"))


@pytest.mark.parametrize("language", survey.languages())
def test_what_is_offered_in_a_language_is_recognised_by_the_original(language: str) -> None:
    """Issue 3, 7: 'Answers are recognised in every language the policy carries.'"""
    policies = policy.load(PACKS)
    known = {c.id: {w for a in c.question.answers for w in a.wordings} for c in policies.controls}
    for service in policies.account_services:
        if service.account:
            known[f"{service.id}.account"] = {w for a in service.account.answers for w in a.wordings}
    asked = survey.survey(policies, language).items
    assert {item.id: set(item.offers) - known[item.id] for item in asked if set(item.offers) - known[item.id]} == {}
    assert {item.language for item in asked if item.id.startswith("LI-")} == {language}
