"""Addresses people are sent to: https, to a host that somebody named beforehand.

A policy is data that may come from anyone; its links end up in mails to every employee. So the host must be listed,
and an address must look to a person as it looks to a browser: no user name before the host, no port, no letters
that resemble others, no escapes in the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from reporter.quoting import quoted
from reporter.yaml_tree.values import rejected

# Letters of a URL after RFC 3986; browsers and Python repair others, each in its own way.
_URL = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")


def host(value: str) -> str:
    """Return a host name in small ASCII letters with at least one dot."""
    if _HOST.fullmatch(value):
        return value
    if not value.isascii():
        raise rejected(f"{quoted(value)} has letters outside ASCII", "Write the host in its xn-- form.")
    raise rejected(f"{quoted(value)} is no host name", "Only the host, in small letters: www.linkedin.com.")


def link(value: str) -> str:
    """Return an https address; whether its host is listed is checked where the lists are known (`is_listed`)."""
    return _address(value, schemes=("https",))


def source(value: str) -> str:
    """Return an https or http address."""
    return _address(value, schemes=("https", "http"))


def _address(value: str, *, schemes: tuple[str, ...]) -> str:
    value = value.strip()
    if not value.isascii():
        raise rejected(
            f"{quoted(value)} has letters outside ASCII",
            "Write the host in its xn-- form and escape the rest (%C3%A9).",
        )
    if not _URL.fullmatch(value):
        raise rejected(f"{quoted(value)} is no address", "An address has no spaces, quotes or backslashes.")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise rejected(f"{quoted(value)} is no address", "Write it like https://www.linkedin.com/help.") from None
    if parts.scheme not in schemes:
        raise rejected(f"{quoted(value)} is not https", "Write the address with https:// in front.")
    if "@" in parts.netloc:
        raise rejected(f"{quoted(value)} has a user name before its host", "Remove everything up to the @.")
    if port is not None or parts.netloc.endswith(":"):
        raise rejected(f"{quoted(value)} names a port", "Remove the colon and the number behind the host.")
    if not _HOST.fullmatch(parts.hostname or ""):
        raise rejected(f"{quoted(value)} has no usable host", "Write it like https://www.linkedin.com/help.")
    return value


def host_of(address: str) -> str | None:
    """Return the host of an address that `link` accepts, else None."""
    try:
        return urlsplit(_address(address, schemes=("https",))).hostname
    except ValueError:
        # PydanticCustomError is one.
        return None


def is_listed(name: str, listed: Iterable[str]) -> bool:
    """Return whether a host is one of those listed, or a subdomain of one."""
    return any(name == h or name.endswith(f".{h}") for h in listed)
