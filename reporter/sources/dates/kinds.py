"""What a column of dates is about: that says which century two digits mean, and which days can be meant at all."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from reporter.sources.dates.texts import calendar_day

RECENT = 100
"""Days: a quarter and a little. Answers lie so far before the day of the assessment at most, but for a few."""
_AHEAD = 400  # days that somebody is hired before the first one, at most: a year and a little
_WORKING_LIFE = 75 * 366
_KEPT = 60 * 366  # days that a roster keeps who left
_ANSWERED = 3  # years that an answer is old, at most
_CONTRACT = 50  # years that the end of a contract lies ahead, at most
_YEARS = range(1905, 2099)
_RECORDED = range(1900, 2200)
# The first and last days that programs know, written where there is no date: Unix, SQL Server, spreadsheets.
_EPOCHS = frozenset({date(1969, 12, 31), date(1970, 1, 1), date(2038, 1, 19), date(2079, 6, 6)})
_MADE_SHORT = frozenset({(0, 1, 1), (99, 12, 31)})  # 1900-01-01 and 9999-12-31 as two digits of the year show them


class Kind(StrEnum):
    """What the dates of a column are."""

    ANSWER = "answer"
    """When somebody answered: lately, and never after the day of the assessment."""
    START = "start"
    """When somebody was hired: in the past, or within about a year."""
    END = "end"
    """Somebody's last day: lately or to come; a roster that keeps leavers has old ones too."""
    RECORD = "record"
    """A day of this century that nothing more is known about."""


def full_year(kind: Kind, digits: int, month: int, day: int, as_of: date) -> int | None:
    """Return the year that two digits mean in a column of that kind; None where they can mean none."""
    year = 2000 + digits
    if kind is Kind.START:
        found = calendar_day(year, month, day)
        return year if found is None or found <= as_of + timedelta(days=_AHEAD) else year - 100
    if kind is Kind.END:
        return year if year <= as_of.year + _CONTRACT else year - 100
    if kind is Kind.ANSWER:
        return year if as_of.year - _ANSWERED <= year <= as_of.year + 1 else None
    return year


def stands_for_none(kind: Kind, day: date, *, short: bool) -> bool:
    """Return whether a day is one that programs and people write where there is none, as 1900-01-01.

    Args:
        kind: What the column's dates are.
        day: The day.
        short: Its year was written with two digits.
    """
    if kind is Kind.RECORD:
        return day.year not in _RECORDED
    if short and kind is Kind.END and (day.year % 100, day.month, day.day) in _MADE_SHORT:
        return True
    return day.year not in _YEARS or day in _EPOCHS


def possible(kind: Kind, day: date, as_of: date) -> bool:
    """Return whether a day can be meant in such a column, whatever the program that wrote it."""
    if kind is Kind.START:
        return -_AHEAD <= (as_of - day).days <= _WORKING_LIFE
    if kind is Kind.END:
        return (as_of - day).days <= _KEPT
    return True


def plausible(kind: Kind, day: date, as_of: date) -> bool:
    """Return whether a day is one of those that such columns hold, but for a few."""
    if kind is Kind.ANSWER:  # a zone may turn the day
        return -1 <= (as_of - day).days <= RECENT
    return possible(kind, day, as_of)
