"""Places as ISO 3166 writes them. Countries and regions are those known to pycountry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pycountry

from reporter.quoting import quoted
from reporter.yaml_tree.values import rejected

# Codes people write that are not ISO 3166-1 alpha-2, or are something else there.
_USUAL_SLIPS = {"UK": "GB", "EL": "GR"}
_COUNTRY = re.compile(r"[A-Z]{2}")
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def country(value: str) -> str:
    """Return an ISO 3166-1 alpha-2 country code; refuse anything else with the code that was probably meant."""
    if is_country(value):
        return value
    if is_region(value):
        raise rejected(f"{quoted(value)} is a region, not a country", "Put it under regions.")
    raise rejected(f"{quoted(value)} is no ISO 3166-1 country code", _country_hint(value))


def region(value: str) -> str:
    """Return an ISO 3166-2 region code; refuse anything else with the code that was probably meant."""
    if is_region(value):
        return value
    if is_country(value):
        raise rejected(f"{quoted(value)} is a country, not a region", "Regions are written like US-CO.")
    raise rejected(f"{quoted(value)} is no ISO 3166-2 region code", _region_hint(value))


def place(value: str) -> str:
    """Return a country's or a region's code."""
    if is_country(value) or is_region(value):
        return value
    hint = _region_hint(value) if "-" in value else _country_hint(value)
    raise rejected(f"{quoted(value)} is no ISO 3166 code of a country or region", hint)


def is_country(value: str) -> bool:
    """Return whether `value` is a country code as ISO writes it."""
    return bool(_COUNTRY.fullmatch(value)) and pycountry.countries.get(alpha_2=value) is not None


def is_region(value: str) -> bool:
    """Return whether `value` is a region's code as ISO writes it."""
    if not _REGION.fullmatch(value):
        return False
    found = pycountry.subdivisions.get(code=value)
    return found is not None


def _country_hint(value: str) -> str:
    word = value.strip().casefold()
    code = _USUAL_SLIPS.get(word.upper()) or _countries_by_name().get(word)
    return f"Write {code}." if code else "Two capital letters: DE for Germany, GB for the United Kingdom."


def _region_hint(value: str) -> str:
    word = value.strip().casefold()
    codes = [c for c in (word.upper(), f"US-{word.upper()}") if is_region(c)][:1] or _regions_by_name().get(word, [])
    return f"Write {' or '.join(codes)}." if codes else "Country, hyphen, region: US-CO for Colorado."


@cache
def _countries_by_name() -> Mapping[str, str]:
    names = ("name", "common_name", "official_name", "alpha_3", "alpha_2")
    return {word.casefold(): c.alpha_2 for n in names for c in pycountry.countries if (word := getattr(c, n, None))}


@cache
def _regions_by_name() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for region_ in sorted(pycountry.subdivisions, key=lambda s: s.code):
        found.setdefault(region_.name.casefold(), []).append(region_.code)
    return found
