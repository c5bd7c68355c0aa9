"""Two assessments side by side: everybody is counted, and no movement is counted twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reporter.assess.comparison import compare
from reporter.model.assessment import Assessment
from reporter.model.comparison import Comparison, Earlier
from reporter.model.inputs import InputFile
from reporter.model.tables import EARLIER
from reporter.model.vocabulary import Outcome
from tests.conftest import judge_rows

ON, OFF, UNSURE = "On", "Off", "I don't know"


def person(number: int, **more: str) -> dict[str, str]:
    return {"employee_id": f"E{number}", "address": f"p{number}@example.com", "place": "IE", **more}


def earlier(findings: Sequence[tuple[str, str, str]], policies: Mapping[str, tuple[str, str]] | None = None) -> Earlier:
    return Earlier(
        report_id="r-then",
        period="2026-Q3",
        as_of=date(2026, 8, 24),
        tool_version="0.1.0",
        policies=policies or {},
        findings=pl.DataFrame(findings, schema=EARLIER, orient="row"),
        file=InputFile(
            role="previous", name="findings.csv", sha256="0" * 64, size=0, rows=len(findings), dialect={}, columns={},
            dropped=(),
        ),
    )  # fmt: skip


def then_of(assessment: Assessment, **outcomes: str) -> list[tuple[str, str, str]]:
    """Return for LI-01 the outcomes that people had then, by employee id."""
    names = dict(assessment.population.select("employee_id", "pseudonym").iter_rows())
    return [(names.get(who, f"P-GONE-{who}"), "LI-01", outcome) for who, outcome in outcomes.items()]


def changes(assessment: Assessment, **outcomes: str) -> Comparison:
    return compare(earlier(then_of(assessment, **outcomes)), assessment)


@cache
def seven() -> Assessment:
    """Return seven people judged: their answers are On, Off, On, Off, unsure, Off, Off."""
    answers = [ON, OFF, ON, OFF, UNSURE, OFF, OFF]
    roster = [person(n) for n in range(7)]
    survey = [{"address": p["address"], "LI-01": a} for p, a in zip(roster, answers, strict=True)]
    return judge_rows(roster, survey)


def test_each_movement_is_named_by_what_was_and_what_is() -> None:
    found = changes(
        seven(),
        E0="satisfied",
        E1="not-satisfied",
        E2="not-satisfied",
        E3="not-assessed",
        E4="satisfied",
        E5="satisfied",
        E6="not-applicable",
    ).controls[0]
    assert (found.missed, found.mended, found.still_missed, found.learnt, found.lost, found.other) == (1, 1, 1, 1, 1, 2)


def test_who_joined_and_who_left_is_counted() -> None:
    found = changes(seven(), E0="satisfied", E1="satisfied", gone="satisfied")
    assert (found.people_before, found.people_now, found.both, found.joined, found.left) == (3, 7, 2, 5, 1)


def test_then_and_now_have_their_own_bounds() -> None:
    found = changes(seven(), E0="satisfied", E1="not-satisfied", E2="not-assessed", E3="not-applicable").controls[0]
    assert found.before is not None
    assert found.before.applicable == 3
    assert (found.before.bounds.at_least, found.before.bounds.at_most) == (1 / 3, 2 / 3)
    assert found.now.applicable == 7


def test_a_control_that_was_not_judged_then_has_no_then() -> None:
    new = changes(seven(), E0="satisfied").controls[1]
    assert new.control == "LI-05"
    assert new.before is None
    assert (new.mended, new.missed, new.other) == (0, 0, 0)


def test_a_control_that_is_no_longer_judged_is_named() -> None:
    found = compare(earlier([("P-1", "LI-99", "satisfied")]), seven())
    assert found.withdrawn == ("LI-99",)


def test_a_changed_policy_is_named_even_under_the_same_version() -> None:
    policy = seven().policies.policies[0]
    same = {policy.id: (policy.version, policy.sha256)}
    assert compare(earlier([], same), seven()).policies == ()
    silently = {policy.id: (policy.version, "f" * 64)}
    assert compare(earlier([], silently), seven()).policies == ((policy.id, policy.version, policy.version),)
    another = {"other": ("1", "a" * 64)}
    assert compare(earlier([], another), seven()).policies == (
        ("other", "1", None),
        (policy.id, None, policy.version),
    )


def test_a_control_is_small_if_few_people_can_be_followed() -> None:
    few = changes(seven(), E0="satisfied", E1="satisfied", a="satisfied", b="satisfied", c="satisfied")
    assert few.both == 2
    assert few.controls[0].small
    many = changes(seven(), **{f"E{n}": "satisfied" for n in range(7)})
    assert not many.controls[0].small


def test_a_control_is_small_if_it_applied_to_few_both_times() -> None:
    """Nobody can tell one person's move from the figures of the two whose account is not new."""
    then = {f"E{n}": "satisfied" if n < 2 else "not-applicable" for n in range(7)}
    gone = dict.fromkeys("abcde", "not-satisfied")
    found = changes(seven(), **then, **gone)
    row = found.controls[0]
    assert row.before is not None
    assert (found.both, row.before.applicable, row.now.applicable) == (7, 7, 7)
    assert row.small


def test_nobody_then_is_no_division_by_zero() -> None:
    found = compare(earlier([]), seven())
    assert (found.people_before, found.joined, found.both) == (0, 7, 0)
    assert found.controls[0].before is None


@given(st.lists(st.sampled_from([o.value for o in Outcome]), min_size=7, max_size=7))
def test_the_movements_of_a_control_add_up_to_those_in_scope_both_times(then: list[str]) -> None:
    found = changes(seven(), **{f"E{n}": outcome for n, outcome in enumerate(then)})
    row = found.controls[0]
    moved = row.mended + row.missed + row.still_missed + row.learnt + row.lost + row.other
    assert moved == found.both == 7
    assert row.other >= 0
