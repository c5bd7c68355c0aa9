"""Several columns that are one role's: all that a person chose, a question asked again, the text beside a choice."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from reporter.errors import Problem
from reporter.model.text import comparable
from reporter.sources.headers.header import Header, Vocabulary, named
from reporter.sources.headers.questions import is_other_choice

_SHOWN = 20


def column(below: pl.DataFrame, header: Header, role: str, *, best: bool = False) -> pl.Series:
    """Return what the columns of a role say together, row by row; with `best` what the first filled one says.

    Of a question that was asked more than once it is the answer to the time that was answered; see `contradiction`
    for rows in which it is not one. In the place of the choice `Other`, and of no choice, stands the text beside it.
    """
    if best:
        return below.select(pl.coalesce([str(place) for place in header.columns[role]]).alias(role)).to_series()
    times = _times(header, role)
    said = [_joined(below, time) for time in times]
    answer = said[0] if len(said) == 1 else pl.select(pl.coalesce(said)).to_series()
    for place in (place for place in header.columns[role] if place in header.free):
        answer = _with_text(answer, below[str(place)], header.free[place])
    return answer


def contradiction(below: pl.DataFrame, header: Header, role: str, vocabulary: Vocabulary) -> Problem | None:
    """Return what is wrong where one row answers a question differently in two columns: neither is taken for it."""
    times = _times(header, role)
    if len(times) < 2:  # noqa: PLR2004 - two
        return None
    said = [_joined(below, time) for time in times]
    texts = pl.DataFrame({str(i): text for i, text in enumerate(said)})
    filled = texts.filter(pl.sum_horizontal(pl.all().is_not_null()) > 1).unique()
    differ = [row for row in filled.iter_rows() if len({comparable(text.rstrip(";")) for text in row if text}) > 1]
    if not differ:
        return None
    wrong = texts.with_columns(row=below["row"]).join(
        pl.DataFrame(differ, schema=texts.schema, orient="row"), on=texts.columns, how="semi", nulls_equal=True
    )
    rows = sorted(wrong["row"].to_list())
    both = " and ".join(named(time[0], header.titles[time[0]]) for time in times)
    shown = ", ".join(map(str, rows[:_SHOWN])) + (f" and {len(rows) - _SHOWN:,} more" if len(rows) > _SHOWN else "")
    what = f"the columns {both} both claim to be {role}, and answer it differently in row{'s'[: len(rows) > 1]} {shown}"
    stated = f'Say which one counts: {role} = "…" {vocabulary.configured.place}; or e' if vocabulary.configured else "E"
    return Problem(what=what, hint=f"{stated}mpty, in each of these rows, the cell that does not count.")


def _times(header: Header, role: str) -> tuple[tuple[int, ...], ...]:
    """Return the columns of a role, those of each time that a question was asked together."""
    return header.repeats.get(role) or (tuple(place for place in header.columns[role] if place not in header.free),)


def _joined(below: pl.DataFrame, places: Sequence[int]) -> pl.Series:
    """Return all that stands in several columns of a row."""
    if len(places) == 1:
        return below[str(places[0])]
    texts = pl.concat_str([str(place) for place in places], separator=";", ignore_nulls=True).replace("", None)
    return below.select(texts).to_series()


def _with_text(answer: pl.Series, text: pl.Series, choice: str | None) -> pl.Series:
    """Return answers with the text that stands beside a choice in its place."""
    choices = [a for a in answer.drop_nulls().unique() if comparable(a) == choice or is_other_choice(a)]
    takes = text.is_not_null() & (answer.is_null() | answer.is_in(choices).fill_null(value=False))
    return pl.select(pl.when(takes).then(text).otherwise(answer)).to_series()
