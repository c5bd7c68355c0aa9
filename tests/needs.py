"""What a test needs that pip cannot bring: Chromium, LibreOffice, PostgreSQL (`make counterparts` does).

Such a test carries a marker: `browser`, `libreoffice`, `postgresql`. Without its counterpart it is skipped; where
REPORTER_MUST_RUN names the marker, as .ci/run does, it fails.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def absent(marker: str, what: str) -> NoReturn:
    """Skip a test that needs what is not there; fail it where REPORTER_MUST_RUN names its marker."""
    if marker in os.environ.get("REPORTER_MUST_RUN", "").split(","):
        pytest.fail(f"{what}, and REPORTER_MUST_RUN names {marker}")
    pytest.skip(what)
