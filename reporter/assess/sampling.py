"""Which findings an auditor traces to their survey rows: how many, and which, so that anybody can draw them again.

An attribute sample with no deviation expected (AICPA Audit Guide "Audit Sampling", appendix A): if none of it deviates,
the share of deviations among all is at most the tolerable one, with the confidence stated. The size is exact for a
finite number of findings (hypergeometric); for a large one it is 59, the figure of the Guide's tables.
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

CONFIDENCE = Fraction(95, 100)
TOLERABLE = Fraction(5, 100)


def size(findings: int) -> int:
    """Return the smallest sample of so many findings that would miss every deviation with a chance of at most 5 %.

    Supposed are the fewest deviations that are more than tolerable: floor(5 % of the findings) + 1.
    """
    deviating = int(TOLERABLE * findings) + 1
    chance, drawn = Fraction(1), 0
    while drawn < findings and chance > 1 - CONFIDENCE:
        chance *= Fraction(max(findings - deviating - drawn, 0), findings - drawn)
        drawn += 1
    return drawn


def drawn(seed: str, findings: int) -> tuple[int, ...]:
    """Return the places of the sample among so many findings, 0 the first, in the order they are drawn.

    The i-th draw is the SHA-256 of the text "seed:i" as a number, modulo the number of findings; a place drawn before
    is passed over.
    """
    wanted, found, turn = size(findings), dict[int, None](), 0
    while len(found) < wanted:
        turn += 1
        found[int.from_bytes(sha256(f"{seed}:{turn}".encode()).digest(), "big") % findings] = None
    return tuple(found)
