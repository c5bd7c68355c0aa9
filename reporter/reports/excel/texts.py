"""Text as a cell can hold it: no control characters, no more than fits, nothing that a reader would decode."""

from __future__ import annotations

import re
from collections import Counter

import polars as pl

LONGEST = 32_767
"""UTF-16 units in one cell (Excel specifications and limits)."""
CUT = " … [cut]"

CONTROL = "[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]"
"""What a cell's text cannot hold (XML 1.0 §2.2), or no font shows (DEL), or readers differ about (carriage return)."""

_FORBIDDEN = re.compile(CONTROL)
_VISIBLE = {n: 0x2400 + n for n in range(0x20) if n not in {0x09, 0x0A}} | {
    0x7F: 0x2421,
    0xFFFE: 0xFFFD,
    0xFFFF: 0xFFFD,
}
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

Place = tuple[str, str]
"""A sheet and a column of it, by the names that readers see; both empty outside tables."""


class Texts:
    """Makes texts fit for cells, and counts those it has to change, so that the workbook can say so."""

    def __init__(self) -> None:
        self.replaced: Counter[Place] = Counter()
        """Where texts held control characters, and how many did."""
        self.cut: Counter[Place] = Counter()
        """Where texts were too long."""

    def fit(self, text: str, place: Place = ("", "")) -> str:
        """Return `text` as a cell holds it, and count at `place` what had to change."""
        self.replaced[place] += _FORBIDDEN.search(text) is not None
        self.cut[place] += _is_long(text)
        return fit(text)

    def look_over(self, texts: pl.Series, place: Place) -> None:
        """Count what has to change of many texts."""
        self.replaced[place] += int(texts.str.contains(CONTROL).sum())
        long = texts.filter(texts.str.len_bytes() > LONGEST)
        self.cut[place] += sum(_is_long(text) for text in long)


def fit(text: str) -> str:
    """Return `text` with control characters as visible signs, single line ends, and cut where it is too long."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN.search(text):
        text = text.translate(_VISIBLE)
    return cut(text, LONGEST - len(CUT)) + CUT if _is_long(text) else text


def cut(text: str, most: int) -> str:
    """Return at most so many UTF-16 units of a text, as Excel counts, and no half of a character."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def fit_all(texts: pl.Series) -> pl.Series:
    """Return texts as cells hold them."""
    rows = (texts.str.contains(CONTROL) | (texts.str.len_bytes() > LONGEST)).arg_true()
    return texts.scatter(rows, [fit(text) for text in texts.gather(rows)]) if len(rows) else texts


def _is_long(text: str) -> bool:
    return len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST


def literal(text: str) -> str:
    """Return `text` so that `_x0041_` in it stays those seven characters (ECMA-376, ST_Xstring)."""
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text
