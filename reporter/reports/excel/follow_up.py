"""Open findings: the action plan. HR fills in its columns; hidden keys say whose row is whose when it comes back."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from reporter.model.documents import Report
from reporter.model.policy import Control
from reporter.model.vocabulary import Edition, FollowUpState, Level, Severity
from reporter.reports import selection
from reporter.reports.excel.guidance import numbered, places_of_controls
from reporter.reports.excel.people import WHO, who
from reporter.reports.excel.sheet import WORDS, Column, Rows, Sheet, among, column, in_words, worded
from reporter.reports.excel.styles import Style
from reporter.wording import words

Seal = Callable[[str], str]
"""Makes a text unreadable to all who have not the key, and not to be made up by them."""

_PRINTED = 14  # columns: those behind them stand on the sheet Guidance too


def open_findings(report: Report, seal: Seal | None) -> Sheet:
    """Return the open findings that may be followed up person by person, and what HR fills in.

    Args:
        report: The run.
        seal: Makes the hidden key of a row; None: the sheet cannot come back, and has none.
    """
    say = words(WORDS)
    states = ",".join(say("open_findings", "states", state) for state in FollowUpState)
    return worded(
        "open_findings",
        more="" if seal else say("open_findings", "keyless"),
        table="OpenFindings",
        columns=(
            *who(),
            column("control", 9, places=places_of_controls(report.assessment)),
            column("title", 46, Style.WRAPPED),
            column("level", 15),
            column("severity", 10),
            column("reason", 25, Style.WRAPPED),
            column("due", 11, Style.DATE),
            column("owner", 16, Style.ENTRY),
            Column(
                head=say("heads", "state"),
                width=13,
                style=Style.ENTRY,
                choices=states,
                prompt=say("open_findings", "choose"),
            ),
            column("comment", 30, Style.ENTRY),
            Column(
                head=say("heads", "done_on"),
                width=12,
                style=Style.ENTRY_DATE,
                prompt=say("open_findings", "done_on"),
            ),
            column("steps", 60),
            column("link", 40, Style.WEB),
            *([Column(head=say("heads", "key"), width=10, hidden=True)] if seal else []),
        ),
        rows=_rows(report, seal),
        frozen=2,
        tall=True,
        printed=_PRINTED,
    )


def _rows(report: Report, seal: Seal | None) -> Rows:
    assessment = report.assessment
    controls = {c.id: c for c in assessment.policies.controls}
    found = selection.open_findings(assessment, Edition.HR)
    found = found.join(report.follow_ups, on=["pseudonym", "control"], how="left", maintain_order="left")
    why = {
        pair: _why(*pair)
        for pair in found.select(pl.col("reason").cast(pl.String), "caps").unique().sort(pl.all()).iter_rows()
    }
    control = pl.col("control")
    levels = {level.value: words()("level", level) for level in Level}
    severities = {s.value: words()("severity", s) for s in Severity}
    states = {s.value: words(WORDS)("open_findings", "states", s) for s in FollowUpState}
    run = f"{report.report_id} {assessment.parameters.as_of.isoformat()}"

    def piece(start: int, count: int) -> pl.DataFrame:
        rows = found.slice(start, count)
        reasons = pl.Series([why[pair] for pair in rows.select(pl.col("reason").cast(pl.String), "caps").iter_rows()])
        keys = [seal(f"{run} {p} {c}") for p, c in rows.select("pseudonym", "control").iter_rows()] if seal else []
        return rows.select(
            *WHO,
            in_words(control, {id_: id_ for id_ in controls}),
            in_words(control, {c.id: c.title for c in controls.values()}).alias("title"),
            in_words(pl.col("level"), levels),
            in_words(pl.col("severity"), severities),
            reasons.cast(among(why.values())).alias("reason"),
            pl.when(pl.col("level") == Level.REQUIRED.value).then(pl.lit(report.due, dtype=pl.Date)).alias("due"),
            "owner",
            in_words(pl.col("state"), states),
            "comment",
            "done_on",
            in_words(control, {c.id: _steps(c) for c in controls.values()}).alias("steps"),
            in_words(control, {c.id: c.remediation.link if c.remediation else None for c in controls.values()}).alias(
                "link"
            ),
            *([pl.Series("key", keys, dtype=pl.String)] if seal else []),
        )

    return Rows(height=found.height, piece=piece)


def _why(reason: str, caps: str) -> str:
    """Return why a finding is open, and why it is no more binding than it is."""
    say = words(WORDS)
    return "; ".join(say("open_findings", "because", word) for word in (reason, *filter(None, caps.split(";"))))


def _steps(control: Control) -> str | None:
    steps = control.remediation
    text = numbered(steps.desktop or steps.mobile) if steps else None
    return text and " ".join(text.split("\n"))  # one line: they stand in full on the sheet Guidance
