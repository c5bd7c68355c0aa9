"""What the words, phrases and codes of status columns mean."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from reporter.assess import status_words
from reporter.assess.statuses import Meaning, flags, read

ACTIVE, LEFT, LEAVE, NEW = Meaning.ACTIVE, Meaning.LEFT, Meaning.ON_LEAVE, Meaning.NOT_STARTED


def meaning(text: str, *beside: str, **stated: str) -> Meaning | None:
    """Return what a text means in a column that holds others too."""
    found = read(Counter([text, *beside]), stated)[text]
    assert len(found) <= 1
    return next(iter(found), None)


def test_no_word_means_two_things() -> None:
    lists = [
        status_words.ACTIVE, status_words.TYPE, status_words.LEFT, status_words.NOT_STARTED, status_words.ON_LEAVE,
        status_words.CONTRACTOR,
    ]  # fmt: skip
    assert [one & other for one, other in itertools.combinations(lists, 2) if one & other] == []
    assert not status_words.YES & status_words.NO


@pytest.mark.parametrize(
    "text",
    [
        "terminated", "term", "separated", "laid off", "not on payroll", "deprovisioned", "archived", "inactive",
        "terminated - voluntary", "terminated (involuntary)", "terminated: redundancy", "terminated_voluntary",
        "involuntary termination", "left - retired", "t - terminated", "inactive / terminated",
        "ausgeschieden", "ruhestand", "ausgetreten (eigenkündigung)", "licenciée", "démission", "baja", "jubilado",
        "cessato", "uit dienst", "desligado", "slutat", "zwolniony", "退職", "离职",
    ],
)  # fmt: skip
def test_words_and_phrases_of_who_left(text: str) -> None:
    assert meaning(text, "active") is LEFT


@pytest.mark.parametrize(
    "text",
    [
        "on leave", "parental leave", "leave - parental", "active - on leave", "leave of absence (unpaid)", "loa",
        "elternzeit", "mutterschutz", "langzeitkrank", "congé parental", "arrêt maladie", "baja médica",
        "baja por maternidad", "aspettativa", "ouderschapsverlof", "licença maternidade", "föräldraledig",
        "urlop macierzyński", "育休", "产假", "suspended",
    ],
)  # fmt: skip
def test_words_and_phrases_of_who_is_on_leave(text: str) -> None:
    assert meaning(text, "active") is LEAVE


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("active - full time", ACTIVE),
        ("active (on notice)", ACTIVE),
        ("a - active", ACTIVE),
        ("full time", Meaning.TYPE),
        ("terminated - full time", LEFT),
        ("pre-hire", NEW),
        ("pending termination", ACTIVE),
        # what is still to come, what is denied, and what contradicts itself is not understood
        ("termination planned", None),
        ("retirement in progress", None),
        ("not separated", None),
        ("active - terminated", None),
        ("zorg", None),
    ],
)
def test_phrases_that_are_near_others(text: str, means: Meaning | None) -> None:
    assert meaning(text) is means


@pytest.mark.parametrize(
    ("code", "beside", "means"),
    [
        ("t", ["active", "terminated"], LEFT),
        ("t", ["active", "terminated", "temporary"], None),
        ("t", ["a", "l"], LEFT),
        ("t", ["a", "f", "p"], None),
        ("i", ["a"], LEFT),
        ("l", ["a", "t"], LEAVE),
        ("l", ["a"], None),
        ("s", ["a", "t"], None),
        ("n", ["y"], LEFT),
        ("n", ["a", "y"], None),
        ("t", [], None),
        ("a", ["i"], ACTIVE),
    ],
)
def test_a_letter_is_read_where_its_column_leaves_one_reading(
    code: str, beside: list[str], means: Meaning | None
) -> None:
    assert meaning(code, *beside) is means


def test_digits_are_yes_and_no_or_saps_where_most_are_active_by_them() -> None:
    assert [meaning(code, *"01") for code in "01"] == [LEFT, ACTIVE]
    assert [meaning(f"{code}.0", "0.0", "1.0") for code in "01"] == [LEFT, ACTIVE]
    sap = ["3"] * 20
    assert [meaning(code, *sap) for code in "0123"] == [LEFT, LEAVE, LEFT, ACTIVE]
    assert [meaning(code, *(["1"] * 20), "2", "3") for code in "123"] == [None, None, None]
    assert meaning("4", *sap) is None


def test_what_the_configuration_states_beats_the_lists() -> None:
    assert meaning("secondment", secondment="active") is ACTIVE
    assert meaning("active", active="left") is LEFT
    assert meaning("t", t="left") is LEFT
    assert meaning("zorg - two", zorg="on-leave") is LEAVE


@pytest.mark.parametrize(
    "yes",
    ["y", "yes", "j", "ja", "oui", "sí", "si", "true", "wahr", "vrai", "1", "1.0", "-1", "x", "✓", "はい", "是", "tak"],
)
@pytest.mark.parametrize(
    "no", ["n", "no", "nein", "non", "false", "falsch", "faux", "falso", "0", "0.0", "いいえ", "否", "nie"]
)
def test_yes_and_no_in_either_sense(yes: str, no: str) -> None:
    assert flags([yes, no], {}, yes=ACTIVE) == {yes: {ACTIVE}, no: {LEFT}}
    assert flags([yes, no], {}, yes=LEFT) == {yes: {LEFT}, no: {ACTIVE}}


def test_a_status_word_in_a_column_of_yes_and_no_means_what_it_says() -> None:
    assert flags(["active", "leaver", "perhaps", "yes;no"], {}, yes=LEFT) == {
        "active": {ACTIVE}, "leaver": {LEFT}, "perhaps": set(), "yes;no": {LEFT, ACTIVE},
    }  # fmt: skip
