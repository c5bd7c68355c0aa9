"""The privacy notice: facts/domain.md §4.5 in full, by place, and honest about what is not configured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml

from reporter import assets, policy, survey
from reporter.settings import load
from reporter.sources.headers import titles
from reporter.survey.notice import privacy_notice
from reporter.survey.wording import survey_words

Make = Callable[..., survey.Stationery]
PLAN = yaml.safe_load((assets.folder("templates") / "survey" / "notice.yaml").read_text(encoding="utf-8"))
SHIPPED = policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])


def said(it: survey.Stationery, *place: str | None) -> str:
    return "\n".join(s for part in it.notice(*place).parts for s in part.sentences)


@pytest.fixture
def shipped(make_stationery: Make) -> survey.Stationery:
    return make_stationery(SHIPPED)


@pytest.mark.parametrize(
    "must",
    [
        "Responsible for the survey (the controller): Small & Co Ltd, 1 High Street.",
        "Contact: privacy@small.example.",
        "Data protection officer: dpo@small.example.",
        "We want to know how the privacy settings",
        "From you: your employee ID or work e-mail address",
        "Article 6(1)(f), legitimate interests.",
        "Our interest: protecting what is confidential.",
        "From the organisation's personnel records:",
        "They may be told who a few people are whom they draw as a sample; each such case is recorded.",
        "companies that process data for us: none.",
        "Transfers to other countries, and what protects the data there: none.",
        "are kept: 90 days.",
        "to have your data erased",
        "a data protection authority: the one where you live.",
        "We acknowledge your complaint within 30 days.",
        "Taking part is voluntary.",
        "Nobody is put at a disadvantage",
        "No decision about you is made by a machine.",
        "We collect identifiers",
        "We collect them for the purpose named",
        "We do not sell or share them.",
        "We keep them for this long: 90 days.",
        "We do not retaliate",
    ],
)
def test_a_blank_says_everything_a_notice_must(shipped: survey.Stationery, must: str) -> None:
    assert must in said(shipped)


READ = {  # what of a roster is read, and how the notice calls it
    "employee ID": {"employee_id"},
    "name": {"name", "given_name", "family_name"},
    "work e-mail address and any further ones": {"address", "aliases"},
    "sign-in name": {"sign_in"},
    "department": {"department"},
    "place of work": {"country", "region", "place"},
    "role": {"role"},
    "kind of employment": {"employment"},
    "language": {"language"},
    "first and last day": {"first_day", "rehire_day", "last_day"},
    "whether you work here": {
        "status",
        "other_status",
        "active_flag",
        "left_flag",
        "account_enabled",
        "account_blocked",
        "user_type",
    },
}


def test_it_names_everything_that_is_read_of_a_roster(shipped: survey.Stationery) -> None:
    [sentence] = [line for line in said(shipped).splitlines() if line.startswith("From the organisation's personnel")]
    assert [words for words in READ if words not in sentence] == []
    assert set().union(*READ.values()) == {role.name for role in titles.ROSTER}
    assert "whose account it is" in sentence  # a column for each service


def test_the_right_to_object_stands_apart(shipped: survey.Stationery) -> None:
    notice = shipped.notice()
    assert notice.objection.head == "Your right to object"
    assert "You may object at any time" in notice.objection.sentences[0]
    assert "You may object at any time" not in said(shipped)


@pytest.mark.parametrize(
    ("country", "region", "has", "lacks"),
    [
        ("IE", None, ["Article 6(1)(f)", "data protection authority"], ["United Kingdom", "California", "Switzerland"]),
        ("GB", None, ["Article 6(1)(f)", "within 30 days"], ["California", "Switzerland"]),
        ("CH", None, ["Code of Obligations", "data protection authority"], ["Article 6(1)(f)", "United Kingdom"]),
        ("US", "US-CA", ["We do not retaliate", "log-in details"], ["Article 6(1)(f)", "data protection authority"]),
        ("US", "US-CO", ["asks nobody to change the settings"], ["California", "Article 6(1)(f)"]),
        ("US", "US-TX", ["We use your data for nothing else."], ["California", "log-in details"]),
        ("US", None, ["We do not retaliate", "log-in details"], ["Article 6(1)(f)"]),
        ("IN", None, ["have what is wrong corrected"], ["California", "Article 6(1)(f)", "log-in details"]),
    ],
)
def test_a_place_gets_what_may_hold_there_and_nothing_else(
    shipped: survey.Stationery, country: str, region: str | None, has: list[str], lacks: list[str]
) -> None:
    text = said(shipped, country, region)
    assert [words for words in has if words not in text] == []
    assert [words for words in lacks if words in text] == []


def test_what_the_configuration_lacks_is_marked_and_named_by_its_key(make_stationery: Make) -> None:
    it = make_stationery(SHIPPED, stated={"organisation.contact": "privacy@small.example"})
    assert "Our interest: [not stated]." in said(it)
    assert it.facts.missing == (
        "organisation.name",
        "organisation.controller",
        "organisation.dpo",
        "notice.interest",
        "notice.recipients",
        "notice.transfers",
        "notice.retention",
        "notice.authority",
    )
    assert make_stationery(SHIPPED).facts.missing == ()


def test_complaints_and_answers_go_to_the_contact_unless_stated_otherwise(make_stationery: Make) -> None:
    contact = {"organisation.contact": "a@small.example"}
    blanks = make_stationery(stated=contact).blanks
    assert (blanks["complaints"], blanks["return_to"]) == ("a@small.example", "a@small.example")
    blanks = make_stationery(stated={**contact, "notice.complaints": "b", "notice.return_to": "c"}).blanks
    assert (blanks["complaints"], blanks["return_to"]) == ("b", "c")


def test_a_consultation_is_told_where_it_was_held_and_once_it_was() -> None:
    heard: dict[str, Any] = {
        "DE": {"date": date(2026, 9, 1), "reference": "Agreement 12"},
        "AT": {"date": date(2027, 1, 1), "reference": "Planned"},
    }
    facts = survey.facts(
        load(None, environ={}, flags={f"consultation.{c}": h for c, h in heard.items()}), date(2026, 11, 23)
    )
    assert set(facts.heard) == {"DE"}
    told = {
        country: "Employees' representatives in Germany were heard on 1 September 2026 (Agreement 12)."
        in str(privacy_notice(survey_words("en"), facts, SHIPPED.places, country=country).parts)
        for country in ("DE", "AT", "IE", None)
    }
    assert told == {"DE": True, "AT": False, "IE": False, None: True}


def test_every_sentence_and_regime_of_the_plan_is_there() -> None:
    regimes = {regime.id for regime in SHIPPED.places.regimes}
    words = yaml.safe_load((assets.folder("templates") / "wording" / "survey.en.yaml").read_text(encoding="utf-8"))
    used, named = set(), set()
    for part in PLAN:
        for entry in part["say"]:
            used |= {entry} if isinstance(entry, str) else set(entry)
            named |= set() if isinstance(entry, str) else {r for some in entry.values() for r in some}
    assert used == set(words["notice"]["say"])
    assert {part["head"] for part in PLAN} == set(words["notice"]["head"])
    assert named <= regimes
