"""DESIGN §6, Match: a strong identity is checked against the weak one beside it; a spelling is read only if sure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import judge_rows
from tests.needs import examples

Judge = Callable[..., Any]
ADA = {"employee_id": "007", "address": "ada@x.example", "place": "IE"}
BOB = {"employee_id": "12", "address": "bob@x.example", "aliases": ["b@home.example"], "place": "IE"}
CY = {"employee_id": "13", "place": "IE"}
ROSTER = [ADA, BOB, CY]
OWN = {"address": "bob@x.example", "LI-01": "Off"}
MISTYPED = {"employee_id": "12", "address": "zed@home.example", "LI-01": "On", "on": date(2026, 11, 20)}


def fates(result: Any) -> tuple[int, int, int, int]:  # noqa: ANN401 - an Assessment
    """Return how many rows are used, superseded, unmatched and rejected."""
    found = result.responses
    return found.used, found.superseded, found.unmatched, sum(found.rejected.values())


def told(result: Any, code: str) -> list[Any]:  # noqa: ANN401
    return [notice.values for notice in result.notices if notice.code == code]


@pytest.mark.parametrize(
    "own",
    [
        OWN,
        {"address": "b@home.example"},
        {"employee_id": "12"},
        {"employee_id": "12", "address": "bob@x.example"},
        {"employee_id": "12", "address": "home"},
    ],
)
def test_an_id_beside_an_address_nobody_has_is_a_conflict_where_its_owner_answered_otherwise(
    judge: Judge, own: dict[str, Any]
) -> None:
    result = judge(ROSTER, [own, MISTYPED])
    assert fates(result) == (1, 0, 0, 1)
    assert result.responses.rejected["identity-conflict"] == 1
    assert not told(result, "addresses-beside-ids")


@pytest.mark.parametrize("own", [{"preview": True}, {"finished": False}, {"on": None}, {"on": date(2026, 12, 1)}])
def test_an_answer_that_cannot_count_holds_no_other_back(judge: Judge, own: dict[str, Any]) -> None:
    result = judge(ROSTER, [OWN | own, MISTYPED])
    assert fates(result) == (1, 0, 0, 1)
    assert result.responses.rejected["identity-conflict"] == 0


def test_where_the_owner_did_not_answer_otherwise_the_id_counts_and_is_told(judge: Judge) -> None:
    result = judge(ROSTER, [MISTYPED])
    assert fates(result) == (1, 0, 0, 0)
    assert told(result, "addresses-beside-ids") == [
        {"file": "survey.xlsx", "rows": "2", "count": 1, "column": "Employee ID"}
    ]


def test_who_has_no_address_on_the_roster_may_write_any(judge: Judge) -> None:
    result = judge(ROSTER, [{"employee_id": "13"}, {"employee_id": "13", "address": "cy@home.example"}])
    assert fates(result) == (1, 1, 0, 0)
    assert not told(result, "addresses-beside-ids")


@pytest.mark.parametrize("written", ["7", "07", "007.0", "7.00", "0007"])
def test_an_id_that_lost_its_zeros_or_won_decimals_is_the_one_that_reads_so_and_is_told(
    judge: Judge, written: str
) -> None:
    result = judge(ROSTER, [{"employee_id": written}])
    assert fates(result) == (1, 0, 0, 0)
    assert result.population.filter(result.population["responded"])["employee_id"].to_list() == ["007"]
    assert [values["rows"] for values in told(result, "ids-bridged")] == ["2"]


@pytest.mark.parametrize(
    ("ids", "written"),
    [
        (["007", "07"], ["7"]),  # two people
        (["007"], ["7", "0007"]),  # two spellings
        (["007"], ["7", "007"]),
        (["007", "7"], ["7"]),  # what is left of one, or the other
    ],
)
def test_where_more_than_one_reading_fits_none_is_taken_and_the_rows_are_named(
    judge: Judge, ids: list[str], written: list[str]
) -> None:
    result = judge([{"employee_id": i, "place": "IE"} for i in ids], [{"employee_id": w} for w in written])
    assert result.responses.unmatched == sum(w not in ids or len(ids) > 1 for w in written)
    assert [values["count"] for values in told(result, "ids-ambiguous")] == [result.responses.unmatched]
    assert not told(result, "ids-bridged")


def test_where_zeros_are_kept_an_id_is_the_one_it_is(judge: Judge) -> None:
    result = judge(
        [{"employee_id": i, "place": "IE"} for i in ("007", "7")], [{"employee_id": i} for i in ("7", "007")]
    )
    assert fates(result) == (2, 0, 0, 0)
    assert not result.notices


def test_an_address_says_whose_an_id_is_that_may_be_more_than_one_s(judge: Judge) -> None:
    roster = [ADA, {"employee_id": "07", "place": "IE"}]
    result = judge(roster, [{"employee_id": "7", "address": "ada@x.example"}])
    assert fates(result) == (1, 0, 0, 0)
    assert not told(result, "ids-ambiguous")


def test_letters_and_what_stands_before_zeros_are_never_read_otherwise(judge: Judge) -> None:
    result = judge([{"employee_id": "LM-001", "place": "IE"}], [{"employee_id": "LM-1"}, {"employee_id": "1"}])
    assert fates(result) == (0, 0, 2, 0)
    assert not told(result, "ids-bridged")


def test_another_dash_or_space_is_the_same_sign(judge: Judge) -> None:
    roster = [{"employee_id": "LM-001", "place": "IE"}, {"employee_id": "LM 2", "place": "IE"}]
    result = judge(roster, [{"employee_id": "LM\u2013001"}, {"employee_id": "lm\u00a02"}])
    assert fates(result) == (2, 0, 0, 0)


_SPELLINGS: list[Callable[[str], str]] = [
    str,
    lambda i: i.lstrip("0") or "0",
    lambda i: f"{i}.0",
    lambda i: f"{i.lstrip('0')}.0",
    lambda i: f"{i}\u00a0",
]


@settings(max_examples=examples(30))
@given(
    ids=st.lists(st.from_regex(r"\A0{0,3}[1-9][0-9]{0,2}\Z"), min_size=1, max_size=8, unique=True),
    spelling=st.sampled_from(_SPELLINGS),
)
def test_spelling_all_ids_otherwise_never_changes_whose_an_answer_is_silently(
    ids: list[str], spelling: Callable[[str], str]
) -> None:
    result = judge_rows(
        [{"employee_id": i, "place": "IE"} for i in ids],
        [{"employee_id": spelling(i)} for i in ids],
    )
    answered = result.population.filter(result.population["responded"])
    for row, employee_id in answered.select("response_row", "employee_id").iter_rows():
        assert ids[row - 2] == employee_id  # nobody's answer is another's
    if result.responses.used < len(ids):
        assert told(result, "ids-ambiguous")


def test_both_spellings_of_a_domain_are_one_address_and_a_like_domain_is_another(judge: Judge) -> None:
    roster = [
        {"address": "müller@bücher.example", "place": "IE"},
        {"address": "ada@xn--strae-oqa.example", "place": "IE"},
        {"address": "ada@strasse.example", "place": "IE"},
    ]
    survey = [{"address": a} for a in ("Müller@xn--bcher-kva.example", "ada@Straße.example", "ada@strasse.example")]
    assert fates(judge(roster, survey)) == (3, 0, 0, 0)
