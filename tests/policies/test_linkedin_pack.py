"""What ships about LinkedIn, and about the law, is right: facts/domain.md, §1.4 above all.

What holds for every pack is in test_shipped_packs.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from reporter import assets
from reporter.model.policy import Control, PolicySet
from reporter.model.text import comparable
from reporter.model.vocabulary import Kind, Level, Outcome, Reason, Severity
from reporter.policy import load

POLICIES = assets.folder("policies")
FILES = sorted([*POLICIES.glob("*.yaml"), *POLICIES.glob("*/*.yaml"), assets.folder("templates") / "disclaimer.yaml"])


@pytest.fixture(scope="module")
def pack() -> PolicySet:
    return load([POLICIES / "linkedin-ai-training.yaml"])


@pytest.fixture(scope="module")
def controls(pack: PolicySet) -> dict[str, Control]:
    return {control.id: control for control in pack.controls}


def texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


def everything_said(path: Path) -> str:
    return "\n".join(" ".join(text.split()) for text in texts(yaml.safe_load(path.read_text(encoding="utf-8"))))


def table(control: Control) -> dict[str, tuple[Outcome, Reason]]:
    return {
        comparable(wording): (answer.outcome, answer.reason)
        for answer in control.question.answers
        for wording in (answer.text, *answer.also)
    }


def test_the_controls_have_the_kinds_levels_and_severities_that_were_decided(controls: dict[str, Control]) -> None:
    assert {c.id: (c.kind, c.level, c.severity) for c in controls.values()} == {
        "LI-01": (Kind.ACCOUNT_SETTING, Level.REQUIRED, Severity.HIGH),
        "LI-02": (Kind.ACCOUNT_SETTING, Level.INFORMATION, Severity.MEDIUM),
        "LI-03": (Kind.ACCOUNT_SETTING, Level.RECOMMENDED, Severity.MEDIUM),
        "LI-04": (Kind.ACCOUNT_SETTING, Level.RECOMMENDED, Severity.LOW),
        "LI-05": (Kind.CONDUCT, Level.REQUIRED, Severity.HIGH),
        "LI-06": (Kind.AWARENESS, Level.RECOMMENDED, Severity.LOW),
        "LI-07": (Kind.ACCOUNT_SETTING, Level.RECOMMENDED, Severity.HIGH),
    }


def test_a_switch_that_is_not_offered_everywhere_may_be_not_shown(controls: dict[str, Control]) -> None:
    for control_id in ("LI-01", "LI-03"):
        assert (Outcome.NOT_APPLICABLE, Reason.NOT_AVAILABLE) in table(controls[control_id]).values()
    assert "not offered in the EU" in controls["LI-03"].question.text


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_a_bare_yes_or_no_to_how_the_switch_is_set_is_never_guessed(controls: dict[str, Control], answer: str) -> None:
    assert comparable(answer) not in table(controls["LI-01"])


def test_every_note_belongs_to_a_known_regime(pack: PolicySet) -> None:
    assert {note for notes in pack.places.cap_law.values() for note in notes} <= set(pack.law)
    assert {note.regime for note in pack.law.values()} <= {regime.id for regime in pack.places.regimes}


def test_every_control_says_why_how_long_which_link_which_steps_and_what_cannot_be_undone(pack: PolicySet) -> None:
    for control in pack.controls:
        mending = control.remediation
        assert all((control.rationale, control.valid_for, control.references, control.law))
        assert mending
        assert all((mending.minutes, mending.desktop, mending.mobile, mending.cannot_undo))
        # Posts are a person's own, and the notice is the organisation's: LinkedIn has no page for either.
        assert (mending.link or "").startswith("https://www.linkedin.com/") != (control.id in {"LI-05", "LI-06"})
        assert not any(re.match(r"\d", step) for step in (*mending.desktop, *mending.mobile))
        assert all(reference.as_of for reference in control.references)


def test_the_switch_and_its_page_are_named_as_linkedin_names_them(controls: dict[str, Control]) -> None:
    mending = controls["LI-01"].remediation
    assert mending
    for steps in (mending.desktop, mending.mobile):
        way = " ".join(steps)
        for label in ("Data privacy", "Data for Generative AI Improvement"):
            assert f'"{label}"' in way
        assert '"Use my data for training content creation AI models"' in way
    assert mending.link == "https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement"


def test_posts_about_pay_and_working_conditions_are_never_restricted(controls: dict[str, Control]) -> None:
    control = controls["LI-05"]
    assert control.remediation
    for text in (control.rationale, control.question.text, " ".join(control.remediation.desktop)):
        assert "working conditions" in text
    assert "us-nlra-157" in control.law


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
@pytest.mark.parametrize(
    "wrong",
    [
        r"\bopted[- ]in\b",
        r"\bopt-in setting\b",
        r"(?<!not )\bconsented\b",
        r"automatically (opted|enrolled)",
        r"compl(ies|iant) with (the )?(GDPR|CCPA)",
        r"Allow LinkedIn to use my data for AI model training",
        r"Microsoft (has )?(started|began)",
        r"only public|public (profile )?data only",
        r"anonymi[sz]ed before (being )?used",
        r"\bfailed\b|\bviolation\b|\boffender",
    ],
)
def test_no_popular_error_is_repeated(path: Path, wrong: str) -> None:
    assert not re.search(wrong, everything_said(path), re.IGNORECASE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_address_is_https(path: Path) -> None:
    assert "http://" not in everything_said(path)


def fact(pack: PolicySet, fact_id: str) -> str:
    return next(f.text for f in pack.services["linkedin"].facts if f.id == fact_id)


@pytest.mark.parametrize(
    ("fact_id", "words"),
    [
        ("genai-default", "on until"),
        ("genai-since-2024", "18 September 2024"),
        ("genai-since-2025-europe", "3 November 2025"),
        ("genai-legal-basis", "does not claim consent"),
        ("genai-mainland-china", "not known"),
        ("data-in-content", "messages in groups"),
        ("data-in-ai-features", "write in reply"),
        ("data-in-jobs", "screening questions"),
        ("data-out", "salary"),
        ("data-contact-info", "merely absent"),
        ("data-not-listed", "Reactions and newsletters"),
        ("anonymisation", "No official text"),
        ("off-does-not-undo", "not undone"),
        ("off-does-not-cover", "security"),
        ("objection-form", "without an account"),
        ("microsoft-ai-uk", "United Kingdom"),
        ("microsoft-ai-eu", "no such row"),
        ("regulator-ie", "neither approved the training nor found it compliant"),
        ("affiliates-gpc", "Global Privacy Control"),
    ],
)
def test_the_facts_say_what_the_popular_account_gets_wrong(pack: PolicySet, fact_id: str, words: str) -> None:
    assert words in fact(pack, fact_id)


def test_no_note_claims_that_counsel_reviewed_it(pack: PolicySet) -> None:
    assert {note.reviewed_by_counsel for note in pack.law.values()} == {None}


def test_a_paraphrase_is_one_sentence(pack: PolicySet) -> None:
    for note in pack.law.values():
        assert note.paraphrase.endswith(".")
        assert not re.search(r"[a-z)]\. [A-Z]", note.paraphrase), note.id


def test_a_proposal_is_not_told_as_law(pack: PolicySet) -> None:
    note = pack.law["gdpr-omnibus"]
    assert "not law" in note.provision
    assert note.in_force is None


def test_the_places_bar_and_gate_what_the_law_does(pack: PolicySet) -> None:
    places = pack.places
    assert places.settings_request_barred == {"US-CO", "US-AR"}
    assert places.visibility_request_barred == {"US-WA", "US-ME", "US-DE", "US-RI"}
    assert places.consultation_required == {"DE", "AT"}
    assert places.consultation_advised == {"FR", "IT", "NL", "BE", "LU"}
    for region in places.settings_request_barred | places.visibility_request_barred:
        assert places.cap_law[region]


@pytest.mark.parametrize(
    ("country", "region", "regimes"),
    [
        ("NO", None, ("GDPR",)),
        ("DE", None, ("GDPR", "WORKS-COUNCIL")),
        ("GB", None, ("UK-GDPR",)),
        ("CH", None, ("FADP",)),
        ("US", "US-CA", ("CCPA", "US-PERSONAL-ACCOUNT", "US-LABOUR")),
        ("US", "US-TX", ("US-LABOUR",)),
        ("CA", "CA-QC", ("PIPEDA", "LAW25")),
        ("IN", None, ("DPDP",)),
        ("HK", None, ("PDPO",)),
    ],
)
def test_a_place_has_its_regimes(pack: PolicySet, country: str, region: str | None, regimes: tuple[str, ...]) -> None:
    assert pack.places.regimes_of(country, region) == regimes


def test_the_disclaimer_is_versioned_and_its_words_carry_its_date() -> None:
    path = assets.folder("templates") / "disclaimer.yaml"
    disclaimer = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = " ".join(disclaimer["text"])
    assert disclaimer["version"] == "2026.11.2"
    assert f"{disclaimer['as_of']:%-d %B %Y}" in text
    for promise in (
        "not legal advice",
        "neither LinkedIn nor Microsoft",
        "self-reported",
        "Privacy Policy",
        "settings",
    ):
        assert promise in text
    assert len(text) < 1000  # it stands in every mail
