"""From `[microsoft]` of the configuration to Microsoft Graph."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reporter.errors import Problem, UsageError
from reporter.microsoft import Graph, Registration, Tokens, Wire, clouds, credentials, wire
from reporter.microsoft.wire import PATIENCE
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
    outlook: Tokens
    """For SMTP."""


@contextmanager
def connect(
    settings: Settings,
    environ: Mapping[str, str],
    *,
    sleep: Callable[[float], None] = time.sleep,
    patience: float = PATIENCE,
) -> Iterator[Connection]:
    """Open the connection; nothing is asked yet.

    Args:
        settings: Their `[microsoft]`.
        environ: The environment: where `credential` says that the secret is there.
        sleep: Waits where Microsoft asks for it.
        patience: How many seconds of waiting there may be in all.

    Raises:
        UsageError: Keys are missing or wrong, or the secret is not where they say.
    """
    registration = _registration(settings, environ)
    with wire.client() as client:
        line = Wire(client, sleep=sleep, patience=patience)
        tokens = Tokens(registration, line)
        outlook = Tokens(registration, line, resource=registration.cloud.outlook)
        yield Connection(tokens=tokens, graph=Graph(registration.cloud, tokens, line), outlook=outlook)


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
