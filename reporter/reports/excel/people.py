"""Employees, open findings, waivers: the sheets with names."""

from __future__ import annotations

from string import Template

import polars as pl

from reporter.model.assessment import Assessment, JudgedWaiver
from reporter.model.documents import Report
from reporter.model.policy import Control
from reporter.model.vocabulary import Edition, Level, Outcome, Severity
from reporter.reports import selection
from reporter.reports.excel.guidance import numbered, places_of_controls
from reporter.reports.excel.sheet import WORDS, Column, Sheet, Value, column, worded
from reporter.reports.excel.styles import Style
from reporter.wording import words
from reporter.wording.environment import country, number


def employees(assessment: Assessment) -> Sheet:
    """Return one row for each person in scope, one column of outcomes for each control.

    Outcomes stand without reasons: a person who prefers not to say is unknown like any other (DESIGN §6, Mail).
    """
    say = words(WORDS)
    controls = assessment.policies.controls
    people = assessment.population.sort("employee")
    said = {o.value: words()("outcome", o) for o in Outcome}
    yes_no = {answer: say("yes_no", str(answer).lower()) for answer in (True, False)}
    countries = {c: country(c) for c in people["country"].unique()}
    fixed = people.select(
        "employee_id", "name", "address", "department", "country", "region", "responded", "answered_on"
    )
    return worded(
        "employees",
        table="Employees",
        columns=(
            *_who(),
            column("country", 16),
            column("region", 10),
            column("answered", 11),
            column("answered_on", 13, Style.DATE),
            *(Column(head=f"{c.id} {c.title}", width=22) for c in controls),
        ),
        rows=[
            (*who, countries[code], region, yes_no[answered], on, *outcomes)
            for (*who, code, region, answered, on), outcomes in zip(
                fixed.iter_rows(), _matrix(assessment, said), strict=True
            )
        ],
        frozen=2,
        head_height=80,
        outcomes=range(8, 8 + len(controls)),
    )


def open_findings(report: Report) -> Sheet:
    """Return the open findings that may be followed up person by person, and what HR fills in."""
    say = words(WORDS)
    assessment = report.assessment
    rows = selection.open_findings(assessment, Edition.HR).select(
        "employee_id", "name", "address", "department", "control", "level", "severity", "answered_on"
    )
    follow = _Follow(report)
    return worded(
        "open_findings",
        table="OpenFindings",
        columns=(
            *_who(),
            column("control", 10, places=places_of_controls(assessment)),
            column("title", 40),
            column("level", 15),
            column("severity", 11),
            column("answered_on", 13, Style.DATE),
            column("due", 12, Style.DATE),
            column("steps", 40),
            column("link", 22, Style.WEB_CLIPPED),
            column("owner", 18, Style.ENTRY),
            Column(
                head=say("heads", "state"),
                width=14,
                style=Style.ENTRY,
                choices=say("open_findings", "states"),
                prompt=say("open_findings", "choose"),
            ),
            column("comment", 32, Style.ENTRY),
            Column(
                head=say("heads", "done_on"),
                width=13,
                style=Style.ENTRY_DATE,
                prompt=say("open_findings", "done_on"),
            ),
        ),
        rows=[follow.up(row) for row in rows.iter_rows()],
        frozen=2,
    )


def waivers(assessment: Assessment) -> Sheet:
    """Return every row of the waiver file and what became of it."""
    names = dict(assessment.population.select("employee", "name").iter_rows())
    say = words(WORDS)
    longest = Template(say("waivers", "longest")).substitute(days=number(assessment.parameters.waiver_days))
    lines = any(w.waiver.unit == "line" for w in assessment.waivers)
    return worded(
        "waivers",
        more=f"{longest} {say('waivers', 'lines')}" if lines else longest,
        table="Waivers",
        columns=(
            column("employee", 28),
            column("name", 26),
            column("control", 11, places=places_of_controls(assessment)),
            column("state", 32, Style.WRAPPED),
            column("attached", 14),
            column("reason", 44, Style.WRAPPED),
            column("approver", 28),
            column("approver_role", 24),
            column("granted", 12, Style.DATE),
            column("expires", 12, Style.DATE),
            column("file", 20),
            column("row", 8, Style.NUMBER),
        ),
        rows=[
            _waiver(w, names.get(w.employee) if w.employee is not None else None, attached=attached)
            for w, attached in zip(assessment.waivers, selection.attachments(assessment, Edition.HR), strict=True)
        ],
        tall=True,
    )


class _Follow:
    """What stands beside a finding so that somebody can follow it up."""

    def __init__(self, report: Report) -> None:
        self._controls = {c.id: c for c in report.assessment.policies.controls}
        self._steps = {c.id: _steps(c) for c in report.assessment.policies.controls}
        self._level = {level.value: words()("level", level) for level in Level}
        self._severity = {s.value: words()("severity", s) for s in Severity}
        self._due = report.due

    def up(self, row: tuple[str, ...]) -> tuple[Value, ...]:
        """Return the sheet's row for a finding."""
        *who, control, level, severity, answered_on = row
        known = self._controls[control]
        return (
            *who,
            control,
            known.title,
            self._level[level],
            self._severity[severity],
            answered_on,
            self._due if level == Level.REQUIRED else None,
            self._steps[control],
            known.remediation.link if known.remediation else None,
            None,
            None,
            None,
            None,
        )


def _who() -> tuple[Column, ...]:
    return (
        column("employee_id", 13),
        column("name", 26),
        column("address", 32),
        column("department", 20),
    )


def _steps(control: Control) -> str | None:
    steps = control.remediation
    text = numbered(steps.desktop or steps.mobile) if steps else None
    return text and " ".join(text.split("\n"))  # one line in a row of one line


def _matrix(assessment: Assessment, said: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the words of each person's outcomes; findings stand by employee, then in the order of the controls.

    What may not be followed up person by person is told of nobody, whatever the outcome (DESIGN §6, Mail).
    """
    width = len(assessment.policies.controls)
    outcome = pl.col("outcome").cast(pl.String).replace_strict(said, return_dtype=pl.String)
    untold = pl.lit(words(WORDS)("employees", "untold"))
    outcomes = assessment.findings.select(pl.when("writable").then(outcome).otherwise(untold)).to_series().to_list()
    return [tuple(outcomes[n * width : (n + 1) * width]) for n in range(assessment.population.height)]


def _waiver(judged: JudgedWaiver, name: str | None, *, attached: bool | None) -> tuple[Value, ...]:
    waiver = judged.waiver
    return (
        waiver.employee,
        name,
        waiver.control,
        words()("waiver", judged.state),
        words()("attached", str(attached).lower()),
        waiver.reason,
        waiver.approver,
        waiver.approver_role,
        waiver.granted,
        waiver.expires,
        waiver.file,
        waiver.row,
    )
