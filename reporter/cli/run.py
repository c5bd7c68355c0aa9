"""`reporter run`: the quarterly job."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reporter.cli import fetched, options, screen
from reporter.errors import UsageError

FAIL_ON_MET = 10


class Group(StrEnum):
    """What annexes are made for."""

    DEPARTMENT = "department"
    COUNTRY = "country"


_OUT = "What is made"


def run(
    *,
    roster: options.Roster = None,
    survey: options.Survey = None,
    policy: options.Policy = None,
    waivers: options.Waivers = None,
    aliases: options.Aliases = None,
    previous: options.Previous = None,
    place: options.Place = None,
    unknown_place: options.UnknownPlace = None,
    config: options.Config = None,
    period: options.Period = None,
    as_of: options.AsOf = None,
    accept_not_ready: Annotated[
        list[str] | None,
        typer.Option(
            "--accept-not-ready",
            metavar="CAUSE",
            rich_help_panel=options.HOW,
            help="Go on in spite of a cause for which the run is not ready, by the code that check prints. May be "
            "repeated; the summary and the manifest name it.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            rich_help_panel=_OUT,
            help="The folder to make. Without: runs/YYYY-MM-DD in a workspace, else reporter-YYYY-MM-DD; the day is "
            "that of the assessment.",
        ),
    ] = None,
    outputs: Annotated[
        str | None,
        typer.Option(
            "--outputs",
            metavar="LIST",
            rich_help_panel=_OUT,
            help="Some of pdf,excel,html,csv,oscal,mail. Without: all. The manifest is always made.",
        ),
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(
            "--edition",
            metavar="hr",
            rich_help_panel=_OUT,
            help="hr: also make report-hr.pdf and report-hr.html, which show names.",
        ),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="LEVEL[,unknown]",
            rich_help_panel=_OUT,
            help="Exit with 10 if a finding of at least this level (required, recommended or information) is open; "
            "with ,unknown also if one is unknown. unknown alone: only if one of any level is unknown.",
        ),
    ] = None,
    annex: Annotated[
        Group | None,
        typer.Option(
            "--annex",
            metavar="department|country",
            rich_help_panel=_OUT,
            help="Also make, for HR, a PDF with the complete findings of each department or country, with names.",
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, rich_help_panel=_OUT, help="Processes that lay out PDFs.")
    ] = 1,
    sign: Annotated[
        bool,
        typer.Option(
            "--sign",
            metavar="",
            rich_help_panel=_OUT,
            help="Sign report.pdf and report-hr.pdf with the key of [sign] pkcs12.",
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", metavar="", rich_help_panel=_OUT, help="Replace the folder of an earlier run.")
    ] = False,
) -> None:
    """Judge everybody, and make the quarter's reports and mails.

    Inside a workspace it needs no options. The folder is written whole or not at all.
    """
    settings = options.settings(
        config,
        options.inputs(roster=roster, survey=survey, policy=policy, waivers=waivers, aliases=aliases, previous=previous)
        | options.places(place, unknown_place)
        | {
            "run.outputs": outputs,
            "run.edition": edition,
            "run.fail_on": fail_on,
        },
    )
    if sign and "pdf" not in settings.run.outputs:
        hint = "Add pdf to --outputs, or leave --sign out."
        raise UsageError("--sign has nothing to sign: --outputs leaves the PDF out", hint=hint)
    day = options.day(as_of, settings)
    workspace = settings.workspace
    target = out or (workspace / "runs" / str(day) if workspace is not None else Path(f"reporter-{day}"))

    with screen.progress() as say:
        say("Starting")
        from reporter.run import failed, fetching, ready, signing  # noqa: PLC0415 - Polars is imported when it is needed
        from reporter.run import run as do  # noqa: PLC0415

        ready(target, force=force)
        seal = signing.seal(settings, environ=os.environ, at=options.now()) if sign else None
        settings, found = fetching.fetch(settings, environ=os.environ, into=fetching.inbox(settings), say=say)
        judged = do(
            settings,
            as_of=day,
            period=period,
            out=target,
            force=force,
            annex=annex.value if annex else None,
            workers=workers,
            seal=seal,
            accepted=accept_not_ready or (),
            say=say,
        )

    from reporter.cli.sign import tell  # noqa: PLC0415
    from reporter.cli.summary import summarise  # noqa: PLC0415
    from reporter.reports.enclosures import REPORTS  # noqa: PLC0415

    fetched.tell(found)
    summarise(judged, target, settings, annexes=annex is not None)
    if seal is not None:
        tell(tuple(name for name in REPORTS if (target / name).exists()), seal)
    if failed(judged.report.assessment, settings.run.fail_on):
        screen.note("The findings are such that --fail-on asks for exit code 10.")
        raise typer.Exit(FAIL_ON_MET)
