"""Approving: somebody lets the messages of a run go, exactly as they are."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from reporter import ledger
from reporter.delivery import permission
from reporter.delivery.run_mails import RunMails
from reporter.errors import DeliveryError, UsageError
from reporter.ledger import Event, approvals, record
from reporter.ledger.approvals import Approval
from reporter.settings import Settings

_LONGEST = 300


def opened(settings: Settings) -> AbstractContextManager[Engine]:
    """Open the workspace's ledger.

    Raises:
        UsageError: It cannot be opened.
        DeliveryError: It fails later on: what was being handed over is in doubt then.
    """
    return ledger.opened(settings.ledger.database, settings.workspace or Path(), DeliveryError)


def approve(run: RunMails, settings: Settings, *, by: str, account: str, again: bool, now: datetime) -> Approval:
    """Record who lets the messages of a run go.

    Args:
        run: The run.
        settings: The workspace's.
        by: Who approves, as stated.
        account: Who types, as this machine knows them.
        again: Also remediation mails to people who got one this period that said something else.
        now: The time.

    Raises:
        NotPermittedError: Sender or contact are not stated, or a works council was not heard.
        UsageError: There is nothing to approve, or nobody is named.
    """
    if not by.strip() or not by.isprintable() or len(by) > _LONGEST:
        raise UsageError("--by names nobody", hint="Write the name of who approves, as in --by 'Grace Hopper'.")
    if not run.mails:
        raise UsageError("the run wrote no mail, so there is nothing to approve", where=str(run.folder))
    permission.stated(run, settings)
    permission.heard(run.mails, settings, now.astimezone(settings.zone).date())
    approval = Approval(
        digest=run.digest,
        report_id=run.report_id,
        period=run.period,
        messages=len(run.mails),
        again=again,
        by=by.strip(),
        at=now,
    )
    details: dict[str, str | int] = {
        "digest": run.digest,
        "report_id": run.report_id,
        "period": run.period,
        "messages": len(run.mails),
        "again": int(again),
        "account": account,
    }
    with opened(settings) as engine, engine.begin() as connection:
        approval = approvals.approve(connection, approval)
        record(connection, Event(at=now, actor=approval.by, action="mail-approved", details=details))
    return approval


def given(engine: Engine, run: RunMails) -> tuple[Approval | None, Approval | None]:
    """Return the approval of exactly these messages, and the last of other messages of the period.

    Several approvals of the same messages are one, by who said it last; once `again` was said, it holds.
    """
    with engine.begin() as connection:
        found = approvals.approvals(connection, run.period)
    mine = [a for a in found if a.digest == run.digest]
    others = [a for a in found if a.digest != run.digest]
    told = [a for a in mine if a.again] or mine
    return (told[-1] if told else None), (others[-1] if others else None)
