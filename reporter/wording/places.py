"""Names of countries and regions, as documents write them."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations, translation

import pycountry

from reporter.wording.languages import ENGLISH, locale


def country_name(code: str, language: str = ENGLISH) -> str:
    """Return a country's name for its ISO 3166-1 code; a code nobody knows stays what it is."""
    return str(locale(language).territories.get(code, code))


def region_name(code: str, language: str = ENGLISH) -> str:
    """Return a region's name for its ISO 3166-2 code, a country's for its own; a code nobody knows stays what it is."""
    found = pycountry.subdivisions.get(code=code)
    return _regions(language).gettext(str(found.name)) if found else country_name(code, language)


@cache
def _regions(language: str) -> NullTranslations:
    """Return the names that the Debian project collects and pycountry carries; English ones stay as they are."""
    if language == ENGLISH:
        return NullTranslations()
    return translation("iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True)
