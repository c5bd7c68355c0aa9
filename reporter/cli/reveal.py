"""`reporter reveal`: who is behind a pseudonym."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from reporter.cli import options, screen


def reveal(
    pseudonyms: Annotated[
        list[str], typer.Argument(metavar="ID…", help="Pseudonyms, as a report prints them.", show_default=False)
    ],
    *,
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="TEXT", help="Why, for the record. Name nobody in it.", show_default=False),
    ] = "",
    roster: options.Roster = None,
    survey: options.Survey = None,
    config: options.Config = None,
    as_of: options.AsOf = None,
) -> None:
    """Say who is behind a pseudonym of the auditor's edition, and where that person's survey row stands.

    For those who hold the workspace's key. The ledger records who asked, when, for whom and why.
    """
    settings = options.settings(
        config, options.inputs(roster=roster, survey=survey, policy=None, waivers=None, aliases=None)
    )
    with screen.progress() as say:
        say("Looking")
        from reporter.run.revealing import reveal as find  # noqa: PLC0415 - Polars is imported when it is needed

        found = find(
            pseudonyms,
            settings,
            as_of=options.day(as_of, settings),
            at=datetime.now(UTC),  # noqa: TID251 - this is reporter.cli
            actor=options.actor(),
            reason=reason,
        )
    for number, one in enumerate(found):
        if number:
            screen.line()
        screen.entry("Pseudonym", one.pseudonym)
        screen.entry("Name", one.name or "not stated")
        screen.entry("Employee id", one.employee_id or "not stated", width=12)
        screen.entry("Address", one.address or "not stated")
        screen.entry("Survey row", one.response or "none: no answer of this person is used")
    screen.note("The ledger has on record that this was revealed, to whom and when.")
