"""Who an unmatched row may have meant: suggested to HR, never applied (DESIGN §6, Match)."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher, get_close_matches

import polars as pl

_MOST = 200  # beyond so many unmatched addresses the files do not belong together, and looking takes minutes
_NEAR = 0.85
_NEAR_HALF = 0.75
_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\"']+@[^@\s,;:<>()\[\]\"']+[^@\s,;:<>()\[\]\"'.]")


def by_id(unmatched: pl.Series, people: pl.DataFrame) -> dict[str, str]:
    """Return id → the one id on the roster that differs from it in white space, dashes or leading zeros only.

    Args:
        unmatched: Ids as they are compared (`id_key`); null: none.
        people: Everybody on the roster, with `employee_id` and `id_key`.
    """
    different = unmatched.drop_nulls().unique().sort()
    if different.is_empty():
        return {}
    known = people.select("employee_id", "id_key").drop_nulls()
    loose = [_loose(key) for key in known["id_key"]]
    once = Counter(loose)
    table = {key: text for key, text in zip(loose, known["employee_id"], strict=True) if key and once[key] == 1}
    return {key: table[_loose(key)] for key in different if _loose(key) in table}


def by_address(unmatched: pl.Series, people: pl.DataFrame) -> dict[str, str]:
    """Return address → a near one on the roster: one that the cell holds among others, else one that is spelt alike.

    Args:
        unmatched: Addresses as they are compared (`address_key`); null: none.
        people: Everybody on the roster, with `address_key`.
    """
    different = unmatched.drop_nulls().unique().sort().to_list()
    if not 0 < len(different) <= _MOST:
        return {}
    known = people["address_key"].drop_nulls().sort()
    every = set(known)
    found = {}
    for key in different:
        held = [address for address in _ADDRESS.findall(key) if address in every]
        first = known.filter(known.str.starts_with(key[:1])).to_list()
        near = (k for k in get_close_matches(key, first, n=3, cutoff=_NEAR) if _alike(key, k))
        if best := next(iter(held), None) or next(near, None):
            found[key] = best
    return found


def _loose(key: str) -> str:
    return re.sub(r"[\s._/-]", "", key).lstrip("0")


def _alike(one: str, other: str) -> bool:
    """Whether both halves are near: among colleagues the second half is the same, and says nothing."""
    halves = zip(one.partition("@")[::2], other.partition("@")[::2], strict=True)
    return all(SequenceMatcher(None, a, b).ratio() >= _NEAR_HALF for a, b in halves)
