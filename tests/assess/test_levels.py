"""DESIGN §6, Level, as a table that a lawyer can read. Source: facts/domain.md §4.1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reporter.model.vocabulary import Kind, Level

Judge = Callable[..., Any]
Make = Callable[..., Any]


def finding(result: Any) -> dict[str, Any]:  # noqa: ANN401 - an Assessment
    row: dict[str, Any] = result.findings.row(0, named=True)
    return row


ACCOUNT = [Kind.ACCOUNT_SETTING, Kind.ACCOUNT_VISIBILITY]
OTHER = [Kind.ADMIN_SETTING, Kind.CONDUCT, Kind.AWARENESS]


@pytest.mark.parametrize("kind", ACCOUNT)
@pytest.mark.parametrize(
    ("account", "place", "level", "caps", "writable"),
    [
        # whose account, where, the level that results, because of, may be written about
        ("The company's", "IE", "required", "", True),
        ("The company's", "US-CO", "required", "", True),
        ("The company's", "US-AR", "required", "", True),
        ("Mine, mostly for work", "IE", "recommended", "business-use-account", True),
        ("Mine, mostly for work", "US-CO", "recommended", "business-use-account", True),
        ("Mine", "IE", "recommended", "personal-account", True),
        ("Mine", "US-CA", "recommended", "personal-account", True),
        ("Mine", "US-CO", "information", "personal-account;settings-request-barred", False),
        ("Mine", "US-AR", "information", "personal-account;settings-request-barred", False),
        ("Prefer not to say", "IE", "recommended", "personal-account", True),
        ("Prefer not to say", "US-CO", "information", "personal-account;settings-request-barred", False),
        (None, "IE", "recommended", "personal-account", True),
        (None, "US-CO", "information", "personal-account;settings-request-barred", False),
        ("something else", "US-AR", "information", "personal-account;settings-request-barred", False),
        ("The company's", None, "information", "unknown-place", False),
        ("Mine", None, "information", "personal-account;unknown-place", False),
        ("Mine", "US", "information", "personal-account;unknown-place", False),
    ],
)
def test_ownership_and_place_cap_the_level_of_account_controls(
    judge: Judge,
    make_control: Make,
    kind: Kind,
    account: str | None,
    place: str | None,
    level: str,
    caps: str,
    writable: bool,
) -> None:
    """'`company` no cap, `business-use` and `personal` at most `recommended`; personal account in US-CO or US-AR …'."""
    survey = [{"employee_id": "1", "LI-01": "On", "linkedin.account": account}]
    row = finding(judge([{"employee_id": "1", "place": place}], survey, make_control(kind=kind)))
    assert (row["level"], row["caps"], row["writable"]) == (level, caps, writable)


@pytest.mark.parametrize("kind", OTHER)
@pytest.mark.parametrize("account", ["The company's", "Mine", None])
def test_other_kinds_are_capped_by_an_unknown_place_only(
    judge: Judge, make_control: Make, kind: Kind, account: str | None
) -> None:
    """'ownership (`account-setting`, `account-visibility` only)'; 'unknown place …: `information` for every kind'."""
    survey = [{"employee_id": "1", "LI-01": "On", "linkedin.account": account}]
    for place, level in (("US-CO", "required"), ("IE", "required"), (None, "information")):
        row = finding(judge([{"employee_id": "1", "place": place}], survey, make_control(kind=kind)))
        assert (row["level"], row["writable"]) == (level, place is not None)


def test_an_unknown_place_is_warned_of(judge: Judge) -> None:
    """'with a warning'."""
    result = judge([{"employee_id": "1"}, {"employee_id": "2", "place": "US"}, {"employee_id": "3", "place": "IE"}])
    codes = {n.code: n.values["count"] for n in result.notices if n.code.startswith("unknown-")}
    assert codes == {"unknown-place": 1, "unknown-region": 1}


@pytest.mark.parametrize("policy", list(Level))
@pytest.mark.parametrize("account", ["The company's", "Mine"])
@pytest.mark.parametrize("place", ["IE", "US-CO", None])
def test_a_level_is_only_ever_lowered(
    judge: Judge, make_control: Make, policy: Level, account: str, place: str | None
) -> None:
    """'The policy's, lowered by …' (and DESIGN §2: 'account ownership and law can only lower it')."""
    survey = [{"employee_id": "1", "LI-01": "On", "linkedin.account": account}]
    row = finding(judge([{"employee_id": "1", "place": place}], survey, make_control(level=policy)))
    assert list(Level).index(Level(row["level"])) >= list(Level).index(policy)
    assert (row["level"] == policy.value) == (row["caps"] == "")


def test_the_rosters_word_on_ownership_beats_the_surveys(judge: Judge, make_control: Make) -> None:
    """'The roster's word on ownership (from an admin console) beats the survey's'."""
    for word, stated, expected in [
        ("company", "Mine", "required"),
        ("Personal", "The company's", "recommended"),
        ("", "The company's", "required"),
        (None, "The company's", "required"),
        ("Business use", "Mine", "recommended"),
    ]:
        roster = [{"employee_id": "1", "place": "IE", "linkedin.account": word}]
        survey = [{"employee_id": "1", "LI-01": "On", "linkedin.account": stated}]
        assert finding(judge(roster, survey, make_control()))["level"] == expected


def test_an_ownership_word_that_is_not_known_is_warned_of_and_counts_for_nothing(
    judge: Judge, make_control: Make
) -> None:
    result = judge([{"employee_id": "1", "place": "IE", "linkedin.account": "leased"}], [], make_control())
    assert finding(result)["level"] == "recommended"
    assert "unknown-ownership" in [n.code for n in result.notices]


def test_each_cap_carries_its_law_note(judge: Judge, make_control: Make) -> None:
    """'Each cap carries its reason and law note.'"""
    survey = [{"employee_id": "1", "LI-01": "On", "linkedin.account": "Mine"}]
    row = finding(judge([{"employee_id": "1", "place": "US-CO"}], survey, make_control()))
    assert row["law"] == "gdpr-6;us-co-8-2-127"
    row = finding(judge([{"employee_id": "1", "place": "US-WA"}], survey, make_control(kind=Kind.ACCOUNT_VISIBILITY)))
    assert row["law"] == "gdpr-6;us-wa-49-44-200"


def test_severity_is_independent_of_level(judge: Judge, make_control: Make) -> None:
    """DESIGN §2: 'how bad a miss is …; independent of level'."""
    assert finding(judge([{"employee_id": "1", "place": "US-CO"}], [], make_control()))["severity"] == "high"
