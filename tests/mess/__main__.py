"""Disorders a clean organisation in every way alone and in pairs, and says what the product made of each. By hand.

python -m tests.mess --all
python -m tests.mess --pairs 500 --seed 7
python -m tests.mess --only "countries: in Dutch" "saved as cp1252"
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import chain

from tests.mess import combinations
from tests.mess.registry import DISORDERS, Combination
from tests.mess.trial import WRONG, tried


def main() -> int:
    """Try combinations, print the table, and return how many were wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every disorder alone and every pair")
    parser.add_argument("--pairs", type=int, default=0, help="so many pairs, beside every disorder alone")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these disorders together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--wrong", action="store_true", help="print what is wrong alone")
    options = parser.parse_args()
    chosen = _chosen(options)
    counts: Counter[str] = Counter()
    with ProcessPoolExecutor(options.workers) as pool:
        names = [([d.name for d in disorders], form) for disorders, form in chosen]
        for (one, form), (kind, what) in zip(names, pool.map(_tried, names, chunksize=8), strict=True):
            counts[kind] += 1
            if kind == WRONG or not options.wrong:
                print(" + ".join(one), form, f"{kind}: {what}" if what else kind, sep=" | ", flush=True)  # noqa: T201
    print(f"{len(chosen)} combinations of {len(DISORDERS)} disorders:", dict(sorted(counts.items())))  # noqa: T201
    return min(counts[WRONG], 1)


def _chosen(options: argparse.Namespace) -> list[Combination]:
    if options.only:
        together = tuple(sorted((DISORDERS[name] for name in options.only), key=lambda d: d.late))
        return [(together, form) for form in ("csv", "xlsx") if all(form in d.forms for d in together)]
    if options.all:
        return list(chain(combinations.alone(), combinations.pairs()))
    some = list(combinations.pairs())
    return [*combinations.alone(), *random.Random(options.seed).sample(some, min(options.pairs, len(some)))]  # noqa: S311


def _tried(names: tuple[list[str], str]) -> tuple[str, str]:
    found = tried([DISORDERS[name] for name in names[0]], names[1])
    return found.kind, found.what


if __name__ == "__main__":
    sys.exit(main())
