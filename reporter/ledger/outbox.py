"""The outbox: what became of each mail, committed around every attempt, so that whoever is killed leaves the truth.

A person is known by pseudonym and by a keyed digest of the address. The digest finds them again where pseudonyms hold
for one roster only, or where an id was added to the roster; the pseudonym where the address changed. The key of the
digests is the ledger's own: it is made with the outbox, and lies in it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    RowMapping,
    String,
    Table,
    UniqueConstraint,
    and_,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from reporter.errors import DeliveryError
from reporter.ledger.database import metadata
from reporter.model.delivery import Mail, Row, State
from reporter.model.text import comparable_key
from reporter.model.vocabulary import MailKind

_SENDING, _MAKING_KEY = 0x6D61696C, 0x6D61696B  # numbers of PostgreSQL's advisory locks
_PATIENCE = 3  # seconds
_LOCKED = "55P03"  # PostgreSQL's lock_not_available

table = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("period", String(7), nullable=False),
    Column("person", String(40), nullable=False),
    Column("address", String(32), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("says", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("doubted", Boolean, nullable=False),
    Column("at", String(32)),
    Column("transport", String(20), nullable=False),
    Column("answer", String(80), nullable=False),
    Column("reference", String(1000)),
    Column("message_id", String(300), nullable=False),
    UniqueConstraint("period", "person", "kind", "digest"),
)
_secrets = Table(
    "outbox_key",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("secret", String(64), nullable=False),
)


class LedgerOutbox:
    """The outbox of a ledger (`reporter.model.delivery.Outbox`)."""

    def __init__(self, engine: Engine, digest: Callable[[bytes, str], str]) -> None:
        """Open it.

        Args:
            engine: The ledger.
            digest: A keyed hash, `digest(key, text)`.
        """
        self._engine = engine
        self._digest = digest
        with engine.begin() as connection:
            self._key = _key(connection)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the outbox; a process that is killed lets go of it."""
        hold = _file_lock if self._engine.dialect.name == "sqlite" else _advisory_lock
        with hold(self._engine) as mine:
            if not mine:
                raise DeliveryError(
                    "somebody else is sending from this ledger", hint="Wait until that has ended, and send again."
                )
            yield

    def address(self, text: str) -> str:
        """Return the keyed digest of an address."""
        return self._digest(self._key, comparable_key(text))

    def rows(self, period: str | None = None) -> Sequence[Row]:
        """Return the rows of a period, else all."""
        asked = select(table).order_by(table.c.number)
        if period is not None:
            asked = asked.where(table.c.period == period)
        with self._engine.begin() as connection:
            return [_row(found) for found in connection.execute(asked).mappings()]

    def add(self, period: str, mails: Collection[Mail]) -> None:
        """Add mails as new; one that is there stays as it is."""
        with self._engine.begin() as connection:
            known = connection.execute(
                select(table.c.person, table.c.kind, table.c.digest).where(table.c.period == period)
            )
            there = {tuple(row) for row in known}
            new = [m for m in mails if (m.person, m.kind.value, m.digest) not in there]
            if new:
                connection.execute(insert(table), [self._values(period, mail) for mail in new])

    def begin(self, row: Row, *, at: datetime, transport: str) -> None:
        """Note that a mail is handed over.

        Raises:
            DeliveryError: Somebody else got hold of it since `row` was read.
        """
        values = {
            "state": State.SENDING.value,
            "attempts": row.attempts + 1,
            "doubted": row.doubted or row.state is State.IN_DOUBT,
            "transport": transport,
            "answer": "",
        }
        as_read = (table.c.state == row.state.value, table.c.attempts == row.attempts)
        if self._change(row, *as_read, at=at, **values) != 1:
            raise DeliveryError(
                "the outbox changed under our hands: somebody else is sending from this ledger",
                hint="Wait until that has ended, and send again.",
            )

    def note(self, row: Row, reference: str) -> None:
        """Keep how the other side finds the mail again."""
        self._change(row, reference=reference)

    def end(self, row: Row, state: State, *, at: datetime, answer: str = "", reference: str | None = None) -> None:
        """Note what became of it."""
        kept = {"reference": reference} if reference is not None else {}
        self._change(row, at=at, state=state.value, answer=answer, **kept)

    def _change(self, row: Row, *also: ColumnElement[bool], at: datetime | None = None, **values: object) -> int:
        if at is not None:
            values["at"] = at.astimezone(UTC).isoformat(timespec="seconds")
        which = (
            table.c.period == row.period,
            table.c.person == row.person,
            table.c.kind == row.kind.value,
            table.c.digest == row.digest,
        )
        with self._engine.begin() as connection:
            return connection.execute(update(table).where(and_(*which, *also)).values(**values)).rowcount

    def _values(self, period: str, mail: Mail) -> dict[str, object]:
        return {
            "period": period,
            "person": mail.person,
            "address": self.address(mail.recipient),
            "kind": mail.kind.value,
            "digest": mail.digest,
            "says": mail.says,
            "state": State.NEW.value,
            "attempts": 0,
            "doubted": False,
            "transport": "",
            "answer": "",
            "message_id": mail.message_id,
        }


def _row(found: RowMapping) -> Row:
    values: dict[str, Any] = {str(column): value for column, value in found.items()}
    values.pop("number")
    at = values.pop("at")
    kind, state = MailKind(values.pop("kind")), State(values.pop("state"))
    return Row(kind=kind, state=state, at=datetime.fromisoformat(at) if at else None, **values)


def _key(connection: Connection) -> bytes:
    """Return the key of the digests, made the first time."""
    if connection.dialect.name == "postgresql":  # two that open a new ledger make one key
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MAKING_KEY})
    found = connection.execute(select(_secrets.c.secret)).scalar()
    if found is None:
        found = secrets.token_hex(32)
        connection.execute(insert(_secrets).values(number=1, secret=found))
    return bytes.fromhex(found)


@contextmanager
def _file_lock(engine: Engine) -> Iterator[bool]:
    """Lock a file beside the ledger. It stays when it is let go: to remove it would let two hold what has one name."""
    path = Path(f"{Path(engine.url.database or '').resolve()}-sending")  # one file, by whatever name it is reached
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        hint = "See that you may write to the folder of the ledger: who sends holds this file."
        raise DeliveryError(f"cannot be opened: {error.strerror}", where=str(path), hint=hint) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


@contextmanager
def _advisory_lock(engine: Engine) -> Iterator[bool]:
    """Take a lock of PostgreSQL's that ends with the connection.

    It waits a little: the server may not have seen yet that a killed sender is gone.
    """
    with engine.connect() as connection:
        try:
            with connection.begin():
                connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}s'"))
                connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _SENDING})
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCKED:
                raise
            yield False
            return
        try:
            yield True
        finally:
            with suppress(SQLAlchemyError), connection.begin():  # a connection that is gone holds nothing
                connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _SENDING})
