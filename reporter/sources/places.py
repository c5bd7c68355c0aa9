"""Places of work: what people write for a country or a region, as ISO 3166 codes. Looked up, never guessed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pycountry
from babel import Locale

from reporter.model.text import comparable

_LANGUAGES = ("en", "de", "fr", "es")
_SHORT = {
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "vereinigtes königreich": "GB", "grossbritannien": "GB", "großbritannien": "GB",
    "ger": "DE", "brd": "DE", "bundesrepublik deutschland": "DE", "republik österreich": "AT",
    "us of a": "US", "united states": "US", "vereinigte staaten von amerika": "US", "etats-unis": "US",
    "états-unis d'amérique": "US", "estados unidos de américa": "US", "ee uu": "US", "eeuu": "US",
    "holland": "NL", "czech republic": "CZ", "hong kong": "HK", "macau": "MO", "macao": "MO", "south korea": "KR",
    "republic of korea": "KR", "north korea": "KP", "russia": "RU", "vietnam": "VN", "viet nam": "VN", "uae": "AE",
    "republic of ireland": "IE", "schweiz": "CH", "suisse": "CH", "svizzera": "CH", "swiss": "CH", "turkey": "TR",
    "ivory coast": "CI", "cape verde": "CV", "burma": "MM", "prc": "CN", "p r china": "CN", "mainland china": "CN",
}  # fmt: skip
_REGION_SHORT = {
    "US-DC": ("washington dc", "washington d c", "washington, dc", "washington, d c"),
    "CA-QC": ("pq",),
    "CA-NL": ("newfoundland",),
    "CA-YT": ("yukon territory",),
}
_LONGEST = 200  # characters; no place has as many, and looking for separators in more takes minutes
_SEPARATORS = re.compile(r"\s*[-–—_/:,|>]+\s*|\s+")


def country(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country as written; None where it is not recognised.

    Known are the codes of two and three letters, the names of ISO and, in English, German, French and Spanish, of
    CLDR (pycountry, Babel), and common short forms. A name that means two countries is not recognised.
    """
    key = _key(text[: _LONGEST + 1])
    return _countries().get(key) or _countries().get(key.removeprefix("the "))


def region(text: str, within: str | None) -> str | None:
    """Return the ISO 3166-2 code of a region as written; None where it is not recognised.

    Args:
        text: A name (`Colorado`), a code (`CO`, `US-CO`, `us co`), or either behind its country (`USA - Colorado`).
        within: The country, ISO 3166-1. Without it a full code (`US-CO`) is recognised, and a name that no other
            country or region of the world has (`Colorado`); two countries can share every other form.
    """
    key = _key(text[: _LONGEST + 1])
    if within is None:
        code = _SEPARATORS.sub("-", key).upper()
        return code if code in _codes() else _names().get(_plain(key))
    regions = _regions(within)
    if found := regions.get(_plain(key)):
        return found
    for gap in _SEPARATORS.finditer(key):
        if country(key[: gap.start()]) == within and (found := regions.get(_plain(key[gap.end() :]))):
            return found
    return None


def _key(text: str) -> str:
    """Return a place's name for look-up: comparable, without dots, one kind of apostrophe."""
    return comparable(text.replace(".", " ")).replace("’", "'")


def _plain(text: str) -> str:
    """Return a region's name without accents, for look-up inside one country: `Québec` and `Quebec` are one."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@cache
def _countries() -> dict[str, str]:
    """Return every known spelling of a country."""
    codes = {c.alpha_2 for c in pycountry.countries}
    known: dict[str, str] = {}
    ambiguous: set[str] = set()
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            key = _key(name)
            if code in codes and known.setdefault(key, code) != code:
                ambiguous.add(key)
    for key in sorted(ambiguous):
        del known[key]
    for entry in pycountry.countries:
        names = (entry.name, getattr(entry, "official_name", None), getattr(entry, "common_name", None))
        for name in (*names, entry.alpha_2, entry.alpha_3):
            if name:
                known[_key(name)] = entry.alpha_2
    for name, code in _SHORT.items():
        known[_key(name)] = code
    for spaced in ("u s", "u s a", "u k", "u a e"):
        known[spaced] = known[spaced.replace(" ", "")]
    return known


@cache
def _codes() -> frozenset[str]:
    """Return all region codes."""
    return frozenset(entry.code for entry in pycountry.subdivisions)


@cache
def _names() -> dict[str, str]:
    """Return the names of regions that mean nothing else anywhere, and their codes."""
    found: dict[str, set[str]] = {}
    for entry in pycountry.subdivisions:
        found.setdefault(_plain(_key(entry.name)), set()).add(entry.code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1 and country(name) is None}


@cache
def _regions(within: str) -> dict[str, str]:
    """Return every known spelling of a country's regions; a name of two of them is left out."""
    known: dict[str, str] = {}
    ambiguous: set[str] = set()
    subdivisions = [entry for entry in pycountry.subdivisions if entry.country_code == within]
    for entry in subdivisions:
        key = _plain(_key(entry.name))
        if known.setdefault(key, entry.code) != entry.code:
            ambiguous.add(key)
    for key in sorted(ambiguous):
        del known[key]
    for entry in subdivisions:
        known[_key(entry.code.split("-", 1)[1])] = entry.code
    for code, names in _REGION_SHORT.items():
        if code.startswith(f"{within}-"):
            known.update((_plain(name), code) for name in names)
    return known
