"""All disorders, and how they are combined."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tests.mess import dates, headers, identity, leavers, nobody, places, responses, saving
from tests.mess.registry import DISORDERS, FORMS, Combination

KINDS = (dates, headers, identity, leavers, nobody, places, responses, saving)
"""The modules that register disorders."""


def alone() -> Iterator[Combination]:
    """Yield every disorder, in every form it is there in."""
    for one in DISORDERS.values():
        for form in one.forms:
            yield (one,), form


def pairs() -> Iterator[Combination]:
    """Yield every pair of those to be tried in pairs that can be combined, in every form both are there in."""
    for one, other in combinations([d for d in DISORDERS.values() if d.pairs], 2):
        if not one.slots & other.slots:
            for form in FORMS:
                if form in one.forms and form in other.forms:
                    yield tuple(sorted((one, other), key=lambda d: d.late)), form
