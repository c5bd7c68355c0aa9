"""`reporter mail send`: what was approved goes, once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import mail_standing, options, screen
from reporter.cli.typed import command, typed
from reporter.errors import DeliveryError, NotPermittedError

if TYPE_CHECKING:  # imported when the command runs
    from reporter.delivery import Dispatch, RunMails, Terms
    from reporter.mail.sending.sender import Progress, Sent
    from reporter.mail.sending.standing import Choices
    from reporter.settings import Settings

_WHICH = "Which"
_TRYING = "Trying it out"


def send(
    folder: mail_standing.Folder = None,
    *,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            metavar="",
            rich_help_panel=_TRYING,
            help="Only say what would go. So it is anyhow until somebody approves: reporter mail approve",
        ),
    ] = False,
    to_me: Annotated[
        str | None,
        typer.Option(
            "--to-me",
            metavar="ADDRESS",
            rich_help_panel=_TRYING,
            help="Send to yourself instead, marked as a trial: 3 messages, or --limit. They do not count as sent.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="PSEUDONYM", rich_help_panel=_WHICH, help="One person's. May be repeated."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", rich_help_panel=_WHICH, help="remediation or reminder.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, rich_help_panel=_WHICH, help="At most so many.")
    ] = None,
    resend_in_doubt: Annotated[
        bool,
        typer.Option(
            "--resend-in-doubt",
            metavar="",
            rich_help_panel=_WHICH,
            help="Also those in doubt. Somebody may then get a mail twice.",
        ),
    ] = False,
    retry_refused: Annotated[
        bool,
        typer.Option("--retry-refused", metavar="", rich_help_panel=_WHICH, help="Also those that were refused."),
    ] = False,
    config: options.Config = None,
) -> None:
    """Send the approved messages of a run, each at most once. Stop it whenever you like: the next call goes on."""
    settings = options.settings(config, {})
    with screen.progress() as say:
        say("Reading every message")
        run = mail_standing.run_of(folder, settings)
    choices = _choices(run, only, kind, limit, resend_in_doubt=resend_in_doubt, retry_refused=retry_refused)
    if to_me is not None:
        _trial(run, settings, choices, to_me)
        return
    from reporter.delivery import survey, transports  # noqa: PLC0415

    before = survey(run, settings, choices)
    if before.approval is None and before.other is not None and not dry_run:
        _would(before, choices, settings)
        approve = command("mail", "approve", run.folder)
        raise NotPermittedError(
            f"these messages are not those that {before.other.by} approved for {before.other.period} on "
            f"{mail_standing.when(before.other.at, settings)}; nothing was sent",
            hint=f"Look at them, and let somebody approve them anew: {approve} --by NAME",
        )
    if dry_run or before.approval is None or not transports.sends(settings):
        _would(before, choices, settings)
        screen.line()
        if not transports.sends(settings):
            screen.line(
                f"Nothing was sent: [mail] transport is files, so the messages in {run.folder / 'mail'}/ are all there "
                'is. To send them write transport = "smtp" or "graph" in ' + settings.file_name + "."
            )
        elif before.approval is None:
            approve = command("mail", "approve", run.folder)
            screen.line(f"Nothing was sent: nobody has approved these messages. {approve} --by NAME")
        else:
            screen.line("Nothing was sent: this was a dry run.")
        return
    _send(run, settings, choices)


def _choices(
    run: RunMails,
    only: list[str] | None,
    kind: str | None,
    limit: int | None,
    *,
    resend_in_doubt: bool,
    retry_refused: bool,
) -> Choices:
    from reporter.mail.sending.standing import Choices  # noqa: PLC0415
    from reporter.model.vocabulary import MailKind  # noqa: PLC0415

    people = {mail.person for mail in run.mails}
    if unknown := [one for one in only or () if one not in people]:
        raise typer.BadParameter(f"--only {unknown[0]}: the run has no mail to this pseudonym")
    if kind is not None and kind not in list(MailKind):
        raise typer.BadParameter("--kind takes remediation or reminder")
    return Choices(
        resend_in_doubt=resend_in_doubt,
        retry_refused=retry_refused,
        only=frozenset(only or ()),
        kinds=frozenset([MailKind(kind)] if kind else MailKind),
        limit=limit,
    )


def _would(dispatch: Dispatch, choices: Choices, settings: Settings) -> None:
    from reporter.mail.sending.standing import Standing  # noqa: PLC0415

    going = [p for p in dispatch.placed if p.standing is Standing.TO_SEND and choices.covers(p.mail)][: choices.limit]
    screen.line(f"{len(going):,} of {len(dispatch.placed):,} messages would go now, quiet times aside.")
    mail_standing.approved(dispatch, settings)
    screen.line()
    mail_standing.stand(dispatch, settings)


def _trial(run: RunMails, settings: Settings, choices: Choices, to: str) -> None:
    from reporter.delivery import trial  # noqa: PLC0415
    from reporter.model.delivery import Fate  # noqa: PLC0415

    with screen.progress() as say:
        say("Sending trial messages")
        done = trial(run, settings, choices, _terms(), to=to)
    for mail, receipt in done:
        screen.line(f"  {mail.name}: {receipt.fate} ({receipt.answer})")
    accepted = sum(receipt.fate is Fate.ACCEPTED for _, receipt in done)
    screen.line(f"{accepted} of {len(done)} trial messages were accepted for you alone. They do not count as sent.")
    if accepted < len(done):
        raise typer.Exit(DeliveryError.exit_code)


def _send(run: RunMails, settings: Settings, choices: Choices) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from reporter.delivery import send as do  # noqa: PLC0415

    asked: list[int] = []
    with _patient(asked), screen.progress() as say:

        def tell(progress: Progress) -> None:
            say(f"{progress.done:,} of {progress.total:,} handed over, {_about(progress.left)} left")

        terms = replace(_terms(), say=tell, stop=lambda: bool(asked))
        dispatch = do(run, settings, choices, terms)
    _report(dispatch, run.folder, settings)


def _report(dispatch: Dispatch, folder: Path, settings: Settings) -> None:
    from reporter.model.delivery import Fate  # noqa: PLC0415

    sent = dispatch.sent
    if sent is None:
        raise TypeError
    if sent.recovered:
        screen.line(f"An earlier sending was cut off; what it was handing over is in doubt: {sent.recovered:,}.")
    for fate, words in ((Fate.ACCEPTED, "had been accepted"), (Fate.DEFERRED, "had not been sent")):
        if count := sent.settled[fate]:
            screen.line(f"Of those in doubt, as the mailbox shows, {count:,} {words}.")
    tried = sum(sent.fates.values()) + sum(sent.waiting.values())
    screen.line(
        f"Accepted now: {sent.fates[Fate.ACCEPTED]:,}." if tried or sent.stopped else "Nothing was left to send."
    )
    for until, count in sorted(sent.waiting.items(), key=lambda item: str(item[0])):
        wait = (
            f"until {mail_standing.when(until, settings)}"
            if until
            else "for two weeks and more; see [mail] quiet, zone"
        )
        screen.line(f"Waiting, as it is quiet where they work {wait}: {count:,}. Then send again.")
    _failures(sent)
    screen.line()
    mail_standing.stand(dispatch, settings)
    if sent.interrupted:
        screen.note("Stopped between two mails, as you asked. To go on: " + command("mail", "send", folder))
    if sent.stopped is not None:
        raise sent.stopped
    if sent.refused or sent.recovered:
        raise typer.Exit(DeliveryError.exit_code)


def _failures(sent: Sent) -> None:
    from reporter.model.delivery import Fate  # noqa: PLC0415

    meanings = {
        Fate.REFUSED: "not accepted, and not tried again unless you say --retry-refused.",
        Fate.DEFERRED: typed("surely not accepted, and tried again by the next reporter mail send."),
        Fate.UNCLEAR: "in doubt; nothing says whether it was accepted.",
    }
    if sent.refused:
        screen.heading("Not accepted now")
        screen.table(
            ("message", "row", "what", "answer"),
            [(mail.name, str(mail.row), receipt.fate.value, receipt.answer) for mail, receipt in sent.refused[:20]],
        )
        for fate, meaning in meanings.items():
            if any(receipt.fate is fate for _, receipt in sent.refused):
                screen.line(f"  {fate.capitalize()} means: {meaning}")


def _terms() -> Terms:
    from reporter.delivery import Terms  # noqa: PLC0415

    return Terms(
        clock=lambda: datetime.now(UTC),  # noqa: TID251 - this is reporter.cli
        sleep=time.sleep,
        environ=os.environ,
        actor=options.actor(),
    )


@contextmanager
def _patient(asked: list[int]) -> Iterator[None]:
    """Let the mail that is being handed over get through when somebody asks to stop; the second time, stop at once."""

    def ask(number: int, frame: FrameType | None) -> None:
        before = earlier[signal.Signals(number)]
        if asked and callable(before):
            before(number, frame)
        if not asked:
            screen.note("Stopping after this mail. Asked once more, it stops at once, and the mail may be in doubt.")
        asked.append(number)

    earlier = {
        number: signal.signal(number, ask)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is not signal.SIG_IGN  # as nohup has it
    }
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _about(left: timedelta) -> str:
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    return f"about {hours} h {rest:02} min" if hours else f"about {minutes} min"
