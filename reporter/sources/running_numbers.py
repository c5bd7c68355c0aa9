"""Columns that count the rows: they say who stands where in this file, and nothing about who somebody is.

Under a header that may mean any number (`No.`, `ID`), such a column is no employee id, and another takes its place;
under the header of an employee id it is taken, for small organisations number their people so, and told.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from reporter.errors import Problem
from reporter.model.assessment import Notice
from reporter.model.text import EDGES, comparable
from reporter.sources.headers.header import Header, Vocabulary, named

_ROLE = "employee_id"
_COUNTERS = frozenset({"no", "nr", "number"})
"""Headers that say no more than that it is a number."""
_ANY = _COUNTERS | {"id", "identifier", "idnumber", "objectid", "userid"}
"""Headers of somebody's number, but not of whose: a form's, a table's or a directory's."""
_FEW = 3  # rows; two numbers follow each other by chance
_DENSE = 1.25  # numbers to a row, where rows were deleted since
_MOST = 0.6  # of the cells hold numbers: totals and notes below them hold none


def without(header: Header, below: pl.DataFrame, vocabulary: Vocabulary, file: str) -> tuple[Header, list[Notice]]:
    """Return a header whose employee id is no running number, and what a reader must know of it.

    Args:
        header: Of the file.
        below: Its rows of data: string columns `0`, `1`, ….
        vocabulary: The roles; a column that the configuration names is taken whatever it holds.
        file: The file's name.
    """
    told = []
    configured = _ROLE in vocabulary.headers
    while _ROLE in header.columns:
        (place, *_) = header.columns[_ROLE]
        title = _bare(header.titles[place])
        values: dict[str, str | int] = {"file": file, "column": named(place, header.titles[place])}
        if configured or title not in _ANY:
            if _counts(below[str(place)]):
                told.append(Notice(code="ids-in-sequence", values=values))
            break
        numbers = below[str(place)]
        if not (_counts(numbers) or (title in _COUNTERS and _is_dense(numbers))):
            break
        told.append(Notice(code="ids-counted", values=values))
        header = _next(header)
    needs = [need for need in vocabulary.needs if not any(role in header.columns for role in need.any_of)]
    problems = [Problem(what=f"{need.what}; a column that counts the rows is none", hint=need.hint) for need in needs]
    return replace(header, problems=(*header.problems, *problems)), told


def _next(header: Header) -> Header:
    """Return the header with the next column that may hold the employee id, or with none."""
    others = header.weaker.get(_ROLE, ())
    columns = {role: places for role, places in header.columns.items() if role != _ROLE and places[:1] != others[:1]}
    if others:
        columns[_ROLE] = others[:1]
    return replace(header, columns=columns, weaker={**header.weaker, _ROLE: others[1:]})


def _counts(texts: pl.Series) -> bool:
    """Return whether numbers count up by one from 0 or 1, in the file's order."""
    numbers = _numbers(texts)
    return len(numbers) >= _FEW and numbers[0] in {0, 1} and bool((numbers.diff().drop_nulls() == 1).all())


def _is_dense(texts: pl.Series) -> bool:
    """Return whether numbers counted rows once: from 0 or 1, each once, few missing, in whatever order they are now.

    Or they begin anew at 1 with each group of rows.
    """
    numbers = _numbers(texts)
    if numbers.is_empty():
        return False
    ordered = numbers.sort()
    few_missing = ordered[0] in {0, 1} and ordered[-1] <= _DENSE * len(numbers) + 1
    once = few_missing and numbers.n_unique() == len(numbers)
    steps = numbers.diff().drop_nulls()
    anew = numbers[0] == 1 and bool(((steps == 1) | (numbers[1:] == 1)).all())
    return once or anew


def _numbers(texts: pl.Series) -> pl.Series:
    """Return a column's numbers in their order; none where it holds much else."""
    given = texts.str.strip_chars(EDGES).replace("", None).drop_nulls()
    numbers = given.str.replace(r"^([0-9]{1,9})(?:\.|\.0+)?$", "$1").cast(pl.Int64, strict=False).drop_nulls()
    return numbers if len(numbers) and len(numbers) >= _MOST * len(given) else numbers.clear()


def _bare(title: str) -> str:
    words = comparable(title).replace("°", "o").replace("#", "no")
    return "".join(c for c in words if c.isalnum())
