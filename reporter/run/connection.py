"""From `[microsoft]` of the configuration to Microsoft Graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reporter.errors import Problem, UsageError
from reporter.microsoft import Graph, Registration, Tokens, Wire, clouds, credentials, wire
from reporter.settings import Settings

_NEEDED = {
    "tenant": 'The directory\'s id, or one of its domains: tenant = "example.onmicrosoft.com".',
    "client_id": "The Application (client) ID that the overview of the app registration shows.",
    "credential": 'How the application proves who it is: "env:NAME", "keyring:NAME", "fd:3", "certificate:PATH", '
    '"workload", or "device" for somebody who signs in by reporter login.',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What can be asked."""

    tokens: Tokens
    graph: Graph


@contextmanager
def connect(settings: Settings, environ: Mapping[str, str]) -> Iterator[Connection]:
    """Open the connection; nothing is asked yet.

    Args:
        settings: Their `[microsoft]`.
        environ: The environment: where `credential` says that the secret is there.

    Raises:
        UsageError: Keys are missing or wrong, or the secret is not where they say.
    """
    registration = _registration(settings, environ)
    with wire.client() as client:
        line = Wire(client)
        tokens = Tokens(registration, line)
        yield Connection(tokens=tokens, graph=Graph(registration.cloud, tokens, line))


def _registration(settings: Settings, environ: Mapping[str, str]) -> Registration:
    stated = settings.microsoft

    def where(key: str) -> str:
        return f"{settings.file_name}, [microsoft] {key}"

    if missing := [key for key in _NEEDED if not getattr(stated, key)]:
        raise UsageError(*(Problem(what="is missing", where=where(key), hint=_NEEDED[key]) for key in missing))
    registration = Registration(
        cloud=clouds.cloud(stated.cloud, where=where("cloud")),
        tenant=stated.tenant or "",
        client_id=stated.client_id or "",
        credential=credentials.read(
            stated.credential or "",
            environ=environ,
            folder=settings.workspace or Path(),
            where=where("credential"),
        ),
    )
    registration.check(where)
    return registration
