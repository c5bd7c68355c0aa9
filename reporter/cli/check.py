"""`reporter check`: read, reconcile, say what is wrong; write nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from reporter.cli import options, screen
from reporter.errors import SourceError

_LISTED = 20

if TYPE_CHECKING:  # imported when the command runs
    from reporter.run import Judged
    from reporter.settings import Settings


def check(
    *,
    roster: options.Roster = None,
    survey: options.Survey = None,
    policy: options.Policy = None,
    waivers: options.Waivers = None,
    aliases: options.Aliases = None,
    config: options.Config = None,
    period: options.Period = None,
    as_of: options.AsOf = None,
) -> None:
    """Read roster and survey, reconcile them, and say whether a run is ready. Writes nothing.

    Exit code 0: ready, perhaps with warnings. 4: not ready.
    """
    settings = options.settings(
        config,
        options.inputs(roster, survey, policy, waivers, aliases),
    )
    with screen.progress() as say:
        say("Starting")
        from reporter.run import judge, unheard  # noqa: PLC0415 - Polars is imported when it is needed

        judged = judge(settings, as_of=options.day(as_of, settings), period=period, say=say)

    from reporter.cli import summary  # noqa: PLC0415

    assessment = judged.report.assessment
    _files(judged)
    summary.came_in(assessment)
    _headcount(judged, settings)
    _unused(judged)
    _unrecognised(judged)
    _waivers(judged)
    summary.take_note(assessment, settings)
    _verdict(judged, unheard(assessment), settings)


def _files(judged: Judged) -> None:
    for file in judged.report.inputs:
        screen.heading(f"{file.name} ({file.role})")
        dialect = ", ".join(f"{k.replace('_', ' ')} {v!r}" for k, v in file.dialect.items() if v is not None)
        screen.entry("Read as", f"{file.rows:,} rows; {dialect}", width=14)
        width = max((len(name) for name in file.columns), default=0)
        columns = [f"{name:<{width}}  ←  {' '.join(header.split())}" for name, header in file.columns.items()]
        screen.entry("Columns", *columns or ["none"], width=14)
        if file.dropped:
            screen.entry("Not kept", ", ".join(" ".join(header.split()) for header in file.dropped), width=14)


def _headcount(judged: Judged, settings: Settings) -> None:
    """Say that the roster is as large as it should be; if it is not, a notice says so."""
    expected = settings.run.expected_headcount
    if expected and not any(notice.code == "headcount-differs" for notice in judged.report.assessment.notices):
        screen.entry("Headcount", f"{expected.count:,}, as {expected.source} says")


def _unused(judged: Judged) -> None:
    """Print which rows are not used, and why; superseded answers and people who left are as they should be."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for row in judged.report.assessment.rejects.iter_rows(named=True):
        if row["fate"] in {"rejected", "unmatched"}:
            key = (row["role"], row["reason"] or row["fate"], " / ".join(filter(None, (row["file"], row["sheet"]))))
            rows.setdefault(key, []).append(row["row"])
    if not rows:
        return
    from reporter.wording import words  # noqa: PLC0415

    screen.heading("Rows that cannot be used")
    for (role, reason, place), numbers in sorted(rows.items()):
        shown = ", ".join(str(number) for number in sorted(numbers)[:_LISTED])
        more = f" and {len(numbers) - _LISTED:,} more" if len(numbers) > _LISTED else ""
        screen.item("-", f"{words()('reject', role, reason)} {place}, row {shown}{more}")


def _unrecognised(judged: Judged) -> None:
    """Print the answers that no answer table holds, most frequent first, ready to be put into the policy."""
    import json  # noqa: PLC0415

    frame = judged.report.assessment.unrecognised
    if frame.is_empty():
        return
    screen.heading("Answers that no answer table holds")
    for question in frame["question"].unique(maintain_order=True):
        rows = frame.filter(frame["question"] == question)
        screen.line(question)
        screen.table(("answer", "times"), list(rows.select("answer", "count").iter_rows()))
        known = [json.dumps(answer, ensure_ascii=False) for answer in rows["answer"]]
        screen.line(f"  in the policy, under {question}, at the answer that each of them means:")
        screen.line(f"    also: [{', '.join(known)}]")


def _waivers(judged: Judged) -> None:
    states: dict[str, list[int]] = {}
    for waiver in judged.report.assessment.waivers:
        states.setdefault(waiver.state.value, []).append(waiver.waiver.row)
    if not states:
        return
    screen.heading("Waivers")
    for state, rows in states.items():
        screen.entry(state, f"{len(rows):,} (rows {', '.join(str(row) for row in sorted(rows)[:_LISTED])})", width=16)


def _verdict(judged: Judged, unheard: tuple[str, ...], settings: Settings) -> None:
    assessment = judged.report.assessment
    reasons = []
    if any(notice.code == "conflicting-duplicates" for notice in assessment.notices):
        reasons.append("The roster contradicts itself about somebody, and none of those rows can be used.")
    if unheard:
        countries = ", ".join(unheard)
        reasons.append(
            f"The consultation of the works council is not recorded for {countries}: reporter run would stop with exit "
            f"code 8. Record date and reference in {settings.file_name} under [consultation], or exclude the country "
            "under [scope]."
        )
    if not assessment.roster.in_scope:
        reasons.append("Nobody on the roster is in scope, so there is nothing to judge.")
    warned = bool(
        assessment.notices
        or not assessment.unrecognised.is_empty()
        or sum(assessment.roster.rejected.values())
        or sum(assessment.responses.rejected.values())
        or assessment.responses.unmatched
    )
    screen.heading("Not ready" if reasons else "Ready, with warnings" if warned else "Ready")
    for reason in reasons:
        screen.item("-", reason)
    if reasons:
        raise typer.Exit(SourceError.exit_code)
    screen.line("Nothing was written. Next: reporter run, with the same options.")
