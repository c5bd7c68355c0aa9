"""The sender: one mail after the other, the outbox committed before and after each, and no mail twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from reporter.errors import DeliveryError, ReporterError
from reporter.mail.sending import messages
from reporter.mail.sending.pace import Pace
from reporter.mail.sending.quiet import Quiet
from reporter.mail.sending.standing import Choices, Placed, Standing, place
from reporter.model.delivery import Clock, Fate, Mail, Outbox, Receipt, Row, State, Step, Transport
from reporter.model.vocabulary import MailKind

IN_A_ROW = 5
"""Failures after which something is wrong with more than one mail."""
_SETTLED = timedelta(minutes=5)
_AFTER = {
    Fate.ACCEPTED: State.SENT,
    Fate.REFUSED: State.REFUSED,
    Fate.DEFERRED: State.NEW,
    Fate.UNCLEAR: State.IN_DOUBT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it is."""

    done: int
    total: int
    left: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a call of the sender did."""

    fates: Counter[Fate] = field(default_factory=Counter)
    waiting: Counter[datetime | None] = field(default_factory=Counter)
    """Mails whose people have quiet times, by when these end; None: never."""
    refused: tuple[tuple[Mail, Receipt], ...] = ()
    """And deferred, and in doubt."""
    stopped: ReporterError | None = None
    """Why it ended before its end."""
    interrupted: bool = False
    recovered: int = 0
    """Mails that a killed sender left half way."""
    settled: Counter[Fate] = field(default_factory=Counter)
    """What the other side said of mails in doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the sender works with."""

    period: str
    read: Callable[[Mail], bytes]
    """Returns a message's bytes, and makes sure that they are still those that were approved."""
    outbox: Outbox
    transport: Transport
    pace: Pace
    quiet: Quiet
    clock: Clock
    step: Step = lambda _: None
    say: Callable[[Progress], None] = lambda _: None
    begin: Callable[[int], None] = lambda _: None
    """Is told how many are to go, before the first one does."""
    stop: Callable[[], bool] = lambda: False
    """Whether somebody asked to stop; asked between two mails."""
    in_a_row: int = IN_A_ROW


def recover(outbox: Outbox, clock: Clock) -> int:
    """Put in doubt what a killed sender was handing over; return how many. Nobody else may be sending.

    It may have been accepted or not: nothing on this side can tell.
    """
    left = [row for row in outbox.rows() if row.state is State.SENDING]
    for row in left:
        outbox.end(row, State.IN_DOUBT, at=row.at or clock(), answer="the sender ended")
    return len(left)


def settle(outbox: Outbox, transport: Transport, clock: Clock) -> Counter[Fate]:
    """Ask the other side about mails in doubt, where it can tell, and note the answer; return the answers.

    A mail whose attempt is a few minutes old at most stays in doubt: the other side may not know its own mind yet.
    """
    found: Counter[Fate] = Counter()
    for row in outbox.rows():
        mine = row.state is State.IN_DOUBT and row.transport == transport.name
        if not mine or (row.at is not None and clock() - row.at < _SETTLED):
            continue
        receipt = transport.look(row)
        state = _after(receipt.fate, row) if receipt is not None else State.IN_DOUBT
        if receipt is not None and state is not State.IN_DOUBT:
            outbox.end(row, state, at=clock(), answer=receipt.answer, reference=receipt.reference)
            found[receipt.fate] += 1
    return found


def send(mails: Sequence[Mail], choices: Choices, setting: Setting, withheld: AbstractSet[str] = frozenset()) -> Sent:
    """Send what is to be sent: hold the outbox, mend what a killed sender left, and go on from there.

    Args:
        mails: Those of one folder.
        choices: Which of them.
        setting: What to work with.
        withheld: Names of mails that may not go by now.

    Raises:
        DeliveryError: Somebody else is sending, or the other side cannot be asked about mails in doubt.
    """
    outbox = setting.outbox
    with outbox.alone():
        recovered = recover(outbox, setting.clock)
        settled = settle(outbox, setting.transport, setting.clock)
        rows = outbox.rows(setting.period)
        placed = place(mails, rows, address=outbox.address, choices=choices, withheld=withheld)
        return replace(_send(placed, choices, setting), recovered=recovered, settled=settled)


def _send(placed: Sequence[Placed], choices: Choices, setting: Setting) -> Sent:
    chosen = [p for p in placed if p.standing is Standing.TO_SEND and choices.covers(p.mail)]
    setting.outbox.add(setting.period, [p.mail for p in chosen])
    setting.step("added")
    rows = {(r.person, r.kind, r.digest): r for r in setting.outbox.rows(setting.period)}
    sent = Sent()
    ready: list[Mail] = []
    now = setting.clock()
    for mail in (p.mail for p in chosen):
        until = setting.quiet.until(mail.place, now)
        if until == now:
            ready.append(mail)
        else:
            sent.waiting[until] += 1
    ready = ready[: choices.limit]
    if not ready:
        return sent
    try:
        with setting.transport.open():
            setting.begin(len(ready))
            return _each(ready, rows, sent, setting)
    except ReporterError as error:
        return replace(sent, stopped=error)


def _each(ready: Sequence[Mail], rows: Mapping[tuple[str, MailKind, str], Row], sent: Sent, setting: Setting) -> Sent:
    failed: list[tuple[Mail, Receipt]] = []
    in_a_row = 0
    for number, mail in enumerate(ready):
        if setting.stop():
            return replace(sent, refused=tuple(failed), interrupted=True)
        setting.say(Progress(done=number, total=len(ready), left=setting.pace.left(len(ready) - number)))
        setting.pace.wait()
        until = setting.quiet.until(mail.place, setting.clock())
        if until is None or until > setting.clock():  # it has become quiet there meanwhile
            sent.waiting[until] += 1
            continue
        try:
            receipt = hand_over(mail, rows[mail.person, mail.kind, mail.digest], setting)
        except ReporterError as error:
            return replace(sent, refused=tuple(failed), stopped=error)
        sent.fates[receipt.fate] += 1
        in_a_row = 0 if receipt.fate is Fate.ACCEPTED else in_a_row + 1
        if in_a_row:
            failed.append((mail, receipt))
        if in_a_row == setting.in_a_row:
            stopped = DeliveryError(
                f"{in_a_row} mails in a row were not accepted, so it stopped",
                hint="Correct what their answers name, and send again: what was accepted does not go twice.",
            )
            return replace(sent, refused=tuple(failed), stopped=stopped)
    return replace(sent, refused=tuple(failed))


def hand_over(mail: Mail, row: Row, setting: Setting) -> Receipt:
    """Hand over one mail, its row committed before and after.

    Raises:
        ReporterError: Nothing can be handed over now, or the message is not what was approved; the mail surely was
            not handed over, and is new again.
    """
    data = messages.dated(setting.read(mail), setting.clock())
    outbox, step = setting.outbox, setting.step
    step("begin")
    outbox.begin(row, at=setting.clock(), transport=setting.transport.name)
    step("begun")

    def note(reference: str) -> None:
        outbox.note(row, reference)
        step("noted")

    again = replace(row, doubted=row.doubted or row.state is State.IN_DOUBT)
    known = row.reference if row.transport == setting.transport.name and row.state is State.NEW else None
    try:
        receipt = setting.transport.send(mail, data, known=known, note=note)
    except ReporterError:
        outbox.end(row, _after(Fate.DEFERRED, again), at=setting.clock(), answer="not handed over")
        raise
    step("handed over")
    outbox.end(row, _after(receipt.fate, again), at=setting.clock(), answer=receipt.answer, reference=receipt.reference)
    step("ended")
    return receipt


def _after(fate: Fate, row: Row) -> State:
    """Return what an attempt makes of a mail: where an earlier one is in doubt, only acceptance ends the doubt."""
    return State.IN_DOUBT if row.doubted and fate is not Fate.ACCEPTED else _AFTER[fate]
