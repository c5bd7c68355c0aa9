"""A message read back before it goes: it has one recipient and the headers we write, or it is refused.

Between composing and sending a folder lies on a disk. Hashes tell whether its files are those of the run; this tells
whether they are mails of the kind that we compose, whoever wrote them.
"""

from __future__ import annotations

import re
import unicodedata
from binascii import a2b_qp
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256

from reporter.mailbox import as_written, safe_name

_ONCE = ("from", "to", "reply-to", "subject", "message-id", "content-type", "mime-version")
_ALSO = ("auto-submitted", "x-auto-response-suppress", "content-language", "list-id")
_FIELD = re.compile(rb"([A-Za-z][A-Za-z-]*): ?(.*)", re.DOTALL)
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._-]{1,100}@[A-Za-z0-9.-]{1,253}>")
_REFERENCE = re.compile(r"\b[0-9A-F]{4}(?:-[0-9A-F]{4}){2}\b")
_BOUNDARY = re.compile(rb'^Content-Type: multipart/alternative; boundary="([^"\r\n]+)"\r?$', re.MULTILINE)
_QUOTED = b"Content-Transfer-Encoding: quoted-printable"
_LONGEST_LINE = 998  # RFC 5322
_TRIAL = "[Trial] "


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """What matters of a message's headers."""

    sender: Address
    recipient: Address
    subject: str
    message_id: str


def headers(data: bytes) -> Headers:
    """Return the headers of a message, or refuse it.

    Raises:
        ValueError: It is no message of ours, or has more than one recipient; says why without repeating it.
    """
    if b"\0" in data or not data.count(b"\r\n") == data.count(b"\r") == data.count(b"\n"):
        raise ValueError("it holds a line break or a character that no mail may hold")
    if any(len(line) > _LONGEST_LINE for line in data.split(b"\r\n")):
        raise ValueError("it holds a line that is too long for mail")
    found = _fields(data)
    missing = [name for name in _ONCE if name not in found]
    if missing:
        raise ValueError(f"it has no header {missing[0]}")
    recipient = _recipient(found["to"])
    message_id = found["message-id"].decode("ascii", "replace").strip()
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("its Message-ID is none of ours")
    _sender(found["reply-to"])
    subject = _subject(found["subject"])
    if not subject.strip() or not _is_shown(subject):
        raise ValueError("its subject is empty, or holds characters that cannot be printed")
    return Headers(sender=_sender(found["from"]), recipient=recipient, subject=subject, message_id=message_id)


def _is_shown(text: str) -> bool:
    """Return whether text holds nothing but what is seen; French sets its colon behind a no-break space."""
    return all(c.isprintable() or unicodedata.category(c) == "Zs" for c in text)


def _fields(data: bytes) -> dict[str, bytes]:
    """Return the header fields by name, in lower case; a name that is not ours, or stands there twice, is refused."""
    block, found = data.partition(b"\r\n\r\n")[0], dict[str, bytes]()
    for line in re.split(rb"\r\n(?![ \t])", block):
        match = _FIELD.fullmatch(line)
        name = match[1].decode("ascii").lower() if match else ""
        if not match or name not in {*_ONCE, *_ALSO}:
            raise ValueError(f"it has a header that no mail of ours has{f': {name}' if name else ''}")
        if name in found:
            raise ValueError(f"it has the header {name} more than once")
        found[name] = match[2]
    return found


def _recipient(raw: bytes) -> Address:
    """Return the one recipient; what stands there must be exactly what we write for it, byte for byte."""
    box = as_written(_unfolded(raw))
    if safe_name(box.display_name) != box.display_name:
        raise ValueError("the recipient's name holds more than a name")
    return box


@lru_cache(maxsize=16)
def _sender(raw: bytes) -> Address:
    return as_written(_unfolded(raw))


@lru_cache(maxsize=64)
def _subject(raw: bytes) -> str:
    return str(SMTP.header_factory("Subject", _unfolded(raw)))


def _unfolded(raw: bytes) -> str:
    if not raw.isascii():
        raise ValueError("it has a header whose characters are not ASCII")
    return re.sub(rb"\r\n(?=[ \t])", b"", raw).decode("ascii").strip()


def text_of(data: bytes, subtype: str = "plain") -> str:
    """Return one part of a message of ours, decoded: its text (`plain`) or its page (`html`); empty: it has none.

    The standard library's parser takes 5 ms for a mail, and thousands are read back before each command.
    """
    head, _, body = data.partition(b"\r\n\r\n")
    found = _BOUNDARY.search(head)
    for part in body.split(b"--" + found[1])[1:] if found else ():
        about, _, content = part.partition(b"\r\n\r\n")
        if b"Content-Type: text/%b;" % subtype.encode("ascii") in about and _QUOTED in about:
            return a2b_qp(content).decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n")
    return ""


def says(subject: str, text: str) -> str:
    """Return the digest of what a person reads: the case reference, which is new in every run, is left out."""
    return sha256(f"{subject}\n{_REFERENCE.sub('', text)}".encode()).hexdigest()


def dated(data: bytes, at: datetime) -> bytes:
    """Return the message with `Date`, its other bytes as they are."""
    return b"Date: " + format_datetime(at).encode("ascii") + b"\r\n" + data


def trial(data: bytes, operator: Address, mark: str) -> bytes:
    """Return the message as a trial: to the operator alone, marked in the subject, with a Message-ID of its own.

    Args:
        data: The message.
        operator: Who looks at it.
        mark: Makes the Message-ID another one, so that no mail program takes one trial for the other.
    """
    read = headers(data)
    lines = re.split(rb"\r\n(?![ \t])", data.partition(b"\r\n\r\n")[0])
    new = {
        b"to": ("To", operator.addr_spec),
        b"subject": ("Subject", _TRIAL + read.subject),
        b"message-id": ("Message-ID", f"<trial-{mark}-{read.message_id.strip('<>')}>"),
    }
    kept = []
    for line in lines:
        name = line.partition(b":")[0].lower()
        kept.append(SMTP.fold_binary(*SMTP.header_store_parse(*new[name])) if name in new else line + b"\r\n")
    return b"".join(kept) + b"\r\n" + data.partition(b"\r\n\r\n")[2]
