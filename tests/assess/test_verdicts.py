from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.assess.totals import bounds
from reporter.assess.verdicts import verdict
from reporter.model.assessment import Tally, Waiver
from reporter.model.policy import Clause
from reporter.model.vocabulary import Kind, Level, Verdict
from tests.conftest import Judge, control, policy_set


def people(n: int, account: str = "The company's", place: str = "DE") -> list[dict[str, str]]:
    return [{"employee_id": f"{account[:3]}{place}{i}", "place": place} for i in range(n)]


def answers(rows: list[dict[str, str]], text: str, account: str = "The company's") -> list[dict[str, str]]:
    return [{"employee_id": r["employee_id"], "LI-01": text, "linkedin.account": account} for r in rows]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Off", Verdict.MET),
        ("On", Verdict.NOT_MET),
        ("I don't know", Verdict.CANNOT_BE_SAID),
        ("I have no LinkedIn account", None),
    ],
)
def test_a_required_control_is_met_not_met_or_cannot_be_said(judge: Judge, said: str, expected: Verdict | None) -> None:
    rows = people(6)
    [found] = judge(
        rows, answers(rows[:5], "Off" if expected else said) + answers(rows[5:], said), control()
    ).totals.verdicts
    assert (found.verdict, found.small) == (expected, False)


def test_silence_is_never_met(judge: Judge) -> None:
    rows = people(6)
    [found] = judge(rows, answers(rows[:5], "Off"), control()).totals.verdicts
    # Nobody knows whose the sixth account is, so it counts as personal, and nothing is required of it.
    assert found.tally.applicable == 5
    sure = control("CP-06", kind=Kind.CONDUCT, service=None)
    [found] = judge(rows, [], sure).totals.verdicts
    assert found.verdict is Verdict.CANNOT_BE_SAID


def test_what_is_only_recommended_has_no_verdict(judge: Judge) -> None:
    rows = people(6)
    assert judge(rows, answers(rows, "On"), control(level=Level.RECOMMENDED)).totals.verdicts == ()


def test_an_open_recommendation_does_not_unmeet_what_is_required(judge: Judge) -> None:
    ours, theirs = people(6), people(6, account="Mine")
    found = judge([*ours, *theirs], answers(ours, "Off") + answers(theirs, "On", "Mine"), control()).totals
    assert found.by_control[0].tally.open == 6
    assert [(v.verdict, v.small, v.counted) for v in found.verdicts] == [(Verdict.MET, False, True)]


def test_a_waived_miss_and_a_waived_silence_are_met(judge: Judge) -> None:
    rows = people(6)
    own = control("CP-06", kind=Kind.CONDUCT, service=None)
    given_ = [{"employee_id": r["employee_id"], "CP-06": "On" if n == 0 else "Off"} for n, r in enumerate(rows[:5])]
    granted = [
        Waiver(
            file="w.csv",
            row=n,
            employee=rows[i]["employee_id"],
            control="CP-06",
            reason="On leave",
            approver="Grace",
            approver_role="CISO",
            granted=date(2026, 11, 1),
            expires=date(2026, 12, 1),
        )
        for n, i in ((2, 0), (3, 5))
    ]
    assert judge(rows, given_, own, waivers=granted).totals.verdicts[0].verdict is Verdict.MET
    assert judge(rows, given_, own, waivers=granted[:1]).totals.verdicts[0].verdict is Verdict.CANNOT_BE_SAID
    assert judge(rows, given_, own, waivers=granted[1:]).totals.verdicts[0].verdict is Verdict.NOT_MET


def test_a_verdict_on_few_people_is_hidden(judge: Judge) -> None:
    ours, theirs = people(3), people(9, account="Mine")
    [found] = judge([*ours, *theirs], answers(ours, "On") + answers(theirs, "Off", "Mine"), control()).totals.verdicts
    assert (found.small, found.counted) == (True, False)


def test_a_verdict_that_would_tell_of_the_few_others_is_hidden_and_else_only_its_numbers(judge: Judge) -> None:
    """All people less those of whom it is required are the others: two of them."""
    ours, theirs = people(9), people(2, account="Mine")
    telling = judge([*ours, *theirs], answers(ours, "Off") + answers(theirs, "On", "Mine"), control()).totals.verdicts[
        0
    ]
    assert (telling.small, telling.counted) == (True, False)
    silent = judge([*ours, *theirs], answers(ours, "On") + answers(theirs, "On", "Mine"), control()).totals.verdicts[0]
    assert (silent.small, silent.counted) == (False, False)


def test_a_policy_is_as_its_worst_required_control_and_a_companys_counts_those_its_clauses_name(judge: Judge) -> None:
    pack = policy_set(control(), control("LI-02"))
    company = policy_set(control("CP-01", kind=Kind.CONDUCT, service=None)).policies[0]
    company = replace(
        company, id="company-privacy", clauses=(Clause(id="1", title="One", controls=("CP-01", "LI-01")),)
    )
    both = replace(pack, policies=(company, *pack.policies))
    rows = people(6)
    said = [
        {
            "employee_id": r["employee_id"],
            "LI-01": "On",
            "LI-02": "Off",
            "CP-01": "Off",
            "linkedin.account": "The company's",
        }
        for r in rows
    ]
    ours, theirs = judge(rows, said, policies=both).totals.by_policy
    assert (ours.verdict, dict(ours.controls)) == (Verdict.NOT_MET, {"met": 1, "not-met": 1, "cannot-be-said": 0})
    assert (theirs.verdict, dict(theirs.controls)) == (Verdict.NOT_MET, {"met": 1, "not-met": 1, "cannot-be-said": 0})


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.data())
def test_the_verdict_is_one_of_three_by_the_rule(
    satisfied: int, missed: int, unknown: int, data: st.DataObject
) -> None:
    waived_misses = data.draw(st.integers(0, missed))
    waived_unknown = data.draw(st.integers(0, unknown))
    applicable = satisfied + missed + unknown
    tally = Tally(
        satisfied=satisfied, not_satisfied=missed, not_applicable=0, not_assessed=unknown,
        waived=waived_misses + waived_unknown, open=missed - waived_misses, applicable=applicable,
        bounds=bounds(satisfied, unknown, applicable), reasons={},
    )  # fmt: skip
    expected = (
        None if not applicable
        else Verdict.NOT_MET if missed > waived_misses
        else Verdict.CANNOT_BE_SAID if unknown > waived_unknown
        else Verdict.MET
    )  # fmt: skip
    assert verdict(tally) is expected
