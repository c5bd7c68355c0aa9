"""Which question a header means: by its id or wording as they are, or as survey tools write them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from reporter import assets
from reporter.model.policy import Asked
from reporter.model.text import comparable

_LONGEST = 4_000  # characters of a header that may be a question
_CUT = 30  # characters from which the beginning of a wording is enough
_CUT_SHARE = 0.6  # of a shorter wording
_CUT_LEAST = 10
_TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\[nrt]")
_BRACKETS = re.compile(r"\[([^\[\]]{1,80})\]")
_ELLIPSIS = re.compile(r"\.{2,}[\s\"'”’)]*$")
_END = re.compile(r"[.?!。]")
_CODE = r"[a-z]{0,6}[-_ ]?\d{1,3}(?:(?:[-_.\[(]+[a-z]{0,6}|[a-z]{1,6})\d{1,3}){0,3}[a-z]?"
_STOPS = frozenset(".:)")
_OF_A_CHOICE = re.compile(r"(?P<question>.+?) - (?P<choice>[^-]{1,200}) - text")  # Qualtrics


class Sureness(IntEnum):
    """How a header says which question it is; the surer first."""

    STATED = 0
    """By the question's id, or by a whole wording of it."""
    BEGUN = 1
    """By the beginning of a wording, where the rest was cut off."""
    NAMED = 2
    """By its id before another text."""


@dataclass(frozen=True, slots=True)
class Match:
    """A question that a header can mean."""

    question: str
    sureness: Sureness


@dataclass(frozen=True, slots=True)
class FreeText:
    """What a column holds that stands beside a question: the text of one of its choices."""

    question: str
    choice: str | None
    """The choice, compared as text is; None where the header says `Other` in some words."""


class Questions:
    """The questions of a survey, turned round: from a header to those it can mean."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self._exact: dict[str, list[str]] = {}
        self._wordings: dict[str, list[str]] = {}
        self._texts: dict[str, _Letters] = {}
        self._ids: dict[str, list[str]] = {}
        for question in asked:
            for text in dict.fromkeys(comparable(w) for w in (question.id, *question.wordings)):
                self._exact.setdefault(text, []).append(question.id)
            for letters in map(_letters, question.wordings):
                if letters.text and question.id not in self._wordings.setdefault(letters.text, []):
                    self._wordings[letters.text].append(question.id)
                    self._texts[letters.text] = letters
            self._ids.setdefault(_letters(question.id).text, []).append(question.id)
        self._brackets = {f"[{comparable(q.id)}]": q.id for q in asked}
        self.stated = lru_cache(maxsize=2**12)(self._stated)
        """Header → the questions whose id or wording it is exactly, as text is compared, or whose id it has in square
        brackets."""
        self.likely = lru_cache(maxsize=2**12)(self._likely)
        """Header → the questions that it means as tools write them."""
        self.free_text = lru_cache(maxsize=2**12)(self._free_text)
        """Header → the question one of whose choices it holds the text of; None where it does not say that."""

    def _stated(self, title: str) -> tuple[str, ...]:
        key = comparable(title)
        bracketed = (i for b, i in self._brackets.items() if b in key) if "[" in key else ()
        return tuple(dict.fromkeys((*self._exact.get(key, ()), *bracketed)))

    def _likely(self, title: str) -> tuple[Match, ...]:
        """Return the questions that a header means once what tools add to it is taken off; of one sureness.

        Quotation marks, dashes, all other marks, entities and tags of HTML, and white space make no difference, nor do
        a number or a code before a wording and a word such as `required` behind it.
        """
        if not title or len(title) > _LONGEST:
            return ()
        said = _letters(title)
        if not said.text:
            return ()
        found = [*self._ids.get(said.text, ()), *self._bracketed(title), *self._whole(said)]
        if found:
            return _matches(found, Sureness.STATED)
        if begun := list(self._begun(said)):
            return _matches(begun, Sureness.BEGUN)
        return _matches(self._named(said), Sureness.NAMED)

    def _bracketed(self, title: str) -> Iterator[str]:
        """Yield the questions whose code stands in square brackets: LimeSurvey writes `G01Q02[LI01]`."""
        for code in _BRACKETS.findall(title):
            yield from self._ids.get(_letters(code).text, ())

    def _whole(self, said: _Letters) -> Iterator[str]:
        """Yield the questions that have a wording in a header, with nothing about it but a number, a code or a word."""
        for wording, ids in self._wordings.items():
            start = said.text.find(wording)
            if start < 0:
                continue
            before, behind = said.before(start), said.behind(start + len(wording))
            if _is_number(before) and _is_suffix(behind):
                yield from ids
                yield from self._ids.get(_letters(before).text, ())  # a code that contradicts the wording is said

    def _begun(self, said: _Letters) -> Iterator[str]:
        """Yield the question whose wording a header is the beginning of; none where it could be that of two."""
        start = said.number()
        text = said.text[start:]
        whole = len(said.behind_all(start))
        if len(text) < _CUT_LEAST:
            return
        found = {
            question
            for wording, ids in self._wordings.items()
            if wording.startswith(text) and (whole >= _CUT or len(text) >= _CUT_SHARE * len(wording))
            for question in ids
            if self._texts[wording].goes_on(len(text), said.behind(len(said.text)))
        }
        if len(found) == 1:
            yield from found

    def _named(self, said: _Letters) -> Iterator[str]:
        """Yield the question whose id stands before another text: `LI-01: Your switch`."""
        start = said.number()
        if 0 < start < len(said.text) and _STOPS.intersection(said.whole[said.places[start - 1] : said.places[start]]):
            yield from self._ids.get(said.text[:start], ())

    def _free_text(self, title: str) -> FreeText | None:
        if len(title) > _LONGEST or comparable(title) in self._exact:
            return None
        text = comparable(plain(title))
        if match := _OF_A_CHOICE.fullmatch(text):
            found = self._one(match["question"])
            return FreeText(found, match["choice"].strip()) if found else None
        for separator in ("[", "(", " - ", ": ", "_", " / ", " – "):
            question, there, head = text.rpartition(separator)
            if there and _letters(head).text in _words().heads and (found := self._one(question)):
                return FreeText(found, None)
        return None

    def _one(self, title: str) -> str | None:
        """Return the one question that a header states; None where there is none or another."""
        found = self.stated(title) or tuple(m.question for m in self.likely(title) if m.sureness is Sureness.STATED)
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=2**3)  # every file of a folder is read with the same questions
def questions(asked: tuple[Asked, ...]) -> Questions:
    """Return the questions of a survey."""
    return Questions(asked)


def repeats(title: str, question: str) -> bool:
    """Return whether a title is a question's own, numbered because it stands there already: `Is it off?2`."""
    title, question = comparable(title), comparable(question)
    if not title.startswith(question) or " " not in question:
        return False
    return re.fullmatch(r"[ ._]?(?:\d{1,2}|\(\d{1,2}\)|\[\d{1,2}\])", title[len(question) :]) is not None


def is_other(title: str) -> bool:
    """Return whether a header says that its column holds what people typed in the place of a choice."""
    return len(title) <= _LONGEST and _letters(title).text.rstrip("0123456789") in _words().heads


def is_other_choice(answer: str) -> bool:
    """Return whether an answer is the choice that leaves room for a text; LimeSurvey writes `-oth-`."""
    return comparable(answer) == "-oth-" or _letters(answer).text in _words().heads


@lru_cache(maxsize=2**12)
def plain(text: str) -> str:
    """Return a header without the entities and tags of HTML."""
    for _ in range(2):  # a tool that escapes what is escaped already writes `&amp;quot;`
        if "&" in text:
            text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return _ESCAPED.sub(" ", text) if "\\" in text else text


@dataclass(frozen=True, slots=True)
class _Letters:
    """A text, and its letters and digits alone, each with its place in the text."""

    whole: str
    text: str
    places: tuple[int, ...]

    def before(self, start: int) -> str:
        """Return what stands before a letter."""
        return self.whole[: self.places[start]]

    def behind(self, end: int) -> str:
        """Return what stands behind the letter before `end`."""
        return self.whole[self.places[end - 1] + 1 :]

    def behind_all(self, start: int) -> str:
        """Return the text from a letter on."""
        return self.whole[self.places[start] :] if start < len(self.places) else ""

    def number(self) -> int:
        """Return how many letters the number or code before the text has; 0 where there is none."""
        match = _numbering().match(self.whole)
        return sum(place < match.end() for place in self.places) if match else 0

    def goes_on(self, count: int, tail: str) -> bool:
        """Return whether the text goes on after `count` letters as one does that was cut there: `tail` ends nothing."""
        tail = _ELLIPSIS.sub("", tail)
        between = self.whole[self.places[count - 1] + 1 : self.places[count]] if count < len(self.places) else ""
        return all(mark in between for mark in _END.findall(tail))


def _letters(text: str) -> _Letters:
    whole = comparable(plain(text))
    places = tuple(i for i, c in enumerate(whole) if c.isalnum() or unicodedata.category(c)[0] == "M")
    return _Letters(whole, "".join(whole[i] for i in places), places)


def _matches(found: Iterable[str], sureness: Sureness) -> tuple[Match, ...]:
    return tuple(Match(question, sureness) for question in dict.fromkeys(found))


def _is_number(before: str) -> bool:
    text = before.strip()
    return not _letters(text).text or _numbering().fullmatch(f"{text} ") is not None


def _is_suffix(behind: str) -> bool:
    """Return whether what stands behind a wording is a mark or a word that tools add there."""
    parts = [_letters(part).text for part in re.split(r"[\[\](){}|/:*–—]|\s-\s", behind)]
    return all(part in _words().suffixes for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Words:
    numbered: tuple[str, ...]
    suffixes: frozenset[str]
    heads: frozenset[str]
    """Of a column of free texts, and of the choice it belongs to."""


@lru_cache(maxsize=1)
def _words() -> _Words:
    said: Mapping[str, Mapping[str, Sequence[str]]] = assets.table(Path(__file__).parent / "decorations.yaml")

    def all_of(key: str) -> Iterator[str]:
        return (word for words in said[key].values() for word in words)

    return _Words(
        numbered=tuple(dict.fromkeys(map(comparable, all_of("numbered")))),
        suffixes=frozenset(_letters(word).text for word in all_of("suffixes")),
        heads=frozenset(_letters(word).text for key in ("other", "free_text") for word in all_of(key)),
    )


@lru_cache(maxsize=1)
def _numbering() -> re.Pattern[str]:
    """Return the pattern of a number or code before a text: `3.`, `Q3:`, `Question 3)`, `LI01.`, `G01Q02[LI01].`, `a)`.

    It ends with a mark or white space. Of four digits it is a year, and no number of a question.
    """
    words = "|".join(re.escape(word) for word in sorted(_words().numbered, key=len, reverse=True))
    return re.compile(rf"[\W_]*(?:(?:(?:{words})[ .:#]*)?{_CODE}[题題問]?(?![\w])|[a-z](?=[.):]))[\W_]*(?<=[\W_])")
