"""Translations stand beside the original: recognised in every language, shown where they are complete."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from reporter.assess import answers
from reporter.policy.lint import lint
from reporter.policy.lint.translations import coverage
from tests.policy.conftest import POLICY, Workspace

AS_OF = date(2026, 11, 23)
GERMAN = """\
translations:
  de:
    title: Eigene Regeln
    controls:
      OP-01:
        title: Der Schalter ist aus
        rationale: Weil es wichtig ist.
        question: Ist der Schalter aus?
        answers:
          "Off": ["Aus", "Ausgeschaltet"]
          "On": ["Ein"]
          "I don't know": ["Weiß nicht"]
          "No account": ["Kein Konto"]
        steps: {desktop: ["Öffnen Sie die Seite."]}
        cannot_undo: Was verwendet wurde, bleibt verwendet.
      OP-02:
        title: Nichts Geheimes in Beiträgen
        rationale: Man kann es nicht zurücknehmen.
        question: Halten Sie Geheimes aus Beiträgen heraus?
        answers: {"Yes": ["Ja"], "No": ["Nein"]}
"""


@pytest.fixture
def german(workspace: Workspace) -> Workspace:
    """Return the workspace with a complete German translation of its policy."""
    workspace.write("own.yaml", POLICY + GERMAN)
    return workspace


def test_a_translated_control_is_shown_in_its_language(german: Workspace) -> None:
    policies = german.load().said_in("de")
    control = policies.controls[0]
    assert (control.language, control.title) == ("de", "Der Schalter ist aus")
    assert [a.text for a in control.question.answers] == ["Aus", "Ein", "Weiß nicht", "Kein Konto"]
    assert control.remediation is not None
    assert control.remediation.desktop == ("Öffnen Sie die Seite.",)
    assert control.remediation.link == "https://www.example.com/settings"
    assert policies.policies[0].title == "Eigene Regeln"


def test_a_language_the_policy_lacks_falls_back_to_english_visibly(german: Workspace) -> None:
    policies = german.load().said_in("fr")
    assert {c.language for c in policies.controls} == {"en"}
    assert policies.policies[0].title == "Own policy"


def test_answers_are_recognised_in_every_language(german: Workspace) -> None:
    control = german.load().controls[0]
    judged = answers.judged(pl.Series(["off", " AUSGESCHALTET ", "Ein", "Kein Konto", "irgendwas"]), control)
    assert judged["outcome"].to_list() == ["satisfied", "satisfied", "not-satisfied", "not-applicable", None]


def test_a_survey_column_may_carry_the_question_in_any_language(german: Workspace) -> None:
    asked = next(q for q in german.load().asked if q.id == "OP-01")
    assert "Ist der Schalter aus?" in asked.wordings


def test_an_incomplete_translation_is_recognised_and_not_shown(german: Workspace) -> None:
    control = german.load(german.change(('          "On": ["Ein"]\n', ""))).controls[0]
    assert control.said_in("de").language == "en"
    assert answers.judged(pl.Series(["Aus"]), control)["outcome"].to_list() == ["satisfied"]


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        ("        title: Der Schalter ist aus\n", "", "lacks title"),
        ('          "On": ["Ein"]\n', "", 'lacks the answer "On"'),
        ('["Öffnen Sie die Seite."]', "[]", "lacks the desktop steps"),
        ('["Öffnen Sie die Seite."]', '["Öffnen Sie die Seite.", "Lesen Sie."]', "lacks 2 of 1 desktop steps"),
        ("        cannot_undo: Was verwendet wurde, bleibt verwendet.\n", "", "lacks cannot_undo"),
        ("    title: Eigene Regeln\n", "", "lacks the policy's title"),
    ],
)
def test_lint_says_what_a_begun_translation_lacks(german: Workspace, old: str, new: str, lacks: str) -> None:
    warnings = [
        str(p) for p in lint([german.change((old, new))], as_of=AS_OF, shipped=german.shipped) if "German" in p.what
    ]
    assert len(warnings) == 1
    assert lacks in warnings[0]
    assert "own.yaml:" in warnings[0]


def test_lint_counts_the_coverage(german: Workspace) -> None:
    assert dict(coverage(german.load())[0].languages) == {"de": 2}
    assert coverage(german.load())[0].texts == 3  # the account question of its service is not translated


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "      OP-01:\n        title: Der",
            "      OP-09:\n        title: Der",
            '"OP-09" is not in this policy',
        ),
        ('"On": ["Ein"]', '"Onn": ["Ein"]', 'the question has no answer "Onn"'),
        ('"On": ["Ein"]', '"On": [" AUS"]', '"AUS" is also a wording of another answer'),
        ('"On": ["Ein"]', '"On": ["disabled"]', '"disabled" is also a wording of another answer'),
        ('"On": ["Ein"]', '"On": []', "is empty"),
        ("  de:\n", "  deutsch:\n", '"deutsch" is no language\'s code'),
        ("  de:\n", "  en:\n", "the texts themselves are English"),
        (
            "question: Ist der Schalter aus?",
            "question: Wie bei OP-02 [op-02]?",
            "names OP-02 as a column",
        ),
        ("        rationale: Weil", "        reason: Weil", '"reason" is not a known key'),
    ],
)
def test_a_wrong_translation_is_an_error_with_its_place(german: Workspace, old: str, new: str, says: str) -> None:
    problem = german.problem(german.change((old, new)))
    assert says in problem.what
    assert int(problem.where.split(":")[1]) > POLICY.count("\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - id: OP-02", "  - id: OP-01"),
        ("  - id: OP-02", "  - id: OP 02"),
        ('text: "On"', "text: 7"),
        ('text: "On"', 'text: "Off"'),
        ("question:\n      text: Is", "questoin:\n      text: Is"),
        ("controls:\n  - id: OP-01", "controls: none\nkontrols:\n  - id: OP-01"),
    ],
)
def test_what_is_wrong_in_an_original_is_not_said_again_in_every_language(
    german: Workspace, old: str, new: str
) -> None:
    lines = [int(problem.where.split(":")[1]) for problem in german.problems(german.change((old, new)))]
    assert max(lines) <= POLICY.count("\n") + 1
