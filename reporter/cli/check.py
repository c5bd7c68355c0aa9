"""`reporter check`: read, reconcile, say what is wrong; write nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from reporter.cli import options, screen
from reporter.cli.typed import typed
from reporter.errors import NotPermittedError, SourceError


def check(
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
    form: options.Format = options.Form.TEXT,
) -> None:
    """Read roster and survey, reconcile them, and say whether a run is ready. Writes nothing.

    A roster alone can be checked before anybody is asked. Exit code 0: ready, perhaps with warnings. 4: not ready. 8:
    the law, as configured, does not permit the run.
    """
    settings = options.settings(
        config,
        options.inputs(roster=roster, survey=survey, policy=policy, waivers=waivers, aliases=aliases, previous=previous)
        | options.places(place, unknown_place),
    )
    with screen.progress() as say:
        say("Starting")
        from reporter.run import fetching, judge  # noqa: PLC0415 - Polars is imported when it is needed

        with TemporaryDirectory(prefix="reporter-") as into:  # check leaves nothing behind
            settings, _ = fetching.fetch(settings, environ=os.environ, into=Path(into), say=say)
            from reporter.run.reading import awaits_answers  # noqa: PLC0415

            alone = awaits_answers(settings)
            judged = judge(settings, as_of=options.day(as_of, settings), period=period, alone=alone, say=say)

    from reporter.cli import checked, input_files, reconciliation, verdict  # noqa: PLC0415
    from reporter.run import readiness  # noqa: PLC0415

    causes = readiness.causes(judged, settings)

    report = judged.report
    if form is options.Form.JSON:
        screen.line(json.dumps(checked.tree(judged, causes), indent=2, ensure_ascii=False))
    else:
        shown = verdict.lead(judged, causes)
        reconciliation.totals(report.assessment, report.headcount, asked=not alone)
        reconciliation.unused(report, judged.roster)
        reconciliation.unplaced(report.assessment, settings, shown)
        reconciliation.unrecognised(report.assessment)
        verdict.rest(judged, causes, shown, settings, more=tuple(reconciliation.waivers(report.assessment)))
        input_files.described(report)
        screen.line()
        ready = readiness.verdict(causes) is readiness.Verdict.READY
        following = "reporter survey build" if alone else "reporter run, with the same options"
        screen.line(typed("Nothing was written." + (f" Next: {following}." if ready else "")))
    found = readiness.verdict(causes)
    if found is not readiness.Verdict.READY:
        barred = found is readiness.Verdict.NOT_PERMITTED
        raise typer.Exit(NotPermittedError.exit_code if barred else SourceError.exit_code)
