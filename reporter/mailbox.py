"""Floor 1: one mailbox, and nothing that could pass for two: addresses and names as headers may carry them."""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address

_LONGEST_ADDRESS = 254  # RFC 5321, errata 1690
_LONGEST_LOCAL_PART = 64
LONGEST_NAME = 80
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DOTS = re.compile("[.\u3002\uff0e\uff61]")  # RFC 3490 §3.1
_DEVIATIONS = frozenset("ßς")
_NAME_MARKS = frozenset(" '\u2019\u00b7-")
# A name in quotes may hold a comma; no name holds an @, a bracket or a semicolon, which could pass for an address.
_STATED = re.compile(
    r'(?:(?:"(?P<quoted>[^"\\<>@;]*)"|(?P<plain>[^"\\<>@;:,()\[\]]*)) *<(?P<named>[^<>]*)>|(?P<bare>[^<>]*))'
)


def mailbox(address: str, name: str | None = None) -> Address:
    """Return exactly one mailbox, its domain in ASCII (IDNA), with `name` where it can be shown safely.

    Python's own parser takes `a@x, evil@y` for two recipients and puts encoded words into an address; this takes
    neither. A local part that is not ASCII would need SMTPUTF8, which few servers offer, so it is refused.

    Raises:
        ValueError: the text is not one mailbox; the message does not repeat it.
    """
    if len(address) > _LONGEST_ADDRESS:
        raise ValueError("the address is too long")
    local, at, domain = address.strip().partition("@")
    if not at or not _LOCAL_PART.fullmatch(local) or len(local) > _LONGEST_LOCAL_PART:
        raise ValueError("the text is not exactly one address, or its part before the @ is not ASCII")
    labels = [_ascii_label(label) for label in _DOTS.split(domain)]
    if len(labels) == 1 or not all(_LABEL.fullmatch(label) for label in labels) or not labels[-1][0].isalpha():
        raise ValueError("the part after the @ is not the name of a domain")
    encoded = ".".join(labels)
    if len(local) + 1 + len(encoded) > _LONGEST_ADDRESS:
        raise ValueError("the address is too long")
    return Address(display_name=safe_name(name), username=local, domain=encoded)


def stated_mailbox(text: str) -> Address:
    """Return the one mailbox of a setting such as `Privacy Office <privacy@example.org>`.

    Raises:
        ValueError: the text is not one mailbox; the message does not repeat it.
    """
    if not text.isprintable():
        raise ValueError("the text holds characters that cannot be printed")
    found = _STATED.fullmatch(text.strip())
    if not found:
        raise ValueError("the text is not exactly one address")
    box = mailbox(found["bare"] if found["named"] is None else found["named"])
    name = (found["quoted"] or found["plain"] or "").strip()
    return Address(display_name=name, username=box.username, domain=box.domain)


def safe_name(name: str | None) -> str:
    """Return a person's name for a greeting and for `To`, or "" where the text might be more than a name.

    Only letters, their marks, spaces, hyphens, apostrophes and the full stop of an initial pass: nothing that a mail
    program turns into a link, that a header reads as syntax, or that changes the direction of the text around it.
    """
    text = " ".join(unicodedata.normalize("NFC", name or "").split())
    plain = re.sub(r"(?<=\w)\.(?= |$)", "", text)
    fit = all(c in _NAME_MARKS or unicodedata.category(c)[0] in "LM" for c in plain)
    return text if fit and len(text) <= LONGEST_NAME else ""


def _ascii_label(label: str) -> str:
    """Return a domain's label in its ASCII form; "" where it has none.

    The standard library's codec is of IDNA 2003, which turns straße into strasse: since IDNA 2008 another domain.
    """
    label = label.lower()
    try:
        if _DEVIATIONS.isdisjoint(label):
            return label.encode("idna").decode("ascii").lower()
        return f"xn--{unicodedata.normalize('NFC', label).encode('punycode').decode('ascii')}"
    except UnicodeError:
        return ""
