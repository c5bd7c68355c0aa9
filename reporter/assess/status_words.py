"""The words that HR systems use for employment, by meaning; they stand in `status_words.yaml`, by language."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

from reporter import assets
from reporter.model.text import comparable


def _read() -> dict[str, frozenset[str]]:
    said: dict[str, dict[str, list[Any]]] = assets.table(Path(__file__).parent / "status_words.yaml")
    return {
        meaning: frozenset(comparable(str(word)) for word in chain.from_iterable(languages.values()))
        for meaning, languages in said.items()
    }


_WORDS = _read()

ACTIVE = _WORDS["active"]
TYPE = _WORDS["type"]
"""How somebody works, and not whether."""
LEFT = _WORDS["left"]
NOT_STARTED = _WORDS["not-started"]
ON_LEAVE = _WORDS["on-leave"]
CONTRACTOR = _WORDS["contractor"]
YES = _WORDS["yes"]
NO = _WORDS["no"]
