"""Headers of several rows as survey tools write them: Qualtrics three, SurveyMonkey two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from reporter.errors import Problem
from reporter.model.text import comparable
from reporter.sources.headers.claims import Claims
from reporter.sources.headers.header import Header, named
from reporter.sources.headers.survey_tools import IMPORT_ID, Tool, recognised

_ABOVE = 2  # rows of Qualtrics' header above the one of import ids: field ids, and texts


def identified(claims: Claims, rows: Sequence[Sequence[str]]) -> Header | None:
    """Return the header of a Qualtrics export: field ids, texts, import ids; None where `rows` hold none.

    A column is known by its id or by its text, whichever says what it is. Where somebody deleted one of the two rows,
    the other serves.
    """
    last = next((i for i, row in enumerate(rows) if _import_ids(row)), 0)
    if not last:
        return None
    first = max(0, last - _ABOVE)
    titles: list[str] = []
    problems: list[Problem] = []
    for column, (name, text) in enumerate(zip_longest(rows[first], rows[last - 1], fillvalue="")):
        by_name, by_text = ({role for role, _ in claims.claims(cell)} for cell in (name, text))
        titles.append(text if not by_name and (by_text or claims.is_free_text(text)) else name or text)
        if by_name and by_text and by_name.isdisjoint(by_text):
            what = f"the column {named(column, name)} is {min(by_name)} by its id and {min(by_text)} by its text"
            problems.append(Problem(what=what, hint="Change the id or the text of the question, and export it again."))
    header = claims.header(first, titles)
    above = tuple(tuple(row) for row in rows[first : last + 1])
    return replace(header, last=last, rows=above, problems=(*problems, *header.problems))


def with_options(claims: Claims, header: Header, row: Sequence[str]) -> Header | None:
    """Return a header with the row of options below it, as SurveyMonkey writes it; None where there is no such row.

    A question's title stands above the first of its options; the others have no title. Each is a column that holds
    its own text where it was chosen: together they are the question's answer. In a row of data something stands below
    the response's id.
    """
    if recognised(header.titles) is not Tool.SURVEYMONKEY or not any(row):
        return None
    keys = [comparable(title) for title in header.titles]
    if row[keys.index("respondent id")]:
        return None
    options = {i for i, cell in enumerate(row) if cell and not keys[i]}
    columns = dict(header.columns)
    repeats = dict(header.repeats)
    for question in claims.questions & columns.keys():
        times = tuple(_with(options, place) for place in columns[question] if place not in header.free)
        columns[question] = tuple(place for time in times for place in time)
        repeats |= {question: times} if len(times) > 1 else {}
    titles = tuple(title or cell for title, cell in zip(header.titles, row, strict=True))
    return replace(
        header,
        last=header.index + 1,
        rows=(*header.rows, tuple(row)),
        titles=titles,
        columns=columns,
        repeats=repeats,
        free={},
    )


def _with(options: set[int], place: int) -> tuple[int, ...]:
    """Return the column of a question and those of its further options."""
    end = place + 1
    while end in options:
        end += 1
    return tuple(range(place, end))


def _import_ids(row: Sequence[str]) -> bool:
    """Return whether a row holds import ids and nothing else. In an answer anybody may write one."""
    return any(row) and all(comparable(cell).startswith(IMPORT_ID) for cell in row if cell)
