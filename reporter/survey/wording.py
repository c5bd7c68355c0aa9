"""The fixed words of the survey in one language, from `templates/wording/survey.<language>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from string import Template
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from reporter import assets
from reporter.errors import UsageError

ENGLISH = "en"
_BRITISH = "en_GB"


class SurveyWords:
    """The sentences of one language, looked up by keys, their blanks filled by name."""

    def __init__(self, language: str, tree: Mapping[str, Any]) -> None:
        self.language = language
        self._tree = tree
        self._locale = Locale.parse(_BRITISH if language == ENGLISH else language.replace("-", "_"))

    def _at(self, keys: Sequence[str]) -> Any:  # noqa: ANN401 - a sentence, or several
        node: Any = self._tree
        for key in keys:
            node = node[key]
        return node

    def __call__(self, *keys: str, **blanks: str) -> str:
        """Return the sentence under `keys`, its blanks filled; a missing key or blank is a bug and raises KeyError."""
        return Template(self._at(keys)).substitute(blanks)

    def counted(self, count: int, *keys: str, **blanks: str) -> str:
        """Return the sentence for one or for more, as the language reckons, with `$count` filled too."""
        form = "one" if self._locale.plural_form(count) == "one" else "other"
        return self(*keys, form, count=str(format_decimal(count, locale=self._locale)), **blanks)

    def all(self, *keys: str) -> tuple[str, ...]:
        """Return a list of sentences without blanks."""
        return tuple(self._at(keys))

    def day(self, value: date) -> str:
        """Return a date in full: 23 November 2026."""
        return str(format_date(value, "long", locale=self._locale))

    def listed(self, items: Sequence[str]) -> str:
        """Return several things as a list in a sentence."""
        return str(format_list(list(items), locale=self._locale))

    def country(self, code: str) -> str:
        """Return a country's name."""
        return str(self._locale.territories.get(code, code))


def languages() -> tuple[str, ...]:
    """Return the languages that the survey's fixed words are there in."""
    files = (assets.folder("templates") / "wording").glob("survey.*.yaml")
    return tuple(sorted(path.name.split(".")[1] for path in files))


@cache
def survey_words(language: str = ENGLISH) -> SurveyWords:
    """Return the survey's words in `language`.

    Raises:
        UsageError: They are not there in it.
    """
    if language not in languages():
        raise UsageError(
            f'the questionnaire is not there in the language "{language}"',
            hint=f"Choose one of: {', '.join(languages())}.",
        )
    path = assets.folder("templates") / "wording" / f"survey.{language}.yaml"
    try:
        return SurveyWords(language, assets.table(path))
    except UnknownLocaleError as error:
        raise UsageError(
            f'"{language}" is no language whose dates and plurals are known',
            hint=f"Name the file by a code such as de or pt-BR: {path.name}",
        ) from error
