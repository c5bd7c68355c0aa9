from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter import assets, policy
from reporter.model.policy import Asked
from reporter.sources.headers.questions import FreeText, Match, Questions, Sureness, is_other, repeats

POLICIES = [
    path
    for path in sorted(assets.folder("policies").glob("*.yaml"))
    if path.name not in {"regimes.yaml", "retired.yaml"}
]
ASKED = policy.load(POLICIES).asked
SWITCH = 'On your page "Data for AI", how is the switch "Use my data for training" set?'
OURS = (
    Asked(id="linkedin.account", wordings=("Whose is the LinkedIn account?",), service="linkedin"),
    Asked(id="LI-01", wordings=(SWITCH, "Wie steht auf „Daten für KI“ der Schalter?"), service=None),
    Asked(id="LI-02", wordings=("Do you know the form? (We do not ask what you decided.)",), service=None),
    Asked(id="LI-03", wordings=("Do you know the form well enough to explain it to others?",), service=None),
)


@pytest.fixture(scope="module")
def questions() -> Questions:
    return Questions(OURS)


@pytest.mark.parametrize(
    "title",
    [
        SWITCH.replace('"', "&quot;"), SWITCH.replace('"', "&amp;quot;"), f"<p>{SWITCH}</p>", f"<b>{SWITCH}</b><br />",
        "On your page “Data for AI”, how is the switch ‘Use my data for training’ set?",
        "On your page «\u00a0Data for AI\u00a0», how is the switch «\u00a0Use my data for training\u00a0» set?",
        SWITCH.replace('"', '""'), SWITCH.replace('"', ""), SWITCH.replace(" ", "\n"), SWITCH.replace(" ", "_"),
        f"1. {SWITCH}", f"1) {SWITCH}", f"(1) {SWITCH}", f"1 {SWITCH}", f"1.2 {SWITCH}", f"#3 {SWITCH}", f"a) {SWITCH}",
        f"Q3: {SWITCH}", f"Q.3 - {SWITCH}", f"Question 12: {SWITCH}", f"Frage 3 – {SWITCH}", f"質問1：{SWITCH}",
        f"第1题 {SWITCH}", f"LI01. {SWITCH}", f"G01Q02[LI01]. {SWITCH}", f"[G01Q02] {SWITCH}",
        f"{SWITCH} *", f"* {SWITCH}", f"**{SWITCH}**", f"{SWITCH} (required)", f"{SWITCH} [Required]",
        f"{SWITCH}\n(This question is required)", f"{SWITCH}（必須）", f"3. {SWITCH} * (Pflichtfeld)",
        f"{SWITCH} - Response", f"{SWITCH} - Selected Choice", f"{SWITCH}: Réponse", SWITCH.upper(),
        "LI01", "li_01", "LI 01", "G01Q02[LI01]", "Q3 [LI01]",
        'Wie steht auf "Daten für KI" der Schalter?', "2. Wie steht auf ‚Daten für KI‘ der Schalter? *",
    ],
)  # fmt: skip
def test_what_tools_add_to_a_question_makes_no_difference(questions: Questions, title: str) -> None:
    assert questions.likely(title) == (Match("LI-01", Sureness.STATED),)


@pytest.mark.parametrize(
    "title",
    [
        f"Points - {SWITCH}", f"Feedback - {SWITCH}", f"{SWITCH} [Score]", f"{SWITCH} [Comment]", f"2025: {SWITCH}",
        f"Q3 2025 {SWITCH}", f"{SWITCH} And why?", f"Last year: {SWITCH}", "LI", "LI-0", "LI012", "LI01[SQ001]",
        "LI01Time", "On your page", "Status", "", "*", "1.",
    ],
)  # fmt: skip
def test_what_says_something_else_is_not_the_question(questions: Questions, title: str) -> None:
    assert questions.likely(title) == ()


@pytest.mark.parametrize(
    "title", [SWITCH[:40], f"{SWITCH[:40]}…", f"3. {SWITCH[:40]}...", SWITCH[:-2], "Whose is the Linked"]
)
def test_a_header_that_was_cut_is_known_by_its_beginning(questions: Questions, title: str) -> None:
    (match,) = questions.likely(title)
    assert match.sureness is Sureness.BEGUN


@pytest.mark.parametrize("title", ["Do you know the form", "Do you know the form w", "On your page Data for AI?"])
def test_a_beginning_of_two_questions_or_of_a_sentence_that_ends_elsewhere_is_not_guessed(
    questions: Questions, title: str
) -> None:
    assert questions.likely(title) == ()


def test_a_first_sentence_alone_is_the_question_that_begins_with_it() -> None:
    asked = Asked(id="A-1", wordings=("The form covers uses that the switch does not. Do you know it?",), service=None)
    said = "The form covers uses that the switch does not."
    assert Questions((asked,)).likely(said) == (Match("A-1", Sureness.BEGUN),)
    assert Questions((asked,)).likely(said.replace(".", "?")) == ()


def test_two_questions_that_become_equal_are_both_named() -> None:
    asked = [Asked(id=i, wordings=(w,), service=None) for i, w in (("A-1", "Is it on?"), ("A1", "Is it (on)?"))]
    both = tuple(Match(i, Sureness.STATED) for i in ("A-1", "A1"))
    assert Questions(asked).likely("IS IT ON") == Questions(asked).likely("A_1") == both
    assert Questions(asked).stated("Is it (on)?") == ("A1",)


def test_a_code_that_contradicts_the_wording_is_said(questions: Questions) -> None:
    assert {match.question for match in questions.likely(f"LI02. {SWITCH}")} == {"LI-01", "LI-02"}


def test_an_id_before_another_text_is_the_weakest(questions: Questions) -> None:
    assert questions.likely("LI01. Your switch") == (Match("LI-01", Sureness.NAMED),)


@pytest.mark.parametrize(
    ("title", "choice"),
    [
        (f"{SWITCH} [Other]", None), ("LI01[other]", None), ("LI-01 - Other (please specify)", None),
        (f"{SWITCH} - Something else - Text", "something else"), (f"1. {SWITCH} (Other, please specify)", None),
    ],
)  # fmt: skip
def test_a_column_beside_a_question_holds_the_text_of_a_choice(
    questions: Questions, title: str, choice: str | None
) -> None:
    assert questions.free_text(title) == FreeText("LI-01", choice)


def test_a_head_of_free_texts_is_known_in_several_languages() -> None:
    heads = [
        "Other:",
        "Other (please specify).1",
        "Sonstiges",
        "Autre (veuillez préciser)",
        "Otro (especifique)",
        "その他",
    ]
    assert all(is_other(head) for head in heads)
    assert not any(is_other(head) for head in ("Another", "Mother", "Email", "", "1"))


def test_a_title_with_a_number_behind_it_stands_there_already() -> None:
    assert all(repeats(f"{SWITCH}{number}", SWITCH) for number in ("2", ".1", " (2)", "_1", "[2]"))
    assert not any(repeats(*pair) for pair in ((SWITCH, SWITCH), ("LI-012", "LI-01"), (f"{SWITCH} x", SWITCH)))


BEFORE = st.sampled_from(["", "1. ", "12) ", "Q3: ", "(4) ", "[5] ", "Question 6: ", "* ", "<p>", "  ", "b) ", "#7 "])
BEHIND = st.sampled_from(["", " *", " (required)", " - Response", "</p>", "  ", "\n", " [Required]", "：", " **"])
QUOTES = st.sampled_from([('"', "'"), ("“", "’"), ("„", "‘"), ("«", "`"), ("&quot;", "&#39;"), ("", "")])
CASES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from([str, str.upper, str.lower, str.swapcase])
GAPS = st.sampled_from([" ", "  ", "\u00a0", "\n", "\t"])


@given(st.sampled_from([(q.id, wording) for q in ASKED for wording in q.wordings]), BEFORE, BEHIND, QUOTES, CASES, GAPS)
def test_what_decorates_a_header_never_changes_which_question_it_belongs_to(
    asked: tuple[str, str],
    before: str,
    behind: str,
    quotes: tuple[str, str],
    case: Callable[[str], str],
    gap: str,
) -> None:
    question, wording = asked
    text = case(html.unescape(wording)).replace(" ", gap)
    for mark, other in zip(('"', "'"), quotes, strict=True):
        text = text.replace(mark, other)
    title = f"{before}{text}{behind}"
    found = SHIPPED.stated(title) or tuple(match.question for match in SHIPPED.likely(title))
    assert found == (SHIPPED.stated(wording) or (question,))


SHIPPED = Questions(ASKED)


def test_no_two_shipped_questions_are_alike() -> None:
    alike = {w: found for q in ASKED for w in q.wordings if len(found := SHIPPED.likely(w)) != 1}
    assert alike == {}
