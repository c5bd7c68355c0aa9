"""`reporter check`: read, reconcile, say what is wrong; write nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from reporter.cli import options, screen
from reporter.cli.typed import typed
from reporter.errors import NotPermittedError, SourceError

_CALM = {"rows-corrected"}
"""Notices that are as they should be."""

if TYPE_CHECKING:  # imported when the command runs
    from reporter.model.assessment import Assessment, Notice
    from reporter.run import Judged
    from reporter.settings import Settings


def check(
    *,
    roster: options.Roster = None,
    survey: options.Survey = None,
    policy: options.Policy = None,
    waivers: options.Waivers = None,
    aliases: options.Aliases = None,
    place: options.Place = None,
    unknown_place: options.UnknownPlace = None,
    config: options.Config = None,
    period: options.Period = None,
    as_of: options.AsOf = None,
) -> None:
    """Read roster and survey, reconcile them, and say whether a run is ready. Writes nothing.

    Exit code 0: ready, perhaps with warnings. 4: not ready. 8: the law, as configured, does not permit the run.
    """
    settings = options.settings(
        config,
        options.inputs(roster=roster, survey=survey, policy=policy, waivers=waivers, aliases=aliases)
        | options.places(place, unknown_place),
    )
    with screen.progress() as say:
        say("Starting")
        from reporter.run import fetching, judge  # noqa: PLC0415 - Polars is imported when it is needed

        with TemporaryDirectory(prefix="reporter-") as into:  # check leaves nothing behind
            settings, _ = fetching.fetch(settings, environ=os.environ, into=Path(into), say=say)
            judged = judge(settings, as_of=options.day(as_of, settings), period=period, say=say)

    from reporter.cli import reconciliation, summary  # noqa: PLC0415

    report = judged.report
    reconciliation.first(report)
    reconciliation.files(report)
    reconciliation.unused(report, judged.roster)
    reconciliation.unplaced(report.assessment, settings)
    reconciliation.unrecognised(report.assessment)
    reconciliation.status_words(report.assessment, settings.file_name)
    reconciliation.waivers(report.assessment)
    summary.take_note(report.assessment, settings, said={reconciliation.UNTOLD})
    reconciliation.totals(report.assessment, report.headcount)
    _verdict(judged, settings)


def _barred(assessment: Assessment, settings: Settings) -> list[str]:
    """Return why reporter run would not be permitted, with what to do about it."""
    from reporter.run import unheard, unplaced  # noqa: PLC0415
    from reporter.run.unplaced import counted, unplaced_hint  # noqa: PLC0415

    reasons = []
    if people := unplaced(assessment):
        reasons.append(
            f"It is not understood where {counted(people)}: nobody can tell what the law allows there. "
            f"{unplaced_hint(settings)} The lines to paste are above."
        )
    if countries := ", ".join(unheard(assessment)):
        reasons.append(
            f"The consultation of the works council is not recorded for {countries}: reporter run would stop with exit "
            f"code 8. Record date and reference in {settings.file_name} under [consultation], or exclude the country "
            "under [scope]."
        )
    return reasons


def _verdict(judged: Judged, settings: Settings) -> None:
    from reporter.assess.plausibility import not_ready  # noqa: PLC0415
    from reporter.model.vocabulary import RosterReject  # noqa: PLC0415
    from reporter.wording import words  # noqa: PLC0415

    assessment = judged.report.assessment
    barred = _barred(assessment, settings)
    reasons = barred.copy()
    if any(notice.code == "conflicting-duplicates" for notice in assessment.notices):
        reasons.append(
            "The roster contradicts itself about somebody, and none of those rows can be used. Correct them there, or "
            "in the rejects-roster.csv that reporter run writes, and give that as a further --roster."
        )
    reasons += [words().notice(notice) for notice in not_ready(assessment.notices)]
    reasons += _unasked(assessment.notices, settings)
    if not assessment.roster.in_scope:
        reasons.append("Nobody on the roster is in scope, so there is nothing to judge.")
    roster, survey = assessment.roster, assessment.responses
    unused = sum(roster.rejected.values()) + sum(survey.rejected.values()) + survey.unmatched
    notices = sum(notice.code not in _CALM for notice in assessment.notices)
    warnings = {
        ("row not used", "rows not used"): unused,
        ("answer that no table holds", "answers that no table holds"): assessment.unrecognised.height,
        ("thing to take note of", "things to take note of"): notices,
    }
    warned = any(warnings.values())
    screen.heading(
        "Not permitted" if barred else "Not ready" if reasons else "Ready, with warnings" if warned else "Ready"
    )
    for reason in reasons:
        screen.item("-", typed(reason))
    if warned:
        counted = ", ".join(f"{count:,} {what[count > 1]}" for what, count in warnings.items() if count)
        screen.item("-", f"Warnings, all of them listed above: {counted}.")
    if reasons:
        raise typer.Exit(NotPermittedError.exit_code if barred else SourceError.exit_code)
    screen.item("-", typed("Nothing was written. Next: reporter run, with the same options."))
    nothing_to_mend = (RosterReject.DUPLICATE.value, RosterReject.NOT_A_PERSON.value)
    if unused > sum(roster.rejected.get(reason, 0) for reason in nothing_to_mend):
        screen.item(
            "-",
            "The run writes rejects-roster.csv and rejects-survey.csv. Mend their rows and give them back with a "
            "further --roster or --survey: each row replaces the one it names.",
        )


def _unasked(notices: Iterable[Notice], settings: Settings) -> Iterator[str]:
    """Yield why the questions of required controls are not answered, with the line to paste where a column is near."""
    from reporter.settings import column_tables  # noqa: PLC0415

    for notice in notices:
        if notice.code == "policy-not-asked":
            yield (
                f"The survey asks none of the questions of {notice.values['policy']}, and required are "
                f"{notice.values['questions']}. If it is not about that policy, name those it is about: --policy ID, "
                f"or [run] policies in {settings.file_name}."
            )
        if notice.code not in {"required-question-missing", "required-question-near"}:
            continue
        question = str(notice.values["question"])
        said = f"{question} is required, and the survey has no column for it: nobody's answer to it would be known. "
        if column := notice.values.get("column"):
            (line,) = column_tables.lines({question: str(column)})
            yield (
                f"{said}If the column that reads most like it is meant, add to {settings.file_name}, under "
                f"[survey.columns]: {line}"
            )
        else:
            yield (
                f"{said}No column that is not kept reads like it. Head its column with the question's text or id, or "
                f"map it under [survey.columns] in {settings.file_name}; reporter map FILE shows how."
            )
