"""`reporter mail preview`: what would go, to how many, and any one of it."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import mail_standing, options, screen
from reporter.cli.typed import command
from reporter.errors import UsageError

if TYPE_CHECKING:  # imported when the command runs
    from reporter.delivery import RunMails
    from reporter.model.delivery import Mail


def preview(
    folder: mail_standing.Folder = None,
    *,
    show: Annotated[
        str | None,
        typer.Option("--show", metavar="NAME", help="One message: its pseudonym, its row, or its name in mail/."),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser", metavar="", help="Show that message in the browser, as a mail program would.")
    ] = False,
    config: options.Config = None,
) -> None:
    """Read every message of a run back, and count them by kind, language and country; show any one. Sends nothing."""
    settings = options.settings(config, {})
    with screen.progress() as say:
        say("Reading every message")
        run = mail_standing.run_of(folder, settings)
    if show is not None:
        _show(run, _named(run, show), browser=browser)
        return
    if browser:
        raise UsageError("--browser shows one message", hint="Name it with --show.")
    from reporter.delivery import survey  # noqa: PLC0415 - the ledger is opened when it is needed

    _counts(run)
    dispatch = survey(run, settings)
    screen.heading("Where they stand")
    mail_standing.approved(dispatch, settings)
    mail_standing.stand(dispatch, settings)
    screen.heading("What to do next")
    some = command("mail", "preview", run.folder, "--show", "2")
    screen.item("1.", f"Read some: {some}, and in the browser with --browser.")
    screen.item("2.", f"Send yourself a few: {command('mail', 'send', run.folder)} --to-me YOUR-ADDRESS")
    screen.item("3.", f"Approve them: {command('mail', 'approve', run.folder)} --by NAME")


def _counts(run: RunMails) -> None:
    from reporter.model.vocabulary import MailKind  # noqa: PLC0415
    from reporter.wording import words  # noqa: PLC0415
    from reporter.wording.environment import country  # noqa: PLC0415

    screen.line(
        f"{len(run.mails):,} messages for {run.period}, every one read back: one recipient each, our headers only."
    )
    screen.line(f"From {run.sender or 'nobody'}; report {run.report_id}, as of {run.as_of}.")
    kinds = [kind.value for kind in MailKind]
    codes = {mail.name: (mail.place or "").partition("-")[0] for mail in run.mails}
    names = {code: country(code) if code else "not known" for code in set(codes.values())}
    said = {"language": [mail.language for mail in run.mails], "country": [names[codes[m.name]] for m in run.mails]}
    for title, values in said.items():
        counts = Counter(zip(values, (mail.kind.value for mail in run.mails), strict=True))
        numbers = {name: [counts[name, kind] for kind in kinds] for name in sorted(set(values))}
        rows: list[tuple[object, ...]] = [(name, *n, sum(n)) for name, n in numbers.items()]
        total = [sum(column) for column in zip(*numbers.values(), strict=True)] or [0] * len(kinds)
        screen.heading(f"By {title}")
        screen.table((title, *kinds, "all"), [*rows, ("all", *total, sum(total))], foot=True)
    if run.withheld:
        screen.heading("Would get a mail, and do not")
        screen.table(("why", "people"), [(words()("withheld", r), n) for r, n in run.withheld.items()])


def _named(run: RunMails, text: str) -> Mail:
    wanted = text.removeprefix("mail/").removesuffix(".eml").casefold()
    found = [
        mail
        for mail in run.mails
        if wanted in {mail.person.casefold(), str(mail.row), mail.name.removeprefix("mail/")[:-4].casefold()}
    ]
    if not found:
        hint = "Give a pseudonym, a row of mail/index.csv, or a name such as reminder/P-….eml."
        raise UsageError(f"there is no message {text!r}", where=str(run.folder), hint=hint)
    return found[0]


def _show(run: RunMails, mail: Mail, *, browser: bool) -> None:
    from reporter.mail.sending import messages  # noqa: PLC0415

    data = run.read(mail)
    if browser:
        _browse(messages.text_of(data, "html"))
        return
    screen.entry("To", mail.recipient)
    screen.entry("From", run.sender)
    screen.entry("Subject", mail.subject)
    screen.entry("Message", f"{mail.name}, row {mail.row} of mail/index.csv, {mail.language}")
    screen.line()
    screen.line(messages.text_of(data).rstrip("\n"))


def _browse(page: str) -> None:
    """Show a page in the browser; on a terminal, take the copy away afterwards: it is about one person."""
    with tempfile.TemporaryDirectory(prefix="reporter-") as folder:
        path = Path(folder) / "message.html"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(page)
        if not sys.stdin.isatty():
            raise UsageError("there is nobody at a terminal to look at it", hint="Leave --browser out.")
        if not webbrowser.open(path.as_uri()):
            raise UsageError("there is no browser here", hint="Leave --browser out.")
        typer.prompt("Press Enter once you have looked; the copy is then removed", default="", show_default=False)
