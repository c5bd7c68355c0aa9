"""`reporter mail …`: from a run's messages to people."""

from __future__ import annotations

import typer

from reporter.cli import mail_approve, mail_preview, mail_send, mail_status

app = typer.Typer(
    name="mail",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Look at the mails of a run, approve them, send them, and see what became of each.",
    epilog="Example:  reporter mail preview runs/2026-Q4",
)
for name, command, example in (
    ("preview", mail_preview.preview, "reporter mail preview runs/2026-Q4 --show P-7F3K-29QX-M4TD --browser"),
    ("approve", mail_approve.approve, "reporter mail approve runs/2026-Q4 --by 'Grace Hopper'"),
    ("send", mail_send.send, "reporter mail send runs/2026-Q4 --to-me grace@example.com"),
    ("status", mail_status.status, "reporter mail status runs/2026-Q4"),
):
    app.command(name, epilog=f"Example:  {example}")(command)
