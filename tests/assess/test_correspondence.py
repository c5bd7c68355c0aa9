"""DESIGN §6, Mail. Each test quotes the sentence it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reporter.model.vocabulary import Kind, Level

Judge = Callable[..., Any]
Make = Callable[..., Any]


def person(id_: str = "1", place: str | None = "IE", **more: object) -> dict[str, object]:
    return {"employee_id": id_, "address": f"p{id_}@x.example", "place": place, **more}


def kinds(result: Any) -> list[str]:  # noqa: ANN401 - an Assessment
    found: list[str] = result.mail.mails["kind"].to_list()
    return found


def withheld(result: Any) -> dict[str, int]:  # noqa: ANN401 - an Assessment
    return {reason: count for reason, count in result.mail.withheld.items() if count}


@pytest.mark.parametrize(
    ("level", "answer", "expected"),
    [
        (Level.REQUIRED, "On", ["remediation"]),
        (Level.RECOMMENDED, "On", ["remediation"]),
        (Level.INFORMATION, "On", []),
        (Level.REQUIRED, "Off", []),
        (Level.REQUIRED, "I don't know", []),
        (Level.REQUIRED, "", []),
    ],
)
def test_an_open_required_or_recommended_finding_gets_one_remediation_mail(
    judge: Judge, make_control: Make, level: Level, answer: str, expected: list[str]
) -> None:
    """'Each employee with an open `required` or `recommended` finding that may appear gets one remediation mail'."""
    controls = [
        make_control("C-01", kind=Kind.CONDUCT, level=level),
        make_control("C-02", kind=Kind.CONDUCT, level=level),
    ]
    result = judge([person()], [{"employee_id": "1", "C-01": answer, "C-02": answer}], *controls)
    assert kinds(result) == expected
    assert withheld(result) == {}


def test_a_waived_finding_is_not_open_and_gets_no_mail(judge: Judge, make_control: Make, make_waiver: Make) -> None:
    """DESIGN §2: 'open: `not-satisfied` without a valid waiver'."""
    survey = [{"employee_id": "1", "LI-01": "On"}]
    assert kinds(judge([person()], survey, make_control(), waivers=[make_waiver()])) == []


@pytest.mark.parametrize("place", ["US-CO", "US-AR"])
def test_findings_about_personal_accounts_in_colorado_and_arkansas_get_no_mail(
    judge: Judge, make_control: Make, place: str
) -> None:
    """'findings about personal accounts in US-CO and US-AR never appear in a mail to one person'."""
    survey = [{"employee_id": "1", "LI-01": "On", "LI-05": "Off"}]
    conduct = make_control("LI-05", kind=Kind.CONDUCT)
    result = judge([person(place=place)], survey, make_control(), conduct)
    assert kinds(result) == []
    assert withheld(result) == {"law": 1}
    result = judge([person(place=place)], [survey[0] | {"LI-05": "On"}], make_control(), conduct)
    assert kinds(result) == ["remediation"]  # about the conduct; the account's finding is not in it
    assert result.findings.filter(result.findings["control"] == "LI-01")["writable"].to_list() == [False]
    assert withheld(result) == {}


def test_a_company_account_in_colorado_may_be_written_about(judge: Judge, make_control: Make) -> None:
    """'Permission is per finding'."""
    survey = [{"employee_id": "1", "LI-01": "On", "linkedin.account": "The company's"}]
    assert kinds(judge([person(place="US-CO")], survey, make_control())) == ["remediation"]


def test_what_is_information_by_policy_withholds_nothing(judge: Judge, make_control: Make) -> None:
    survey = [{"employee_id": "1", "LI-01": "On"}]
    result = judge([person(place="US-CO")], survey, make_control(level=Level.INFORMATION))
    assert (kinds(result), withheld(result)) == ([], {})


def test_each_silent_employee_gets_one_reminder(judge: Judge) -> None:
    """'each silent employee gets one reminder'; 'nobody gets both'."""
    result = judge([person("1"), person("2")], [{"employee_id": "2", "LI-01": "On"}])
    assert result.mail.mails.rows() == [(0, "reminder"), (1, "remediation")]


def test_no_reminder_in_colorado_and_arkansas_where_the_survey_asks_about_personal_accounts(
    judge: Judge, make_control: Make
) -> None:
    """'except in US-CO and US-AR where the survey asks about personal accounts'."""
    people = [person("1", "US-CO"), person("2", "US-AR"), person("3", "US-CA")]
    result = judge(people, [], make_control())
    assert (kinds(result), withheld(result)) == (["reminder"], {"law": 2})
    assert len(kinds(judge(people, [], make_control(kind=Kind.CONDUCT)))) == 3


def test_people_who_would_get_a_mail_and_do_not_are_counted_by_the_first_reason(judge: Judge) -> None:
    """'counted as withheld: `no-address`, `law`, `objected`, `suppression-list`'."""
    people = [
        person("1", "US-CO", address=None),
        person("2", "US-CO"),
        person("3"),
        person("4", aliases=["old4@x.example"]),
        person("5"),
    ]
    result = judge(people, [], suppressed=frozenset({"2", "p3@x.example", "old4@x.example"}))
    assert withheld(result) == {"no-address": 1, "law": 1, "suppression-list": 2}
    assert result.mail.mails.rows() == [(4, "reminder")]
    reasons = ["no-address", "law", "place-unknown", "objected", "on-leave", "suppression-list"]
    assert list(result.mail.withheld) == reasons


def test_nobody_with_an_unknown_place_is_written_to_about_a_setting(judge: Judge, make_control: Make) -> None:
    """For them everything is information, which rides along but is no reason to write."""
    survey = [{"employee_id": "1", "LI-01": "On", "linkedin.account": "The company's"}]
    assert kinds(judge([person(place=None)], survey, make_control())) == []
