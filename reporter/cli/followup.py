"""`reporter followup`: the action plan that HR filled in comes back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import options, screen

if TYPE_CHECKING:  # Polars is imported when it is needed
    from reporter.followup import Imported

_MOST = 20  # findings that a terminal lists
_WIDTH = 20

app = typer.Typer(name="followup", no_args_is_help=True, help="Bring back what HR wrote into the action plan.")


@app.callback()
def group() -> None:
    """Keep `import` a command of its own, though it is the only one."""


@app.command("import", epilog="Example:  reporter followup import report.xlsx")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook, as HR saved it.", show_default=False)],
    *,
    yes: Annotated[
        bool, typer.Option("--yes", metavar="", help="Empty what was filled in before, where the workbook is empty.")
    ] = False,
    form: options.Format = options.Form.TEXT,
    config: options.Config = None,
) -> None:
    """Read owner, state, comment and day of each open finding into the ledger; the next run's workbook shows them.

    Rows are known by their hidden keys: HR may sort, filter, hide and insert. All rows are read, or none. What is new
    or changed is listed by employee and control, json lists all of it; what HR wrote stays in the workbook.
    """
    settings = options.settings(config, {})
    with screen.progress() as say:
        say("Reading")
        from reporter.followup import import_plan  # noqa: PLC0415

        now = datetime.now(UTC)  # noqa: TID251 - this is reporter.cli
        found = import_plan(file, settings, at=now, actor=options.actor(), emptying=yes)
    if form is options.Form.JSON:
        screen.line(_json(found))
    else:
        _tell(found)
    _remark(found)


def _tell(found: Imported) -> None:
    from reporter.followup import News  # noqa: PLC0415

    counts = {news: sum(change.news is news for change in found.changes) for news in News}
    screen.entry("As of", found.as_of.isoformat(), width=_WIDTH)
    screen.entry("Findings", f"{found.rows:,}", width=_WIDTH)
    for news, count in counts.items():
        screen.entry(news.capitalize(), f"{count:,}", width=_WIDTH)
    screen.entry("Unchanged", f"{found.unchanged:,}", width=_WIDTH)
    screen.entry("Not filled in yet", f"{found.empty:,}", width=_WIDTH)
    if found.changes:
        screen.line()
        rows = [
            (c.employee, c.control, c.news.value, ", ".join(f.replace("_", " ") for f in c.fields))
            for c in found.changes[:_MOST]
        ]
        screen.table(("employee", "control", "what", "columns"), rows)
    if len(found.changes) > _MOST:
        screen.line(f"  … and {len(found.changes) - _MOST:,} more; --format json lists all of them.")


def _remark(found: Imported) -> None:
    """Say on stderr what was not read, and what comes next."""
    from reporter.wording import words  # noqa: PLC0415

    if found.without_key:
        screen.note(f"Rows without a key, which belong to no finding and were not read: {found.without_key}.")
    for notice in found.notices:
        screen.note(words().notice(notice))
    if found.open_elsewhere:
        screen.note("A spreadsheet program has the workbook open: what is not saved there was not read.")
    screen.note("The next run in this workspace shows it.")


def _json(found: Imported) -> str:
    changes = [
        {"employee": c.employee, "control": c.control, "what": c.news, "columns": c.fields} for c in found.changes
    ]
    counts = {"rows": found.rows, "unchanged": found.unchanged, "empty": found.empty, "without_key": found.without_key}
    return json.dumps({"as_of": found.as_of.isoformat(), **counts, "changes": changes}, ensure_ascii=False, indent=2)
