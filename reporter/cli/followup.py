"""`reporter followup`: the action plan that HR filled in comes back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from reporter.cli import options, screen

app = typer.Typer(name="followup", no_args_is_help=True, help="Bring back what HR wrote into the action plan.")


@app.callback()
def group() -> None:
    """Keep `import` a command of its own, though it is the only one."""


@app.command("import", epilog="Example:  reporter followup import report.xlsx")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook, as HR saved it.", show_default=False)],
    config: options.Config = None,
) -> None:
    """Read owner, state, comment and day of each open finding into the ledger; the next run's workbook shows them.

    Rows are known by their hidden keys: HR may sort, filter, hide and insert. All rows are read, or none.
    """
    settings = options.settings(config, {})
    with screen.progress() as say:
        say("Reading")
        from reporter.followup import import_plan  # noqa: PLC0415 - Polars is imported when it is needed

        found = import_plan(file, settings, at=datetime.now(UTC), actor=_actor())  # noqa: TID251 - this is reporter.cli
    screen.entry("As of", found.as_of.isoformat())
    screen.entry("Rows", str(found.rows))
    screen.entry("New", str(found.new))
    screen.entry("Changed", str(found.changed))
    screen.entry("Unchanged", str(found.unchanged))
    screen.entry("Not filled in yet", str(found.empty), width=18)
    if found.without_key:
        screen.note(f"Rows without a key, which belong to no finding and were not read: {found.without_key}.")
    screen.note("The next run in this workspace shows it.")


def _actor() -> str:
    try:
        return getuser()
    except (OSError, KeyError):  # an account without a name, as in a container
        return f"uid {os.getuid()}"
