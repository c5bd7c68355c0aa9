"""`reporter mail approve`: somebody lets the messages of a run go."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from reporter.cli import mail_standing, options, screen
from reporter.cli.typed import command


def approve(
    folder: mail_standing.Folder = None,
    *,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who approves; it is kept in the ledger.")],
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            metavar="",
            help="Also let a remediation mail go to people who got one this period, where it says something else now. "
            "A second reminder never goes.",
        ),
    ] = False,
    config: options.Config = None,
) -> None:
    """Record who lets exactly these messages go. Whatever changes in one of them afterwards needs a new approval."""
    settings = options.settings(config, {})
    with screen.progress() as say:
        say("Reading every message")
        run = mail_standing.run_of(folder, settings)
        from reporter.delivery import approve as record  # noqa: PLC0415 - Polars is imported when it is needed

        now = datetime.now(UTC)  # noqa: TID251 - this is reporter.cli
        approval = record(run, settings, by=by, account=options.actor(), again=again, now=now)
    screen.line(f"Approved by {approval.by}: {approval.messages:,} messages for {approval.period}.")
    screen.entry("SHA-256", f"{approval.digest} (of mail/index.csv and, behind it, mail/places.csv)")
    if approval.number == 1:
        screen.note(
            "The ledger is new: it knows of no mail. If any went out before, put back the ledger that recorded them; "
            "without it they would go again."
        )
    screen.line(f"Nothing was sent. To send them: {command('mail', 'send', run.folder)}")
