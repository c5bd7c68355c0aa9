"""The facts about services, and the questions whose account it is (facts/domain.md §2, §4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from reporter import assets
from reporter.model.law import LawNote
from reporter.model.policy import PolicySet
from reporter.model.service import Fact, Service
from reporter.model.vocabulary import Ownership

POLICIES = assets.folder("policies")
SERVICES = sorted(path.stem for path in (POLICIES / "services").glob("*.yaml"))
NO_ACCOUNT_QUESTION = {"slack", "zoom"}
COMPANIES = "Anthropic|GitHub|Google|Grammarly|LinkedIn|Microsoft|OpenAI|Slack|Zoom"


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, library: PolicySet) -> Service:
    return library.services[request.param]


def facts(library: PolicySet) -> Iterator[tuple[str, Fact]]:
    for asked in library.services.values():
        yield from ((f"{asked.id}/{fact.id}", fact) for fact in asked.facts)


def texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from (text for value in node.values() for text in texts(value))
    elif isinstance(node, list):
        yield from (text for value in node for text in texts(value))


def test_every_service_that_ships_is_one_that_a_control_names(library: PolicySet) -> None:
    assert sorted(library.services) == SERVICES


def test_every_account_question_covers_every_ownership_and_offers_prefer_not_to_say(service: Service) -> None:
    if service.id in NO_ACCOUNT_QUESTION:
        assert service.account is None
        return
    assert service.account
    assert {answer.account for answer in service.account.answers} == {*Ownership, None}
    assert [a.text for a in service.account.answers if a.account is None] == ["Prefer not to say"]
    assert all(answer.also for answer in service.account.answers)


def test_account_questions_want_no_name_and_no_address(library: PolicySet) -> None:
    for asked in library.account_services:
        assert asked.account
        assert re.search(r"\((Name no profile|Give no user name) and (give )?no address\.\)$", asked.account.text)


def test_whoever_uses_a_service_privately_alone_says_no_more_than_that(library: PolicySet) -> None:
    for asked in library.account_services:
        none = [a for a in asked.account.answers if a.account is Ownership.NONE] if asked.account else []
        assert len(none) == 1
        assert asked.id == "linkedin" or none[0].text.endswith("for work")


def test_a_companys_claim_is_marked_and_worded_as_its_claim(library: PolicySet) -> None:
    for name, fact in facts(library):
        claims = re.findall(rf"({COMPANIES}) says that", fact.text)
        assert bool(claims) == bool(fact.claim_by), name
        assert not claims or fact.claim_by in claims, name


def test_every_fact_and_note_is_dated_and_says_how_sure_it_is(library: PolicySet) -> None:
    everything: list[Fact | LawNote] = [*(fact for _, fact in facts(library)), *library.law.values()]
    for stated in everything:
        assert date(2023, 1, 1) < (stated.source.as_of or date.max) <= date(2026, 11, 23), stated.id
        assert stated.confidence in {"official", "secondary", "unconfirmed"}
        assert stated.applies_to


def test_the_sources_of_a_services_facts_are_https(library: PolicySet) -> None:
    assert [name for name, fact in facts(library) if not fact.source.url.startswith("https://")] == []


def test_what_was_not_established_is_marked_unconfirmed(library: PolicySet) -> None:
    unconfirmed = {name for name, fact in facts(library) if fact.confidence == "unconfirmed"}
    assert {name for name in unconfirmed if not name.startswith("linkedin/")} == {
        "gemini/off-keeps-briefly",
        "grammarly/sales-plans",
        "microsoft-copilot/markets",
        "microsoft-copilot/switch-names",
        "zoom/path",
    }


@pytest.mark.parametrize("path", sorted(POLICIES.rglob("*.yaml")), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_number_the_sources_disagree_on_is_shown_nowhere(path: Path) -> None:
    said = " ".join(texts(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert not re.search(r"\b(72|36|seventy-two|thirty-six)[ -]?h(ours?)?\b", said, re.IGNORECASE)
