"""The same on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.delivery.crashing import Forge, by_graph, by_smtp, holds, matrix
from tests.mailserver import Post
from tests.microsoft.tenant import LOOPBACK, Tenant
from tests.postgresql import database, postgresql

__all__ = ["database", "postgresql"]

pytestmark = [LOOPBACK, pytest.mark.postgresql, pytest.mark.thorough]


def test_over_smtp(forge: Forge, post: Post, database: str) -> None:
    job = {"transport": "smtp", "at": post.port, "database": database}
    for crash in matrix(forge, job, *by_smtp(post)):
        holds(crash, settles=False)


@pytest.mark.parametrize("transport", ["graph", "graph-draft"])
def test_over_graph(transport: str, forge: Forge, tenant: Tenant, database: str) -> None:
    job = {"transport": transport, "at": tenant.address, "database": database}
    for crash in matrix(forge, job, *by_graph(tenant)):
        holds(crash, settles=transport == "graph-draft")
