"""Names of countries and regions, as documents write them."""

from __future__ import annotations

import pycountry
from babel import Locale

LOCALE = Locale("en", "GB")


def country_name(code: str) -> str:
    """Return a country's name for its ISO 3166-1 code; a code nobody knows stays what it is."""
    return str(LOCALE.territories.get(code, code))


def region_name(code: str) -> str:
    """Return a region's name for its ISO 3166-2 code, a country's for its own; a code nobody knows stays what it is."""
    found = pycountry.subdivisions.get(code=code)
    return str(found.name) if found else country_name(code)
