"""`reporter verify`: does a run agree with itself, and with its inputs?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reporter.cli import options, screen


def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.", show_default=False)],
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
    trust: Annotated[
        Path | None,
        typer.Option(
            "--trust",
            metavar="FILE",
            help="Root certificates (PEM): every report must be signed, by somebody whose certificate leads to one. "
            "Without: those of [sign] trust, and a run need not be signed.",
        ),
    ] = None,
) -> None:
    """Recompute a run's hashes, totals and equations, and compare.

    What its PDFs carry is compared too, and their signatures are checked. With --roster and --survey, or a --config
    that names them, everything is judged again; then give the run's other inputs too.
    """
    given = options.inputs(
        roster=roster, survey=survey, policy=policy, waivers=waivers, aliases=aliases, previous=previous
    ) | options.places(place, unknown_place)
    again = any(value is not None for value in (*given.values(), config))
    settings = options.settings(config, given if again else {})
    with screen.progress() as say:
        say("Verifying")
        from reporter.run import signing  # noqa: PLC0415 - Polars is imported when it is needed
        from reporter.verify import verify as prove  # noqa: PLC0415

        judged_by = signing.trust(settings, trust, at=options.now())
        proof = prove(folder, settings if again else None, trust=judged_by)
    screen.line(f"{folder} is in order.")
    screen.line()
    for sentence in (*proof.proven, *proof.not_proven):
        screen.item("-", sentence)
