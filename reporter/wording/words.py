"""Fixed wording, from `templates/wording/<language>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Template
from typing import Any

import yaml

from reporter import assets
from reporter.model.assessment import Notice
from reporter.model.vocabulary import SMALLEST_SHOWN
from reporter.wording.places import country_name


class Words:
    """The fixed wording of one language, looked up by a dotted key."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree

    def __call__(self, *keys: str) -> str:
        """Return the wording under `keys`; a missing one is a bug and raises KeyError."""
        node: Any = self._tree
        for key in keys:
            node = node[key]
        return str(node)

    def notice(self, notice: Notice, *, quoting: bool = True) -> str:
        """Return a notice as a sentence, its blanks (`$count`) filled; `one` is its wording for a count of 1.

        Codes of countries, as assessments hold them, become their names. `quoting` adds the roster's own words where
        the notice holds them: they are about single persons, so no document of the auditor's quotes them. Nor does
        one count 1 to 4 people whose findings could be told by it: a notice about such has a wording for `few`.
        """
        found = self._tree["notices"][notice.code]
        if isinstance(found, dict):
            count = notice.values.get("count")
            few = not quoting and "few" in found and isinstance(count, int) and count < SMALLEST_SHOWN
            found = found["few" if few else "one" if count == 1 else "other"]
        values = dict(notice.values)
        if "countries" in values:
            values["countries"] = ", ".join(country_name(code) for code in str(values["countries"]).split(", "))
        sentences = [found]
        if quoting and "words" in values:
            sentences.append(self._tree["quoted"])
        return Template(" ".join(sentences)).substitute(values)


@cache
def words(language: str = "en") -> Words:
    """Return the fixed wording of `language`."""
    path = assets.folder("templates") / "wording" / f"{language}.yaml"
    return Words(yaml.safe_load(path.read_text(encoding="utf-8")))
