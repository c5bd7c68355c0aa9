"""Fixed wording, from `templates/wording/<language>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Template
from typing import Any

from reporter import assets
from reporter.model.assessment import Notice
from reporter.model.vocabulary import SMALLEST_SHOWN
from reporter.wording.languages import ENGLISH, locale, or_english
from reporter.wording.places import country_name


class Words:
    """The fixed wording of one language, looked up by a dotted key."""

    def __init__(self, tree: Mapping[str, Any], language: str = ENGLISH) -> None:
        self.language = language
        self._tree = tree

    def __call__(self, *keys: str, **blanks: str) -> str:
        """Return the wording under `keys`, its blanks filled; a missing key or blank is a bug and raises KeyError."""
        node: Any = self._tree
        for key in keys:
            node = node[key]
        return Template(node).substitute(blanks) if blanks else str(node)

    def notice(self, notice: Notice, *, quoting: bool = True) -> str:
        """Return a notice as a sentence, its blanks (`$count`) filled; `one` is its wording for a count of 1.

        Codes of countries and of a language, as assessments hold them, become their names. `quoting` adds the roster's
        own words where the notice holds them: they are about single persons, so no document of the auditor's quotes
        them. Nor does one count 1 to 4 people whose findings could be told by it: a notice about such has a wording
        for `few`.
        """
        found = self._tree["notices"][notice.code]
        if isinstance(found, dict):
            count = notice.values.get("count")
            few = not quoting and "few" in found and isinstance(count, int) and count < SMALLEST_SHOWN
            found = found["few" if few else "one" if count == 1 else "other"]
        values = dict(notice.values)
        if "countries" in values:
            values["countries"] = ", ".join(
                country_name(code, self.language) for code in str(values["countries"]).split(", ")
            )
        if "language" in values:
            values["language"] = locale(self.language).languages.get(str(values["language"]), values["language"])
        sentences = [found]
        if quoting and "words" in values:
            sentences.append(self._tree["quoted"])
        return Template(" ".join(sentences)).substitute(values)


def words(name: str = ENGLISH) -> Words:
    """Return fixed wording; that of English, as a whole, where it is not there in a language.

    Args:
        name: A language; for the words of one document alone its name first, `workbook.en`.
    """
    document, _, language = name.rpartition(".")
    return _words(document, or_english(language))


@cache
def _words(document: str, language: str) -> Words:
    name = f"{document}.{language}.yaml" if document else f"{language}.yaml"
    return Words(assets.table(assets.folder("templates") / "wording" / name), language)
