"""Comparing text. DESIGN §6, Text and Match: these two, and nothing else, decide whether two texts are equal."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from reporter import domains

_ZERO_WIDTH = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)

EDGES = "".join(chr(code) for code in sorted(_ZERO_WIDTH)) + "".join(c for c in map(chr, range(0x3001)) if c.isspace())
"""What is trimmed from a cell: white space and zero-width characters. A cell of nothing else is empty."""


@lru_cache(maxsize=50_000)  # the wordings of answers, headers and states come again and again
def comparable(text: str) -> str:
    """Return `text` for comparison: NFKC, no zero-width characters, single spaces, trimmed, casefolded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_ZERO_WIDTH)
    return " ".join(text.split()).casefold()


def comparable_key(text: str) -> str:
    """Return an address or an id for comparison: trimmed, no zero-width characters, casefolded.

    An address's domain is compared as the network does: `bücher.example` is `xn--bcher-kva.example`, and
    `straße.example` is no `strasse.example`.
    """
    if text.isascii():
        return text.strip().casefold()
    text = text.translate(_ZERO_WIDTH).strip()
    local, at, name = text.partition("@")
    if not at or name.isascii():
        return text.casefold()
    return f"{local.casefold()}@{domains.ascii_form(name) or unicodedata.normalize('NFC', name).lower()}"
