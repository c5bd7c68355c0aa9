"""Which readings of a file's dates are possible, and which of two its rows speak for: all of them, never one alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum

from reporter.sources.dates.kinds import Kind, plausible, stands_for_none
from reporter.sources.dates.readings import Order, Reading
from reporter.sources.dates.texts import Day, NoDate, Numbers, Turned, Written

_MONTHS = 12
_FEW = 3
"""Rows, or days, that are no oddity any more."""
_OFTEN, _SELDOM = 5, 20  # a proof in every fifth row, or three and one in twenty, is what real columns have
_TENTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates of one column as they are written."""

    kind: Kind
    written: Mapping[str, Written | NoDate | None] = field(repr=False)
    """By text."""
    days: Mapping[Day, int] = field(repr=False)
    """How many rows have each."""


class _State(IntEnum):
    """What a reading makes of a date."""

    UNREAD = 0
    STRANGE = 1
    """A day that such a column does not hold, but for a few."""
    GOOD = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """What a reading makes of a date that `rows` rows have."""

    day: date | None
    state: _State
    rows: int


def candidates(columns: Sequence[Dates], as_of: date) -> list[Reading]:
    """Return the readings that a file's dates allow; the first is how they stand."""
    numbers: Counter[Numbers] = Counter()
    for column in columns:
        numbers.update({d: n for d, n in column.days.items() if isinstance(d, Numbers)})
    orders = [Order.YEAR]
    if numbers:
        orders = [Order.DAY, Order.MONTH]
        if all(d.year_first for d in numbers):
            orders.append(Order.YEAR)
    found = [Reading(order) for order in orders]
    if len({(d.between, d.four_digits) for d in numbers}) > 1:
        between = sorted({d.between for d in numbers if d.year_first and not d.named})
        found += [Reading(order, short_year_first=mark) for mark in between for order in orders]
    if any(exchanged(column) or _year_day_month(column) or _scattered(column, as_of) for column in columns):
        found += [Reading(order, turned=True) for order in orders]
    return found


def exchanged(column: Dates) -> bool:
    """Return whether a spreadsheet seems to have exchanged day and month of some dates.

    Reading month-first texts where the day comes first, it takes 11/02/2026 for 11 February and leaves 11/13/2026 as a
    text: dates of its own with days up to 12 stand beside texts with days beyond 12. One of either that does not fit
    may have been typed.
    """
    early = late = proven = open_ = 0
    for written, rows in column.days.items():
        if isinstance(written, Numbers):
            if not written.day_before_month:
                low = (written.first <= _MONTHS) + (written.second <= _MONTHS)
                proven += rows if low == 1 else 0
                open_ += rows if low > 1 and written.first != written.second else 0
        elif isinstance(written, date) and not stands_for_none(column.kind, written, short=False):
            early += rows if written.day <= _MONTHS else 0
            late += rows if written.day > _MONTHS else 0
    return _nearly_none(late, early) and _nearly_none(open_, proven)


def in_column(reading: Reading, column: Dates) -> Reading:
    """Return a file's reading for one column: dates with days beyond 12 were not exchanged."""
    true = {d: n for d, n in column.days.items() if isinstance(d, date)}
    early = sum(n for d, n in true.items() if d.day <= _MONTHS)
    stands = reading.turned and not _nearly_none(sum(true.values()) - early, early)
    return replace(reading, turned=False) if stands else reading


def _nearly_none(few: int, many: int) -> bool:
    return few < many and few <= max(1, many // _TENTH)


def _year_day_month(column: Dates) -> bool:
    return any(isinstance(written, Turned) for written in column.days)


def _scattered(column: Dates, as_of: date) -> bool:
    """Return whether answers on the 11th of many months are more likely those of many days of November."""
    if column.kind is not Kind.ANSWER or not all(isinstance(d, date) and d.day <= _MONTHS for d in column.days):
        return False
    stand, turned = (
        [d for written in column.days if (d := Reading(Order.YEAR, turned).day(written, column.kind, as_of))]
        for turned in (False, True)
    )
    return (
        len({(d.year, d.month) for d in stand}) >= _FEW
        and not all(plausible(column.kind, d, as_of) for d in stand)
        and all(plausible(column.kind, d, as_of) for d in turned)
    )


def _seldom_year_first(written: Numbers, kind: Kind) -> bool:
    """Return whether few write so for a day of 2026: 26.11.02, 26-Nov-02, or 26/11/02 where nothing hangs on lists."""
    return written.day_before_month or (kind is Kind.RECORD and written.between == "/")


class Evidence:
    """What the rows of a file say about its readings."""

    def __init__(self, columns: Sequence[Dates], readings: Sequence[Reading], as_of: date) -> None:
        self._weak = any(isinstance(d, Numbers) and _seldom_year_first(d, c.kind) for c in columns for d in c.days)
        self._readings = readings
        self._rows = {reading: _rows(columns, reading, as_of) for reading in readings}

    def open(self) -> list[Reading]:
        """Return the readings that no other one beats, the likeliest first: that makes sense of most rows."""
        different = [r for n, r in enumerate(self._readings) if self._rows[r] not in self._rows_of(self._readings[:n])]
        open_ = [r for r in different if not any(self._beats(other, r) for other in different)]
        return sorted(open_ or different, key=self._cost)

    def _rows_of(self, readings: Sequence[Reading]) -> list[list[_Row]]:
        return [self._rows[reading] for reading in readings]

    def _cost(self, reading: Reading) -> int:
        return sum(row.rows * (_State.GOOD - row.state) for row in self._rows[reading])

    def _beats(self, best: Reading, other: Reading) -> bool:
        """Return whether the rows leave no doubt that a reading is right and the other one wrong."""
        pro = con = proofs = against = differing = 0
        days: set[date | None] = set()
        for one, two in zip(self._rows[best], self._rows[other], strict=True):
            if one == two:
                continue
            differing += one.rows
            if one.state > two.state:
                pro += one.rows
                days.add(one.day)
                proofs += one.rows if two.state is _State.UNREAD else 0
            elif one.state < two.state:
                con += one.rows
                against += one.rows if one.state is _State.UNREAD else 0
        # Where rows contradict each other, or are to be changed, somebody must say so.
        if not differing or against or best.unusual > other.unusual:
            return False
        if con:
            return pro >= _OFTEN * con and (proofs >= _FEW or len(days) >= _FEW)
        if other.order is Order.YEAR and best.order is Order.DAY and self._weak:
            return True
        if proofs:
            return proofs * _OFTEN >= differing or (proofs >= _FEW and proofs * _SELDOM >= differing)
        return len(days) >= _FEW and pro * 2 >= differing

    def proven(self, one: Reading, other: Reading) -> bool:
        """Return whether some row can be read as `one` and not as `other`."""
        pairs = zip(self._rows[one], self._rows[other], strict=True)
        return any(a.state > _State.UNREAD and b.state is _State.UNREAD for a, b in pairs)


def _rows(columns: Sequence[Dates], whole: Reading, as_of: date) -> list[_Row]:
    found = []
    for column in columns:
        reading = in_column(whole, column)
        for written, rows in column.days.items():
            day = reading.calendar_day(written, column.kind, as_of)
            if day is None:
                state = _State.UNREAD
            elif (read := reading.day(written, column.kind, as_of)) and not plausible(column.kind, read, as_of):
                state = _State.STRANGE
            else:
                state = _State.GOOD
            found.append(_Row(day, state, rows))
    return found
