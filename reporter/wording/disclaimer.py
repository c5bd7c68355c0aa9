"""The disclaimer that stands in every document and mail (`templates/disclaimer.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from reporter import assets


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclaimer:
    """What every document says it is not."""

    version: str
    as_of: date
    text: tuple[str, ...]
    """Paragraphs."""
    language: str = "en"
    """What they are in."""


@cache
def disclaimer(language: str = "en") -> Disclaimer:
    """Return the disclaimer as shipped, in `language` if it is translated, else in English."""
    read = assets.table(assets.folder("templates") / "disclaimer.yaml")
    said = read["translations"].get(language, read["text"])
    return Disclaimer(
        version=read["version"],
        as_of=read["as_of"],
        text=tuple(said),
        language=language if said is not read["text"] else "en",
    )
