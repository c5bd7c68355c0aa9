"""`reporter doctor`: is everything here that a run needs?"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import options, screen
from reporter.cli.typed import typed
from reporter.errors import RenderError, ReporterError, UsageError, VerificationError

if TYPE_CHECKING:  # imported when the command runs
    from reporter.settings import Settings

_OLDEST = (3, 11)

Checks = Sequence[tuple[str, Callable[[], str]]]
"""What is looked at, and how: it says what it found, or raises what is wrong."""


def doctor(
    *,
    config: options.Config = None,
    entra: Annotated[
        bool, typer.Option("--entra", metavar="", help="Ask Microsoft instead: what may be read, and what is missing.")
    ] = False,
    mail: Annotated[
        bool,
        typer.Option("--mail", metavar="", help="Look at the sending of mail instead, and say what to look up of it."),
    ] = False,
    to_me: Annotated[
        str | None,
        typer.Option("--to-me", metavar="ADDRESS", help="With --mail: send one test mail, to yourself."),
    ] = None,
    other_mailbox: Annotated[
        str | None,
        typer.Option(
            "--other-mailbox",
            metavar="ADDRESS",
            help="With --mail and Graph: prove that the application cannot send from this mailbox, by trying. If it "
            "can, one test mail from it goes to --to-me, else to the sender.",
        ),
    ] = None,
) -> None:
    """Look at the installation and at this workspace, remove what killed runs left, and say what to mend."""
    if (to_me or other_mailbox) and not mail:
        raise UsageError("--to-me and --other-mailbox go with --mail", hint="Type: reporter doctor --mail …")
    with ExitStack() as stack:
        if entra:
            from reporter.cli.doctor_entra import Entra  # noqa: PLC0415 - msal and httpx are imported when used

            failures = _look(Entra(options.settings(config, {}), stack).checks, only_while_well=True)
        elif mail:
            from reporter.cli.doctor_mail import Mail  # noqa: PLC0415 - the same

            asked = Mail(options.settings(config, {}), stack, to_me=to_me, other=other_mailbox)
            failures = _look(asked.checks, only_while_well=True)
            asked.look_up()
        else:
            failures = _look(_checks(config))
    sys.stdout.flush()
    screen.problems(tuple(dict.fromkeys(problem for one in failures for problem in one.problems)))
    if failures:
        raise typer.Exit(failures[0].exit_code)
    screen.line()
    screen.line("All is well.")


def _checks(config: Path | None) -> Checks:
    return (
        ("Python", _python),
        ("PDF", _pango),
        ("Fonts", _fonts),
        ("Time zones", _zones),
        ("Rules", _policies),
        ("Workspace", lambda: _workspace(config)),
        ("Permissions", lambda: _permissions(options.settings(config, {}))),
        ("Ledger", lambda: _ledger(options.settings(config, {}))),
        ("Leftovers", lambda: _leftovers(options.settings(config, {}))),
    )


def _look(checks: Checks, *, only_while_well: bool = False) -> list[ReporterError]:
    """Look, say what was found, and return what is wrong; after the first fault no further, `only_while_well`."""
    failures: list[ReporterError] = []
    for name, look in checks:
        if failures and only_while_well:
            screen.entry(name, "not asked", width=14)
            continue
        try:
            found = look()
        except ReporterError as failure:
            failures.append(failure)
            screen.entry(name, "to be mended, see below", width=14)
        else:
            screen.entry(name, found, width=14)
    return failures


def _python() -> str:
    if sys.version_info < _OLDEST:
        raise UsageError(f"Python {platform.python_version()} is too old", hint="Use Python 3.11 or newer.")
    return f"{platform.python_version()} on {platform.system()}"


def _pango() -> str:
    from reporter.reports import typesetter  # noqa: PLC0415

    typesetter.load()
    import weasyprint  # noqa: PLC0415 - the question is whether it can be imported
    from weasyprint.text.ffi import pango  # noqa: PLC0415

    version = int(pango.pango_version())  # 1.50.12 is 15012
    return f"WeasyPrint {weasyprint.__version__}, Pango {version // 10000}.{version // 100 % 100}.{version % 100}"


def _fonts() -> str:
    from reporter import assets  # noqa: PLC0415

    folder = assets.folder("templates") / "fonts"
    fonts = sorted(path.name for path in folder.glob("*") if path.suffix in {".ttf", ".otf", ".woff2"})
    if not fonts:
        raise RenderError("the fonts that come with reporter are missing", where=str(folder), hint="Install it again.")
    return f"{len(fonts)} files come with reporter"


def _zones() -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415

    try:
        ZoneInfo("Europe/Berlin")
    except (ZoneInfoNotFoundError, OSError) as error:
        raise UsageError("there are no time zones", hint="Type: pip install tzdata") from error
    return "found"


def _policies() -> str:
    from reporter import assets, policy  # noqa: PLC0415

    shipped = policy.load([assets.folder("policies")])
    return f"{len(shipped.controls)} controls and {len(shipped.law)} law notes come with reporter"


def _workspace(config: Path | None) -> str:
    settings = options.settings(config, {})
    if settings.workspace is None:
        return typed("none here (reporter init makes one)")
    if settings.key_file:
        from reporter import pseudonyms  # noqa: PLC0415

        pseudonyms.read(settings.key_file)
    key = "with a pseudonym key" if settings.key_file else "without a pseudonym key: pseudonyms hold for one roster"
    missing = f"; defaults: {', '.join(settings.defaults)}" if settings.defaults else ""
    return f"{settings.file_name} is valid, {key}{missing}"


def _permissions(settings: Settings) -> str:
    if settings.workspace is None:
        return "nothing to look at"
    for name in ("inbox", "runs"):
        folder = settings.workspace / name
        if folder.is_dir() and S_IMODE(folder.stat().st_mode) & 0o077:
            raise UsageError(
                "others can open this folder, and it holds personal data",
                where=str(folder),
                hint=f"Type: chmod 700 {folder}",
            )
    return "inbox and runs are closed to others"


def _ledger(settings: Settings) -> str:
    from reporter import ledger  # noqa: PLC0415

    if settings.workspace is None or not ledger.exists(settings.ledger.database, settings.workspace):
        return "nothing was recorded yet"
    with ledger.opened(settings.ledger.database, settings.workspace) as engine, engine.begin() as connection:
        if (number := ledger.broken(connection)) is not None:
            what = f"event {number} of the audit trail was changed or taken out since it was recorded"
            raise VerificationError(what, where="the ledger", hint="Compare it with a copy of the ledger.")
        count, last = ledger.head(connection)
    return f"the audit trail is as recorded (events: {count:,}); note the last one's hash elsewhere: {last}"


def _leftovers(settings: Settings) -> str:
    from reporter import folder  # noqa: PLC0415

    places = [Path()] + ([settings.workspace / "runs"] if settings.workspace is not None else [])
    removed = sum(folder.clean(place) for place in places)
    return f"{removed} removed" if removed else "none"
