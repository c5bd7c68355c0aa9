"""What a test needs that pip cannot bring: Chromium, LibreOffice, PostgreSQL (`make counterparts` does); or time.

Such a test carries a marker: `browser`, `libreoffice`, `postgresql`. Without its counterpart it is skipped; where
REPORTER_MUST_RUN names the marker, as .ci/run does, it fails. A `thorough` test runs only where it is named there,
and there a property is tried with all its examples, elsewhere with a quarter of them.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def asked(marker: str) -> bool:
    """Return whether REPORTER_MUST_RUN names a marker."""
    return marker in os.environ.get("REPORTER_MUST_RUN", "").split(",")


def examples(most: int) -> int:
    """Return how many examples of a property to try, of `most`."""
    return most if asked("thorough") else most // 4


def absent(marker: str, what: str) -> NoReturn:
    """Skip a test that needs what is not there; fail it where REPORTER_MUST_RUN names its marker."""
    if asked(marker):
        pytest.fail(f"{what}, and REPORTER_MUST_RUN names {marker}")
    pytest.skip(what)
