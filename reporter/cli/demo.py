"""`reporter demo`: the sample organisation, end to end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import screen

if TYPE_CHECKING:  # imported when the command runs
    from reporter.settings import Settings

_MOST = 4


def demo(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to make.")] = Path("demo-run"),
    quarters: Annotated[
        int,
        typer.Option(
            "--quarters",
            metavar="N",
            min=1,
            max=_MOST,
            help="Also make this many quarters less one before it, each in a folder of its own beside DIR, so that "
            "each report tells what changed.",
        ),
    ] = 1,
    force: Annotated[bool, typer.Option("--force", metavar="", help="Replace the folder of any earlier run.")] = False,
) -> None:
    """Make the reports of an invented organisation, to see what you get.

    An earlier demo in the same folder is replaced.
    """
    with screen.progress() as say, TemporaryDirectory(prefix=".reporter-demo-") as inputs:
        say("Starting")
        from reporter.pseudonyms import PUBLISHED  # noqa: PLC0415 - what a command needs is imported when it runs
        from reporter.run import run  # noqa: PLC0415

        previous = None
        for folder, as_of, settings in _runs(out, quarters, Path(inputs)):
            replaced = force or _is_demo(folder, settings, as_of)
            told = settings.model_copy(update={"run": settings.run.model_copy(update={"previous": previous})})
            judged = run(told, as_of=as_of, out=folder, force=replaced, key=PUBLISHED, say=say)
            previous = folder

    from reporter.cli.summary import summarise  # noqa: PLC0415

    summarise(judged, out, settings, demo=True)


def _runs(out: Path, quarters: int, inputs: Path) -> Iterator[tuple[Path, date, Settings]]:
    """Yield where each quarter goes, its day and what to read, the earliest first."""
    from reporter import policy, sample  # noqa: PLC0415
    from reporter.sample import quarters as past  # noqa: PLC0415
    from reporter.settings import FILE_NAME, load  # noqa: PLC0415

    configuration = Path(sample.__file__).parent / FILE_NAME
    own = policy.find((), workspace=configuration.parent)
    policies = policy.load(own) if quarters > 1 else None
    for ago in range(quarters - 1, 0, -1):
        if policies is not None:
            made = _written(past.files(ago, policies), inputs / str(ago))
            flags = {"run.roster": [made / "roster.csv"], "run.survey": [made / "survey.xlsx"]}
            settings = load(configuration, environ={}, flags=flags)
            day = past.DAYS[ago]
            headcount = {"expected_headcount": None, "aliases": None, "waivers": None}
            settings = settings.model_copy(update={"run": settings.run.model_copy(update=headcount)})
            yield out.with_name(f"{out.name}-{day.year}-Q{(day.month + 2) // 3}"), day, settings
    yield out, past.DAYS[0], load(configuration, environ={}, flags={})


def _written(files: Mapping[str, bytes], folder: Path) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def _is_demo(out: Path, settings: Settings, as_of: date) -> bool:
    """Return whether a folder holds an earlier demo, perhaps of an earlier version: its day, its inputs, a key."""
    run = settings.run
    names = {path.name for path in (*run.roster, *run.survey, run.waivers, run.aliases) if path}
    try:
        said = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        read = {file["name"] for file in said["inputs"] if file["role"] != "previous"}
        return said["as_of"] == as_of.isoformat() and said["pseudonyms"] == "stable" and read == names
    except (OSError, ValueError, LookupError, TypeError):
        return False
