"""Named disorders: what each does to an organisation, and which it cannot be combined with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tests.mess.organisation import Organisation

Change = Callable[[Organisation], None]
FORMS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Disorder:
    """One way in which real files are not as they should be."""

    name: str
    slots: frozenset[str]
    """What it rewrites; two that rewrite the same are not combined."""
    forms: tuple[str, ...]
    stops: bool
    """A run may stop at it, alone; else it must be read right."""
    change: Change
    late: bool
    """It rewrites what others leave behind, so it comes after them."""
    pairs: bool
    """It is tried in pairs too; those that differ from such a one in a word alone are not."""

    def apply(self, organisation: Organisation) -> None:
        """Disorder an organisation."""
        self.change(organisation)


DISORDERS: dict[str, Disorder] = {}


def disorder(
    name: str,
    *slots: str,
    forms: tuple[str, ...] = FORMS,
    stops: bool = False,
    late: bool = False,
    pairs: bool = True,
) -> Callable[[Change], Change]:
    """Register a disorder under its name."""

    def register(change: Change) -> Change:
        assert name not in DISORDERS, name
        DISORDERS[name] = Disorder(name, frozenset(slots), forms, stops, change, late, pairs)
        return change

    return register


Combination = tuple[tuple[Disorder, ...], str]
"""Disorders in the order they are applied in, and the form of the files."""


Value = TypeVar("Value")
_EVERY = 4


def disorders(
    pattern: str,
    given: Mapping[str, Value],
    *slots: str,
    forms: tuple[str, ...] = FORMS,
    stops: Collection[str] = (),
    late: bool = False,
) -> Callable[[Callable[[Organisation, Value], None]], Callable[[Organisation, Value], None]]:
    """Register one change as many disorders, one for each value; every fourth is tried in pairs too."""

    def register(change: Callable[[Organisation, Value], None]) -> Callable[[Organisation, Value], None]:
        def with_value(value: Value) -> Change:
            return lambda organisation: change(organisation, value)

        for n, (name, value) in enumerate(given.items()):
            named = pattern.format(name)
            registered = disorder(named, *slots, forms=forms, stops=name in stops, late=late, pairs=n % _EVERY == 0)
            registered(with_value(value))
        return change

    return register
