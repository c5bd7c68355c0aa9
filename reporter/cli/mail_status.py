"""`reporter mail status`: where each mail stands, and no more than is known."""

from __future__ import annotations

from reporter.cli import mail_standing, options, screen


def status(folder: mail_standing.Folder = None, *, config: options.Config = None) -> None:
    """Say where the mails of a run stand. Accepted means by the next mail server; whether it arrived, nobody knows."""
    settings = options.settings(config, {})
    with screen.progress() as say:
        say("Reading every message")
        run = mail_standing.run_of(folder, settings)
        from reporter.delivery import survey  # noqa: PLC0415 - Polars is imported when it is needed

        dispatch = survey(run, settings)
    screen.line(f"{len(run.mails):,} messages of {run.folder} for {run.period}.")
    mail_standing.approved(dispatch, settings)
    screen.line()
    mail_standing.stand(dispatch, settings)
    screen.line()
    screen.line("Accepted means that the next mail server took it. Bounces go to the address that mails come from.")
