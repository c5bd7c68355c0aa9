"""The ledger's database: an SQLite file beside `reporter.toml`, or PostgreSQL (`[ledger] database`).

Every table is declared on `metadata`, in the module that reads and writes it. A transaction is committed before
whatever it announces happens: SQLite syncs each commit to disk, and starts each transaction as a writer, so that two
processes wait for each other instead of failing half way.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from reporter.errors import ReporterError, UsageError

metadata = MetaData()
"""All tables of the ledger."""

_TABLES = ("approvals", "events", "followups", "outbox")
"""The modules of this package that declare tables."""
_KINDS = {"sqlite", "postgresql+psycopg"}
_WAIT = 30  # seconds for another process to finish its transaction
_WRITABLE = (
    "See that the database is there and whole, of this version of reporter, that you may write to it, and that its "
    "disk has room; then do it again."
)
_HINT = 'Write database = "sqlite:///ledger.db" or "postgresql+psycopg://USER@HOST/NAME" under [ledger].'


def connect(url: str, folder: Path) -> Engine:
    """Return the ledger's engine; a missing SQLite file, and missing tables, are made.

    Args:
        url: As `[ledger] database` states it. A password does not stand in it: PostgreSQL's own PGPASSWORD or
            password file hold it.
        folder: What the path of an SQLite file is relative to: the workspace.

    Raises:
        UsageError: The address is none, or the database cannot be opened.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise UsageError("is no address of a database", where="[ledger] database", hint=_HINT) from error
    where = _shown(address)
    if address.drivername not in _KINDS:
        raise UsageError("is a kind of database the ledger cannot use", where=where, hint=_HINT)
    for module in _TABLES:
        import_module(f"reporter.ledger.{module}")
    try:
        if address.drivername == "sqlite":
            path = folder / (address.database or "ledger.db")
            _create(path)
            engine = create_engine(address.set(database=str(path)), connect_args={"timeout": _WAIT})
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
        else:
            engine = create_engine(address, pool_pre_ping=True)
        metadata.create_all(engine)
    except ImportError as error:
        raise UsageError(
            "the driver for PostgreSQL is not installed", where=where, hint="Type: pip install 'reporter[postgresql]'"
        ) from error
    except (SQLAlchemyError, OSError, ValueError) as error:
        raise UsageError(f"the ledger cannot be opened: {_reason(error)}", where=where, hint=_WRITABLE) from error
    return engine


@contextmanager
def opened(url: str, folder: Path, failing: type[ReporterError] = UsageError) -> Iterator[Engine]:
    """Open the ledger for a while; arguments are those of `connect`.

    Args:
        url: As `[ledger] database` states it.
        folder: The workspace.
        failing: The error that it is where the database fails later on.

    Raises:
        UsageError: It cannot be opened.
    """
    engine = connect(url, folder)
    try:
        yield engine
    except SQLAlchemyError as error:
        what = f"the ledger cannot be used any more: {_reason(error)}"
        raise failing(
            what, where=_shown(engine.url), hint=f"{_WRITABLE} What was committed before is there."
        ) from error
    finally:
        engine.dispose()


def _shown(address: URL) -> str:
    """Return an address for a message: what may follow a question mark may be a password, too."""
    return address.set(query={}).render_as_string(hide_password=True)


def _reason(error: Exception) -> str:
    """Return the first line of what the database itself says: what SQLAlchemy adds holds values of rows."""
    cause = getattr(error, "orig", None) or error
    if isinstance(error, SQLAlchemyError) and cause is error:
        return type(error).__name__
    return next(iter(str(cause).strip().splitlines()), type(cause).__name__)


def exists(url: str, folder: Path) -> bool:
    """Return whether there is a ledger to read: an SQLite file is not made by looking for it."""
    try:
        address = make_url(url)
    except ArgumentError:
        return True  # `connect` says what is wrong with it
    return address.drivername != "sqlite" or (folder / (address.database or "ledger.db")).exists()


def _create(path: Path) -> None:
    """Make an SQLite file that its owner alone can open, if there is none; its companions take its permissions."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    connection.isolation_level = None  # SQLAlchemy begins; the driver's own way would begin as a reader
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:  # noqa: ANN401 - the event's own type
    connection.exec_driver_sql("BEGIN IMMEDIATE")
