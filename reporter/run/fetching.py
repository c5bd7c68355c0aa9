"""Sources that are not files yet: fetched, saved, and from then on files like any other.

So there is one way of reading, and a run can be repeated from the saved files without the network: they are its
inputs, by hash in its manifest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reporter.settings import ENTRA, GRAPH, Settings, fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One source that was fetched and saved."""

    source: str
    """As it was named: `entra:`, `graph:…`."""
    path: Path
    sha256: str
    said: str
    """What came, in counts; names nobody."""


def inbox(settings: Settings) -> Path:
    """Return where a run saves what it fetches: beside the configuration, without which there is nothing to fetch."""
    return (settings.workspace or Path()) / "inbox" / "microsoft"


def fetch(
    settings: Settings, *, environ: Mapping[str, str], into: Path, say: Callable[[str], None] = lambda _: None
) -> tuple[Settings, tuple[Fetched, ...]]:
    """Fetch the sources that are to be fetched, and return settings that name the saved files in their place.

    Args:
        settings: What to read.
        environ: The environment, for secrets.
        into: The folder to save in; made, closed to others.
        say: Is told what happens next.

    Raises:
        UsageError: `[microsoft]` cannot be followed.
        SourceError: Something cannot be fetched.
        RenderError: It cannot be saved.
    """
    run = settings.run
    wanted = dict.fromkeys(str(path) for path in (*run.roster, *run.survey) if fetched(path))
    if not wanted:
        return settings, ()
    found = {one.source: one for one in _fetch(settings, tuple(wanted), environ, into, say)}

    def saved(paths: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(found[str(path)].path if str(path) in found else path for path in paths)

    files = {"roster": saved(run.roster), "survey": saved(run.survey)}
    return settings.model_copy(update={"run": run.model_copy(update=files)}), tuple(found.values())


def _fetch(
    settings: Settings, wanted: tuple[str, ...], environ: Mapping[str, str], into: Path, say: Callable[[str], None]
) -> Iterator[Fetched]:
    from reporter.run.connection import connect  # noqa: PLC0415 - msal and httpx are imported when they are used
    from reporter.sources.fetched import drive, entra, saved  # noqa: PLC0415

    with connect(settings, environ) as connection:
        for source in wanted:
            if source == ENTRA:
                say("Fetching users from Microsoft Entra ID")
                users = entra.fetch(connection.graph, employees_have=settings.microsoft.employees_have)
                content, said, stem, suffix = users.content, users.said, "entra-users", ".csv"
            else:
                say("Fetching the workbook from Microsoft Graph")
                content = drive.fetch(connection.graph, source.removeprefix(GRAPH))
                said, stem, suffix = f"{len(content):,} bytes", "graph-workbook", ".xlsx"
            path, digest = saved.save(into, stem, suffix, content)
            yield Fetched(source=source, path=path, sha256=digest, said=said)
