"""The Jinja environment every document is rendered with: escaped, strict, and with our formats as filters."""

from __future__ import annotations

from datetime import date
from functools import cache
from math import ceil, floor

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reporter import assets
from reporter.model.assessment import Bounds
from reporter.wording.disclaimer import disclaimer
from reporter.wording.places import LOCALE, country_name
from reporter.wording.words import words

_ROUNDING = 1e-9  # 0.29 * 100 is 28.999…


@cache
def environment() -> Environment:
    """Return the environment over `templates/`.

    Everything is escaped, also in `*.html.j2`; a template that wants plain text (mail) switches escaping off itself.
    """
    env = Environment(
        loader=FileSystemLoader(assets.folder("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(number=number, day=day, country=country)
    env.filters.update(percent=percent, percent_up=percent_up, at_least=at_least, at_most=at_most, bounds=bounds)
    env.globals.update(word=words(), disclaimer=disclaimer())
    return env


def number(value: int) -> str:
    """Return a count with thousands separated: 12,345."""
    return str(format_decimal(value, locale=LOCALE))


def whole(share: float) -> int:
    """Return a share as whole per cent, rounded down: 100 means all."""
    return floor(share * 100 + _ROUNDING)


def whole_up(share: float) -> int:
    """Return a share as whole per cent, rounded up: "at most" stays true."""
    return ceil(share * 100 - _ROUNDING)


def percent(value: float | None) -> str:
    """Return a share as a whole percentage, rounded down; "none" where there is nothing.

    A share above zero that would round to 0 % is printed as "under 1 %".
    """
    if value is None:
        return words()("none")
    return f"{whole(value)}\u00a0%" if whole(value) or not value else "under 1\u00a0%"


def percent_up(value: float | None) -> str:
    """Return an upper bound as a whole percentage, rounded up; "none" where there is nothing."""
    return words()("none") if value is None else f"{whole_up(value)}\u00a0%"


def at_least(value: float) -> str:
    """Return a lower bound in words: "at least 61 %"."""
    return f"at least {percent(value)}" if whole(value) or not value else "more than 0\u00a0%"


def at_most(value: float) -> str:
    """Return an upper bound in words: "at most 84 %"."""
    return f"at most {percent_up(value)}"


def bounds(value: Bounds) -> str:
    """Return a pair of bounds: "at least 61 % – at most 84 %", or "none" where nothing is applicable."""
    if value.at_least is None or value.at_most is None:
        return words()("none")
    return f"{at_least(value.at_least)} \u2013 {at_most(value.at_most)}"


def day(value: date | None) -> str:
    """Return a date as 23 November 2026."""
    return str(format_date(value, "d MMMM y", locale=LOCALE)) if value else words()("not_stated")


def country(code: str | None) -> str:
    """Return a country's name for its ISO 3166-1 code; "not stated" where there is none."""
    return country_name(code) if code else words()("not_stated")
