"""Whether a text is exactly one mailbox that mail can be sent to."""

from __future__ import annotations

import re
import unicodedata

import polars as pl

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN = rf"^{_LOCAL}@(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?$"
_MAILBOX = re.compile(_PLAIN)
_NAMED = re.compile(r'^(?:"[^"<>]*"|[^"<>@,;]*)\s*<\s*([^<>\s]+)\s*>$')
_LONGEST = 254  # RFC 5321 §4.5.3.1.3: a path of 256 with its brackets
_LONGEST_LOCAL = 64
_LONGEST_TEXT = 1000  # an address with a name before it; what is longer is neither, and would be slow to look through


def mailbox(text: str) -> tuple[str, bool]:
    """Return the address a text states, and whether mail can be sent to it.

    `Zoë <z@x.example>` states `z@x.example`. Characters that are not seen (zero width, soft hyphen) are taken out.
    Where the text is not exactly one mailbox it is returned as written, and not usable: two addresses, no domain,
    control characters, a local part outside ASCII (few servers take it), a domain that has no IDNA form.
    """
    if len(text) > _LONGEST_TEXT:
        return text, False
    text = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    named = _NAMED.match(text)
    address = named.group(1) if named else text
    return (address, True) if _sendable(address) else (text, False)


def read(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return addresses and their usability for a column; null stays null, and is not usable.

    Plain ones are seen by one pass over the column; only the others are looked at one by one.
    """
    plain = texts.str.contains(_PLAIN) & (texts.str.len_bytes() <= _LONGEST_LOCAL)
    odd = texts.filter(~plain.fill_null(value=True)).unique().drop_nulls().to_list()
    parsed = {text: mailbox(text) for text in odd}
    address = texts.replace({text: found[0] for text, found in parsed.items()}) if parsed else texts
    usable = plain | texts.is_in([text for text, found in parsed.items() if found[1]])
    return address, usable.fill_null(value=False)


def _sendable(address: str) -> bool:
    """Return whether `address` is a dot-atom, an at sign and a domain of two labels or more."""
    local, at, domain = address.rpartition("@")
    if not at or not local.isascii() or len(local) > _LONGEST_LOCAL:
        return False
    try:
        encoded = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        return False
    whole = f"{local}@{encoded}"
    return len(whole) <= _LONGEST and _MAILBOX.fullmatch(whole) is not None
