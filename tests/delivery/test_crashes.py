"""Killed at every commit and send boundary, and resumed: nobody is lost, and nobody gets a mail twice unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.crashing import Forge, by_graph, by_smtp, holds, matrix
from tests.mailserver import Post
from tests.microsoft.tenant import LOOPBACK, Tenant

pytestmark = [LOOPBACK, pytest.mark.thorough]


def test_over_smtp(forge: Forge, post: Post, tmp_path: Path) -> None:
    job = {"transport": "smtp", "at": post.port, "database": f"sqlite:///{tmp_path / 'ledger.db'}"}
    crashes = matrix(forge, job, *by_smtp(post), whole=True)
    for crash in crashes:
        holds(crash, settles=False)
    assert {c.step for c in crashes if c.doubts} > {"begun", "data sent", "answered", "handed over"}


@pytest.mark.parametrize("transport", ["graph", "graph-draft"])
def test_over_graph(transport: str, forge: Forge, tenant: Tenant, tmp_path: Path) -> None:
    job = {"transport": transport, "at": tenant.address, "database": f"sqlite:///{tmp_path / 'ledger.db'}"}
    crashes = matrix(forge, job, *by_graph(tenant))
    for crash in crashes:
        holds(crash, settles=transport == "graph-draft")
    assert any(c.doubts for c in crashes) is (transport == "graph")
