"""Places of work: what people write for a country or a region, as ISO 3166 codes. Looked up, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.sources import place_names
from reporter.sources.place_names import key

_LONGEST = 200  # characters; no place has as many, and looking for separators in more takes minutes
_APART = re.compile(r"\s*[/|;:()\[\],]\s*|\s+[-_>]+\s+")
_CLOSE = re.compile(r"\s*[/|;:()\[\],_>-]+\s*")
_SEPARATORS = re.compile(r"\s*[-_/:,|>]+\s*|\s+")
_TWO = 2


def country(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country as written; None where it is not recognised.

    Known are the codes of two and three letters, the number of three digits, the names of ISO and CLDR in many
    languages, and common short forms. A text of several parts (`Germany (DE)`, `Deutschland / Germany`,
    `Ireland, Republic of`) is a country if all its parts are that one. A name that means two countries is none.
    """
    return _country(key(text[: _LONGEST + 1]))


def _country(name: str) -> str | None:
    for everywhere in (False, True):
        if found := place_names.country(name, everywhere=everywhere):
            return found
        for parts in _divided(name):
            texts = [f"{parts[1]} {parts[0]}"] if len(parts) == _TWO else []  # Ireland, Republic of
            if found := next(filter(None, (place_names.country(t, everywhere=everywhere) for t in texts)), None):
                return found
            if found := _one({place_names.country(part, everywhere=everywhere) for part in parts}):
                return found
    return None


def region(text: str, within: str | None) -> str | None:
    """Return the ISO 3166-2 code of a region as written; None where it is not recognised.

    Args:
        text: A name (`Colorado`), a code (`CO`, `US-CO`, `us co`), a usual abbreviation (`Colo.`), several of them
            (`CO - Colorado`), or any with its country (`USA - Colorado`).
        within: The country, ISO 3166-1. Without it a full code (`US-CO`) is recognised, a region beside its country,
            and the name of a state or province that nothing else in the world has (`Colorado`, `CO - Colorado`); two
            countries can share every other form.
    """
    name = key(text[: _LONGEST + 1])
    return _region_within(name, within) if within else _region_alone(name)


def _region_within(name: str, within: str) -> str | None:
    if found := place_names.region(name, within):
        return found
    for parts in _divided(name):
        read = {place_names.region(part, within) or _itself(part, within) for part in parts}
        if found := _one(read - {within}):
            return found
    return None


def _itself(part: str, within: str) -> str | None:
    return within if place_names.country(part) == within else None


def region_with_country(text: str) -> str | None:
    """Return the region of a text that says its country too: `US-CO`, `USA - Colorado`; None where none is.

    `Washington, USA` may be the city, and is none.
    """
    name = key(text[: _LONGEST + 1])
    code = _SEPARATORS.sub("-", name).upper()
    if place_names.is_region(code):
        return code
    found = (_beside_its_country(p) for p in _divided(name) if not any(map(place_names.also_a_town, p)))
    return next(filter(None, found), None)


def _region_alone(name: str) -> str | None:
    code = _SEPARATORS.sub("-", name).upper()
    if place_names.is_region(code):
        return code
    if found := place_names.region_named_alone(name):
        return found
    for parts in _divided(name):
        if found := _beside_its_country(parts) or _beside_its_code(parts):
            return found
    return None


def _beside_its_country(parts: list[str]) -> str | None:
    """Return the region of `USA - Colorado` and `Colorado, USA`. `CA - Ontario` may be California, and is none."""
    for part in parts:
        nation = place_names.country(part)
        if nation and (nation == "US" or not states_code(part)):
            return _one({place_names.region(other, nation) for other in parts if other != part})
    return None


def _beside_its_code(parts: list[str]) -> str | None:
    """Return the region of `CO - Colorado`, whose name says that the code is a state's."""
    if not (found := _one({place_names.region_named_alone(part) for part in parts} - {None})):
        return None
    return _one({place_names.region(part, found[:2]) for part in parts})


def town_and_country(text: str) -> str | None:
    """Return the country of `Hamburg, Germany`; None where its name stands at the end of nothing, or is not sure.

    The town is not looked at, so no state follows from it. A code at the end may be a state's (`Denver, CO`), and so
    may some names (`Atlanta, Georgia`).
    """
    town, comma, last = key(text[: _LONGEST + 1]).rpartition(",")
    town, last = town.strip(), last.strip()
    if not (comma and town) or len(last) <= 3 or any(_country(part) for part in (town, *re.split("[,/]", town))):  # noqa: PLR2004 - a code
        return None
    found = place_names.country(last)
    return None if found is None or place_names.also_a_region(last, found) else found


def states_code(text: str) -> bool:
    """Return whether a text is a code of two letters that a US state or Canadian province has (`DE`, `CA`, `IN`)."""
    return key(text).upper() in place_names.codes_of_states()


def _divided(name: str) -> Iterator[list[str]]:
    """Yield the ways to take a text apart: at brackets, slashes and dashes, at any hyphen, at each space."""
    for separator in (_APART, _CLOSE):
        parts = [part for part in separator.split(name) if part]
        if len(parts) >= _TWO:
            yield parts
    for gap in re.finditer(" ", name):
        yield [name[: gap.start()], name[gap.end() :]]


def _one(codes: set[str | None]) -> str | None:
    """Return what all parts mean; None where one is not understood, or two differ."""
    return next(iter(codes)) if len(codes) == 1 else None
