"""`reporter demo`: the sample organisation, end to end."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import screen

if TYPE_CHECKING:  # imported when the command runs
    from reporter.settings import Settings

AS_OF = date(2026, 11, 23)


def demo(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to make.")] = Path("demo-run"),
    force: Annotated[bool, typer.Option("--force", metavar="", help="Replace the folder of any earlier run.")] = False,
) -> None:
    """Make the reports of an invented organisation, to see what you get.

    An earlier demo in the same folder is replaced.
    """
    from reporter import sample  # noqa: PLC0415 - what a command needs is imported when it runs
    from reporter.settings import FILE_NAME, load  # noqa: PLC0415

    settings = load(Path(sample.__file__).parent / FILE_NAME, environ={}, flags={})
    force = force or _is_demo(out, settings)
    with screen.progress() as say:
        say("Starting")
        from reporter.pseudonyms import PUBLISHED  # noqa: PLC0415
        from reporter.run import run  # noqa: PLC0415

        judged = run(settings, as_of=AS_OF, out=out, force=force, key=PUBLISHED, say=say)

    from reporter.cli.summary import summarise  # noqa: PLC0415

    summarise(judged.report, out, settings, demo=True)


def _is_demo(out: Path, settings: Settings) -> bool:
    """Return whether a folder holds an earlier demo, perhaps of an earlier version: its day, its inputs, a key."""
    run = settings.run
    names = {path.name for path in (*run.roster, *run.survey, run.waivers, run.aliases) if path}
    try:
        said = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        read = {file["name"] for file in said["inputs"]}
        return said["as_of"] == AS_OF.isoformat() and said["pseudonyms"] == "stable" and read == names
    except (OSError, ValueError, LookupError, TypeError):
        return False
