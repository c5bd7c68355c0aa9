"""Handing mails over: the outbox's rows, what a transport says, and the protocols between them and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from reporter.model.vocabulary import MailKind

Clock = Callable[[], datetime]
"""Returns the time, with its zone."""
Sleep = Callable[[float], None]
"""Waits for so many seconds."""
Step = Callable[[str], None]
"""Is told of each step on which a death matters; tests die there."""


class State(StrEnum):
    """What is known of a mail. `sent` means accepted by the next server, never delivered."""

    NEW = "new"
    SENDING = "sending"
    """Being handed over; or, where nobody is sending, whoever did was killed."""
    SENT = "sent"
    REFUSED = "refused"
    """For good."""
    IN_DOUBT = "in-doubt"
    """It may have been accepted, or not."""


class Fate(StrEnum):
    """What became of one attempt."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """For good, and for this mail alone."""
    DEFERRED = "deferred"
    """Surely not accepted; another attempt may be."""
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message of a run's folder, as it was read back and found to be safe; its bytes stay on disk."""

    name: str
    """In the folder: `mail/reminder/P-….eml`."""
    row: int
    """Of `mail/index.csv`, as a spreadsheet counts."""
    kind: MailKind
    language: str
    person: str
    """The pseudonym."""
    place: str | None
    """Region or country; None: not known."""
    digest: str
    """SHA-256 of the file."""
    says: str
    """Digest of subject and text without what is new in every run: equal if the person would read the same."""
    subject: str = field(repr=False)
    recipient: str = field(repr=False)
    """The one bare address, in ASCII."""
    message_id: str
    """With its angle brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a transport says of one attempt."""

    fate: Fate
    answer: str = ""
    """The other side's code, such as `550 5.1.1`; never its words, which may name people."""
    reference: str | None = None
    """How the other side finds it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A mail as the outbox knows it."""

    period: str
    person: str
    address: str
    """Keyed digest of the recipient's address: who got a mail under another pseudonym is known by it."""
    kind: MailKind
    digest: str
    says: str
    state: State
    attempts: int
    doubted: bool
    """An attempt before the last is in doubt still, whatever came of those after it."""
    at: datetime | None
    """When the state last changed; None: never attempted."""
    transport: str
    """Of the last attempt; empty before it."""
    answer: str
    reference: str | None
    message_id: str


class Outbox(Protocol):
    """Remembers every mail. Each call is one transaction, committed when it returns."""

    def alone(self) -> AbstractContextManager[None]:
        """Hold the outbox, so that nobody else sends meanwhile.

        Raises:
            DeliveryError: Somebody else holds it.
        """
        ...

    def address(self, text: str) -> str:
        """Return the keyed digest of an address."""
        ...

    def rows(self, period: str | None = None) -> Sequence[Row]:
        """Return the rows of a period, else all of them, oldest first."""
        ...

    def add(self, period: str, mails: Collection[Mail]) -> None:
        """Add mails as new; one that is there stays as it is."""
        ...

    def begin(self, row: Row, *, at: datetime, transport: str) -> None:
        """Note, before it happens, that a mail is handed over."""
        ...

    def note(self, row: Row, reference: str) -> None:
        """Keep how the other side finds the mail again, while it is handed over."""
        ...

    def end(self, row: Row, state: State, *, at: datetime, answer: str = "", reference: str | None = None) -> None:
        """Note what became of it. A reference that was noted is kept where none is given."""
        ...


class Transport(Protocol):
    """Hands mails over, one at a time."""

    @property
    def name(self) -> str:
        """What the outbox calls it."""
        ...

    def open(self) -> AbstractContextManager[None]:
        """Connect and sign in, until the end of the block.

        Raises:
            DeliveryError: That cannot be done; nothing was handed over.
        """
        ...

    def send(self, mail: Mail, data: bytes, *, known: str | None, note: Callable[[str], None]) -> Receipt:
        """Hand over one message.

        Args:
            mail: Whom it is to.
            data: Its bytes, with `Date`.
            known: What was noted at an earlier attempt that surely did not reach anybody.
            note: Keeps how the other side finds it again; committed when it returns.

        Raises:
            DeliveryError: Nothing can be handed over now, and this message surely was not.
        """
        ...

    def look(self, row: Row) -> Receipt | None:
        """Find out what became of a mail in doubt; None: this transport cannot.

        `DEFERRED` means that it was surely not sent.
        """
        ...
