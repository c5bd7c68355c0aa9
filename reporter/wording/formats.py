"""How a language writes counts, shares, days and places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil, floor

from babel.dates import format_date
from babel.numbers import format_decimal

from reporter.model.assessment import Bounds
from reporter.wording.languages import ENGLISH, locale, or_english
from reporter.wording.places import country_name, region_name
from reporter.wording.words import Words, words

_ROUNDING = 1e-9  # 0.29 * 100 is 28.999…


def whole(share: float) -> int:
    """Return a share as whole per cent, rounded down: 100 means all."""
    return floor(share * 100 + _ROUNDING)


def whole_up(share: float) -> int:
    """Return a share as whole per cent, rounded up: "at most" stays true."""
    return ceil(share * 100 - _ROUNDING)


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of one language; its methods are the filters of templates."""

    language: str

    @property
    def _word(self) -> Words:
        return words(self.language)

    def number(self, value: int) -> str:
        """Return a count with thousands separated: 12,345."""
        return str(format_decimal(value, locale=locale(self.language)))

    def percent(self, value: float | None) -> str:
        """Return a share as a whole percentage, rounded down; "none" where there is nothing.

        A share above zero that would round to 0 % is printed as "under 1 %".
        """
        if value is None:
            return self._word("none")
        return self._share(whole(value)) if whole(value) or not value else self._word("share", "under_one")

    def percent_up(self, value: float | None) -> str:
        """Return an upper bound as a whole percentage, rounded up; "none" where there is nothing."""
        return self._word("none") if value is None else self._share(whole_up(value))

    def at_least(self, value: float) -> str:
        """Return a lower bound in words: "at least 61 %"."""
        if whole(value) or not value:
            return self._word("share", "at_least", share=self.percent(value))
        return self._word("share", "above_zero")

    def at_most(self, value: float) -> str:
        """Return an upper bound in words: "at most 84 %"."""
        return self._word("share", "at_most", share=self.percent_up(value))

    def bounds(self, value: Bounds) -> str:
        """Return a pair of bounds: "at least 61 % – at most 84 %", or "none" where nothing is applicable."""
        if value.at_least is None or value.at_most is None:
            return self._word("none")
        return f"{self.at_least(value.at_least)} \u2013 {self.at_most(value.at_most)}"

    def day(self, value: date | None) -> str:
        """Return a date as 23 November 2026."""
        return str(format_date(value, "long", locale=locale(self.language))) if value else self._word("not_stated")

    def country(self, code: str | None) -> str:
        """Return a country's name for its ISO 3166-1 code; "not stated" where there is none."""
        return country_name(code, self.language) if code else self._word("not_stated")

    def region(self, code: str) -> str:
        """Return a region's name for its ISO 3166-2 code."""
        return region_name(code, self.language)

    def _share(self, count: int) -> str:
        return self._word("share", "percent", count=str(count))


@cache
def formats(language: str = ENGLISH) -> Formats:
    """Return the formats of `language`; those of English where its words are not there."""
    return Formats(or_english(language))
