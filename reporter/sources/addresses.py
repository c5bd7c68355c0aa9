"""Whether a text is exactly one mailbox that mail can be sent to, and what a reader must know of those that are not."""

from __future__ import annotations

import re
import unicodedata

import polars as pl

from reporter import mailbox as mailboxes
from reporter.model.assessment import Notice

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN = rf"^{_LOCAL}@(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?$"
_CODED = r"(?i)[@.]xn--"  # which is the name of a domain only if it was coded rightly
_NAMED = re.compile(r'^(?:"[^"<>]*"|[^"<>@,;]*)\s*<\s*([^<>\s]+)\s*>$')
_LONGEST_LOCAL = 64
_NO_NAME = r'[\p{C}@<>"=:;\\|{}\[\]]'  # what makes a name pass for an address, a link, a header or a formula
_LINK = re.compile(r"^(?:mailto|smtp):\s*", re.IGNORECASE)  # of a link that was copied, of a directory's list
_LISTED = 10
_LONGEST_TEXT = 1000  # an address with a name before it; what is longer is neither, and would be slow to look through


def mailbox(text: str) -> tuple[str, bool]:
    """Return the address a text states, and whether mail can be sent to it.

    `Zoë <z@x.example>`, `mailto:z@x.example` and `z@x.example;` state `z@x.example`. Characters that are not seen
    (zero width, soft hyphen) are taken out.
    Where the text is not exactly one mailbox it is returned as written, and not usable: two addresses, no domain,
    control characters, a local part outside ASCII (few servers take it), a domain that has no IDNA form.
    """
    if len(text) > _LONGEST_TEXT:
        return text, False
    text = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    bare = text.rstrip(";, ").replace("＠", "@")
    named = _NAMED.match(bare)
    address = _LINK.sub("", named.group(1) if named else bare)
    return (address, True) if _sendable(address) else (text, False)


def read(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return addresses and their usability for a column; null stays null, and is not usable.

    Plain ones are seen by one pass over the column; only the others are looked at one by one.
    """
    plain = texts.str.contains(_PLAIN) & (texts.str.len_bytes() <= _LONGEST_LOCAL) & ~texts.str.contains(_CODED)
    odd = texts.filter(~plain.fill_null(value=True)).unique().drop_nulls().to_list()
    parsed = {text: mailbox(text) for text in odd}
    address = texts.replace({text: found[0] for text, found in parsed.items()}) if parsed else texts
    usable = plain | texts.is_in([text for text, found in parsed.items() if found[1]])
    return address, usable.fill_null(value=False)


def notices(file: str, rows: pl.Series, address: pl.Series, usable: pl.Series, name: pl.Series) -> list[Notice]:
    """Return which rows hold an address that no mail can go to, or a name that may be more than one.

    The rows are told, never the words. Other names that mails leave out, such as "Byron, Ada (HR)", harm nobody.

    Args:
        file: Their file's name.
        rows: The numbers of the rows.
        address: What the row states; null: nothing, which needs no notice.
        usable: Whether it is exactly one mailbox.
        name: The person's name; null: none.
    """
    odd = name.filter(name.str.contains(_NO_NAME) | (name.str.len_chars() > mailboxes.LONGEST_NAME)).unique().to_list()
    unsafe = name.is_in([text for text in odd if not mailboxes.safe_name(text)])
    refused = {
        "addresses-refused": address.is_not_null() & ~usable,
        "names-refused": unsafe.fill_null(value=False),
    }
    found: list[Notice] = []
    for code, at_fault in refused.items():
        numbers = rows.filter(at_fault).to_list()
        if numbers:
            listed = ", ".join(map(str, numbers[:_LISTED])) + (", …" if len(numbers) > _LISTED else "")
            found.append(Notice(code=code, values={"file": file, "rows": listed, "count": len(numbers)}))
    return found


def _sendable(address: str) -> bool:
    """Return whether a header can carry `address` (`reporter.mailbox`, which is asked again when mail is written)."""
    try:
        mailboxes.mailbox(address)
    except ValueError:
        return False
    return True
