"""What a question must offer, what it must not ask for, and whether each of its answers has an example."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from reporter.assess import answers
from reporter.model.policy import Control
from reporter.model.service import Service
from reporter.model.vocabulary import Outcome, Reason
from reporter.quoting import quoted
from reporter.yaml_tree import Branch

_FEWEST_ANSWERS = 2
_VERBS = r"describe|explain|list|name|specify|state|enter|type|write|give|provide|tell|paste|upload|attach|add"
_FREE_TEXT = (
    # At the start of a sentence an imperative; "Name no profile" asks for the opposite.
    re.compile(rf"(?:^|[.?!:;(]\s+|\()(?:{_VERBS})\s+(?!no\b|nobody\b|nothing\b|neither\b)", re.IGNORECASE),
    re.compile(rf"\bplease\s+(?:\w+\s+)?(?:{_VERBS})\b(?!\s+(?:no|nobody|nothing|neither)\b)", re.IGNORECASE),
    re.compile(r"\bin your own words\b", re.IGNORECASE),
    re.compile(r"\b(?:if (?:so|not|yes|no),?\s+(?:which|what|why|how)|and why)\b", re.IGNORECASE),
    re.compile(r"_{3,}|\.{4,}"),
)
_BLANK_ANSWER = re.compile(r"other(\s+answer)?\s*(…|\.{3}|:|_+)?|.*(…|\.{3}|:|_{2,})", re.IGNORECASE)


def note_question(written: Branch, control: Control, service: Service | None) -> None:
    """Note what a control's question lacks, or asks and must not; `service` is the one it is about."""
    question = written.at("question")
    if question is None:
        return
    _no_free_text(question)
    reasons = {answer.reason for answer in control.question.answers}
    if control.kind.about_an_account and Reason.DECLINED not in reasons:
        hint = 'Add {text: "Prefer not to say", outcome: not-assessed, reason: declined}.'
        question.fault(f"the question of {control.id} is about an account and leaves no way to decline", hint)
    if control.kind.about_an_account and (service is None or service.account is None):
        hint = "Name a service whose file has account: with a question; unknown counts as personal."
        written.fault(f"nobody is asked whose account {control.id} is about", hint, key="service")
    _examples(written, control)


def note_account_question(service: Branch) -> None:
    """Note what a service's question about the account lacks, or asks and must not."""
    question = service.at("account")
    if question is None or not isinstance(question.value, dict):
        return
    _no_free_text(question)
    if "unstated" not in {answer.text("account") for answer in question.each("answers")}:
        hint = 'Add {text: "Prefer not to say", account: unstated}.'
        question.fault("the question whose account it is leaves no way to decline", hint)


def _no_free_text(question: Branch) -> None:
    hint = "People answer by choosing. What they write freely may hold what nobody should collect."
    for place in _wordings(question):
        found = next((m for pattern in _FREE_TEXT if (m := pattern.search(str(place.value)))), None)
        if found:
            place.fault(f"the question asks for free text ({quoted(found.group().strip(' .?!:;('))})", hint)
    offered = list(question.each("answers"))
    if len(offered) < _FEWEST_ANSWERS:
        question.fault(
            "the question has a single answer", "Add the others; a free text is never judged.", key="answers"
        )
    for answer in offered:
        for place in _wordings(answer):
            if _BLANK_ANSWER.fullmatch(str(place.value).strip()) or _FREE_TEXT[1].search(str(place.value)):
                place.fault(f"the answer {quoted(place.value)} leaves a blank to fill in", hint)


def _wordings(entry: Branch) -> Iterable[Branch]:
    text = entry.at("text")
    return [*([text] if text else []), *(place for _, place in entry.texts("also"))]


def _examples(written: Branch, control: Control) -> None:
    """Note each outcome and reason of the answer table that no example gives."""
    if not control.examples:
        written.fault(f"{control.id} has no examples", "Add examples: [{answer: …, outcome: …}], one for each answer.")
        return
    given = answers.judged(pl.Series([e.answer for e in control.examples], dtype=pl.String), control)
    shown = set(given.select("outcome", "reason").iter_rows())
    first: dict[tuple[Outcome, Reason], str] = {}
    for answer in control.question.answers:
        first.setdefault((answer.outcome, answer.reason), answer.text)
    for (outcome, reason), text in first.items():
        if (outcome.value, reason.value) not in shown:
            because = "" if reason is Reason.ANSWERED else f" because of {reason.value}"
            hint = f"Add {{answer: {quoted(text)}, outcome: {outcome.value}}}."
            written.fault(f"no example of {control.id} is {outcome.value}{because}", hint, key="examples")
