"""Names of countries, as documents write them."""

from __future__ import annotations

from babel import Locale

LOCALE = Locale("en", "GB")


def country_name(code: str) -> str:
    """Return a country's name for its ISO 3166-1 code; a code nobody knows stays what it is."""
    return str(LOCALE.territories.get(code, code))
