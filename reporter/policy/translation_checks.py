"""What is wrong in translations: they speak of controls and answers that are there, and mix none up.

That a translation is not complete is no error: documents in that language then show the original, and lint says so.
Where an original's own id or answers are in doubt, that is said there, and not once more in every language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from reporter.model.text import comparable
from reporter.policy.scalars import CONTROL_ID
from reporter.quoting import quoted, suggestion
from reporter.yaml_tree import Branch

Wording = tuple[int, str, Branch]
"""The number of the original answer, a text that means it, and where it is written."""


def check_policy(root: Branch) -> None:
    """Note what is wrong in a policy's translations."""
    _check_clauses(root)
    originals = list(root.each("controls"))
    named = Counter(name for c in originals if (name := c.text("id")) is not None and CONTROL_ID.fullmatch(name))
    controls = {name: c for c in originals if named[name := c.text("id") or ""] == 1}
    for language in _members(root.at("translations")):
        for translated in _members(language.at("controls")):
            if (name := str(translated.path[-1])) not in controls and len(controls) == len(originals) > 0:
                translated.fault(f"control {quoted(name)} is not in this policy", suggestion(name, controls))
    for name, control in controls.items():
        entries = [entry for language in _members(root.at("translations")) if (entry := _control(language, name))]
        _check_answers(control.at("question"), entries)


def _check_clauses(root: Branch) -> None:
    """Note translated titles of clauses that the policy does not have."""
    numbers = [name for clause in root.each("clauses") if (name := clause.text("id")) is not None]
    for language in _members(root.at("translations")):
        for translated in _members(language.at("clauses")):
            if (name := str(translated.path[-1])) not in numbers:
                translated.fault(f"clause {quoted(name)} is not in this policy", suggestion(name, numbers))


def check_account(root: Branch) -> None:
    """Note what is wrong in the translations of a service's account question."""
    entries = list(_members(root.at("translations")))
    if root.at("account") is None:
        for entry in entries:
            entry.fault("there is no account question to translate", "Add account: with a question, or remove this.")
        return
    _check_answers(root.at("account"), entries)


def check_ids(root: Branch, key: str, what: str) -> None:
    """Note translations of what a file does not hold: its entries under `key`, each of which is a `what`."""
    entries = list(root.each(key))
    ids = [name for entry in entries if (name := entry.text("id")) is not None]
    if len(ids) < len(entries):
        return  # which one is meant cannot be said
    for language in _members(root.at("translations")):
        for translated in _members(language):
            if (name := str(translated.path[-1])) not in ids:
                translated.fault(f"{what} {quoted(name)} is not in this file", suggestion(name, ids))


def questions(root: Branch, control_id: str) -> Iterator[tuple[str, Branch]]:
    """Yield a control's question in other languages, and where each is written."""
    for language in _members(root.at("translations")):
        if entry := _control(language, control_id):
            yield from _question(entry)


def account_questions(root: Branch) -> Iterator[tuple[str, Branch]]:
    """Yield a service's account question in other languages, and where each is written."""
    for entry in _members(root.at("translations")):
        yield from _question(entry)


def _question(entry: Branch) -> Iterator[tuple[str, Branch]]:
    text, place = entry.text("question"), entry.at("question")
    if text is not None and place:
        yield text, place


def _control(language: Branch, name: str) -> Branch | None:
    controls = language.at("controls")
    return controls.at(name) if controls else None


def _members(group: Branch | None) -> Iterator[Branch]:
    if group and isinstance(group.value, dict):
        yield from (Branch(group.tree, (*group.path, key), value) for key, value in group.value.items())


def _check_answers(question: Branch | None, entries: Iterable[Branch]) -> None:
    originals = list(question.each("answers")) if question else []
    numbers = {comparable(text): n for n, answer in enumerate(originals) if (text := answer.text("text")) is not None}
    firsts: dict[str, tuple[int, str]] = {}
    for number, answer in enumerate(originals):
        place = answer.at("text")
        for text, where in [*([(answer.text("text") or "", place)] if place else []), *answer.texts("also")]:
            firsts.setdefault(comparable(text), (number, where.where))
    for entry in entries:
        for answer in _members(entry.at("answers")):
            original = str(answer.path[-1])
            if (found := numbers.get(comparable(original))) is None:
                if len(numbers) == len(originals) > 0:
                    offered = [answer.text("text") or "" for answer in originals]
                    answer.fault(f"the question has no answer {quoted(original)}", suggestion(original, offered))
                continue
            for text, place in answer.tree.branch.texts(*map(str, answer.path)):
                other, first = firsts.setdefault(comparable(text), (found, place.where))
                if other != found:
                    what = f"{quoted(text)} is also a wording of another answer ({first})"
                    place.fault(what, "Letter case, spaces and invisible characters do not tell answers apart.")
