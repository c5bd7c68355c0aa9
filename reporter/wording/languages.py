"""The languages documents are written in, and what Babel knows of each."""

from __future__ import annotations

from functools import cache

from babel import Locale

from reporter import assets

ENGLISH = "en"
"""The source of all wording, and what a document is in where another language is not there."""
_REGIONS = {ENGLISH: "en-GB"}


@cache
def languages() -> tuple[str, ...]:
    """Return the languages whose fixed words and catalogue are there, English first."""
    folder = assets.folder("templates") / "wording"
    written = (path.stem for path in folder.glob("*.yaml") if "." not in path.stem)
    return (ENGLISH, *sorted(code for code in written if (folder / f"{code}.po").is_file()))


def or_english(language: str) -> str:
    """Return `language` if documents can be written in it, else English."""
    return language if language in languages() else ENGLISH


def tag(language: str) -> str:
    """Return what HTML's `lang` says of a language: its code, and for English whose it is."""
    return _REGIONS.get(language, language)


@cache
def locale(language: str) -> Locale:
    """Return how a language writes numbers, days and countries. Figures are 0 to 9 in each."""
    return Locale.parse(tag(language), sep="-")
