from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.delivery.crashing import Forge
from tests.mailserver import Post, running
from tests.microsoft.tenant import Tenant, authority, tenant

__all__ = ["Tenant", "authority", "tenant"]


@pytest.fixture
def post(authority: tuple[trustme.CA, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """Run a mail server whose certificate is trusted."""
    ca, path = authority
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with running(ca) as found:
        yield found


@pytest.fixture(scope="session")
def forge(authority: tuple[trustme.CA, Path]) -> Iterator[Forge]:
    """Run the process that forks senders."""
    found = Forge(authority[1])
    yield found
    found.close()
