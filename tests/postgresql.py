"""A PostgreSQL server of the tests' own, in a folder of its own, reached through a socket in that folder.

The fixtures are for whoever imports them. `initdb` refuses root, so that where we are root another user runs it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from tests.needs import absent

_OTHERS = ("postgres", "nobody")


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4].partition(".")[0]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).parent if there else None


def _somebody() -> str | None:
    """Return whom to start the server as; None: ourselves, for we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _OTHERS if name in known), None) or absent("postgresql", "there is no user to run it")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Return the address of a server, up to the name of a database."""
    programs = _programs() or absent("postgresql", "PostgreSQL is not installed")
    user = _somebody()
    # Not below pytest's own folders: those are closed to others, and their names too long for a socket's.
    home = Path(tempfile.mkdtemp(prefix="reporter-pg-"))
    try:
        if user is not None:
            shutil.chown(home, user)
        options = f"-c listen_addresses='' -c unix_socket_directories='{home}' -c fsync=off"

        def call(program: str, *arguments: str) -> None:
            command: list[str | Path] = [programs / program, "-D", home / "data", *arguments]
            group, more = (None, None) if user is None else (pwd.getpwnam(user).pw_gid, ())
            subprocess.run(  # noqa: S603 - our own words
                command, check=True, capture_output=True, cwd=home, user=user, group=group, extra_groups=more
            )

        call("initdb", "-U", "reporter", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
        call("pg_ctl", "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://reporter@/{{}}?host={home}"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def database(postgresql: str) -> str:
    """Return the address of a new, empty database."""
    name = f"ledger_{uuid4().hex}"
    engine = create_engine(postgresql.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgresql.format(name)
