"""How a control stands for one kind of person; places and accounts are in tests/policy/test_levels_by_place.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reporter.assess.standing import standing
from reporter.model.policy import AppliesTo
from reporter.model.vocabulary import Kind, Level, Ownership

Make = Callable[..., Any]


def codes(found: Any) -> list[str]:  # noqa: ANN401 - a Standing
    return [ground.code for ground in found.grounds]


def test_every_reason_carries_the_law_notes_behind_it(make_control: Make, make_policies: Make) -> None:
    """DESIGN §6: 'Each cap carries its reason and law note.'"""
    control = make_control()
    found = standing(control, make_policies(control), country="US", region="US-CO", ownership=Ownership.PERSONAL)
    assert {ground.code: ground.law for ground in found.grounds} == {
        "personal-account": ("gdpr-6",),
        "settings-request-barred": ("us-co-8-2-127",),
    }


def test_where_the_law_bars_the_control_it_does_not_apply_and_the_level_is_that_of_the_finding(
    make_control: Make, make_policies: Make
) -> None:
    control = make_control(kind=Kind.ACCOUNT_VISIBILITY)
    found = standing(control, make_policies(control), country="US", region="US-WA", ownership=None)
    assert (found.level, found.mail, found.applies) == (Level.RECOMMENDED, False, False)
    assert codes(found) == ["personal-account", "barred-by-law"]
    assert found.grounds[-1].law == ("us-wa-49-44-200",)


def test_a_control_that_is_not_for_the_place_does_not_apply_there(make_control: Make, make_policies: Make) -> None:
    control = make_control(applies_to=AppliesTo(countries=("US",)))
    found = standing(control, make_policies(control), country="IE", region=None, ownership=Ownership.COMPANY)
    assert (codes(found), found.mail, found.applies) == (["out-of-scope"], False, False)


def test_out_of_scope_comes_before_barred_by_law(make_control: Make, make_policies: Make) -> None:
    """DESIGN §6: 'The finding, by the first that holds'."""
    control = make_control(kind=Kind.ACCOUNT_VISIBILITY, applies_to=AppliesTo(countries=("IE",)))
    found = standing(control, make_policies(control), country="US", region="US-WA", ownership=None)
    assert codes(found) == ["personal-account", "out-of-scope"]


def test_department_employment_and_role_are_taken_to_fit(make_control: Make, make_policies: Make) -> None:
    scope = AppliesTo(departments=("Sales",), employment=("employee",), roles=("Zoom admin",))
    control = make_control(applies_to=scope)
    found = standing(control, make_policies(control), country="IE", region=None, ownership=Ownership.COMPANY)
    assert (found.level, found.mail, found.grounds) == (Level.REQUIRED, True, ())


def test_a_mail_that_is_not_allowed_has_its_reason_even_where_no_level_is_lowered(
    make_control: Make, make_policies: Make
) -> None:
    control = make_control(level=Level.INFORMATION)
    policies = make_policies(control)
    barred = standing(control, policies, country="US", region="US-AR", ownership=None)
    unknown = standing(control, policies, country=None, region=None, ownership=None)
    assert (barred.mail, codes(barred)) == (False, ["settings-request-barred"])
    assert (unknown.mail, codes(unknown)) == (False, ["unknown-place"])
