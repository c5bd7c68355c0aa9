"""Who works here on the day, where dates, words and flags say different things (DESIGN §6, Roster)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from reporter.model.assessment import Assessment

Judge = Callable[..., Assessment]
PAST, FUTURE = date(2026, 6, 30), date(2026, 12, 31)


def person(id_: object = "1", **more: object) -> dict[str, object]:
    return {"employee_id": id_, "address": f"p{id_}@x.example", "place": "IE", **more}


def fate(result: Assessment) -> str:
    """Return in-scope, or why not, of the one person."""
    return next((reason for reason, count in result.roster.excluded.items() if count), "in-scope")


def codes(result: Assessment) -> dict[str, object]:
    """Return the notices about employment, each with the rows it names."""
    quiet = {"unknown-place", "unknown-region", "question-missing", "consultation-advised", "policy-review-due"}
    return {n.code: n.values.get("rows", n.values.get("words")) for n in result.notices if n.code not in quiet}


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"status": "gekündigt", "last_day": FUTURE}, "in-scope"),
        ({"status": "Resigned", "last_day": date(2026, 11, 23)}, "in-scope"),
        ({"status": "Active", "last_day": PAST}, "left"),
        ({"status": "New Hire", "first_day": PAST}, "in-scope"),
        ({"status": "Onboarding", "first_day": date(2026, 11, 23)}, "in-scope"),
        ({"left_flag": "Yes", "last_day": FUTURE}, "in-scope"),
        ({"active_flag": "Yes", "last_day": PAST}, "left"),
    ],
)
def test_a_date_beats_a_word_and_it_is_said(judge: Judge, columns: dict[str, object], wanted: str) -> None:
    """'Dates beat words where they contradict'."""
    result = judge([person(**columns)])
    assert fate(result) == wanted
    assert list(codes(result)) == ["status-against-date"]


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"status": "Terminated", "first_day": PAST}, "left"),
        ({"status": "Terminated", "last_day": PAST}, "left"),
        ({"status": "Onboarding"}, "not-started"),
        ({"status": "Active", "first_day": FUTURE}, "not-started"),
        ({"status": "Onboarding", "first_day": FUTURE}, "not-started"),
        ({"status": "Active", "first_day": PAST, "last_day": FUTURE}, "in-scope"),
        ({"status": "Full-time", "last_day": PAST}, "left"),
        ({"status": "Full-time", "other_status": "Terminated"}, "left"),
        ({"other_status": "Terminated"}, "left"),
        ({"status": "Zorg", "active_flag": "Yes"}, "in-scope"),
    ],
)
def test_what_does_not_contradict_itself_is_not_worth_a_word(
    judge: Judge, columns: dict[str, object], wanted: str
) -> None:
    result = judge([person(**columns)])
    assert (fate(result), codes(result)) == (wanted, {})


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"status": "Active", "other_status": "Terminated"}, "left"),
        ({"status": "Active", "other_status": "Full-time;Terminated"}, "left"),
        ({"status": "Terminated", "active_flag": "Y"}, "left"),
        ({"status": "Active", "active_flag": "No"}, "left"),
        ({"status": "Active", "left_flag": "true"}, "left"),
        ({"status": "On leave", "left_flag": "1"}, "left"),
        ({"active_flag": "yes;no"}, "left"),
        ({"status": "Active", "other_status": "Pre-hire"}, "not-started"),
    ],
)
def test_of_words_that_contradict_each_other_the_stricter_holds_and_the_row_is_named(
    judge: Judge, columns: dict[str, object], wanted: str
) -> None:
    """Nobody who left is written to, and nobody disappears without a word."""
    result = judge([person(**columns)])
    assert fate(result) == wanted
    assert list(codes(result)) == ["status-contradicts"]
    assert result.mail.mails.height == 0


def test_an_account_that_is_off_does_not_beat_the_status_and_is_said(judge: Judge) -> None:
    result = judge([person(status="Active", account_off=True), person("2", status="On leave", account_off=True)])
    assert result.roster.in_scope == 2
    assert list(codes(result)) == ["account-off"]


def test_a_flag_that_is_not_understood_counts_as_active_and_is_named(judge: Judge) -> None:
    result = judge([person("1", active_flag="perhaps"), person("2", left_flag="dunno"), person("3", active_flag="no")])
    assert (result.roster.in_scope, result.roster.excluded["left"]) == (2, 1)
    assert [n.values["words"] for n in result.notices if n.code == "unknown-flag"] == ["“perhaps” (1)", "“dunno” (1)"]


def test_where_a_flag_says_only_yes_an_empty_cell_is_asked_about(judge: Judge) -> None:
    result = judge([person("1", active_flag="x"), person("2")])
    assert result.roster.in_scope == 2
    assert list(codes(result)) == ["flag-empty"]
    assert codes(judge([person("1", active_flag="x"), person("2"), person("3", active_flag="no")])) == {}
    assert codes(judge([person("1", left_flag="x"), person("2")])) == {}


def test_unknown_words_are_listed_with_their_number_and_codes_are_shown(judge: Judge) -> None:
    rows = [person(str(i), status=word) for i, word in enumerate(["Zorg", "zorg", "Q7", "9", "a@x.example", "123456"])]
    assert codes(judge(rows)) == {"unknown-status": "“zorg” (2), “9” (1), “q7” (1)"}


def test_the_configuration_gives_words_a_meaning(judge: Judge) -> None:
    words = {"secondment": "active", "gone": "left", "soon": "not-started", "kur": "on-leave", "leased": "contractor"}
    rows = [person(str(i), status=word.title()) for i, word in enumerate(words)]
    result = judge(rows, words=words, contractors_in_scope=False)
    assert {r: n for r, n in result.roster.excluded.items() if n} == {"left": 1, "not-started": 1, "contractor": 1}
    assert (result.roster.in_scope, result.mail.withheld["on-leave"], codes(result)) == (2, 1, {})


def test_a_kind_of_employment_can_be_given_a_meaning_too(judge: Judge) -> None:
    rows = [person("1", employment="Leased"), person("2", employment="Extern")]
    result = judge(rows, words={"leased": "contractor", "extern": "active"}, contractors_in_scope=False)
    assert (result.roster.in_scope, result.roster.excluded["contractor"]) == (1, 1)


def test_whoever_is_on_leave_is_in_scope_and_not_written_to(judge: Judge) -> None:
    """'withheld: … `on-leave` (status words; `[mail] on_leave = "write"` changes it)'."""
    rows = [person("1", status="Elternzeit"), person("2", status="Active")]
    result = judge(rows)
    assert (result.roster.in_scope, result.mail.mails.height, result.mail.withheld["on-leave"]) == (2, 1, 1)
    assert result.population["on_leave"].to_list() == [True, False]
    assert judge(rows, write_on_leave=True).mail.mails.height == 2


def test_a_leave_that_ended_with_the_employment_is_no_leave(judge: Judge) -> None:
    assert fate(judge([person(status="Elternzeit", last_day=PAST)])) == "left"
