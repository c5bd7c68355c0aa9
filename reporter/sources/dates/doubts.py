"""What is said where two readings of a file's dates remain that matter: why, what each makes of it, what settles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from reporter.errors import Problem
from reporter.sources.dates.evidence import Dates, Evidence, exchanged
from reporter.sources.dates.readings import Order, Reading, Readings
from reporter.sources.dates.texts import Turned

_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the configuration settles the dates of such a file."""

    table: str
    """`roster` or `survey`."""
    file: str
    """The configuration's name."""
    order: Order | None = None
    """What it says."""

    def line(self, word: str) -> str:
        """Return the line that says so: `[survey] dates = "day-first"`."""
        return f'[{self.table}] dates = "{word}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Readings that remain, the likeliest first, and what hangs on each."""

    dates: Sequence[Dates]
    evidence: Evidence
    readings: Mapping[Reading, Mapping[str, Readings]]
    effects: Mapping[Reading, pl.DataFrame]
    counted: Sequence[str]
    """The effects whose number is said, even if it is 0."""

    def problem(self, asked: Asked, where: str, rows: pl.Series) -> Problem:
        """Return what to say.

        Args:
            asked: How the configuration settles it.
            where: The columns.
            rows: The numbers of the rows on whose reading something hangs.
        """
        words = {reading: self._word(reading) for reading in self.readings}
        said = "; ".join(
            f"{f'read {word}' if word else _otherwise(reading)} they are {_span(self.readings[reading])}, "
            f"{_counts(self.effects[reading], self.counted)}"
            for reading, word in words.items()
        )
        what = f"{cause(self.dates, list(words), self.evidence)}: {said}. It decides about {listed(rows)}"
        lines = " or ".join(dict.fromkeys(asked.line(word) for word in words.values() if word))
        meant = "Say which is right" if all(words.values()) else "If they are right as they stand, say so"
        hint = f"{meant} in {asked.file}: {lines}. Or export the dates again as 2026-12-31."
        return Problem(what=what, where=where, hint=hint)

    def _word(self, reading: Reading) -> str:
        """Return the word of the configuration for a reading; "" where it has none."""
        if reading.short_year_first:
            return ""
        if reading.turned:
            return reading.order.setting if any(map(exchanged, self.dates)) else ""
        return (Order.YEAR if any(other.turned for other in self.readings) else reading.order).setting


def _otherwise(reading: Reading) -> str:
    """Return how dates are read in a way that the configuration has no word for."""
    exchanged_ = "with day and month exchanged"
    return f"read {reading.order.setting}, but year first beside two digits" if reading.short_year_first else exchanged_


def cause(dates: Sequence[Dates], open_: Sequence[Reading], evidence: Evidence) -> str:
    """Return why the readings of `open_` remain."""
    if any(reading.turned for reading in open_):
        return _turned(dates)
    if any(reading.short_year_first for reading in open_):
        return "some dates are of another style than the others, and their year may come first"
    by_order = {reading.order: reading for reading in open_}
    if Order.YEAR in by_order:
        return "too little shows whether the day or the year comes first in the dates of this column"
    day, month = by_order[Order.DAY], by_order[Order.MONTH]
    proofs = evidence.proven(day, month), evidence.proven(month, day)
    if all(proofs):
        return "some dates are day-first and others month-first"
    if any(proofs):
        return "too few of the dates of this column show whether the day or the month comes first"
    return "nothing shows whether the day or the month comes first in the dates of this column"


def _turned(dates: Sequence[Dates]) -> str:
    if any(map(exchanged, dates)):
        return (
            "a spreadsheet seems to have exchanged day and month of some dates: dates of its own with days up to 12 "
            "stand beside texts with days beyond 12"
        )
    if any(isinstance(day, Turned) for column in dates for day in column.days):
        return "some dates can only be read as year, day, month"
    return "the dates lie on few days of many months, as if a spreadsheet had exchanged day and month"


def listed(rows: pl.Series) -> str:
    """Return rows as a message names them: `row 5`, `rows 2, 3 and 17 more`."""
    more = f" and {len(rows) - _SHOWN:,} more" if len(rows) > _SHOWN else ""
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows.head(_SHOWN)))}{more}"


def _span(readings: Mapping[str, Readings]) -> str:
    days = [m.date() for column in readings.values() for m in column.moments.values() if m]
    return f"{min(days)} to {max(days)}" if days else "none"


def _counts(effects: pl.DataFrame, counted: Sequence[str]) -> str:
    found = Counter(effect for effect in effects["effect"] if effect)
    return ", ".join(f"{found[effect]:,} {effect}" for effect in dict.fromkeys((*counted, *sorted(found))))
