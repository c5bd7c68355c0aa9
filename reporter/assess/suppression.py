"""Which groups are too small to show (DESIGN §6, Suppression)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from reporter.model.vocabulary import SMALLEST_SHOWN


def small(people: int) -> bool:
    """Whether a number of people is so small that what is said of them is said of each."""
    return 1 <= people < SMALLEST_SHOWN


def hidden(sizes: Mapping[str, int], also: Collection[str] = ()) -> frozenset[str]:
    """Return the groups to hide: those of 1 to 4 people, `also`, and enough others that no difference tells of them.

    While the hidden ones are a single group, or together fewer than five people, the next smallest (then the
    alphabetically first) is hidden too.
    """
    away = {name for name, size in sizes.items() if small(size) or name in also}
    rest = sorted((size, name) for name, size in sizes.items() if name not in away)
    while away and rest and (len(away) == 1 or sum(sizes[name] for name in away) < SMALLEST_SHOWN):
        away.add(rest.pop(0)[1])
    return frozenset(away)
