"""DESIGN §6, Waiver. Each test quotes the sentence it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Judge = Callable[..., Any]
Make = Callable[..., Any]
ROSTER = [
    {"employee_id": "1", "address": "ada@x.example", "name": "Ada Byron", "place": "IE", "aliases": ["a.b@x.example"]},
    {"employee_id": "2", "address": "bob@x.example", "name": "Bob", "place": "IE"},
]
ON = [{"employee_id": "1", "LI-01": "On"}]


def states(result: Any) -> list[str]:  # noqa: ANN401 - an Assessment
    return [w.state.value for w in result.waivers]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "valid"),
        ({"granted": date(2026, 11, 23)}, "valid"),
        ({"expires": date(2026, 11, 23)}, "valid"),
        ({"expires": date(2026, 11, 22)}, "expired"),
        ({"granted": date(2026, 11, 24)}, "not-yet"),
        ({"granted": date(2026, 1, 1), "expires": date(2027, 1, 2)}, "valid"),  # 366 days
        ({"granted": date(2026, 1, 1), "expires": date(2027, 1, 3)}, "too-long"),
        ({"approver": "1"}, "self-approved"),
        ({"approver": "ADA@x.example"}, "self-approved"),
        ({"approver": "a.b@x.example"}, "self-approved"),
        ({"approver": "ada  byron"}, "self-approved"),
        ({"approver": "The Boss <ada@x.example>"}, "self-approved"),
        ({"approver": "Ada Byron <elsewhere@x.example>"}, "self-approved"),
        ({"approver": "2"}, "valid"),
        ({"employee": "ada@x.example"}, "valid"),
        ({"employee": "nobody@x.example"}, "unmatched"),
        ({"control": "LI-99"}, "unmatched"),
    ],
)
def test_a_waiver_is_valid_or_listed_with_its_reason(
    judge: Judge, make_waiver: Make, changes: dict[str, object], state: str
) -> None:
    """'Valid if `granted` ≤ `as_of` ≤ `expires`, at most 366 days long, with … an approver who is not the employee.'"""
    result = judge(ROSTER, ON, waivers=[make_waiver(**changes)])
    assert states(result) == [state]
    finding = result.findings.filter(result.findings["control"] == "LI-01").row(0, named=True)
    assert finding["outcome"] == "not-satisfied"
    assert finding["open"] is (state != "valid")
    assert result.waivers[0].attached is (state == "valid")


def test_a_shorter_term_may_be_configured(judge: Judge, make_waiver: Make) -> None:
    assert states(judge(ROSTER, ON, waivers=[make_waiver()], waiver_days=90)) == ["too-long"]


@pytest.mark.parametrize(
    ("survey", "attached"),
    [
        ([{"employee_id": "1", "LI-01": "On"}], True),
        ([{"employee_id": "1", "LI-01": "I don't know"}], True),
        ([], True),
        ([{"employee_id": "1", "LI-01": "Off"}], False),
        ([{"employee_id": "1", "LI-01": "I have no LinkedIn account"}], False),
    ],
)
def test_it_attaches_to_not_satisfied_and_not_assessed_only(
    judge: Judge,
    make_waiver: Make,
    survey: list[dict[str, object]],
    attached: bool,
) -> None:
    """'It attaches to `not-satisfied` and `not-assessed` only'."""
    result = judge(ROSTER, survey, waivers=[make_waiver()])
    assert result.waivers[0].attached is attached
    assert result.totals.by_control[0].tally.waived == int(attached)


def test_of_several_valid_ones_the_latest_expires(judge: Judge, make_waiver: Make) -> None:
    """'of several valid ones the latest `expires`'; the others are listed as `duplicate`."""
    given = [make_waiver(expires=date(2026, 12, d)) for d in (1, 31, 15)]
    for waivers in (given, given[::-1]):
        result = judge(ROSTER, ON, waivers=waivers)
        assert sorted((w.waiver.expires.day, w.state.value) for w in result.waivers) == [
            (1, "duplicate"),
            (15, "duplicate"),
            (31, "valid"),
        ]
        assert result.waivers[result.findings["waiver"][0]].waiver.expires.day == 31
