"""Sending what was approved, trying it out, and saying where each mail stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from reporter.delivery import approving, permission, transports
from reporter.delivery.run_mails import RunMails
from reporter.errors import NotPermittedError, UsageError
from reporter.ledger import Event, record
from reporter.ledger.approvals import Approval
from reporter.ledger.outbox import LedgerOutbox
from reporter.mail.sending import messages, sender
from reporter.mail.sending.pace import Pace
from reporter.mail.sending.sender import Progress, Sent, Setting
from reporter.mail.sending.standing import Choices, Placed, place
from reporter.mailbox import mailbox
from reporter.model.delivery import Clock, Fate, Mail, Receipt, Row, Sleep, State, Step
from reporter.pseudonyms import Key
from reporter.settings import Settings

TRIALS = 3
"""Trial mails where nobody says how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What sending needs of the world around it."""

    clock: Clock
    sleep: Sleep
    environ: Mapping[str, str]
    actor: str
    """The account that types."""
    say: Callable[[Progress], None] = lambda _: None
    stop: Callable[[], bool] = lambda: False
    step: Step = lambda _: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """Where a run's mails stand, and what was just done about it."""

    run: RunMails
    approval: Approval | None
    other: Approval | None
    """The last approval of other messages of the period."""
    placed: tuple[Placed, ...]
    """As they stand now."""
    withheld: Mapping[str, str]
    doubts: tuple[Row, ...]
    """Every mail in doubt, of whatever run."""
    sent: Sent | None = None
    """None: nothing was sent."""


def survey(run: RunMails, settings: Settings, choices: Choices = Choices()) -> Dispatch:  # noqa: B008 - frozen
    """Say where each mail stands; changes nothing.

    Raises:
        ReporterError: The ledger or a list cannot be read.
    """
    withheld = permission.withheld(run, settings)
    with approving.opened(settings) as engine:
        outbox = _outbox(engine)
        approval, other = approving.given(engine, run)
        placed, doubts = _placed(run, outbox, replace(choices, again=bool(approval and approval.again)), withheld)
    return Dispatch(run=run, approval=approval, other=other, placed=placed, withheld=withheld, doubts=doubts)


def send(run: RunMails, settings: Settings, choices: Choices, terms: Terms) -> Dispatch:
    """Send what was approved and did not go yet.

    Args:
        run: The run.
        settings: The workspace's.
        choices: Which mails, and what is allowed beyond the usual.
        terms: Clock, environment and the like.

    Raises:
        NotPermittedError: The messages were not approved, or may not go as the configuration stands now.
        DeliveryError: Somebody else is sending.
        ReporterError: The configuration, the ledger or a list cannot be used.
    """
    permission.stated(run, settings)
    withheld = permission.withheld(run, settings)
    going = [m for m in run.mails if choices.covers(m) and m.name not in withheld]
    permission.heard(going, settings, terms.clock().astimezone(settings.zone).date())
    with approving.opened(settings) as engine:
        outbox = _outbox(engine)
        approval, other = approving.given(engine, run)
        if approval is None:
            raise NotPermittedError("these messages are not approved", hint="Type: reporter mail approve --by NAME")
        choices = replace(choices, again=approval.again)
        chosen = {"resend_in_doubt": int(choices.resend_in_doubt), "retry_refused": int(choices.retry_refused)}
        with transports.transport(settings, terms.environ, sleep=terms.sleep, step=terms.step) as transport:
            setting = Setting(
                period=run.period,
                read=run.read,
                outbox=outbox,
                transport=transport,
                pace=Pace(transports.per_minute(settings), terms.clock, terms.sleep),
                quiet=transports.quiet(settings),
                clock=terms.clock,
                step=terms.step,
                say=terms.say,
                begin=lambda mails: _tell(engine, run, terms, "mail-sending", {"mails": mails, **chosen}),
                stop=terms.stop,
            )
            sent = sender.send(run.mails, choices, setting, set(withheld))
        if sent.fates:
            _tell(engine, run, terms, "mail-sent", {fate.value: sent.fates[fate] for fate in Fate})
        placed, doubts = _placed(run, outbox, choices, withheld)
    return Dispatch(
        run=run,
        approval=approval,
        other=other,
        placed=placed,
        withheld=withheld,
        doubts=doubts,
        sent=sent,
    )


def trial(
    run: RunMails, settings: Settings, choices: Choices, terms: Terms, *, to: str
) -> tuple[tuple[Mail, Receipt], ...]:
    """Send some messages to the operator alone, marked as trials; the outbox does not count them.

    Raises:
        UsageError: The address is none, nothing is chosen, or the transport sends nothing.
        NotPermittedError: The address that mails come from is not stated.
        DeliveryError: Nothing can be handed over.
    """
    try:
        operator = mailbox(to)
    except ValueError as error:
        raise UsageError(f"--to-me: {error}", hint="Write your own address, one alone.") from None
    if not transports.sends(settings):
        where = f"{settings.file_name}, [mail] transport"
        raise UsageError("is files, which sends nothing", where=where, hint='Write "smtp" or "graph".')
    if settings.mail.sender is None:
        where = f"{settings.file_name}, [mail] from"
        raise NotPermittedError("is not stated: where mails come from", where=where, hint="State it, and run again.")
    chosen = [m for m in run.mails if choices.covers(m)][: choices.limit or TRIALS]
    if not chosen:
        raise UsageError("none of the messages is chosen", hint="See what there is: reporter mail preview")
    mark = f"{int(terms.clock().timestamp()):x}"
    pace = Pace(transports.per_minute(settings), terms.clock, terms.sleep)
    done = []
    with (
        transports.transport(settings, terms.environ, sleep=terms.sleep, step=terms.step) as transport,
        transport.open(),
    ):
        for mail in chosen:
            pace.wait()
            data = messages.dated(messages.trial(run.read(mail), operator, mark), terms.clock())
            to_me = replace(mail, recipient=operator.addr_spec)
            done.append((mail, transport.send(to_me, data, known=None, note=lambda _: None)))
    accepted = sum(receipt.fate is Fate.ACCEPTED for _, receipt in done)
    with approving.opened(settings) as engine:
        _tell(engine, run, terms, "mail-trial", {"accepted": accepted})
    return tuple(done)


def _outbox(engine: Engine) -> LedgerOutbox:
    return LedgerOutbox(engine, lambda secret, text: Key(secret, stable=True).digest("outbox-address", text))


def _placed(
    run: RunMails, outbox: LedgerOutbox, choices: Choices, withheld: Mapping[str, str]
) -> tuple[tuple[Placed, ...], tuple[Row, ...]]:
    rows = outbox.rows()
    here = [row for row in rows if row.period == run.period]
    placed = place(run.mails, here, address=outbox.address, choices=choices, withheld=set(withheld))
    return placed, tuple(row for row in rows if row.state in {State.IN_DOUBT, State.SENDING})


def _tell(engine: Engine, run: RunMails, terms: Terms, action: str, counts: Mapping[str, int]) -> None:
    """Add to the audit trail what is begun, and what was done: whoever is killed in between leaves the first."""
    details: dict[str, str | int] = {"digest": run.digest, "period": run.period, **counts}
    with engine.begin() as connection:
        record(connection, Event(at=terms.clock(), actor=terms.actor, action=action, details=details))
