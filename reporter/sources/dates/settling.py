"""The dates of a file, read in the one way that all its rows allow; where two remain that matter, it is not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.sources.dates.doubts import Asked, Doubt, cause, listed
from reporter.sources.dates.evidence import Dates, Evidence, candidates, exchanged, in_column
from reporter.sources.dates.kinds import Kind
from reporter.sources.dates.readings import Order, Reading, Readings, resolved
from reporter.sources.dates.texts import Day, Numbers, Written, parse

_NO_DAY = date(2000, 1, 1)  # of the assessment, where nothing hangs on it

Effects = Callable[[Mapping[str, Readings]], pl.DataFrame]
"""Role → readings to what hangs on them, row by row: `effect`, a word or null, and whatever else must not differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of dates."""

    role: str
    kind: Kind
    texts: pl.Series = field(repr=False)
    """Row by row; null where a cell is empty."""
    where: str
    """File, sheet and column, for messages."""
    needed: bool = True
    """The file is not read if most of its dates cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the dates of a file mean."""

    readings: Mapping[str, Readings]
    """By role."""
    order: str | None
    """ymd | dmy | mdy; None where there is no date."""
    exchanged: bool = False
    """Day and month of the spreadsheet's own dates were exchanged back, as the configuration says."""


def settle(
    columns: Sequence[Column],
    *,
    rows: pl.Series,
    as_of: date,
    asked: Asked,
    effects: Effects,
    counted: Sequence[str],
) -> Settled:
    """Read the date columns of one file in the one order that all their rows allow: one program wrote them.

    Args:
        columns: The columns; one may prove another's order.
        rows: The number of each row, for messages.
        as_of: The day of the assessment: it says what is past, lately and to come.
        asked: What the configuration says, and how it is called.
        effects: What hangs on a reading.
        counted: The effects whose number is said where two readings remain.

    Raises:
        SourceError: Two readings remain that differ in what hangs on them, or most dates of a column cannot be read.
    """
    parsed = {column.role: _dates(column) for column in columns}
    dates = list(parsed.values())
    readings = [_stated(dates, asked.order)] if asked.order else candidates(dates, as_of)
    evidence = Evidence(dates, readings, as_of)
    open_ = evidence.open()
    found = {
        reading: {
            role: resolved(d.written, in_column(reading, d), d.kind, as_of, order=_order(d, reading))
            for role, d in parsed.items()
        }
        for reading in open_
    }
    chosen = found[min(open_, key=lambda reading: reading.unusual)]
    if len(open_) > 1:
        seen = {reading: effects(found[reading]) for reading in open_}
        flags = {reading: _differing(seen[open_[0]], frame) for reading, frame in seen.items()}
        matter = [reading for reading in open_ if reading is open_[0] or flags[reading].any()]
        if len(matter) > 1:
            doubt = Doubt(
                dates=dates,
                evidence=evidence,
                readings={reading: found[reading] for reading in matter},
                effects={reading: seen[reading] for reading in matter},
                counted=counted,
            )
            where = _where(columns, doubt.readings)
            matters = pl.DataFrame([flags[r].alias(str(n)) for n, r in enumerate(matter)]).select(
                pl.any_horizontal(pl.all()).alias("matters")
            )
            raise SourceError(doubt.problem(asked, where, rows.filter(matters["matters"])))
    problems = [p for column in columns for p in _unread(column, chosen[column.role], rows, asked)]
    if problems:
        raise SourceError(*problems)
    orders = [r.order for r in chosen.values() if r.order]
    order = next((o for o in orders if o != Order.YEAR.value), orders[0] if orders else None)
    return Settled(readings=chosen, order=order, exchanged=len(open_) == 1 and open_[0].turned)


def read(values: Iterable[str], *, order: str | None, where: str) -> Readings:
    """Read one column of dates of which nothing is known but that they are of this century, as `settle` does.

    Args:
        values: The different texts of the column.
        order: `dmy` or `mdy` where that is known.
        where: File and column, for messages.

    Raises:
        SourceError: Two readings remain.
    """
    texts = pl.Series(list(values), dtype=pl.String)
    dates = _dates(Column(role="", kind=Kind.RECORD, texts=texts, where=where))
    possible = candidates([dates], _NO_DAY)
    readings = [Reading(Order(order))] if order in {"dmy", "mdy"} else [r for r in possible if not r.turned]
    evidence = Evidence([dates], readings, _NO_DAY)
    open_ = evidence.open()
    if len(open_) > 1:
        raise SourceError(cause([dates], open_, evidence), where=where, hint="Write the dates as 2026-12-31.")
    return resolved(dates.written, open_[0], Kind.RECORD, _NO_DAY, order=_order(dates, open_[0]))


def meanings(text: str) -> frozenset[datetime]:
    """Return every moment that a text can mean, whatever the order of its numbers and the century."""
    written = parse(text)
    if not isinstance(written, Written):
        return frozenset()
    found: set[datetime] = set()
    for order in Order:
        moment = resolved({text: written}, Reading(order), Kind.RECORD, _NO_DAY, order=None).moments[text]
        if moment:
            found.add(moment)
            if isinstance(written.day, Numbers) and not written.day.four_digits and moment.strftime("%m%d") != "0229":
                found.add(moment.replace(year=moment.year - 100))
    return frozenset(found)


def _stated(dates: Sequence[Dates], order: Order) -> Reading:
    """Return the reading that the configuration states: year-first dates stand, unless a spreadsheet exchanged some."""
    return Reading(order, turned=order is not Order.YEAR and any(map(exchanged, dates)))


def _dates(column: Column) -> Dates:
    """Return a column's texts as they are written, each looked at once."""
    counted = column.texts.drop_nulls().value_counts(name="rows")
    texts, counts = counted.to_series(0).to_list(), counted["rows"].to_list()
    written = {text: parse(text) for text in texts}
    days: Counter[Day] = Counter()
    for found, count in zip(written.values(), counts, strict=True):
        if isinstance(found, Written):
            days[found.day] += count
    return Dates(kind=column.kind, written=written, days=days)


def _order(dates: Dates, reading: Reading) -> str | None:
    """Return the order for the manifest; None where the column holds no date."""
    if any(isinstance(day, Numbers) for day in dates.days):
        return reading.order.value
    return Order.YEAR.value if dates.days else None


def _differing(one: pl.DataFrame, other: pl.DataFrame) -> pl.Series:
    """Return row by row whether something differs."""
    flags = pl.DataFrame([one[name].ne_missing(other[name]).alias(name) for name in one.columns])
    return flags.select(pl.any_horizontal(pl.all()).alias("differs"))["differs"]


def _where(columns: Sequence[Column], found: Mapping[Reading, Mapping[str, Readings]]) -> str:
    """Return the columns whose days differ, as a message names them."""
    first, *others = found.values()
    differing = [c.where for c in columns if any(o[c.role].moments != first[c.role].moments for o in others)]
    return " and ".join((differing[0], *(where.rpartition(", ")[2] for where in differing[1:])))


def _unread(column: Column, readings: Readings, rows: pl.Series, asked: Asked) -> list[Problem]:
    """Return what to say about a column of which most dates cannot be read."""
    empty = readings.none if column.kind is not Kind.ANSWER else frozenset()
    unread = [text for text, moment in readings.moments.items() if moment is None and text not in empty]
    if not unread or not column.needed:
        return []
    flags = column.texts.is_in(unread).fill_null(value=False)
    filled = len(column.texts) - column.texts.null_count()
    if flags.sum() * 2 <= filled:
        return []
    hint = (
        "Write the dates as 2026-12-31, or name the column that holds them, or none, in "
        f'{asked.file}: [{asked.table}.columns] {column.role} = "…".'
    )
    if asked.order:
        hint = f"They are read as {asked.line(asked.order.setting)} in {asked.file} says. {hint}"
    what = f"{flags.sum():,} of {filled:,} dates in this column cannot be read ({listed(rows.filter(flags))})"
    return [Problem(what=what, where=column.where, hint=hint)]
