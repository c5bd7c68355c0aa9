"""The colours of documents: those of `templates/shared/palette.j2`, and the organisation's accent where it serves."""

from __future__ import annotations

import re

from reporter.wording.environment import environment

_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text on its ground
_LIGHT = 0.04045  # of a channel; sRGB is linear below it (IEC 61966-2-1)


def colour(name: str) -> str:
    """Return a colour of the palette (`ink`, `grey`, `line`, `paper`, `accent`, …) as `#rrggbb`."""
    return str(getattr(environment().get_template("shared/palette.j2").module, name))


def accent(stated: str | None) -> str:
    """Return the organisation's colour if it is one and can be read on white, else the documents' own accent."""
    if not stated or not re.fullmatch(r"#[0-9a-fA-F]{6}", stated):
        return colour("accent")
    channels = [int(stated[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= _LIGHT else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    legible = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= _CONTRAST
    return stated if legible else colour("accent")
