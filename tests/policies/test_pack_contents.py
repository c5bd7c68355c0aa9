"""What was decided for each pack beyond LinkedIn: levels, labels, what an answer means (facts/domain.md §2.2, §4.1)."""

from __future__ import annotations

import re

import pytest

from reporter import assets
from reporter.model.policy import Control, PolicySet, Remediation
from reporter.model.text import comparable
from reporter.model.vocabulary import Kind, Level, Outcome, Reason, Severity
from reporter.policy import load

POLICIES = assets.folder("policies")
A, N, X = Outcome.SATISFIED, Outcome.NOT_SATISFIED, Outcome.NOT_APPLICABLE


def control(library: PolicySet, control_id: str) -> Control:
    return next(c for c in library.controls if c.id == control_id)


def remediation(asked: Control) -> Remediation:
    assert asked.remediation, asked.id
    return asked.remediation


def table(asked: Control) -> dict[str, tuple[Outcome, Reason]]:
    return {comparable(w): (a.outcome, a.reason) for a in asked.question.answers for w in (a.text, *a.also)}


def test_the_controls_have_the_kinds_levels_and_severities_that_were_decided(library: PolicySet) -> None:
    setting, admin, conduct, awareness = Kind.ACCOUNT_SETTING, Kind.ADMIN_SETTING, Kind.CONDUCT, Kind.AWARENESS
    required, recommended = Level.REQUIRED, Level.RECOMMENDED
    found = {c.id: (c.kind, c.level, c.severity) for c in library.controls if not c.id.startswith("LI-")}
    assert found == {
        "MC-01": (setting, required, Severity.HIGH),
        "MC-02": (setting, required, Severity.MEDIUM),
        "GPT-01": (setting, required, Severity.HIGH),
        "GPT-02": (conduct, recommended, Severity.LOW),
        "CL-01": (setting, required, Severity.HIGH),
        "CL-02": (conduct, recommended, Severity.MEDIUM),
        "GE-01": (setting, required, Severity.HIGH),
        "GE-02": (conduct, recommended, Severity.MEDIUM),
        "GH-01": (setting, required, Severity.HIGH),
        "GH-02": (conduct, required, Severity.HIGH),
        "GR-01": (setting, required, Severity.HIGH),
        "GR-02": (admin, required, Severity.HIGH),
        "SL-01": (admin, recommended, Severity.MEDIUM),
        "SL-02": (admin, required, Severity.HIGH),
        "ZM-01": (admin, recommended, Severity.MEDIUM),
        "CP-01": (conduct, recommended, Severity.CRITICAL),
        "CP-02": (conduct, recommended, Severity.HIGH),
        "CP-03": (conduct, recommended, Severity.HIGH),
        "CP-04": (awareness, recommended, Severity.MEDIUM),
        "CP-05": (conduct, recommended, Severity.MEDIUM),
        "CP-06": (conduct, recommended, Severity.HIGH),
        "CP-07": (awareness, recommended, Severity.HIGH),
        "CP-08": (awareness, recommended, Severity.LOW),
    }


@pytest.mark.parametrize(
    ("control_id", "label", "link"),
    [
        ("MC-01", "Model training on text", "https://support.microsoft.com/"),
        ("MC-02", "Model training on voice", "https://support.microsoft.com/"),
        ("GPT-01", "Improve the model for everyone", "https://help.openai.com/en/articles/7730893"),
        ("CL-01", "Help improve Claude", "https://claude.ai/settings/data-privacy-controls"),
        ("GE-01", "Keep Activity", "https://myactivity.google.com/product/gemini"),
        ("GH-01", "Allow GitHub to use my data for AI model training", "https://github.com/settings/copilot"),
        ("GR-01", "Product Improvement and Training", "https://account.grammarly.com/security/privacy"),
        ("GR-02", "Product Improvement and Training", "https://support.grammarly.com/"),
        ("SL-01", "Slack Global model opt-out request", "https://slack.com/trust/data-management/privacy-principles"),
        ("ZM-01", "AI Companion", "https://library.zoom.com/"),
    ],
)
def test_a_switch_is_named_as_its_maker_names_it(library: PolicySet, control_id: str, label: str, link: str) -> None:
    asked = control(library, control_id)
    mending = remediation(asked)
    assert (mending.link or "").startswith(link)
    assert label in " ".join(mending.desktop)
    assert control_id == "SL-01" or label in asked.question.text


@pytest.mark.parametrize(
    ("control_id", "answer", "expected"),
    [
        ("MC-01", "Only with my work account", (X, Reason.ADMIN_CONTROLLED)),
        ("MC-01", "The switch is not shown to me", (X, Reason.NOT_AVAILABLE)),
        ("GPT-01", "ChatGPT Enterprise", (X, Reason.ADMIN_CONTROLLED)),
        ("CL-01", "Team plan", (X, Reason.ADMIN_CONTROLLED)),
        ("GE-01", "Google Workspace", (X, Reason.ADMIN_CONTROLLED)),
        ("GH-01", "Copilot Business", (X, Reason.ADMIN_CONTROLLED)),
        ("GH-01", "The setting is not shown to me", (X, Reason.NOT_AVAILABLE)),
        ("GH-01", "Disabled", (A, Reason.ANSWERED)),
        ("GR-01", "It belongs to a plan with several users", (X, Reason.ADMIN_CONTROLLED)),
        ("SL-01", "Asked, and not yet confirmed", (N, Reason.ANSWERED)),
        ("SL-02", "No", (A, Reason.ANSWERED)),
        ("SL-02", "Yes", (N, Reason.ANSWERED)),
        ("ZM-01", "AI Companion is not part of our plan", (X, Reason.NOT_AVAILABLE)),
        ("CP-01", "I use no AI services", (A, Reason.ANSWERED)),
        ("CP-06", "Administrators decide this, and I cannot change it", (X, Reason.ADMIN_CONTROLLED)),
    ],
)
def test_an_answer_means_what_the_facts_say(
    library: PolicySet, control_id: str, answer: str, expected: tuple[Outcome, Reason]
) -> None:
    assert table(control(library, control_id))[comparable(answer)] == expected


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_a_bare_yes_or_no_to_how_a_switch_is_set_is_never_guessed(library: PolicySet, answer: str) -> None:
    for asked in library.controls:
        if re.search(r"\b(how is|what does)\b", asked.question.text):
            assert comparable(answer) not in table(asked), asked.id


@pytest.mark.parametrize("control_id", ["CP-01", "CP-02", "CP-03", "CP-05"])
def test_talk_about_pay_and_working_conditions_is_never_restricted(library: PolicySet, control_id: str) -> None:
    asked = control(library, control_id)
    for text in (asked.rationale, asked.question.text):
        assert "pay, hours or working conditions" in text.replace(" and working", " or working").casefold()
        assert re.search(r"not meant|never mean|never meant|own choice", text)
    assert "us-nlra-157" in asked.law


def test_the_administrators_packs_ask_nothing_of_anybody_else() -> None:
    for name in ("slack", "zoom"):
        alone = load([POLICIES / f"{name}.yaml"])
        assert not alone.account_services
        assert {c.kind for c in alone.controls} == {Kind.ADMIN_SETTING}


def test_the_companys_own_policy_speaks_of_no_service_and_asks_about_no_account_of_anybodys_own() -> None:
    alone = load([POLICIES / "company-privacy.yaml"])
    assert not alone.services
    assert not alone.asks_about_personal_accounts
    second_step = control(alone, "CP-06")
    assert "that the organisation gave you" in second_step.question.text
    assert "Your own accounts are not meant" in second_step.question.text
