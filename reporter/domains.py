"""Floor 1: the name of a domain as the network knows it (IDNA 2008): nothing is mapped to what is another domain."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import idna

_DOTS = re.compile("[.\u3002\uff0e\uff61]")  # RFC 3490 §3.1
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_CODED = "xn--"
_LONGEST = 253


def ascii_form(name: str) -> str:
    """Return a domain in lower case and ASCII; "" where it has no such form.

    Capitals become small letters, and letters are composed; all else stays or is refused. So `straße.example` is not
    `strasse.example`, and what only looks like a letter is none.
    """
    return _form(name) if len(name) <= _LONGEST else ""


@lru_cache(maxsize=2**12)  # a million people have few domains
def _form(name: str) -> str:
    labels = [_label(label) for label in _DOTS.split(name)]
    return ".".join(labels) if all(labels) else ""


def _label(label: str) -> str:
    label = unicodedata.normalize("NFC", label.lower())
    if label.isascii() and not label.startswith(_CODED):
        return label if _LABEL.fullmatch(label) else ""
    try:
        return idna.alabel(label).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""
