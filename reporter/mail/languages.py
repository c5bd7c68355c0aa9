"""The language of a mail: the one stated for the person, if all that the mail says is there in it, else English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale

from reporter import assets
from reporter.model.policy import Control
from reporter.model.text import comparable
from reporter.model.vocabulary import ORIGINAL_LANGUAGE
from reporter.wording import disclaimer


@cache
def offered() -> Mapping[str, str]:
    """Return what a roster may call each language that mails are written in → its code.

    `de`, `German` and `Deutsch` are exact names of one language; nothing is read from a word that is none of them.
    """
    english = Locale("en").languages
    found: dict[str, str] = {}
    for path in sorted((assets.folder("templates") / "mail").glob("words.*.j2")):
        code = path.name.split(".")[1]
        own = Locale.parse(code, sep="-").get_display_name(code)
        found |= {comparable(name): code for name in (code, english.get(code), own) if name}
    return found


def wanted(language: str | None, country: str | None, stated: Mapping[str, str]) -> str:
    """Return the language a person is to be written to in, where mails are written in it; else English.

    Args:
        language: What the roster states: BCP 47 (`de`, `de-CH`, `de_CH`), or a language's name.
        country: Where the person works.
        stated: Country, or `default`, → language, as the organisation states it.
    """
    text = language or stated.get(country or "") or stated.get("default") or ORIGINAL_LANGUAGE
    tags = comparable(text).replace("_", "-").split("-")
    # RFC 4647 §3.4, lookup: `de-ch` is served by `de` where there is no Swiss one.
    ranges = ("-".join(tags[:length]) for length in range(len(tags), 0, -1))
    return next((offered()[tag] for tag in ranges if tag in offered()), ORIGINAL_LANGUAGE)


def spoken(language: str, controls: Iterable[Control]) -> str:
    """Return `language` if the disclaimer and these controls are there in it, else English: never a mixture."""
    said = [disclaimer(language).language, *(control.said_in(language).language for control in controls)]
    return language if set(said) == {language} else ORIGINAL_LANGUAGE
