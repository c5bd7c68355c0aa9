"""The fixed words of the survey, in every language there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Template
from typing import Any

import pytest
import yaml

from reporter import assets
from reporter.survey.wording import languages, survey_words

FOLDER = assets.folder("templates") / "wording"


def leaves(node: Any, *keys: str) -> Iterator[tuple[tuple[str, ...], str]]:  # noqa: ANN401 - YAML
    if isinstance(node, str):
        yield keys, node
    else:
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(inner, *keys, str(key))


def texts(language: str) -> dict[tuple[str, ...], str]:
    return dict(leaves(yaml.safe_load((FOLDER / f"survey.{language}.yaml").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_sentence_with_its_blanks(language: str) -> None:
    english, found = texts("en"), texts(language)
    assert set(found) == set(english)
    blanks = {keys: set(Template(text).get_identifiers()) for keys, text in english.items()}
    assert {
        k: b for k, b in blanks.items() if set(Template(found[k]).get_identifiers()) - {"count"} != b - {"count"}
    } == {}
    assert all(Template(text).is_valid() and text.strip() for text in found.values())


def test_no_sentence_suggests_that_anybody_change_an_account() -> None:
    """facts/domain.md §3.4: US-CO and US-AR bar even suggesting it, so the invitation and the notice may not."""
    suggests = re.compile(
        r"\b(switch|turn|opt)(ed|ing)?\b|\b(disable|adjust|harden|fix|mend)\b|your settings", re.IGNORECASE
    )
    said = {keys: text for keys, text in texts("en").items() if suggests.search(text)}
    assert set(said) == {("page", "no_script")}  # JavaScript is switched off
    changes = [text for text in texts("en").values() if "change" in text]
    assert all(
        "not ask you to change" in t or "asks nobody to change" in t or "differ and change" in t for t in changes
    )


def test_nothing_claims_compliance_and_nobody_is_blamed() -> None:
    for text in texts("en").values():
        assert not re.search(r"\bcompl(y|ies|iant|iance)\b|fail|violat|must answer|mandatory", text, re.IGNORECASE), (
            text
        )


def test_counts_follow_the_rules_of_the_language() -> None:
    say = survey_words("en")
    assert say.counted(1, "intro", "questions") == "It has one question."
    assert say.counted(1200, "intro", "questions") == "It has 1,200 questions."


def test_a_sentence_lacks_a_blank_only_by_mistake() -> None:
    with pytest.raises(KeyError):
        survey_words("en")("intro", "ask")
