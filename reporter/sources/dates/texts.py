"""One date or time as exports write it. Which of its numbers is the day may be open: its column shows that."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale

from reporter.model.text import comparable

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
# Abbreviations with one meaning: RFC 5322 §4.3 fixes the American ones, CLDR has the German ones; IST, BST and the like
# have several.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "wez": 0, "wesz": 1, "mez": 1, "mesz": 2, "oez": 2, "oesz": 3,
}  # fmt: skip
# The marks of morning and afternoon are CLDR's for all our languages (a. m., p.m.) and the older German ones.
_TIME = re.compile(
    r"(?:[t ,]+|,? (?:at|um|à|a las|alle|às|om) )"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?: ?(?:(?P<half>[ap])\.? ?m\.?|(?P<german>vorm|nachm)\.?))?"
    r"(?: ?(?P<zone>[a-z]{1,4}|(?:gmt|utc)?[+-]\d{1,2}(?::?\d{2})?))?$",
    re.ASCII,
)
_NAME = r"(?P<n>[a-zà-öø-ÿ]{3,12})\.?"
_BETWEEN = r"[ ./,-]{0,2}(?:del? )?"
_YEAR = r"['’]?(?P<y>\d{4}|\d{2})"
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<sep>[-/.]) ?(?P<m>\d{1,2})(?P=sep) ?(?P<d>\d{1,2})(?:\.(?= |$))?", re.ASCII)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?=\D|$)", re.ASCII)
_CJK = re.compile(r"(?P<y>\d{4})[年년] ?(?P<m>\d{1,2})[月월] ?(?P<d>\d{1,2})[日일]", re.ASCII)
_NUMBERS = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[-/.]) ?(?P<b>\d{1,2})(?P=sep) ?(?P<c>\d{4}|\d{1,2})(?!\d)\.?(?= |,|t|$)", re.ASCII
)
_DAY_MONTH = re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|o|º)?{_BETWEEN}{_NAME}{_BETWEEN}{_YEAR}", re.ASCII)
_MONTH_DAY = re.compile(rf"{_NAME}[ -](?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?|[ -]){_YEAR}", re.ASCII)
_YEAR_MONTH_DAY = re.compile(rf"(?P<y>\d{{4}})[ -]{_NAME}[ -](?P<d>\d{{1,2}})", re.ASCII)
_PATTERNS = (_YEAR_FIRST, _COMPACT, _NUMBERS, _DAY_MONTH, _MONTH_DAY, _YEAR_MONTH_DAY, _CJK)
_WEEKDAY = re.compile(r"(?P<w>[a-zà-öø-ÿ]{2,13}(?:-feira)?)\.?,? (?=\S)", re.ASCII)
_PLAIN = re.compile(
    r"(?P<day>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?P<time> \d{1,2}:\d{2}(?::\d{2})?(?: [apAP][mM])?)", re.ASCII
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_ZERO = re.compile(r"0?1/0?0/1900|0?0[-/.]0?1[-/.]1900|1900[-/.]0?1[-/.]0?0", re.ASCII)
"""Day 0 as spreadsheets show it."""
_NO_END = frozenset({
    "present", "current", "ongoing", "open", "indefinite", "indefinitely", "permanent", "unlimited", "never",
    "unbefristet", "offen", "laufend", "heute", "aktuell", "indéterminé", "indéterminée", "cdi", "présent", "actuel",
    "indefinido", "presente", "actual", "vigente", "indeterminato", "indeterminata", "attuale", "onbepaald", "heden",
    "indeterminado", "atual",
})  # fmt: skip
"""What people write for the last day of those who stay."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of a spreadsheet's calendar, which has no zone
_SERIALS = (20_000, 80_000)  # 1954 to 2119: what a five-digit number in a date column can mean
_HOURS_IN_HALF = 12
_TWO_DIGITS = 2


class Turned(NamedTuple):
    """A date written year, day, month: none as it stands, and one if day and month are exchanged."""

    day: date


class Named(NamedTuple):
    """A date whose month is named: nothing about it is open."""

    day: date


class Numbers(NamedTuple):
    """A date whose numbers stand for day, month and year in an order that the column must show."""

    first: int
    second: int
    third: int
    year_last: bool
    """The third can be the year: it has four digits or two."""
    year_first: bool
    """The first can be the year: both ends have two digits at most, and the first has two."""
    four_digits: bool
    """The third is the year, in full."""
    between: str
    """What stands between them, as in 27.04.2026: no locale writes the month first with dots. "": see `named`."""
    named: bool
    """The second is a month, by its name."""

    @property
    def day_before_month(self) -> bool:
        """Whether the month cannot be the first."""
        return self.named or self.between == "."


Day = date | Turned | Named | Numbers
"""A plain date is one written year first, or a spreadsheet's own."""


class Written(NamedTuple):
    """A date and the time behind it."""

    day: Day
    at: datetime | time
    """A moment where the text is ISO and means that moment; else the time of day. With a zone where one is stated."""


class NoDate:
    """A text that stands for no date: zeros in a date's places, or a word for having no end."""


def parse(text: str) -> Written | NoDate | None:
    """Return what one value says; None where it is unreadable.

    An apostrophe before it is a spreadsheet's sign that it is a text.
    """
    text = text.removeprefix("'")
    if text[4:5] == "-":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return Written(moment.date(), moment)
    plain = _PLAIN.fullmatch(text)
    return _together(plain) if plain else _loosely(text)


def _together(plain: re.Match[str]) -> Written | NoDate | None:
    """Return what a date and a time of day say: most columns of times hold many moments on few days."""
    alone = _alone(plain["day"])
    if not isinstance(alone, Written):
        return alone
    at = _time(plain["time"].lower())
    return None if at is None else Written(alone.day, at)


@lru_cache(maxsize=10_000)
def _alone(day: str) -> Written | NoDate | None:
    return parse(day)


def _loosely(text: str) -> Written | NoDate | None:
    """Return what a text says by the first pattern that finds a date in it."""
    text = comparable(text).replace("−", "-")
    if text in _NO_END or _is_zero(text.partition(" ")[0].partition("t")[0]):
        return NoDate()
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text))
    match = _matched(text) or _matched(_without_weekday(text))
    if match is None:
        return None
    at = _time(match.string[match.end() :])
    day = _day(match) if at is not None else None
    return Written(day, at) if day is not None and at is not None else None


def _matched(text: str) -> re.Match[str] | None:
    """Return what the pattern found that a text begins with."""
    for pattern in _PATTERNS:
        if match := pattern.match(text):
            return match
    return None


def _is_zero(text: str) -> bool:
    """Return whether a text is zeros in the places of a date, or a spreadsheet's day 0."""
    return ("0" in text and not text.strip("0-/.")) or _ZERO.fullmatch(text) is not None


def _day(match: re.Match[str]) -> Day | None:
    """Return the date that a pattern found."""
    parts = match.groupdict()
    if "a" in parts:
        a, b, c = parts["a"], parts["b"], parts["c"]
        short = len(c) <= _TWO_DIGITS
        return Numbers(
            first=int(a),
            second=int(b),
            third=int(c),
            year_last=len(c) >= _TWO_DIGITS,
            year_first=short and len(a) == _TWO_DIGITS,
            four_digits=not short,
            between=parts["sep"],
            named=False,
        )
    day = int(parts["d"])
    if "n" not in parts:
        year, month = int(parts["y"]), int(parts["m"])
        if found := calendar_day(year, month, day):
            return found
        turned = calendar_day(year, day, month)
        return Turned(turned) if turned else None
    month = _months().get(parts["n"], 0)
    if len(parts["y"]) > _TWO_DIGITS:
        found = calendar_day(int(parts["y"]), month, day)
        return Named(found) if found else None
    if not month:
        return None
    first = match.start("d") == 0
    return Numbers(
        first=day,
        second=month,
        third=int(parts["y"]),
        year_last=True,
        year_first=first and len(parts["d"]) == _TWO_DIGITS,
        four_digits=False,
        between="",
        named=True,
    )


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar; None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_weekday(text: str) -> str:
    """Return a text without the name of a weekday before it (`Mon, 2 Nov 2026`), which `mar` is and a month's too."""
    match = _WEEKDAY.match(text)
    return text[match.end() :] if match and match["w"] in _weekdays() else text


@cache
def _months() -> dict[str, int]:
    """Return the months' names and their short forms, without the dot, as CLDR has them."""
    names: dict[str, int] = {"sept": 9}
    for language in _LANGUAGES:
        for forms in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                names |= {comparable(name).rstrip("."): number for number, name in forms[width].items()}
    return names


@cache
def _weekdays() -> frozenset[str]:
    """Return the weekdays' names and their short forms, without the dot, as CLDR has them."""
    return frozenset(
        comparable(name).rstrip(".")
        for language in _LANGUAGES
        for forms in Locale(language).days.values()
        for width in ("wide", "abbreviated", "short")
        for name in forms.get(width, {}).values()
    )


@lru_cache(maxsize=2**17)  # the seconds of a day: exports repeat them across days
@lru_cache(maxsize=100_000)
def _time(text: str) -> time | None:
    """Return the time of day, with its zone if one is stated; None where it is no time.

    Nothing is midnight. Beside AM or PM the hour is 1 to 12.
    """
    if not text:
        return time()
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour = int(match["hour"])
    if half := match["half"] or match["german"]:
        if not 1 <= hour <= _HOURS_IN_HALF:
            return None
        hour = hour % _HOURS_IN_HALF + (_HOURS_IN_HALF if half in {"p", "nachm"} else 0)
    zone = _zone(match["zone"]) if match["zone"] else None
    if match["zone"] and zone is None:
        return None
    micro = (match["fraction"] or "")[:6].ljust(6, "0")
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0), int(micro), tzinfo=zone)
    except ValueError:
        return None


def _zone(text: str) -> tzinfo | None:
    """Return a zone as written (`gmt+1`, `+05:30`, `pst`); None where it is unknown or has several meanings."""
    if text in _ZONES:
        return timezone(timedelta(hours=_ZONES[text]))
    match = re.fullmatch(r"(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?", text)
    if not match:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if offset >= timedelta(hours=24):
        return None
    return timezone(-offset if match[1] == "-" else offset)


def _from_serial(serial: float) -> Written | None:
    """Return the moment a spreadsheet's serial number means, to the second."""
    if not _SERIALS[0] <= serial <= _SERIALS[1]:
        return None
    moment = _EPOCH + timedelta(seconds=round(serial * 86_400))
    return Written(moment.date(), moment)
