"""DESIGN §6, Roster. Each test quotes the sentence it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Judge = Callable[..., Any]


def person(id_: str | None = "1", address: str | None = None, **more: object) -> dict[str, object]:
    return {"employee_id": id_, "address": address, "place": "IE", **more}


def test_a_row_is_rejected_as_no_identity_if_it_has_neither_id_nor_address(judge: Judge) -> None:
    """'A row is rejected as `no-identity` (neither id nor address)'."""
    result = judge([person(None, None, name="Somebody"), person(None, "  "), person(" \u200b", "a@x.example")])
    assert result.roster.rejected["no-identity"] == 2
    assert result.roster.in_scope == 1


def test_an_address_that_is_none_identifies_nobody(judge: Judge) -> None:
    """People whose address column says "n/a" are not one person."""
    result = judge([person("1", "n/a"), person("2", "n/a"), person(None, "n/a")])
    assert result.roster.in_scope == 2
    assert result.roster.rejected == {"not-a-person": 0, "no-identity": 1, "duplicate": 0, "conflicting-duplicate": 0}


def test_of_equal_rows_one_is_kept(judge: Judge) -> None:
    """'`duplicate` (same id or address as another and equal in every column used; one is kept)'."""
    same = person("007", "b@x.example", name="B", department="Sales")
    result = judge([same, same, {**same, "address": "B@X.example "}, person("8")])
    assert result.roster.rejected["duplicate"] == 2
    assert result.roster.in_scope == 2


def test_ids_keep_their_zeros(judge: Judge) -> None:
    """7 and 007 are two people."""
    assert judge([person("7"), person("007")]).roster.in_scope == 2


@pytest.mark.parametrize(
    "other", [{"status": "Terminated"}, {"last_day": date(2026, 11, 22)}, {"first_day": date(2026, 11, 24)}]
)
def test_of_differing_rows_the_only_active_one_is_kept(judge: Judge, other: dict[str, object]) -> None:
    """'`conflicting-duplicate` (they differ: if exactly one is active on `as_of` it is kept …)'."""
    result = judge([person("1", "a@x.example", **other), person("1", "a@x.example", department="New")])
    assert result.roster.rejected["conflicting-duplicate"] == 1
    assert result.population["department"].to_list() == ["New"]
    assert not [n for n in result.notices if n.code == "conflicting-duplicates"]


@pytest.mark.parametrize("status", ["Active", "Left"])
def test_of_differing_rows_none_is_kept_unless_exactly_one_is_active(judge: Judge, status: str) -> None:
    """'… else none, and `check` says not ready'."""
    rows = [person("1", status=status, department="A"), person("1", status=status, department="B"), person("2")]
    result = judge(rows)
    assert result.roster.rejected["conflicting-duplicate"] == 2
    assert result.roster.in_scope == 1
    assert [n.values["count"] for n in result.notices if n.code == "conflicting-duplicates"] == [1]


def test_rows_that_share_an_address_are_one_person(judge: Judge) -> None:
    """'same id or address as another', also through a third row."""
    result = judge([person("1", "a@x.example"), person("2", "A@x.example"), person("2", "b@x.example")])
    assert result.roster.rejected["conflicting-duplicate"] == 3


def test_an_id_without_a_usable_address_stays_in_scope_and_gets_no_mail(judge: Judge) -> None:
    """'An id without a usable address stays in scope and gets no mail.'"""
    result = judge([person("1")])
    assert result.roster.in_scope == 1
    assert result.mail.mails.height == 0
    assert result.mail.withheld["no-address"] == 1


@pytest.mark.parametrize("word", ["Terminated", " inaktiv ", "LEFT", "Ex-Employee"])
def test_status_words_of_leavers_exclude(judge: Judge, word: str) -> None:
    """'Status words have lists'."""
    assert judge([person(status=word)]).roster.excluded["left"] == 1


@pytest.mark.parametrize("word", ["Active", "aktiv", "On leave", "Auszeit", None])
def test_status_words_of_people_who_work_here_and_no_status_at_all_are_active(judge: Judge, word: str | None) -> None:
    """'no status column: all active'."""
    result = judge([person(status=word)])
    assert result.roster.in_scope == 1
    assert not [n for n in result.notices if n.code == "unknown-status"]


def test_an_unknown_status_word_counts_as_active_with_a_warning(judge: Judge) -> None:
    """'an unknown word counts as active, with a warning'."""
    result = judge([person("1", status="Zorg"), person("2", status="zorg")])
    assert result.roster.in_scope == 2
    assert [n.values["count"] for n in result.notices if n.code == "unknown-status"] == [2]


def test_the_last_day_is_still_worked_and_the_first_day_already(judge: Judge) -> None:
    """'`left` (status, or last day before `as_of`), `not-started`'."""
    rows = [
        person("1", last_day=date(2026, 11, 23)),
        person("2", last_day=date(2026, 11, 22)),
        person("3", first_day=date(2026, 11, 23)),
        person("4", first_day=date(2026, 11, 24)),
        person("5", status="Onboarding"),
    ]
    result = judge(rows)
    assert result.roster.excluded["left"] == 1
    assert result.roster.excluded["not-started"] == 2
    assert result.population["employee_id"].to_list() == ["1", "3"]


def test_contractors_are_excluded_if_so_configured(judge: Judge) -> None:
    """'`contractor` (if so configured)'."""
    rows = [person("1", employment="Contractor"), person("2", employment="Employee"), person("3", employment="extern")]
    assert judge(rows).roster.in_scope == 3
    result = judge(rows, contractors_in_scope=False)
    assert result.roster.excluded["contractor"] == 2


def test_those_who_objected_are_excluded_by_id_address_or_alias(judge: Judge) -> None:
    """'`objected` (the list of those who objected under GDPR Art. 21)'."""
    rows = [person("A1"), person("2", "B@x.example"), person("3", "c@x.example", aliases=["c2@x.example"]), person("4")]
    result = judge(rows, objected=frozenset({"a1", "b@x.example", "c2@x.example"}))
    assert result.roster.excluded["objected"] == 3


def test_a_country_is_excluded_until_its_works_council_was_heard(judge: Judge) -> None:
    """'`consultation-open` (country excluded until its works council was heard)'."""
    result = judge([person("1", place="DE"), person("2")], excluded_countries=frozenset({"DE"}))
    assert result.roster.excluded["consultation-open"] == 1
    assert result.roster.in_scope == 1


def test_a_person_is_excluded_by_the_first_reason_that_holds(judge: Judge) -> None:
    """'Excluded, by the first reason that holds'."""
    everything = person("1", status="Left", first_day=date(2027, 1, 1), employment="Contractor", place="DE")
    given = {"contractors_in_scope": False, "objected": frozenset({"1"}), "excluded_countries": frozenset({"DE"})}
    order = ["left", "not-started", "contractor", "objected", "consultation-open"]
    for reason, without in zip(
        order, [{"status": None}, {"first_day": None}, {"employment": None}, {}, {}], strict=True
    ):
        result = judge([everything], **given)
        assert [r for r, count in result.roster.excluded.items() if count] == [reason]
        everything |= without
        if reason == "objected":
            given["objected"] = frozenset()


def test_every_row_not_used_is_in_the_rejects(judge: Judge) -> None:
    """'Every roster row … is accounted for' (DESIGN §1)."""
    result = judge([person(None), person("1"), person("1"), person("2", status="Left")])
    assert result.rejects.select("row", "fate", "reason").rows() == [
        (2, "rejected", "no-identity"),
        (4, "rejected", "duplicate"),
        (5, "excluded", "left"),
    ]


def test_a_conflict_says_what_differs_and_which_row_to_compare_with(judge: Judge) -> None:
    rows = [
        person("1", department="R&D", place="IE"),
        person("1", department="r&d", place="GB", last_day=date(2026, 1, 1)),
        person("1", department="R&D", place="IE", country_text="Eire"),
        person(None),
    ]
    rejects = judge(rows).rejects
    assert rejects.select("row", "reason", "column", "suggestion").rows() == [
        (3, "conflicting-duplicate", "country;last_day", "people.csv, row 2"),
        (4, "duplicate", None, "people.csv, row 2"),
        (5, "no-identity", "employee_id", None),
    ]


def test_spellings_of_a_department_that_are_equal_as_text_are_one_group(judge: Judge) -> None:
    result = judge([person(str(i), department=d) for i, d in enumerate(["R&D", "r&d ", "R&D", "Sales"])])
    assert [(g.name, g.people) for g in result.totals.by_department] == [("R&D", 3), ("Sales", 1)]


def test_rows_that_differ_in_case_and_spaces_only_are_equal(judge: Judge) -> None:
    """'Text is compared after NFKC, … trim, casefold' holds for the columns of a roster too."""
    result = judge([person("1", name="Ada  Byron", status="Active"), person("1", name="ada byron", status="active ")])
    assert result.roster.rejected["duplicate"] == 1
    assert result.roster.in_scope == 1


def test_a_place_nobody_knows_is_said(judge: Judge) -> None:
    unread = {"country_text": "Freedonia", "place_unread": "Freedonia"}
    result = judge([person("1", place=None, **unread), person("2")])
    assert [n.values for n in result.notices if n.code == "unknown-country"] == [{"count": 1, "words": "“Freedonia”"}]


def test_an_objection_of_nobody_on_the_roster_is_said(judge: Judge) -> None:
    result = judge([person("1")], objected=frozenset({"1", "gone@x.example"}))
    assert [n.values["count"] for n in result.notices if n.code == "objected-unmatched"] == [1]
