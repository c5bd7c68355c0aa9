"""DESIGN §6, Survey rows, Match, Dates. Each test quotes the sentence it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from reporter.errors import SourceError

Judge = Callable[..., Any]
ROSTER = [
    {"employee_id": "1", "address": "ada@x.example", "place": "IE", "aliases": ["ada.l@x.example"], "name": "Ada"},
    {"employee_id": "2", "address": "bob@x.example", "place": "IE", "name": "Bob"},
    {"employee_id": "3", "address": "cy@x.example", "place": "IE", "status": "Left"},
]


def fate(result: Any) -> list[str]:  # noqa: ANN401 - an Assessment
    """Return the fates and reasons of the survey's rows that are not used, in order of rows."""
    rejects = result.rejects.filter(result.rejects["role"] == "survey").sort("row")
    return [reason or fate for fate, reason in rejects.select("fate", "reason").iter_rows()]


def test_a_row_has_the_first_fate_that_holds(judge: Judge) -> None:
    """'rejected `preview`, `unfinished`, `no-identity` …, `employee-out-of-scope`; `superseded`; used'."""
    late = date(2026, 11, 24)
    wrong: dict[str, Any] = {"preview": True, "finished": False, "on": None}
    rows = [
        wrong,
        wrong | {"preview": False},
        {"on": None},
        {"address": "ada@x.example", "employee_id": "2", "on": None},
        {"address": "ada@x.example", "employee_id": "2", "on": late},
        {"address": "ada@x.example", "employee_id": "2"},
        {"address": "nobody@x.example"},
        {"employee_id": "3"},
        {"employee_id": "1", "on": date(2026, 11, 1)},
        {"employee_id": "1", "on": date(2026, 11, 2)},
    ]
    result = judge(ROSTER, rows)
    assert fate(result) == [
        "preview", "unfinished", "no-identity", "unreadable-date", "after-as-of", "identity-conflict", "unmatched",
        "employee-out-of-scope", "superseded",
    ]  # fmt: skip
    counts = result.responses
    assert (
        counts.survey_rows == sum(counts.rejected.values()) + counts.superseded + counts.unmatched + counts.used == 10
    )


def test_anonymous_rows_have_no_identity(judge: Judge) -> None:
    """'`no-identity` (empty or anonymous)'."""
    assert fate(judge(ROSTER, [{"anonymous": True}, {}])) == ["no-identity", "no-identity"]


def test_the_newest_by_submission_time_counts(judge: Judge) -> None:
    """'Newest is by submission time', whatever the order of the rows."""
    rows = [
        {"employee_id": "1", "LI-01": "On", "on": datetime(2026, 11, 2, 9, 0, 1, tzinfo=UTC)},
        {"employee_id": "1", "LI-01": "Off", "on": datetime(2026, 11, 2, 9, 0, 2, tzinfo=UTC)},
    ]
    for order in (rows, rows[::-1]):
        assert judge(ROSTER, order).findings["outcome"][0] == "satisfied"


def test_among_equal_times_the_response_id_decides_as_a_number(judge: Judge) -> None:
    """'among equal times by response id'."""
    rows = [
        {"employee_id": "1", "response_id": "10", "LI-01": "Off"},
        {"employee_id": "1", "response_id": "9", "LI-01": "On"},
    ]
    for order in (rows, rows[::-1]):
        assert judge(ROSTER, order).findings["outcome"][0] == "satisfied"


def test_then_the_text_of_the_row_decides_never_its_place(judge: Judge) -> None:
    """'then by the row's text, never by its place'."""
    rows = [
        {"employee_id": "1", "row_text": "b", "LI-01": "Off"},
        {"employee_id": "1", "row_text": "a", "LI-01": "On"},
    ]
    for order in (rows, rows[::-1]):
        assert judge(ROSTER, order).findings["outcome"][0] == "satisfied"


@pytest.mark.parametrize("answers", [{}, {"LI-01": "hm"}, {"LI-01": "Off", "on": date(2020, 1, 1)}])
def test_a_used_attestation_makes_its_employee_responded(judge: Judge, answers: dict[str, object]) -> None:
    """'even if every answer is empty, stale or unrecognised'."""
    result = judge(ROSTER, [{"employee_id": "1", **answers}])
    assert (result.roster.responded, result.roster.silent, result.responses.used) == (1, 1, 1)


def test_an_id_matches_before_an_address_before_an_alias(judge: Judge) -> None:
    """'Match by employee id, else by address, else by alias'."""
    rows = [{"employee_id": "1"}, {"address": "bob@x.example"}]
    assert judge(ROSTER, rows).population["matched_by"].to_list() == ["employee-id", "address"]
    assert judge(ROSTER, [{"address": "Ada.L@x.example"}]).population["matched_by"].to_list() == ["alias", None]
    assert judge(ROSTER, [{"employee_id": "99", "address": "bob@x.example"}]).population["matched_by"][1] == "address"


def test_an_alias_file_names_people_by_id_or_address(judge: Judge) -> None:
    """'(roster's alias columns, `--aliases`)'."""
    aliases = [("a@home.example", "1"), ("b@home.example", "BOB@x.example"), ("c@home.example", "nobody")]
    result = judge(ROSTER, [{"address": "a@home.example"}, {"address": "b@home.example"}], aliases=aliases)
    assert result.responses.used == 2
    assert [n.values["count"] for n in result.notices if n.code == "unknown-alias"] == [1]


def test_addresses_are_compared_trimmed_without_zero_width_characters_casefolded(judge: Judge) -> None:
    """'Addresses are compared trimmed, without zero-width characters, casefolded.'"""
    assert judge(ROSTER, [{"address": "  ADA\u200b@X.Example\ufeff "}]).responses.used == 1


def test_nobody_is_matched_by_name_or_similarity_but_a_near_miss_is_suggested(judge: Judge) -> None:
    """'Never by name alone, never by similarity: near misses are *suggested* in the rejects.'"""
    result = judge(ROSTER, [{"address": "adda@x.example", "name": "Ada"}, {"address": "Bob", "name": "Bob"}])
    assert result.responses.unmatched == 2
    survey = result.rejects.filter(result.rejects["role"] == "survey")
    assert survey["suggestion"].to_list() == ["ada@x.example", None]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0 07", "007"),
        ("em-12", "EM12"),
        ("EM 0012", None),
        ("12", None),
        ("5", None),
        ("ada@x.example; adda@home.example", "ada@x.example"),
        ("mailto:ada@x.example", "ada@x.example"),
    ],
)
def test_what_differs_in_blanks_or_dashes_only_is_suggested_if_it_is_one_person_s(
    judge: Judge, written: str, meant: str | None
) -> None:
    roster = [
        {"employee_id": "007", "place": "IE"},
        {"employee_id": "EM12", "place": "IE"},
        {"employee_id": "05", "place": "IE"},
        {"employee_id": "005", "place": "IE"},
        *ROSTER[:1],
    ]
    column = "address" if "@" in written else "employee_id"
    result = judge(roster, [{column: written}])
    assert result.responses.unmatched == 1
    (reject,) = result.rejects.filter(result.rejects["role"] == "survey").iter_rows(named=True)
    assert (reject["column"], reject["value"], reject["suggestion"]) == (column, written, meant)


def test_each_fate_says_which_column_is_at_fault(judge: Judge) -> None:
    rows: list[dict[str, Any]] = [
        {"preview": True},
        {"finished": False},
        {},
        {"employee_id": "1", "on": None},
        {"employee_id": "1", "on": date(2026, 11, 24)},
        {"address": "ada@x.example", "employee_id": "2"},
        {"address": "nobody@x.example", "employee_id": "99"},
        {"employee_id": "3"},
        {"address": "cy@x.example"},
        {"employee_id": "1", "on": date(2026, 11, 1)},
        {"employee_id": "1", "on": date(2026, 11, 2)},
    ]
    rejects = judge(ROSTER, rows).rejects
    assert rejects.filter(rejects["role"] == "survey").sort("row")["column"].to_list() == [
        "preview", "finished", "address", "submitted_at", "submitted_at", "employee_id", "address", "employee_id",
        "address", None,
    ]  # fmt: skip


def test_an_alias_for_two_people_is_an_error(judge: Judge) -> None:
    """'One alias, or one normalised address, for two people is an error.'"""
    with pytest.raises(SourceError, match="two people"):
        judge(ROSTER, aliases=[("x@home.example", "1"), ("X@home.example", "2")])
    with pytest.raises(SourceError, match="two people") as caught:
        judge(ROSTER, aliases=[("bob@x.example", "1")])
    assert "row" in caught.value.problems[0].where
    assert "@" not in str(caught.value)


def test_an_answer_on_the_day_of_as_of_counts(judge: Judge) -> None:
    result = judge(
        ROSTER, [{"employee_id": "1", "on": date(2026, 11, 23)}, {"employee_id": "2", "on": date(2026, 11, 24)}]
    )
    assert result.responses.used == 1
    assert result.responses.rejected["after-as-of"] == 1
