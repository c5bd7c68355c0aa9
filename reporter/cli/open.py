"""`reporter open`: a run's page, in a browser."""

from __future__ import annotations

import json
import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from reporter.cli import options, screen
from reporter.errors import UsageError

_PAGES = ("report-hr.html", "report.html")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def open_page(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR", help="The folder of a run, or a page in it. Without: the newest run.", show_default=False
        ),
    ] = None,
    *,
    config: options.Config = None,
) -> None:
    """Open a run's page in a browser: HR's, where there is one. Without a display, say where it is."""
    folder = folder or _newest(config)
    pages = [folder] if folder.name in _PAGES else [folder / name for name in _PAGES]
    page = next((path for path in pages if path.is_file()), None)
    if page is None:
        raise UsageError(
            "holds no page" if folder.is_dir() else "there is no such folder",
            where=str(folder),
            hint="Name the folder of a run; one made with --outputs needs html among them.",
        )
    if _has_display() and webbrowser.open(page.resolve().as_uri()):
        screen.line(f"{page} is open in a browser.")
    else:
        screen.line(f"No browser can be opened here. The page is: {page.resolve()}")
    if page.name == _PAGES[0]:
        screen.line("It names people: keep it with HR.")


def _newest(config: Path | None) -> Path:
    """Return the run with the latest day, of the workspace or else among the folders here.

    Raises:
        UsageError: There is none.
    """
    workspace = options.settings(config, {}).workspace
    place = workspace / "runs" if workspace is not None else Path()
    runs = [found.parent for found in place.glob("[!.]*/manifest.json")]
    if not runs:
        where = "runs/ of this workspace holds no run" if workspace is not None else "no folder here is a run"
        raise UsageError(where, hint="Make one with reporter run, or name one: reporter open DIR")
    return max(runs, key=lambda folder: (_as_of(folder), folder.stat().st_mtime))


def _as_of(folder: Path) -> str:
    """Return the day of a run's assessment, as ISO; nothing where its manifest cannot be read."""
    try:
        return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["as_of"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _has_display() -> bool:
    """Return whether a browser would have a screen: on Linux a text browser would take over the terminal."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in _DISPLAYS)
