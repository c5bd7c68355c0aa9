"""The sender: paced, patient, and stopped by whoever asks or by failures in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reporter.errors import DeliveryError, UsageError
from reporter.ledger import connect
from reporter.ledger.outbox import LedgerOutbox
from reporter.mail.sending import sender
from reporter.mail.sending.pace import Pace
from reporter.mail.sending.quiet import Hours, Quiet
from reporter.mail.sending.sender import Progress, Setting
from reporter.mail.sending.standing import Choices
from reporter.model.delivery import Fate, Mail, Receipt, Row, State
from tests.delivery.crashing import NOW, PERIOD, mail, outbox_of

MAILS = dict(mail(number) for number in range(8))


class Clock:
    """Time that passes while somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


class Scripted:
    """Says of each mail what it is told to say."""

    name = "graph-draft"

    def __init__(self, *fates: Fate) -> None:
        self.fates = iter(fates)
        self.seen: list[tuple[str, str | None]] = []
        self.asked = 0
        self.answer: Receipt | None = None

    @contextmanager
    def open(self) -> Iterator[None]:
        yield

    def send(self, sent: Mail, data: bytes, *, known: str | None, note: Callable[[str], None]) -> Receipt:
        assert data.startswith(b"Date: Fri, 27 Nov 2026")
        self.seen.append((sent.person, known))
        note(f"draft {len(self.seen)}")
        return Receipt(fate=next(self.fates, Fate.ACCEPTED), answer="250")

    def look(self, _row: Row) -> Receipt | None:
        self.asked += 1
        return self.answer


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[LedgerOutbox]:
    engine = connect("sqlite:///ledger.db", tmp_path)
    yield outbox_of(engine)
    engine.dispose()


def setting(outbox: LedgerOutbox, transport: Scripted, clock: Clock, **changes: Any) -> Setting:
    given: dict[str, Any] = {
        "period": PERIOD,
        "read": MAILS.__getitem__,
        "outbox": outbox,
        "transport": transport,
        "pace": Pace(25, clock, clock.sleep),
        "quiet": Quiet(),
        "clock": clock,
    }
    return Setting(**(given | changes))


def states(outbox: LedgerOutbox) -> list[State]:
    return [row.state for row in outbox.rows()]


def test_mails_are_spaced_and_the_rest_is_foretold(outbox: LedgerOutbox) -> None:
    clock, told = Clock(), list[Progress]()
    sent = sender.send(list(MAILS), Choices(), setting(outbox, Scripted(), clock, say=told.append))
    assert sent.fates == {Fate.ACCEPTED: 8}
    assert clock.slept == pytest.approx([2.4] * 7)
    assert told[0] == Progress(done=0, total=8, left=timedelta(seconds=19.2))
    assert told[-1].left == timedelta(seconds=2.4)


def test_failures_in_a_row_stop_it_and_an_acceptance_between_them_does_not(outbox: LedgerOutbox) -> None:
    fates = [Fate.REFUSED, Fate.DEFERRED, Fate.UNCLEAR, Fate.REFUSED, Fate.ACCEPTED, Fate.REFUSED, Fate.REFUSED]
    sent = sender.send(list(MAILS), Choices(), setting(outbox, Scripted(*fates), Clock(), in_a_row=4))
    assert sent.stopped is not None
    assert sum(sent.fates.values()) == 4
    assert states(outbox) == [State.REFUSED, State.NEW, State.IN_DOUBT, State.REFUSED, *[State.NEW] * 4]
    # What was deferred is tried again; what was refused or is in doubt is not.
    second = Scripted(Fate.ACCEPTED, Fate.REFUSED, Fate.REFUSED, Fate.REFUSED, Fate.ACCEPTED)
    sent = sender.send(list(MAILS), Choices(), setting(outbox, second, Clock(), in_a_row=4))
    assert sent.stopped is None
    assert [person for person, _ in second.seen] == [m.person for m in list(MAILS)[1:2] + list(MAILS)[4:]]


def test_whoever_asks_to_stop_is_heard_between_two_mails(outbox: LedgerOutbox) -> None:
    transport = Scripted()
    stop = lambda: len(transport.seen) == 2  # noqa: E731 - short
    sent = sender.send(list(MAILS), Choices(), setting(outbox, transport, Clock(), stop=stop))
    assert sent.interrupted
    assert states(outbox).count(State.SENT) == 2
    assert State.SENDING not in states(outbox)


def test_when_it_becomes_quiet_meanwhile_the_rest_waits(outbox: LedgerOutbox) -> None:
    night = Quiet(elsewhere=Hours(start=time(11, 0, 5), end=time(13), zones=(ZoneInfo("Europe/Berlin"),)))
    sent = sender.send(list(MAILS), Choices(), setting(outbox, Scripted(), Clock(), quiet=night))
    assert sent.fates == {Fate.ACCEPTED: 3}
    assert sent.waiting == {datetime(2026, 11, 27, 12, 0, tzinfo=UTC): 5}


def test_a_draft_that_surely_was_not_sent_is_used_again(outbox: LedgerOutbox) -> None:
    one = Choices(only=frozenset([next(iter(MAILS)).person]))
    sender.send(list(MAILS), one, setting(outbox, Scripted(Fate.DEFERRED), Clock()))
    again = Scripted()
    sender.send(list(MAILS), one, setting(outbox, again, Clock()))
    assert again.seen == [(next(iter(MAILS)).person, "draft 1")]


def test_the_other_side_is_asked_about_doubts_once_they_have_settled(outbox: LedgerOutbox) -> None:
    one = Choices(only=frozenset([next(iter(MAILS)).person]))
    sender.send(list(MAILS), one, setting(outbox, Scripted(Fate.UNCLEAR), Clock()))
    clock, transport = Clock(), Scripted()
    transport.answer = Receipt(fate=Fate.ACCEPTED)
    sender.send(list(MAILS), one, setting(outbox, transport, clock))
    assert transport.asked == 0
    clock.sleep(300)
    assert sender.send(list(MAILS), one, setting(outbox, transport, clock)).settled == {Fate.ACCEPTED: 1}
    assert states(outbox) == [State.SENT]
    assert not transport.seen


def test_a_mail_sent_again_by_choice_and_then_refused_is_in_doubt_still(outbox: LedgerOutbox) -> None:
    one = Choices(only=frozenset([next(iter(MAILS)).person]), resend_in_doubt=True)
    for fates in ([Fate.UNCLEAR], [Fate.REFUSED]):
        sender.send(list(MAILS), one, setting(outbox, Scripted(*fates), Clock()))
    assert states(outbox) == [State.IN_DOUBT]


def test_nobody_else_sends_meanwhile(outbox: LedgerOutbox) -> None:
    with outbox.alone(), pytest.raises(DeliveryError, match="somebody else is sending"):
        sender.send(list(MAILS), Choices(), setting(outbox, Scripted(), Clock()))
    sender.send(list(MAILS), Choices(limit=1), setting(outbox, Scripted(), Clock()))
    assert states(outbox).count(State.SENT) == 1


def test_a_row_that_somebody_else_took_is_not_sent(outbox: LedgerOutbox) -> None:
    outbox.add(PERIOD, list(MAILS))
    row = outbox.rows()[0]
    outbox.begin(row, at=NOW, transport="smtp")
    with pytest.raises(DeliveryError, match="changed under our hands"):
        outbox.begin(row, at=NOW, transport="smtp")


def test_the_ledger_holds_no_address(outbox: LedgerOutbox, tmp_path: Path) -> None:
    sender.send(list(MAILS), Choices(), setting(outbox, Scripted(), Clock()))
    recipient = next(iter(MAILS)).recipient
    assert recipient.encode() not in b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert outbox.address(recipient) == outbox.address(recipient.upper()) == outbox.rows()[0].address


def test_a_sign_in_that_ends_meanwhile_leaves_nothing_in_doubt(outbox: LedgerOutbox) -> None:
    class Signed(Scripted):
        def send(self, sent: Mail, data: bytes, *, known: str | None, note: Callable[[str], None]) -> Receipt:
            if self.seen:
                raise UsageError("nobody is signed in for this application")
            return super().send(sent, data, known=known, note=note)

    sent = sender.send(list(MAILS), Choices(), setting(outbox, Signed(), Clock()))
    assert isinstance(sent.stopped, UsageError)
    assert [row.state for row in outbox.rows()] == [State.SENT, *[State.NEW] * 7]


def test_a_clock_that_is_set_back_makes_nobody_wait_for_it() -> None:
    clock = Clock()
    pace = Pace(60, clock, clock.sleep)
    pace.wait()
    clock.now -= timedelta(hours=1)
    pace.wait()
    pace.wait()
    assert clock.slept == [1, 1]
