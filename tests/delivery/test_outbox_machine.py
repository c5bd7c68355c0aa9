"""Whatever happens, in whatever order: nobody is mailed twice unasked, and what the outbox says is true."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import delete, event

from reporter.errors import DeliveryError
from reporter.ledger import connect
from reporter.ledger.outbox import table
from reporter.mail.sending import sender
from reporter.mail.sending.pace import Pace
from reporter.mail.sending.quiet import Quiet
from reporter.mail.sending.sender import Setting
from reporter.mail.sending.standing import Choices
from reporter.model.delivery import Fate, Mail, Receipt, Row, State
from reporter.model.vocabulary import MailKind
from tests.delivery.crashing import LATER, PERIOD, mail, outbox_of

pytestmark = pytest.mark.thorough

PEOPLE = 2
ANSWERS = ("accepted", "accepted", "refused", "deferred", "unclear, taken", "unclear, lost", "nothing goes")
FATES = {"accepted": Fate.ACCEPTED, "refused": Fate.REFUSED, "deferred": Fate.DEFERRED}


class KilledError(BaseException):
    """What a death looks like from inside: nothing after it happens."""


class Server:
    """Takes mails, and answers as it is told."""

    name = "smtp"

    def __init__(self) -> None:
        self.taken: list[tuple[Mail, bool]] = []
        """And whether it was sent again by choice."""
        self.answers: Iterator[str] = iter(())
        self.step: Callable[[str], None] = lambda _: None
        self.resending: set[str] = set()

    @contextmanager
    def open(self) -> Iterator[None]:
        yield

    def look(self, _row: Row) -> Receipt | None:
        return None

    def send(self, sent: Mail, _data: bytes, *, known: str | None, note: Callable[[str], None]) -> Receipt:
        del known, note
        answer = next(self.answers, "accepted")
        if answer == "nothing goes":
            raise DeliveryError("the server is gone")
        if answer in {"accepted", "unclear, taken"}:
            self.taken.append((sent, f"{sent.kind}{sent.person}" in self.resending))
        self.step("taken")
        return Receipt(fate=FATES.get(answer, Fate.UNCLEAR))


class Sending(RuleBasedStateMachine):
    """Runs of one period, each composed, sent, killed, resumed and sent again."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.engine = connect("sqlite:///ledger.db", self.folder)
        self.engine.dispose()
        event.listen(self.engine, "connect", lambda line, _: line.execute("PRAGMA synchronous = OFF"))
        self.outbox = outbox_of(self.engine)
        self.server = Server()
        self.runs: list[dict[Mail, bytes]] = []

    def teardown(self) -> None:
        self.engine.dispose()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(table))

    @rule(
        news=st.lists(st.sampled_from(["same", "other"]), min_size=PEOPLE, max_size=PEOPLE),
        kind=st.sampled_from(MailKind),
    )
    def compose(self, news: list[str], kind: MailKind) -> None:
        """A run composes its mails anew: new bytes, that say the same or something else."""
        number = len(self.runs)
        found = {}
        for person, what in enumerate(news):
            made, data = mail(person, kind, says="Hello" if what == "same" else f"Hello {number}")
            # What differs from run to run and says nothing: case reference and Message-ID.
            found[Mail(**{**fields(made), "digest": f"{number:03}{made.digest[3:]}"})] = data
        self.runs.append(found)

    @rule(
        which=st.integers(0, 5),
        answers=st.lists(st.sampled_from(ANSWERS), max_size=PEOPLE),
        dies_at=st.none() | st.integers(0, 12),
        choices=st.fixed_dictionaries(
            {
                "again": st.booleans(),
                "resend_in_doubt": st.sampled_from([False, False, True]),
                "retry_refused": st.booleans(),
            }
        ),
    )
    def send(self, which: int, answers: list[str], dies_at: int | None, choices: dict[str, Any]) -> None:
        """One of the runs is sent, perhaps until somebody kills the sender."""
        if not self.runs:
            return
        mails = self.runs[which % len(self.runs)]
        doubted = {f"{r.kind}{r.person}" for r in self.outbox.rows() if r.state in {State.IN_DOUBT, State.SENDING}}
        self.server.resending = doubted if choices["resend_in_doubt"] else set()
        self.server.answers = iter(answers)
        steps = 0

        def step(_name: str) -> None:
            nonlocal steps
            if steps == dies_at:
                raise KilledError
            steps += 1

        self.server.step = step
        setting = Setting(
            period=PERIOD,
            read=mails.__getitem__,
            outbox=self.outbox,
            transport=self.server,
            pace=Pace(1000, lambda: LATER, lambda _: None),
            quiet=Quiet(),
            clock=lambda: LATER,
            step=step,
        )
        try:
            sender.send(list(mails), Choices(**choices), setting)
        except KilledError:
            return

    @invariant()
    def nobody_is_mailed_twice_unasked(self) -> None:
        unasked = [m for m, again in self.server.taken if not again]
        reminders = Counter(m.person for m in unasked if m.kind is MailKind.REMINDER)
        said = Counter((m.person, m.says) for m in unasked if m.kind is MailKind.REMEDIATION)
        assert max(reminders.values(), default=0) <= 1
        assert max(said.values(), default=0) <= 1

    @invariant()
    def what_the_outbox_says_is_true(self) -> None:
        taken = {(m.kind, m.person, m.digest) for m, _ in self.server.taken}
        rows = {(r.kind, r.person, r.digest): r.state for r in self.outbox.rows()}
        for key in taken:
            assert rows[key] in {State.SENT, State.IN_DOUBT, State.SENDING}
        for key, state in rows.items():
            if state is State.SENT:
                assert key in taken


def fields(made: Mail) -> dict[str, Any]:
    return {name: getattr(made, name) for name in made.__slots__}


TestSending = Sending.TestCase
TestSending.settings = settings(
    max_examples=120, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
