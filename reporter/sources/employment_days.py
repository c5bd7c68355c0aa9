"""From when until when somebody works here, by a roster's columns of dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.model.assessment import Notice
from reporter.model.inputs import DateSpan
from reporter.sources import cells, dates, placeholders
from reporter.sources.dates import Asked, Column, Kind, Readings
from reporter.sources.tables import Table

_KINDS = {"first_day": Kind.START, "rehire_day": Kind.START, "last_day": Kind.END}
_NARROW = "^#{3,}$"
_STRANGE = {
    Kind.START: "somebody is hired here more than a year ahead, or was more than a working life ago",
    Kind.END: "somebody's last day here is more than 60 years ago",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentDays:
    """One file's first and last days, row by row; null where there is none."""

    first: pl.Series
    last: pl.Series
    order: str | None
    """As `reporter.sources.dates.Settled.order`."""
    spans: tuple[DateSpan, ...]
    notices: tuple[Notice, ...]


def read(table: Table, asked: Asked, as_of: date) -> EmploymentDays:
    """Return the days of a roster file.

    Raises:
        SourceError: The dates can be read in two ways that differ in who left or has not started, most of a column
            cannot be read, or a day cannot be meant.
    """
    texts = {role: _stated(table.rows[role]) for role in _KINDS if table.has(role)}
    columns = [
        Column(role=role, kind=_KINDS[role], texts=values, where=table.where(role)) for role, values in texts.items()
    ]

    def days(readings: Mapping[str, Readings]) -> dict[str, pl.Series]:
        nothing = pl.repeat(None, table.rows.height, dtype=pl.Date, eager=True)
        found = {role: _days(values, readings[role]) for role, values in texts.items()}
        return {role: found.get(role, nothing) for role in _KINDS}

    def effects(readings: Mapping[str, Readings]) -> pl.DataFrame:
        return _standing(_employment(days(readings)), as_of)

    settled = dates.settle(
        columns,
        rows=table.rows["row"],
        as_of=as_of,
        asked=asked,
        effects=effects,
        counted=("left", "not started"),
    )
    found = days(settled.readings)
    frame = _employment(found)
    if not asked.order and (problems := _strange(table, frame, as_of, asked)):
        raise SourceError(*problems)
    earlier = int((found["last_day"].is_not_null() & frame["last_day"].is_null()).sum())
    named = [notice for role in texts for notice in _notices(table, role, texts[role], settled.readings[role])]
    if settled.exchanged:
        named.append(Notice(code="dates-exchanged", values={"file": table.file.name}))
    if earlier:
        named.append(Notice(code="earlier-employment", values={"file": table.file.name, "count": earlier}))
    return EmploymentDays(
        first=frame["first_day"],
        last=frame["last_day"],
        order=settled.order,
        spans=tuple(span for role in texts if (span := DateSpan.of(table.title(role), found[role]))),
        notices=tuple(named),
    )


def _stated(texts: pl.Series) -> pl.Series:
    """Return texts, null where one stands for nothing. The ##### of a column that was too narrow was a date."""
    found = placeholders.ids(cells.stated(texts))
    return pl.select(pl.when(texts.str.contains(_NARROW)).then(texts).otherwise(found)).to_series()


def _days(texts: pl.Series, readings: Readings) -> pl.Series:
    days = {text: readings.day(text) for text in readings.moments}
    return texts.replace_strict(days, default=None, return_dtype=pl.Date)


def _employment(days: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Return the first and last day of the present employment.

    Who was hired again has the day of that. A last day before the first is the last of an earlier employment.
    """
    first, last = pl.coalesce("rehire_day", "first_day"), pl.col("last_day")
    return pl.DataFrame(days).select(
        first.alias("first_day"), pl.when((last >= first) | first.is_null()).then(last).alias("last_day")
    )


def _standing(days: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return what hangs on the days: who left, who has not started, and on which side of `as_of` each day is."""
    left, ahead = pl.col("last_day") < as_of, pl.col("first_day") > as_of
    return days.select(
        pl.when(left).then(pl.lit("left")).when(ahead).then(pl.lit("not started")).alias("effect"),
        left.alias("left"),
        ahead.alias("ahead"),
    )


def _strange(table: Table, days: pl.DataFrame, as_of: date, asked: Asked) -> list[Problem]:
    """Return what to say about days that nobody can mean, where they decide who is in scope."""
    problems = []
    for name, kind in (("first_day", Kind.START), ("last_day", Kind.END)):
        odd = [day for day in days[name].drop_nulls().unique() if not dates.possible(kind, day, as_of)]
        if not odd:
            continue
        role = "first_day" if name == "first_day" and table.has("first_day") else name
        role = role if table.has(role) else "rehire_day"
        rows = table.rows["row"].filter(days[name].is_in(odd).fill_null(value=False))
        hint = (
            f"Correct {'it' if len(rows) == 1 else 'them'}, or empty the cell; if the dates are right as they stand, "
            f"say so in {asked.file}: {asked.line('year-first')}, or day-first or month-first, as they are written."
        )
        what = f"{_STRANGE[kind]}: {', '.join(map(str, sorted(odd)[:3]))} ({dates.listed(rows)})"
        problems.append(Problem(what=what, where=table.where(role), hint=hint))
    return problems


def _notices(table: Table, role: str, texts: pl.Series, readings: Readings) -> list[Notice]:
    """Return what a reader must know of cells that hold no date, or none that can be read."""
    none = [text for text in readings.none if any(c.isdigit() for c in text)]
    unread = [text for text, moment in readings.moments.items() if moment is None and text not in readings.none]
    found = []
    for code, which in (("roster-dates-none", none), ("roster-dates-unread", unread)):
        rows = table.rows["row"].filter(texts.is_in(which).fill_null(value=False))
        if not rows.is_empty():
            blanks: dict[str, str | int] = {"file": table.file.name, "column": table.title(role), "row": int(rows[0])}
            found.append(Notice(code=code, values={**blanks, "count": len(rows)}))
    return found
