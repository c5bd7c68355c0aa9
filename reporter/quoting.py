"""Showing a file's own text in a message: short, and unable to steer a terminal."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable

_SHOWN = 60


def printable(text: str) -> str:
    """Return `text` with what a terminal would act on, or cannot show, written as an escape."""
    return "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)


def quoted(value: object) -> str:
    """Return `value` for a message: text in double quotes with odd characters escaped, cut after 60 characters."""
    if value is None:
        return "nothing"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a group of keys"
    if not isinstance(value, str):
        return json.dumps(value)
    short = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return f'"{printable(short)}"'


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, or None if none is alike."""
    folded = {k.casefold(): k for k in sorted(known, reverse=True)}
    close = difflib.get_close_matches(word[:_SHOWN].casefold(), sorted(folded), n=1)
    return folded[close[0]] if close else None


def suggestion(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Return a hint: the known word most like `word`, else all of them if they are few, else `otherwise`."""
    words = sorted(set(known))
    if match := nearest(word, words):
        return f"Did you mean {quoted(match)}?"
    return otherwise or (f"Known: {', '.join(words)}." if words else "")
