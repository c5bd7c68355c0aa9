"""Chance that falls the same way every time: a hash of what is decided takes the place of a throw."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

_T = TypeVar("_T")


def number(*parts: object) -> int:
    """Return a whole number that depends on `parts` alone."""
    text = "|".join(str(part) for part in ("larkmere", *parts))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def pick(options: Sequence[_T], *parts: object) -> _T:
    """Return one of `options`, each as likely as another."""
    return options[number(*parts) % len(options)]


def weighted(weights: Mapping[str, int], *parts: object) -> str:
    """Return one key of `weights`, as likely as its weight says."""
    left = number(*parts) % sum(weights.values())
    for key, weight in weights.items():
        left -= weight
        if left < 0:
            return key
    raise ValueError("no weights")


def shuffled(items: Iterable[_T], *parts: object) -> list[_T]:
    """Return `items` in an order that depends on `parts` and on each item's place alone."""
    ranked = sorted((number(*parts, place), place, item) for place, item in enumerate(items))
    return [item for _, _, item in ranked]
