"""The one calm summary at the end of a run: what came in, what is open, where the files are, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reporter.cli import screen
from reporter.cli.typed import command
from reporter.model.assessment import Assessment
from reporter.model.documents import Report
from reporter.model.vocabulary import Edition, MailKind
from reporter.reports import guidance
from reporter.run import readiness
from reporter.run.judged import Judged
from reporter.settings import Settings
from reporter.wording import words
from reporter.wording.environment import bounds, day, number

_NUMBERS = 70  # columns of the table before the titles
_LEAST = 20


def summarise(judged: Judged, out: Path, settings: Settings, *, annexes: bool = False, demo: bool = False) -> None:
    """Print the summary of a run that is done.

    Args:
        judged: What was judged.
        out: Where the files are.
        settings: What the run was told.
        annexes: They were made.
        demo: It was the sample organisation.
    """
    report = judged.report
    assessment = report.assessment
    who = report.organisation.name or report.organisation.legal_name or f"Organisation {words()('not_stated')}"
    screen.line(f"{who}, {assessment.parameters.period}, as of {day(assessment.parameters.as_of)}")
    _went_on(judged, settings)
    came_in(assessment)
    still_open(assessment)
    if "mail" in settings.run.outputs:
        _mail(assessment)
    take_note(assessment, settings)
    _files(report, out, settings, annexes=annexes)
    _next(assessment, out, settings, demo=demo)


def _went_on(judged: Judged, settings: Settings) -> None:
    """Print in spite of what the run was made."""
    accepted = judged.report.assessment.parameters.accepted
    found = [cause for cause in readiness.causes(judged, settings) if cause.code in accepted and cause.stops]
    if found:
        screen.heading("Made although it was not ready")
    for cause in found:
        screen.item("-", f"{cause.text} (accepted: {cause.code})")


def came_in(assessment: Assessment) -> None:
    """Print the reconciliation of roster and survey."""
    roster, responses = assessment.roster, assessment.responses
    screen.heading("What came in")
    screen.entry(
        "Roster",
        f"{number(roster.roster_rows)} rows = {number(roster.in_scope)} people in scope"
        + _and("excluded", roster.excluded)
        + _and("rejected", roster.rejected),
    )
    screen.entry(
        "Survey",
        f"{number(responses.survey_rows)} rows = {number(responses.used)} used"
        + _and("rejected", responses.rejected)
        + f" + {number(responses.superseded)} superseded + {number(responses.unmatched)} unmatched",
    )
    screen.entry("Answered", f"{number(roster.responded)} of {number(roster.in_scope)}; {number(roster.silent)} silent")


def still_open(assessment: Assessment) -> None:
    """Print, for each control, its bounds and what is open and unknown."""
    controls = {control.id: control for control in assessment.policies.controls}
    room = screen.width() - _NUMBERS
    room = room if room >= _LEAST else 0
    screen.heading("What is open")
    screen.table(
        ("control", "satisfied", "open", "waived", "unknown", "of", *([""] if room else [])),
        [
            (
                total.control,
                bounds(total.tally.bounds),
                total.tally.open,
                total.tally.waived,
                total.tally.not_assessed,
                total.tally.applicable,
                *([_short(controls[total.control].title, room)] if room else []),
            )
            for total in assessment.totals.by_control
        ],
    )
    screen.line("  Unknown is neither satisfied nor open: nobody knows. The bounds hold if the answers are true.")
    _required(assessment)


def _required(assessment: Assessment) -> None:
    """Print the verdict on each control that a policy requires of somebody, and which rule it comes from."""
    policies = assessment.policies
    judged = [v for v in assessment.totals.verdicts if v.verdict]
    if judged:
        screen.heading("What the policies require")
    for found in judged:
        clauses = policies.clauses_of(found.control)
        rule = f", clause {', '.join(c.id for c in clauses)}" if clauses else ""
        screen.entry(
            found.control,
            f"{words()('verdict', found.verdict or '')} ({policies.policy_of(found.control).title}{rule})",
        )


def take_note(assessment: Assessment, settings: Settings) -> None:
    """Print the notices, and which settings were defaulted."""
    notices = [words().notice(notice) for notice in assessment.notices]
    defaults = settings.defaults
    if notices or defaults:
        screen.heading("Take note")
    for notice in notices:
        screen.item("-", notice)
    if defaults:
        screen.item("-", f"Not in {settings.file_name}, so the default holds: {', '.join(defaults)}.")


def _and(what: str, counts: Mapping[str, int]) -> str:
    total = sum(counts.values())
    reasons = ", ".join(f"{number(count)} {reason}" for reason, count in counts.items() if count)
    return f" + {number(total)} {what}" + (f" ({reasons})" if reasons else "")


def _mail(assessment: Assessment) -> None:
    kinds = assessment.mail.mails["kind"].cast(str).to_list()
    withheld = {reason: count for reason, count in assessment.mail.withheld.items() if count}
    screen.heading("Mail")
    screen.entry("Composed", ", ".join(f"{number(kinds.count(kind.value))} {kind.value}" for kind in MailKind))
    reasons = ", ".join(f"{number(count)} {reason}" for reason, count in withheld.items())
    screen.entry("Withheld", f"{number(sum(withheld.values()))}" + (f" ({reasons})" if reasons else ""))
    screen.line("Nothing was sent.")


def _files(report: Report, out: Path, settings: Settings, *, annexes: bool) -> None:
    outputs, hr = settings.run.outputs, settings.run.edition is Edition.HR
    purposes = [
        ("pdf", "report.pdf", "for auditors and the board; pseudonyms, no names"),
        ("html", "report.html", "the same to look at in a browser"),
        ("pdf", "report-hr.pdf", "for HR, with names"),
        ("html", "report-hr.html", "for HR, with names"),
        ("excel", "report.xlsx", "for HR to work in, with names"),
        ("csv", "findings.csv", "every finding, for machines; rejects*.csv: every row not used, for HR"),
        ("oscal", "assessment.oscal.json", "for GRC tools"),
        ("mail", "mail/", "one message for each person who may be written to; HR only"),
    ]
    screen.heading(f"Files in {out}/")
    for output, name, purpose in purposes:
        if output in outputs and (hr or "-hr" not in name):
            screen.entry(name, purpose, width=24)
    if annexes:
        screen.entry("annex/", "a PDF with names for each group, and index.pdf; HR only", width=24)
    if _guides(report.assessment, settings):
        screen.entry(guidance.NAME, "general information for every employee alike; names nobody", width=24)
    screen.entry("manifest.json", "counts and hashes of everything; SHA256SUMS", width=24)


def _guides(assessment: Assessment, settings: Settings) -> bool:
    return bool({"pdf", "mail"} & set(settings.run.outputs)) and guidance.is_due(assessment)


def _next(assessment: Assessment, out: Path, settings: Settings, *, demo: bool) -> None:
    steps = []
    if "pdf" in settings.run.outputs:
        steps.append(f"Read {out / 'report.pdf'}.")
    if "html" in settings.run.outputs:
        steps.append(f"Look at the page: {command('open', out)}")
    if _guides(assessment, settings):
        steps.append(
            f"Hand {out / guidance.NAME} to everybody alike: to those alone who get no mail it would single them out."
        )
    if unmapped := assessment.unrecognised.height:
        where = "report.xlsx" if demo else command("check")
        wordings = "the one wording" if unmapped == 1 else f"{number(unmapped)} wordings"
        steps.append(f"Map {wordings} that no answer table holds; see {where}.")
    if sum(assessment.roster.rejected.values()) + sum(assessment.responses.rejected.values()):
        steps.append(
            "Mend the rows of rejects-roster.csv and rejects-survey.csv, and run again with each as a further --roster "
            "or --survey: their rows replace those they name."
        )
    steps.append(f"Check that nothing was changed: {command('verify', out)}")
    if "mail" in settings.run.outputs and assessment.mail.mails.height and not demo:
        preview = command("mail", "preview", out)
        steps.append(f"Look at the mails; none goes before somebody approves them: {preview}")
    if demo:
        own = command("run", "--roster", "people.csv", "--survey", "answers.xlsx")
        steps.append(f"Then try your own two files: {own}")
    screen.heading("What to do next")
    for count, step in enumerate(steps, start=1):
        screen.item(f"{count}.", step)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
