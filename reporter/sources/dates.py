"""Dates and times as exports write them. Day-first or month-first is settled for a whole column, never row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale

from reporter.errors import Problem, SourceError
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
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})", re.ASCII)
_NAME = r"(?P<n>[a-zà-öø-ÿ]{3,12})\.?"
_DAY_MONTH = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|o|\.)?[ -](?:de )?{_NAME}[ -](?:de )?(?P<y>\d{{4}})", re.ASCII
)
_MONTH_DAY = re.compile(rf"{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of a spreadsheet's calendar, which has no zone
_SERIALS = (20_000, 80_000)  # 1954 to 2119: what a five-digit number in a date column can mean
_YEARS = (1900, 2199)
_MONTHS_IN_YEAR = 12
_HOURS_IN_HALF = 12


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A date whose first two numbers are day and month, in an order the column must prove."""

    dotted: bool
    """27.04.2026: no locale writes the month first with dots, so it proves day-first."""
    first: int
    second: int
    year: int
    clock: tuple[int, int, int, int]
    zone: tzinfo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What the values of one date column mean."""

    moments: Mapping[str, datetime | None]
    """Text → the moment, with a zone only where the text states one; None where it is unreadable."""
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


def instant(moment: datetime, zone: ZoneInfo) -> tuple[datetime, date]:
    """Return a moment in UTC and its calendar day in `zone`; without a zone of its own it is taken to be in that.

    Of an hour that the clock shows twice the first is meant; one it skips counts as if the clock had not moved.
    """
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return local.astimezone(UTC), local.date()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day in `zone`, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def read(values: Iterable[str], *, order: str | None, where: str, place: str) -> Readings:
    """Read the values of one column of dates: those of one file, since the next export may follow another locale.

    Understood are ISO 8601, `2026/11/02 3:08:44 PM GMT+1`, `27.04.2026 11:34`, `2 November 2026`, `Nov 2, 2026`,
    `2 nov. 2026 à 15:08`, a spreadsheet's serial number, and `11/2/2026` where the values prove day-first or
    month-first. Months may be named in English, German, French, Spanish, Italian, Dutch and Portuguese.

    Args:
        values: The different texts of the column.
        order: `dmy` or `mdy` if the configuration says so.
        where: File and column, for messages.
        place: Where the configuration states the order, in a sentence: `under [survey.columns] in reporter.toml`.

    Raises:
        SourceError: Nothing proves the order of day and month, or the values prove both orders.
    """
    parsed = {text: _parse(text) for text in values}
    open_ = {text: found for text, found in parsed.items() if isinstance(found, _Numbers)}
    if open_:
        order = order if order in {"dmy", "mdy"} else _proven(open_.values(), where, place)
    elif any(parsed.values()):
        order = "ymd"
    else:
        order = None
    moments = {t: _resolved(p, order) if isinstance(p, _Numbers) else p for t, p in parsed.items()}
    return Readings(moments=moments, order=order)


def _proven(dates: Iterable[_Numbers], where: str, place: str) -> str:
    """Return the order that some date of the column proves."""
    day_first = month_first = undecided = False
    for found in dates:
        if found.dotted or found.second <= _MONTHS_IN_YEAR < found.first:
            day_first = True
        elif found.first <= _MONTHS_IN_YEAR < found.second:
            month_first = True
        elif found.first != found.second:
            undecided = True
    say = f'Set date_order = "dmy" (day first) or "mdy" (month first) {place}.'
    if day_first and month_first:
        what = "some dates are day-first and others month-first"
        raise SourceError(Problem(what=what, where=where, hint=f"Export the dates as 2026-12-31. {say}"))
    if undecided and not (day_first or month_first):
        what = "nothing shows whether the day or the month comes first in the dates of this column"
        raise SourceError(Problem(what=what, where=where, hint=say))
    return "mdy" if month_first else "dmy"


def _resolved(found: _Numbers, order: str | None) -> datetime | None:
    """Return a date once its order is known."""
    day, month = (found.second, found.first) if order == "mdy" else (found.first, found.second)
    return _moment(found.year, month, day, found.clock, found.zone)


def _parse(text: str) -> datetime | _Numbers | None:
    """Return what one value means; None where it is unreadable."""
    try:
        moment = datetime.fromisoformat(text) if text[4:5] == "-" else None
    except ValueError:
        moment = None
    if moment is not None:
        return moment if _YEARS[0] <= moment.year <= _YEARS[1] else None
    text = comparable(text).replace("−", "-")
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text))
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _DAY_MONTH, _MONTH_DAY):
        if match := pattern.match(text):
            return _with_time(match, text[match.end() :])
    return None


def _with_time(match: re.Match[str], rest: str) -> datetime | _Numbers | None:
    """Return a date with the time that follows it."""
    time = _time(rest)
    if time is None:
        return None
    clock, zone = time
    parts = match.groupdict()
    year = int(parts["y"])
    if "a" in parts:
        year += 2000 if len(parts["y"]) == 2 else 0  # noqa: PLR2004 - two digits
        return _Numbers(parts["sep"] == ".", int(parts["a"]), int(parts["b"]), year, clock, zone)
    month = _months().get(parts["n"], 0) if "n" in parts else int(parts["m"])
    return _moment(year, month, int(parts["d"]), clock, zone)


@cache
def _months() -> dict[str, int]:
    """Return the months' names and their short forms, without the dot, as CLDR has them."""
    names: dict[str, int] = {"sept": 9}
    for language in _LANGUAGES:
        for forms in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                names |= {comparable(name).rstrip("."): number for number, name in forms[width].items()}
    return names


@lru_cache(maxsize=2**17)  # the seconds of a day: exports repeat them across days
def _time(text: str) -> tuple[tuple[int, int, int, int], tzinfo | None] | None:
    """Return hour, minute, second and microsecond, and the zone if one is stated; None where it is no time.

    Nothing is midnight. Beside AM or PM the hour is 1 to 12.
    """
    if not text:
        return (0, 0, 0, 0), None
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
    return (hour, int(match["minute"]), int(match["second"] or 0), int(micro)), zone


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


def _moment(year: int, month: int, day: int, clock: tuple[int, int, int, int], zone: tzinfo | None) -> datetime | None:
    """Return a moment, or None where there is no such day or time."""
    if not _YEARS[0] <= year <= _YEARS[1]:
        return None
    try:
        return datetime(year, month, day, *clock, tzinfo=zone)
    except ValueError:
        return None


def _from_serial(serial: float) -> datetime | None:
    """Return the moment a spreadsheet's serial number means, to the second."""
    if not _SERIALS[0] <= serial <= _SERIALS[1]:
        return None
    return _EPOCH + timedelta(seconds=round(serial * 86_400))
