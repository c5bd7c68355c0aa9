"""How far responses got: whether survey tools say that one was finished, in words, flags or figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from reporter import assets
from reporter.model.assessment import Notice
from reporter.model.text import EDGES, comparable
from reporter.sources.headers.header import named
from reporter.sources.headers.survey_tools import Tool, dates_what_is_finished, preview_words
from reporter.sources.tables import Table

_SEEN = 500  # different texts of a column that are looked at: a status has few
_WHOLE = 100
_FIGURES = 10  # above which a number is no code: REDCap writes 0, 1, 2
_MARKS = re.compile(r"[([:;,/|–—]|\s-\s")
_NUMBER = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*(%?)")
_DAY = re.compile(r"\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}\b.*")
_TICKS = frozenset({"x", "✓", "✔", "☑", "✅", "○", "◯", "v"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One file's responses, row by row."""

    finished: pl.Series
    """False where any column says that the response was not finished, or not to be counted."""
    notices: tuple[Notice, ...]


def read(table: Table, tool: Tool | None) -> Completion:
    """Return which rows of a survey file were finished, as far as its columns say.

    Every column that speaks of it is heard, and one that says no is enough. A word that is not known is taken for a
    finished response, and a notice says so.
    """
    unfinished = pl.repeat(value=False, n=table.rows.height, dtype=pl.Boolean, eager=True)
    notices: list[Notice] = []
    for role, judge in _JUDGES.items():
        places = table.header.columns.get(role, ())
        for place in places:
            texts = table.rows[role] if len(places) == 1 else _cells(table, place)
            different = texts.drop_nulls().unique(maintain_order=True)
            says = judge(different.head(_SEEN).to_list(), tool)
            unfinished |= texts.is_in([text for text, said in says.items() if said is False]).fill_null(value=False)
            if says and all(said is True and _marks_the_finished(text) for text, said in says.items()):
                unfinished |= texts.is_null()
            elif unknown := _unknown(texts, says, len(different)):
                column = named(place, table.header.titles[place])
                values: dict[str, str | int] = {"file": table.file.name, "column": column, "count": unknown}
                notices.append(Notice(code="response-status-unknown", values=values))
    if dates_what_is_finished(tool):
        when = table.rows["submitted_at"] if table.has("submitted_at") else None
        unfinished |= when.is_null() if when is not None else pl.Series([True])
    return Completion(finished=~unfinished, notices=tuple(notices))


def _unknown(texts: pl.Series, says: Mapping[str, bool | None], different: int) -> int:
    """Return how many texts say nothing that is known; a column of too many different ones is none of a status."""
    known = [text for text, said in says.items() if said is not None]
    if different > len(says) or len(known) < different:
        return int((~texts.is_in(known)).sum())
    return 0


def _of_a_status(texts: Sequence[str], tool: Tool | None) -> dict[str, bool | None]:
    """Return text → whether it says that a response was finished; None where that is not known.

    The status of Qualtrics says where a response is from, and of a preview nothing else is asked.
    """
    known = preview_words(tool)
    return {
        text: True if tool is Tool.QUALTRICS or comparable(text) in known else _said(text, flags=False)
        for text in texts
    }


def _of_a_flag(texts: Sequence[str], _tool: Tool | None) -> dict[str, bool | None]:
    """Return the same of flags and words; figures are a share of the way where one of them can be nothing else."""
    return _figured(texts, least=_FIGURES)


def _of_progress(texts: Sequence[str], _tool: Tool | None) -> dict[str, bool | None]:
    """Return the same of figures."""
    return _figured(texts, least=1)


def _figured(texts: Sequence[str], *, least: float) -> dict[str, bool | None]:
    """Return the same of words and figures: 100 % is the whole, or 1 where nothing is above 1.

    Where the greatest is not above `least`, and not a share, they are codes that nobody here knows.
    """
    numbers = {text: match for text in texts if (match := _NUMBER.fullmatch(text.strip()))}
    figures = {text: float(match[1].replace(",", ".")) for text, match in numbers.items()}
    greatest = _WHOLE if any(match[2] for match in numbers.values()) else max(figures.values(), default=0)
    whole = 1 if greatest <= 1 else _WHOLE
    known = greatest <= 1 or greatest > least
    return {
        text: (figures[text] >= whole if known else None) if text in figures else _said(text, flags=True)
        for text in texts
    }


def _of_the_opposite(texts: Sequence[str], _tool: Tool | None) -> dict[str, bool | None]:
    """Return text → whether a flag such as `Disqualified` does not hold."""
    words = _words()
    said = {text: comparable(text) for text in texts}
    return {
        text: True if key in words["no"] or key in words["finished"] else False if _holds(key) else None
        for text, key in said.items()
    }


_JUDGES = {
    "preview": _of_a_status,
    "finished": _of_a_flag,
    "progress": _of_progress,
    "unfinished": _of_the_opposite,
}


def _said(text: str, *, flags: bool) -> bool | None:
    """Return whether a text says that a response was finished; None where it does not say either."""
    for part in _parts(text):
        if part in _words()["unfinished"] or (flags and part in _words()["no"]):
            return False
        if part in _words()["finished"] or (flags and part in _words()["yes"]):
            return True
    return True if flags and _marks_the_finished(text) else None


def _parts(text: str) -> Iterator[str]:
    """Yield a text for comparison, and what stands before and behind the first mark in it: `1 - Complete`."""
    key = comparable(text)
    yield key
    if match := _MARKS.search(key):
        yield key[: match.start()].strip()
        yield key[match.end() :].strip(" )]")


def _marks_the_finished(text: str) -> bool:
    """Return whether a text is a tick, or a day: of a response that was not finished, such a cell is empty."""
    return comparable(text) in _TICKS or _DAY.fullmatch(text.strip()) is not None


def _holds(key: str) -> bool:
    return key in _words()["yes"] or key in _words()["unfinished"] or _marks_the_finished(key)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    said: Mapping[str, Mapping[str, Sequence[str]]] = assets.table(Path(__file__).parent / "completion.yaml")
    return {
        meaning: frozenset(comparable(word) for words in by_language.values() for word in words)
        for meaning, by_language in said.items()
    }


def _cells(table: Table, column: int) -> pl.Series:
    """Return a column's texts in the rows of data: trimmed, null if empty."""
    cells = table.sheet.cells[str(column)].gather(table.rows["row"] - 1)
    return cells.str.strip_chars(EDGES).replace("", None)
