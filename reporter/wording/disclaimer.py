"""The disclaimer that stands in every document and mail (`templates/disclaimer.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import yaml

from reporter import assets


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclaimer:
    """What every document says it is not."""

    version: str
    as_of: date
    text: tuple[str, ...]
    """Paragraphs."""


@cache
def disclaimer() -> Disclaimer:
    """Return the disclaimer as shipped."""
    read = yaml.safe_load((assets.folder("templates") / "disclaimer.yaml").read_text(encoding="utf-8"))
    return Disclaimer(version=read["version"], as_of=read["as_of"], text=tuple(read["text"]))
