"""DESIGN §6, Totals and Suppression. Each test quotes the sentence it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reporter.assess.suppression import hidden
from reporter.model.assessment import Bounds
from reporter.model.policy import AppliesTo
from reporter.model.vocabulary import Level

Judge = Callable[..., Any]
Make = Callable[..., Any]


def test_totals_come_as_the_pair_that_honesty_needs(judge: Judge, make_control: Make) -> None:
    """'*at least* `satisfied / applicable`, *at most* `(satisfied + not-assessed) / applicable`'."""
    roster = [{"employee_id": str(i), "place": "IE"} for i in range(10)]
    said = ["Off", "Off", "Off", "On", "On", "I don't know", "I have no LinkedIn account"]  # 3 silent
    survey = [{"employee_id": str(i), "LI-01": text} for i, text in enumerate(said)]
    tally = judge(roster, survey, make_control()).totals.by_control[0].tally
    assert (tally.satisfied, tally.not_satisfied, tally.not_applicable, tally.not_assessed) == (3, 2, 1, 4)
    assert tally.applicable == 9
    assert tally.bounds == Bounds(at_least=3 / 9, at_most=7 / 9)
    assert tally.open == 2
    assert tally.reasons == {"answered": 5, "no-response": 3, "unsure": 1, "not-used": 1}


def test_nothing_applicable_has_no_bounds(judge: Judge, make_control: Make) -> None:
    """'Nothing applicable prints "none", never 0 %.'"""
    nobody = judge([], [], make_control()).totals
    assert nobody.by_control[0].tally.bounds == Bounds(at_least=None, at_most=None)
    assert nobody.overall.bounds == Bounds(at_least=None, at_most=None)
    assert nobody.by_department == ()


def test_totals_are_by_control_capped_level_department_and_country(judge: Judge, make_control: Make) -> None:
    """'by control, capped level, department, country'."""
    roster = [{"employee_id": str(i), "place": "IE" if i % 2 else "FR", "department": "D"} for i in range(10)]
    survey = [{"employee_id": str(i), "LI-01": "On", "linkedin.account": "The company's"} for i in range(3)]
    totals = judge(roster, survey, make_control()).totals
    assert [(t.level.value, t.tally.applicable, t.people) for t in totals.by_level] == [
        ("required", 3, 3), ("recommended", 7, 7), ("information", 0, 0)
    ]  # fmt: skip
    assert [(g.name, g.people, g.responded, g.tally.open) for g in totals.by_country] == [
        ("FR", 5, 2, 2),
        ("IE", 5, 1, 1),
    ]
    assert [(g.name, g.tally.applicable) for g in totals.by_department] == [("D", 10)]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"A": 5, "B": 60}, ""),
        ({"A": 4, "B": 60, "C": 5}, "AC"),  # a single hidden group can be reckoned from the total
        ({"A": 4, "B": 5, "C": 5}, "AB"),  # "then alphabetical"
        ({"A": 1, "B": 1, "C": 9, "D": 50}, "ABC"),  # together fewer than 5 people
        ({"A": 3, "B": 2, "C": 9}, "AB"),
        ({"A": 4}, "A"),
        ({"A": 1, "B": 2}, "AB"),
        ({}, ""),
    ],
)
def test_small_groups_are_hidden_and_with_them_what_would_give_them_away(sizes: dict[str, int], expected: str) -> None:
    """'while the hidden ones are a single group or together fewer than 5 people, the next smallest … is hidden too'."""
    assert "".join(sorted(hidden(sizes))) == expected


def test_groups_are_in_alphabetical_order_the_unnamed_last(judge: Judge) -> None:
    """'groups in alphabetical order, no ranks'."""
    names = ["b", "A", None, "c", "A"]
    roster = [{"employee_id": str(i), "place": "IE", "department": d} for i, d in enumerate(names)]
    groups = judge(roster).totals.by_department
    assert [g.name for g in groups] == ["A", "b", "c", None]
    assert all(g.hidden for g in groups)


def test_a_groups_size_is_its_people_in_scope(judge: Judge) -> None:
    """'A group's size is its people in scope', not its rows on the roster nor its answers."""
    roster = [
        {"employee_id": str(i), "place": "IE", "department": "D", "status": "Left" if i else None} for i in range(6)
    ]
    assert [(g.people, g.hidden) for g in judge(roster).totals.by_department] == [(1, True)]


@pytest.mark.parametrize(("people", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_control_for_one_to_four_people_is_small(judge: Judge, make_control: Make, people: int, small: bool) -> None:
    """'A control that applies to 1 to 4 people is shown without outcomes in the auditor's edition.'"""
    roster = [{"employee_id": str(i), "place": "IE" if i < people else "FR"} for i in range(20)]
    totals = judge(roster, [], make_control(applies_to=AppliesTo(countries=("IE",)))).totals
    assert (totals.by_control[0].people, totals.by_control[0].small) == (people, small)


def test_a_level_of_few_people_cannot_be_reckoned_from_the_others(judge: Judge, make_control: Make) -> None:
    """'while the hidden ones are a single group … the next smallest … is hidden too'."""
    roster = [{"employee_id": str(i), "place": "IE"} for i in range(20)]
    survey = [{"employee_id": str(i), "LI-01": "On", "linkedin.account": "The company's"} for i in range(2)]
    controls = (make_control(), make_control("LI-02", level=Level.INFORMATION))
    levels = judge(roster, survey, *controls).totals.by_level
    assert [(t.level.value, t.people, t.small) for t in levels] == [
        ("required", 2, True), ("recommended", 18, True), ("information", 20, False)
    ]  # fmt: skip
