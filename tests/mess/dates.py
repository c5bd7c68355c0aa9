"""Days and times as people and programs write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from tests.mess.organisation import Cell, Organisation, Sheet
from tests.mess.registry import disorder, disorders

_MONTHS = {
    "English": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november december",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_SHORT_GERMAN = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."]
_SHORT_FRENCH = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]

Style = Callable[[date], Cell]


def _named(months: list[str], pattern: str) -> Style:
    def style(day: date) -> str:
        return pattern.format(d=day.day, month=months[day.month - 1], y=f"{day.year}", yy=f"{day:%y}")

    return style


def _exchanged(day: date) -> Cell:
    """A month-first text that a spreadsheet of day-first people opened: what it takes for a day, it exchanges."""
    return day.replace(day=day.month, month=day.day) if day.day <= 12 else f"{day:%m/%d/%Y}"


def _exchanged_too(day: date) -> Cell:
    return day.replace(day=day.month, month=day.day) if day.day <= 12 else f"{day:%d/%m/%Y}"


def _serial(day: date) -> int:
    return (date(day.year, day.month, day.day) - date(1899, 12, 30)).days


STYLES: dict[str, Style] = {
    "month first, bare": lambda d: f"{d.month}/{d.day}/{d.year}",
    "month first": lambda d: f"{d:%m/%d/%Y}",
    "month first, hyphens": lambda d: f"{d:%m-%d-%Y}",
    "day first": lambda d: f"{d:%d/%m/%Y}",
    "day first, hyphens": lambda d: f"{d:%d-%m-%Y}",
    "day first, dots": lambda d: f"{d:%d.%m.%Y}",
    "day first, dots and spaces": lambda d: f"{d.day}. {d.month}. {d.year}",
    "two-digit years, month first": lambda d: f"{d.month}/{d.day}/{d:%y}",
    "two-digit years, day first": lambda d: f"{d:%d/%m/%y}",
    "two-digit years, dots": lambda d: f"{d:%d.%m.%y}",
    "two-digit years, year first": lambda d: f"{d:%y-%m-%d}",
    "two-digit years, year first, slashes": lambda d: f"{d:%y/%m/%d}",
    "year first, slashes": lambda d: f"{d:%Y/%m/%d}",
    "year first, dots": lambda d: f"{d:%Y.%m.%d}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "compact, a number": lambda d: int(f"{d:%Y%m%d}"),
    "serial numbers": _serial,
    "serial numbers as texts": lambda d: str(_serial(d)),
    "an apostrophe before": lambda d: f"'{d:%Y-%m-%d}",
    "no-break spaces about": lambda d: f"\u00a0{d:%Y-%m-%d}\u00a0",
    "East Asian": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "weekday before": lambda d: f"{d:%a}, {d.day} {_MONTHS['English'].split()[d.month - 1]} {d.year}",
    "two-digit years, a month's name": _named(_MONTHS["English"].split(), "{d:02}-{month}-{yy}"),
    "two-digit years, a month's name in capitals": lambda d: f"{d:%d-%b-%y}".upper(),
    "American, a month's name": _named(_MONTHS["English"].split(), "{month} {d}, {y}"),
    "German, short months": _named(_SHORT_GERMAN, "{d}. {month} {y}"),
    "French, short months": _named(_SHORT_FRENCH, "{d} {month} {y}"),
    "Spanish, with de": _named(_MONTHS["Spanish"].split(), "{d} de {month} de {y}"),
    "Portuguese, with de": _named(_MONTHS["Portuguese"].split(), "{d} de {month} de {y}"),
    **{f"{language}, months' names": _named(m.split(), "{d} {month} {y}") for language, m in _MONTHS.items()},
}

_TIMED: dict[str, Callable[[datetime], Cell]] = {
    "month first, AM and PM": lambda t: f"{t.month}/{t.day}/{t.year} {t:%I:%M:%S %p}",
    "month first, two-digit years, a time": lambda t: f"{t.month}/{t.day}/{t:%y %H:%M}",
    "day first, a time": lambda t: f"{t:%d/%m/%Y %H:%M:%S}",
    "day first, dots, a time": lambda t: f"{t:%d.%m.%Y %H:%M}",
    "ISO with T and Z": lambda t: f"{t:%Y-%m-%dT%H:%M:%SZ}",
    "ISO with an offset": lambda t: f"{t:%Y-%m-%dT%H:%M:%S.000+00:00}",
    "Google's zone": lambda t: f"{t:%Y/%m/%d} {int(f'{t:%I}')}:{t:%M:%S %p} GMT",
    "a comma before the time": lambda t: f"{t.month}/{t.day}/{t.year}, {t:%I:%M %p}",
    "a zone's name": lambda t: f"{t:%Y-%m-%d %H:%M:%S} UTC",
    "seconds since 1970": lambda t: str(int((t - datetime.combine(date(1970, 1, 1), time())).total_seconds())),
    "serial numbers with a time": lambda t: round(
        (t - datetime.combine(date(1899, 12, 30), time())).total_seconds() / 86400, 6
    ),
}

_SENTINELS: dict[str, Cell] = {
    "9999-12-31": date(9999, 12, 31),
    "2999-12-31": date(2999, 12, 31),
    "1900-01-01": date(1900, 1, 1),
    "1970-01-01": date(1970, 1, 1),
    "zeros": "0000-00-00",
    "zeros, day first": "00/00/0000",
    "a hyphen": "-",
    "present": "present",
    "n/a": "n/a",
}

_STOPS = ("seconds since 1970",)
_TWO_READINGS = (
    "two-digit years, day first",
    "two-digit years, year first",
    "two-digit years, year first, slashes",
)
"""Of these days few show which number is the year."""


def _put(sheet: Sheet, columns: tuple[str, ...], style: Callable[[Any], Cell]) -> None:
    for column in columns:
        sheet.writing[column] = style


@disorders("hire and last days: {}", STYLES, "roster dates", stops=_TWO_READINGS)
def _roster_days(o: Organisation, style: Style) -> None:
    _put(o.roster, ("first_day", "last_day"), style)


@disorders("answers' days: {}", STYLES, "survey dates")
def _survey_days(o: Organisation, style: Style) -> None:
    _put(o.survey, ("submitted", "modified"), style)


@disorders("answers' times: {}", _TIMED, "survey dates", stops=_STOPS)
def _survey_times(o: Organisation, style: Callable[[datetime], Cell]) -> None:
    _put(o.survey, ("submitted", "modified"), style)


_EXCHANGES: dict[str, Style] = {"month-first": _exchanged, "day-first": _exchanged_too}


@disorders(
    "hire and last days: {} texts that Excel exchanged", _EXCHANGES, "roster dates", forms=("xlsx",), stops=_EXCHANGES
)
def _roster_exchanged(o: Organisation, style: Style) -> None:
    _put(o.roster, ("first_day", "last_day"), style)


@disorders(
    "answers' days: {} texts that Excel exchanged", _EXCHANGES, "survey dates", forms=("xlsx",), stops=_EXCHANGES
)
def _survey_exchanged(o: Organisation, style: Style) -> None:
    _put(o.survey, ("submitted", "modified"), style)


@disorders("no last day: {}", _SENTINELS, "no last day")
def _sentinel(o: Organisation, none: Cell) -> None:
    for row in o.roster.of():
        if row.cells["last_day"] is None:
            row.cells["last_day"] = none


@disorder("answers' days: one typed in another order", "survey dates", stops=True)
def _one_typed(o: Organisation) -> None:
    _put(o.survey, ("submitted", "modified"), STYLES["day first"])
    o.survey.one("Cleo").cells["submitted"] = "11/13/2026"


@disorder("hire and last days: one typed in another order", "roster dates", stops=True)
def _one_hired(o: Organisation) -> None:
    _put(o.roster, ("first_day", "last_day"), STYLES["month first"])
    o.roster.one("Cleo").cells["first_day"] = "15/06/2015"


@disorder("hire and last days: the older rows ISO, the newer month first", "roster dates")
def _mixed(o: Organisation) -> None:
    for column in ("first_day", "last_day"):
        o.roster.writing[column] = lambda d: d.isoformat() if d.year < 2020 else f"{d.month}/{d.day}/{d.year}"


@disorder("hire and last days: a time at midnight behind", "roster dates")
def _midnight(o: Organisation) -> None:
    _put(o.roster, ("first_day", "last_day"), lambda d: f"{d.isoformat()}T00:00:00.000Z")


@disorder("hire and last days: cells too narrow, saved as ####", "roster dates", forms=("csv",), stops=True)
def _hashes(o: Organisation) -> None:
    _put(o.roster, ("first_day", "last_day"), lambda _: "########")


@disorder("hire days month first, last days ISO", "roster dates")
def _two_orders(o: Organisation) -> None:
    o.roster.writing["first_day"] = STYLES["month first"]
