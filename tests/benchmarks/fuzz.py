"""Changes files at random for as long as it is told to, and says how many were read and refused. By hand.

    python -m tests.benchmarks.fuzz --seconds 600

The first failure ends it, with the smallest file Hypothesis finds that shows it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st

from tests.benchmarks import fuzzing

_TEXTS, _WORKBOOKS = 400, 3
"""Examples a round."""
_TOGETHER = 40
_SLOW = 5
"""Seconds of the processor."""
_HARMLESS = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
    verbosity=Verbosity.quiet,
    print_blob=False,
)


def main() -> None:
    """Fuzz every reader in turn until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    end = time.monotonic() + parser.parse_args().seconds
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        while time.monotonic() < end:
            for role in fuzzing.ROLES:
                _texts(role, Path(name), counts)
            for role in ("roster", "survey"):
                _workbooks(role, Path(name), counts)
            print(sum(counts.values()), dict(sorted(counts.items())), flush=True)  # noqa: T201


def _texts(role: str, folder: Path, counts: Counter[str]) -> None:
    """Change CSV files of a role; each must be done with in a few seconds."""

    @settings(_HARMLESS, max_examples=_TEXTS)
    @given(fuzzing.texts(role))
    def each(data: bytes) -> None:
        start = time.process_time()
        read = fuzzing.check(role, data, folder)
        counts[f"{role}, CSV, {'read' if read else 'refused'}"] += 1
        if time.process_time() - start > _SLOW:
            raise AssertionError(data)

    each()


def _workbooks(role: str, folder: Path, counts: Counter[str]) -> None:
    """Change workbooks of a role, many at a time."""

    @settings(_HARMLESS, max_examples=_WORKBOOKS)
    @given(st.lists(fuzzing.workbooks(role), min_size=_TOGETHER, max_size=_TOGETHER))
    def together(files: list[bytes]) -> None:
        for refused in fuzzing.check_together(role, files, folder):
            counts[f"{role}, XLSX, {'refused' if refused else 'read'}"] += 1

    together()


if __name__ == "__main__":
    main()
