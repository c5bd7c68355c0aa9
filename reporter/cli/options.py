"""The options that several commands share, and how they become settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:  # pydantic is imported when a command runs
    from reporter.settings import Settings

_IN = "What is read"
HOW = "How it is judged"
"""The panel of what is judged by."""
WIDEST = 80
"""Columns of a page of text; longer lines are hard to read, however wide the terminal."""


class Form(StrEnum):
    """For whom a command prints."""

    TEXT = "text"
    JSON = "json"


Roster = Annotated[
    list[Path] | None,
    typer.Option(
        "--roster",
        metavar="FILE",
        rich_help_panel=_IN,
        help="Who works here: CSV or XLSX, or a folder of them; entra: for the users of Microsoft Entra ID. May be "
        "repeated.",
    ),
]
Survey = Annotated[
    list[Path] | None,
    typer.Option(
        "--survey",
        metavar="FILE",
        rich_help_panel=_IN,
        help="What they answered: CSV or XLSX, or a folder of them; graph:drives/ID/items/ID for a live workbook of "
        "Microsoft Forms. May be repeated.",
    ),
]
Policy = Annotated[
    list[Path] | None,
    typer.Option(
        "--policy",
        metavar="ID",
        rich_help_panel=_IN,
        help="The rules: a policy's id (`reporter policy list` shows them), its file, or a folder. May be repeated. "
        "Without: the workspace's, else the company privacy policy and the pack on LinkedIn.",
    ),
]
Policies = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[ID]…",
        show_default=False,
        help="Policies by id, file or folder. Without: those of the workspace, else all that come with reporter.",
    ),
]
Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--policy",
        metavar="ID",
        help="Where to look: a policy's id, file or folder. May be repeated. Without: the workspace's policies, and "
        "all that come with reporter.",
    ),
]
Format = Annotated[Form, typer.Option("--format", help="text to read, json for machines.")]
Waivers = Annotated[
    Path | None,
    typer.Option(
        "--waivers",
        metavar="FILE",
        rich_help_panel=_IN,
        help="Approved exceptions that expire; a CSV, XLSX or YAML file.",
    ),
]
Aliases = Annotated[
    Path | None,
    typer.Option("--aliases", metavar="FILE", rich_help_panel=_IN, help="Other addresses of the same people."),
]
Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        metavar="DIR",
        rich_help_panel=_IN,
        help="The folder of an earlier run to compare with. Without: the newest of an earlier quarter in the "
        "workspace's runs/.",
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        envvar="REPORTER_CONFIG",
        rich_help_panel=_IN,
        help="The configuration. Without: the reporter.toml of this folder, where there is one.",
    ),
]
Place = Annotated[
    str | None,
    typer.Option(
        "--place",
        metavar="PLACE",
        rich_help_panel=_IN,
        help="Where those work of whom the roster says nothing: a country (DE) or a state (US-TX). Completes a bare "
        "country by its state; never replaces a text that is not understood. Without: [places] default.",
    ),
]
UnknownPlace = Annotated[
    str | None,
    typer.Option(
        "--unknown-place",
        metavar="withhold|exclude",
        rich_help_panel=HOW,
        help="What becomes of people whose place is not understood. withhold: they stay in scope, for information "
        "alone, and nobody writes to them; exclude: they are left out. Without: [places] unknown, else a run stops.",
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        rich_help_panel=HOW,
        help="The day of the assessment. Without: today, in the organisation's time zone.",
    ),
]
Today = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="The day to look from. Without: today."),
]
Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="YYYY-Qn",
        rich_help_panel=HOW,
        help="The quarter it is for. Without: that of the day of the assessment.",
    ),
]


def now() -> datetime:
    """Return this moment, in whole seconds: what a signature states, and by which it is judged."""
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - this is reporter.cli


def settings(config: Path | None, flags: Mapping[str, object]) -> Settings:
    """Return the settings: of `config`, else of the `reporter.toml` of this folder, else the defaults.

    Raises:
        UsageError: They cannot be followed.
    """
    from reporter.settings import FILE_NAME, load  # noqa: PLC0415

    here = Path(FILE_NAME)
    return load(config or (here if here.is_file() else None), environ=os.environ, flags=flags)


def inputs(
    *,
    roster: list[Path] | None,
    survey: list[Path] | None,
    policy: list[Path] | None,
    waivers: Path | None,
    aliases: Path | None,
    previous: Path | None = None,
) -> dict[str, object]:
    """Return what is read, as the keys of the settings."""
    return {
        "run.roster": roster,
        "run.survey": survey,
        "run.policies": policy,
        "run.waivers": waivers,
        "run.aliases": aliases,
        "run.previous": previous,
    }


def places(place: str | None, unknown: str | None) -> dict[str, object]:
    """Return what is said of places, as the keys of the settings."""
    return {"places.default": place, "places.unknown": unknown}


def rules(names: list[Path] | None, settings: Settings) -> list[Path]:
    """Return the files of the policies to look at: those named, else the workspace's, else all that come with reporter.

    Raises:
        PolicyError: A name stands for no policy.
    """
    from reporter import assets, policy  # noqa: PLC0415

    chosen = names or list(settings.run.policies)
    if not chosen and settings.workspace is None:
        return [assets.folder("policies")]
    return list(policy.find(chosen, workspace=settings.workspace))


def library(names: list[Path] | None, settings: Settings) -> list[Path]:
    """Return the files of all policies there are: those of `rules`, and unless some are named the other shipped ones.

    Raises:
        PolicyError: A name stands for no policy.
    """
    from reporter.policy.names import others  # noqa: PLC0415

    found = rules(names, settings)
    return found if names else [*found, *others(found)]


def day(as_of: datetime | None, settings: Settings) -> date:
    """Return the day of the assessment: as stated, else today in the organisation's zone."""
    return (as_of or datetime.now(UTC).astimezone(settings.zone)).date()  # noqa: TID251 - this is reporter.cli


def actor() -> str:
    """Return who types: the name of the account on this machine."""
    try:
        return getuser()
    except (OSError, KeyError):  # an account without a name, as in a container
        return f"uid {os.getuid()}"
