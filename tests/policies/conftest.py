"""All that ships, read once."""

from __future__ import annotations

import pytest

from reporter import assets
from reporter.model.policy import PolicySet
from reporter.policy import load


@pytest.fixture(scope="session")
def library() -> PolicySet:
    """Every shipped pack together, with its services, law notes and places."""
    return load([assets.folder("policies")])
