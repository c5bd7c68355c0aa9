"""The texts of controls and account questions in other languages, as records, and what a translation lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from reporter.model.policy import Answer, Control, Remediation
from reporter.model.service import AccountAnswer, AccountQuestion
from reporter.model.text import comparable
from reporter.policy.companion_schema import AccountTranslationEntry
from reporter.policy.schema import ControlTranslationEntry
from reporter.quoting import quoted

Offered = TypeVar("Offered", Answer, AccountAnswer)
Wordings = Mapping[str, Sequence[str]]


def control(original: Control, entries: Mapping[str, ControlTranslationEntry]) -> Control:
    """Return a control that knows its answers in every language, and has its complete translations beside it.

    Args:
        original: As its own entry says.
        entries: What the policy's translations say about it, by language.
    """
    question = replace(
        original.question,
        translated=tuple(e.question for e in entries.values() if e.question),
        answers=_recognising(original.question.answers, [e.answers for e in entries.values()]),
    )
    complete = {lang: e for lang, e in entries.items() if not any(lacking(original, e))}
    return replace(
        original, question=question, translations=tuple(_translation(original, lang, e) for lang, e in complete.items())
    )


def account(original: AccountQuestion, entries: Mapping[str, AccountTranslationEntry]) -> AccountQuestion:
    """Return an account question that knows its answers in every language, as `control` does."""
    complete = {lang: e for lang, e in entries.items() if not any(lacking_in_account(original, e))}
    return replace(
        original,
        translated=tuple(e.question for e in entries.values() if e.question),
        answers=_recognising(original.answers, [e.answers for e in entries.values()]),
        translations=tuple(
            replace(original, text=e.question or "", also=(), answers=_said(original.answers, e.answers), language=lang)
            for lang, e in complete.items()
        ),
    )


def lacking(original: Control, entry: ControlTranslationEntry | None) -> Iterator[str]:
    """Yield what a translation of `original` lacks to be complete, in words."""
    entry = entry or ControlTranslationEntry()
    for name in ("title", "rationale", "question"):
        if getattr(entry, name) is None:
            yield name
    yield from _unanswered(original.question.answers, entry.answers)
    if (mending := original.remediation) is None:
        return
    for device in ("desktop", "mobile"):
        wanted, given = len(getattr(mending, device)), len(getattr(entry.steps, device))
        if given != wanted:
            yield f"{given} of {wanted} {device} steps" if given else f"the {device} steps"
    for name in ("no_link", "cannot_undo"):
        if getattr(mending, name) is not None and getattr(entry, name) is None:
            yield name


def lacking_in_account(original: AccountQuestion, entry: AccountTranslationEntry | None) -> Iterator[str]:
    """Yield what a translation of an account question lacks to be complete, in words."""
    entry = entry or AccountTranslationEntry()
    if entry.question is None:
        yield "question"
    yield from _unanswered(original.answers, entry.answers)


def _unanswered(answers: Sequence[Answer] | Sequence[AccountAnswer], wordings: Wordings) -> Iterator[str]:
    given = {comparable(text) for text in wordings}
    yield from (f"the answer {quoted(a.text)}" for a in answers if comparable(a.text) not in given)


def _recognising(answers: Sequence[Offered], languages: Sequence[Wordings]) -> tuple[Offered, ...]:
    """Return the answers with their wordings in all languages."""
    by_text: dict[str, list[str]] = {}
    for wordings in languages:
        for text, others in wordings.items():
            by_text.setdefault(comparable(text), []).extend(others)
    return tuple(replace(a, translated=tuple(dict.fromkeys(by_text.get(comparable(a.text), ())))) for a in answers)


def _said(answers: Sequence[Offered], wordings: Wordings) -> tuple[Offered, ...]:
    """Return the answers with their texts in one language, which has them all."""
    by_text = {comparable(text): others for text, others in wordings.items()}
    texts = (by_text[comparable(a.text)] for a in answers)
    return tuple(replace(a, text=said[0], also=tuple(said[1:])) for a, said in zip(answers, texts, strict=True))


def _translation(original: Control, language: str, entry: ControlTranslationEntry) -> Control:
    mending: Remediation | None = original.remediation and replace(
        original.remediation,
        desktop=tuple(entry.steps.desktop),
        mobile=tuple(entry.steps.mobile),
        no_link=entry.no_link,
        cannot_undo=entry.cannot_undo,
    )
    question = replace(
        original.question,
        text=entry.question or "",
        also=(),
        answers=_said(original.question.answers, entry.answers),
    )
    return replace(
        original,
        title=entry.title or "",
        rationale=entry.rationale or "",
        question=question,
        remediation=mending,
        language=language,
    )
