"""One way to read a column of dates, and what its texts say read so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from reporter.sources.dates.kinds import Kind, full_year, stands_for_none
from reporter.sources.dates.texts import Day, Named, NoDate, Numbers, Turned, Written, calendar_day


class Order(StrEnum):
    """Which of a date's numbers comes first."""

    DAY = "dmy"
    MONTH = "mdy"
    YEAR = "ymd"

    @property
    def setting(self) -> str:
        """The word of the configuration: `day-first`."""
        return _SETTINGS[self]


_SETTINGS = {Order.DAY: "day-first", Order.MONTH: "month-first", Order.YEAR: "year-first"}
ORDERS: Mapping[str, Order] = {word: order for order, word in _SETTINGS.items()}
"""The words of the configuration."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the dates of a file."""

    order: Order
    turned: bool = False
    """Of dates written year first, or a spreadsheet's own, day and month are exchanged where there is such a day."""
    short_year_first: str = ""
    """What stands between the numbers of those dates beside others of another style that are year first with two
    digits, whatever the order of the others: `-`, if 26-11-02 is 2 November 2026."""

    @property
    def unusual(self) -> int:
        """In how many ways it reads dates otherwise than they stand: never done without a word."""
        return self.turned + bool(self.short_year_first)

    def day(self, written: Day, kind: Kind, as_of: date) -> date | None:
        """Return the day that a text means, read so; None where there is no such day, or it stands for none."""
        found = self.calendar_day(written, kind, as_of)
        short = isinstance(written, Numbers) and not written.four_digits
        return None if found is None or stands_for_none(kind, found, short=short) else found

    def calendar_day(self, written: Day, kind: Kind, as_of: date) -> date | None:
        """Return the day that a text names, even if it stands for none."""
        if isinstance(written, Numbers):
            return self._of(written, kind, as_of)
        if isinstance(written, Named):
            return written.day
        if isinstance(written, Turned):
            return written.day if self.turned else None
        return (calendar_day(written.year, written.day, written.month) or written) if self.turned else written

    def _of(self, written: Numbers, kind: Kind, as_of: date) -> date | None:
        for order in self._tried(written):
            if order is Order.YEAR:
                year, month, day, short = written.first, written.second, written.third, True
            elif order is Order.DAY:
                day, month, year, short = written.first, written.second, written.third, not written.four_digits
            else:
                month, day, year, short = written.first, written.second, written.third, not written.four_digits
            full = full_year(kind, year, month, day, as_of) if short else year
            if full and (found := calendar_day(full, month, day)):
                return found
        return None

    def _tried(self, written: Numbers) -> tuple[Order, ...]:
        """Return the order to try; where the year is known to stand last, what has only one reading has that."""
        if self.short_year_first and written.year_first and written.between == self.short_year_first:
            return (Order.YEAR,)
        if self.order is Order.MONTH and written.named:
            return (Order.DAY,)
        if self.order is Order.YEAR:
            if written.year_first:
                return (Order.YEAR,)
            open_ = written.first <= 12 and written.second <= 12 and not written.day_before_month  # noqa: PLR2004
            return () if open_ and written.first != written.second else (Order.DAY, Order.MONTH)
        if not written.year_last or (self.order is Order.MONTH and written.between == "."):
            return ()
        return (self.order,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What the values of one date column mean."""

    moments: Mapping[str, datetime | None]
    """Text → the moment, with a zone only where the text states one; None where it is unreadable, or says that there is
    no date."""
    none: frozenset[str] = frozenset()
    """The texts that say that there is no date, as 1900-01-01 does."""
    order: str | None
    """ymd | dmy | mdy; None where no value needed one."""

    def day(self, text: str) -> date | None:
        """Return the calendar day a text states."""
        moment = self.moments[text]
        return moment.date() if moment else None

    def instant(self, text: str, zone: ZoneInfo, *, stated: tzinfo | None = None) -> tuple[datetime, date] | None:
        """Return a text's moment in UTC and its calendar day in `zone`, where a time without zone is taken to be.

        Args:
            text: One of the values that were read.
            zone: The organisation's.
            stated: The zone that the column's header states: a time without one is in that.
        """
        moment = self.moments[text]
        if moment is None:
            return None
        return instant(moment.replace(tzinfo=moment.tzinfo or stated), zone)


def resolved(
    parsed: Mapping[str, Written | NoDate | None], reading: Reading, kind: Kind, as_of: date, *, order: str | None
) -> Readings:
    """Return what parsed texts mean, read so."""
    days: dict[Day, tuple[date | None, bool]] = {}
    moments: dict[str, datetime | None] = {}
    none: list[str] = []
    for text, written in parsed.items():
        if not isinstance(written, Written):
            moments[text] = None
            if written is not None:
                none.append(text)
            continue
        known = days.get(written.day)
        if known is None:
            day = reading.day(written.day, kind, as_of)
            says_none = day is None and reading.calendar_day(written.day, kind, as_of) is not None
            known = days[written.day] = day, says_none
        day, says_none = known
        moments[text] = _moment(day, written.at)
        if says_none:
            none.append(text)
    return Readings(moments=moments, none=frozenset(none), order=order)


def _moment(day: date | None, at: datetime | time) -> datetime | None:
    if day is None:
        return None
    if isinstance(at, time):
        return datetime.combine(day, at)
    return at if at.day == day.day and at.month == day.month else at.replace(month=day.month, day=day.day)


def instant(moment: datetime, zone: ZoneInfo) -> tuple[datetime, date]:
    """Return a moment in UTC and its calendar day in `zone`; without a zone of its own it is taken to be in that.

    Of an hour that the clock shows twice the first is meant; one it skips counts as if the clock had not moved.
    """
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return local.astimezone(UTC), local.date()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day in `zone`, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
