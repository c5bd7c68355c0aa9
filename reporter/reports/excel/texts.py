"""Text as a cell can hold it: no control characters, no more than fits, nothing that a reader would decode."""

from __future__ import annotations

import re

LONGEST = 32_767
"""UTF-16 units in one cell (Excel specifications and limits)."""
CUT = " … [cut]"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # XML 1.0 §2.2, and DEL, which no font shows
_VISIBLE = {n: 0x2400 + n for n in range(0x20)} | {0x7F: 0x2421, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Texts:
    """Makes texts fit for cells, and counts those it had to change, so that the workbook can say so."""

    def __init__(self) -> None:
        self.replaced = 0
        """Texts that held control characters."""
        self.cut = 0
        """Texts that were too long."""

    def fit(self, text: str) -> str:
        """Return `text` with control characters as visible signs, single line ends, and cut where it is too long."""
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if _FORBIDDEN.search(text):
            self.replaced += 1
            text = text.translate({k: v for k, v in _VISIBLE.items() if k not in (0x09, 0x0A)})
        if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST:
            self.cut += 1
            units = text.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))]
            text = units.decode("utf-16-le", errors="ignore") + CUT
        return text


def literal(text: str) -> str:
    """Return `text` so that `_x0041_` in it stays those seven characters (ECMA-376, ST_Xstring)."""
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text
