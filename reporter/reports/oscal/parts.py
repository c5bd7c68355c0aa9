"""What every part of an OSCAL document is made of: ids, tokens, times, properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from string import Template
from typing import Any
from uuid import UUID, uuid5

from reporter.wording import words

Part = dict[str, Any]

VERSION = "1.2.1"
"""OSCAL's, as validated (facts/peers.md §6.1)."""
NAMESPACE = "https://reporter.invalid/ns/oscal"
"""Says whose the properties are; there is nothing to fetch."""

_NOT_IN_TOKEN = re.compile(r"[^\w.\-]")


class Ids:
    """Version 5 UUIDs from the report's own: the same report, the same ids."""

    def __init__(self, report_id: str) -> None:
        self._namespace = UUID(report_id)

    def of(self, *names: str | int) -> str:
        """Return the id of what `names` say."""
        return str(uuid5(self._namespace, "/".join(str(n) for n in names)))


def token(text: str) -> str:
    """Return `text` as an OSCAL token: a letter or `_`, then letters, digits, `.`, `-` and `_`."""
    clean = _NOT_IN_TOKEN.sub("_", text)
    return clean if clean[:1].isalpha() or clean[:1] == "_" else f"_{clean}"


def midnight(day: date) -> str:
    """Return a day as OSCAL wants a time: with a zone."""
    return f"{day.isoformat()}T00:00:00Z"


def props(values: Mapping[str, str | int | float | None]) -> list[Part]:
    """Return properties; those without a value are left out, for OSCAL allows none that are empty."""
    return [
        {"name": name, "ns": NAMESPACE, "value": str(value)}
        for name, value in values.items()
        if value not in {None, ""}
    ]


def filled(part: Part) -> Part:
    """Return `part` without what is empty: OSCAL allows neither empty arrays nor nulls."""
    return {key: value for key, value in part.items() if value not in (None, [], "")}


def say(*keys: str, **blanks: str | int) -> str:
    """Return a sentence of `templates/wording/oscal.en.yaml`, its blanks filled."""
    return Template(words("oscal.en")(*keys)).substitute(blanks)
