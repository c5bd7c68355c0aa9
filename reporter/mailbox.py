"""Floor 1: one mailbox, and nothing that could pass for two: addresses and names as headers may carry them."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode, b64encode
from email.headerregistry import Address

from reporter.domains import ascii_form

_LONGEST_ADDRESS = 254  # RFC 5321, errata 1690
_LONGEST_LOCAL_PART = 64
LONGEST_NAME = 80
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_NAME_MARKS = frozenset(" '\u2019\u00b7-")
# A name in quotes may hold a comma; no name holds an @, a bracket or a semicolon, which could pass for an address.
_STATED = re.compile(
    r'(?:(?:"(?P<quoted>[^"\\<>@;]*)"|(?P<plain>[^"\\<>@;:,()\[\]]*)) *<(?P<named>[^<>]*)>|(?P<bare>[^<>]*))'
)
_LINE = 70  # characters of a header's line that a name and its address may share
_WORD = 45  # bytes; an encoded word has 75 characters at most (RFC 2047 §2)
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ENCODED = re.compile(r"=\?utf-8\?b\?([A-Za-z0-9+/]+={0,2})\?=")
_WRITTEN = re.compile(r"(?:(?P<name>[^<>]+) <(?P<named>[^<>]+)>|(?P<bare>[^<>]+))")


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
    odd = not _LOCAL_PART.fullmatch(local) or "=?" in local  # which mail programs would decode
    if not at or odd or len(local) > _LONGEST_LOCAL_PART:
        raise ValueError("the text is not exactly one address, or its part before the @ is not ASCII")
    encoded = ascii_form(domain)
    if "." not in encoded or not encoded.rpartition(".")[2][0].isalpha():
        raise ValueError("the part after the @ is not the name of a domain")
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


def written(box: Address) -> str:
    """Return a mailbox as a header holds it: in ASCII, folded, its name encoded or in quotes where it has to be.

    Python's own way folds a long name so that Python's parser reads another name back.
    """
    name, address = box.display_name, box.addr_spec
    if not name:
        return address
    if not name.isascii() or "=?" in name:
        return "\r\n ".join([*_encoded(name), f"<{address}>"])
    if not _ATOMS.fullmatch(name):
        name = '"{}"'.format(re.sub(r'(["\\])', r"\\\1", name))
    fold = "" if len(name) + len(address) <= _LINE else "\r\n"
    return f"{name}{fold} <{address}>"


def as_written(text: str) -> Address:
    """Return the mailbox that a header holds; it must be, letter for letter, what `written` writes for it.

    Args:
        text: The header's value, unfolded.

    Raises:
        ValueError: It is not; the message does not repeat it.
    """
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ValueError("it is not to exactly one address")
    box = mailbox(found["bare"] or found["named"])
    ours = Address(display_name=_decoded(found["name"] or ""), username=box.username, domain=box.domain)
    if not ours.display_name.isprintable() or written(ours).replace("\r\n", "") != text:
        raise ValueError("what stands beside the address is more than a name")
    return ours


def _encoded(name: str) -> list[str]:
    """Return a name as encoded words, none of which cuts a character in two."""
    pieces = [""]
    for character in name:
        if len((pieces[-1] + character).encode("utf-8")) > _WORD:
            pieces.append("")
        pieces[-1] += character
    return [f"=?utf-8?b?{b64encode(piece.encode('utf-8')).decode('ascii')}?=" for piece in pieces]


def _decoded(text: str) -> str:
    if text.startswith('"'):
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    words = [_ENCODED.fullmatch(word) for word in text.split(" ")]
    if not all(words):
        return text
    return "".join(b64decode(word[1]).decode("utf-8") for word in words if word)


def safe_name(name: str | None) -> str:
    """Return a person's name for a greeting and for `To`, or "" where the text might be more than a name.

    Only letters, their marks, spaces, hyphens, apostrophes and the full stop of an initial pass: nothing that a mail
    program turns into a link, that a header reads as syntax, or that changes the direction of the text around it.
    """
    text = " ".join(unicodedata.normalize("NFC", name or "").split())
    plain = re.sub(r"(?<=\w)\.(?= |$)", "", text)
    fit = all(c in _NAME_MARKS or unicodedata.category(c)[0] in "LM" for c in plain)
    return text if fit and len(text) <= LONGEST_NAME else ""
