from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from reporter.microsoft import Graph, Registration, Tokens, Wire, wire
from reporter.microsoft.credentials import Credential, Secret
from tests.microsoft.tenant import CLIENT, NAME, SECRET, Tenant, authority, tenant

__all__ = ["authority", "tenant"]

Connect = Callable[..., Graph]


@pytest.fixture
def slept() -> list[float]:
    """Return how long was waited, each time; nobody really waits."""
    return []


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    """Return the client that production makes."""
    with wire.client() as made:
        yield made


@pytest.fixture
def line(tenant: Tenant, client: httpx.Client, slept: list[float]) -> Wire:  # noqa: ARG001 - its certificate is trusted
    return Wire(client, sleep=slept.append)


@pytest.fixture
def tokens(tenant: Tenant, line: Wire) -> Callable[..., Tokens]:
    """Return a function that gets tokens, with the right secret if nothing else is said."""

    def make(credential: Credential = Secret(SECRET), name: str = NAME) -> Tokens:  # noqa: B008 - frozen
        registration = Registration(cloud=tenant.cloud, tenant=name, client_id=CLIENT, credential=credential)
        return Tokens(registration, line)

    return make


@pytest.fixture
def graph(tenant: Tenant, tokens: Callable[..., Tokens], line: Wire) -> Graph:
    return Graph(tenant.cloud, tokens(), line)
