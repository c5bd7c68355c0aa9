"""Employees, open findings, waivers: the sheets with names."""

from __future__ import annotations

import polars as pl

from reporter.model.assessment import Assessment, JudgedWaiver
from reporter.model.documents import Report
from reporter.model.policy import Control
from reporter.model.vocabulary import Level, Outcome, Reason, Severity
from reporter.reports.excel.guidance import numbered, places_of_controls
from reporter.reports.excel.sheet import Column, Sheet, Value
from reporter.reports.excel.styles import Style
from reporter.reports.excel.writer import WORDS
from reporter.wording import words
from reporter.wording.environment import country


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
    return Sheet(
        tab=say("employees", "tab"),
        title=say("employees", "title"),
        about=f"{say('employees', 'about')} {say('employees', 'note')}",
        table="Employees",
        columns=(
            *_who(),
            Column(head=say("heads", "country"), width=16),
            Column(head=say("heads", "region"), width=10),
            Column(head=say("heads", "answered"), width=11),
            Column(head=say("heads", "answered_on"), width=13, style=Style.DATE),
            *(Column(head=f"{c.id} {c.title}", width=22) for c in controls),
        ),
        rows=[
            (*who, countries[code], region, yes_no[answered], on, *outcomes)
            for (*who, code, region, answered, on), outcomes in zip(
                fixed.iter_rows(), _matrix(assessment, said), strict=True
            )
        ],
        empty=say("employees", "empty"),
        frozen=2,
        head_height=80,
        outcomes=range(8, 8 + len(controls)),
    )


def open_findings(report: Report) -> Sheet:
    """Return the open findings that may be followed up person by person, and what HR fills in."""
    say = words(WORDS)
    assessment = report.assessment
    order = {c.id: n for n, c in enumerate(assessment.policies.controls)}
    rows = (
        assessment.findings.filter(pl.col("open") & pl.col("writable"))
        .select("employee", pl.col("control").cast(pl.String), "level", "severity", "reason", "answered_on")
        .join(assessment.population.select("employee", "employee_id", "name", "address", "department"), on="employee")
        .with_columns(order=pl.col("control").replace_strict(order, return_dtype=pl.UInt32))
        .sort(pl.col("level").to_physical(), pl.col("severity").to_physical(), "order", "employee")
        .select("employee_id", "name", "address", "department", "control", "level", "severity", "reason", "answered_on")
    )
    follow = _Follow(report)
    return Sheet(
        tab=say("open_findings", "tab"),
        title=say("open_findings", "title"),
        about=f"{say('open_findings', 'about')} {say('open_findings', 'note')}",
        table="OpenFindings",
        columns=(
            *_who(),
            Column(head=say("heads", "control"), width=10, places=places_of_controls(assessment)),
            Column(head=say("heads", "title"), width=40),
            Column(head=say("heads", "level"), width=15),
            Column(head=say("heads", "severity"), width=11),
            Column(head=say("heads", "reason"), width=20),
            Column(head=say("heads", "answered_on"), width=13, style=Style.DATE),
            Column(head=say("heads", "due"), width=12, style=Style.DATE),
            Column(head=say("heads", "steps"), width=40),
            Column(head=say("heads", "link"), width=22, style=Style.WEB_CLIPPED),
            Column(head=say("heads", "owner"), width=18, style=Style.ENTRY),
            Column(
                head=say("heads", "state"),
                width=14,
                style=Style.ENTRY,
                choices=say("open_findings", "states"),
                prompt=say("open_findings", "choose"),
            ),
            Column(head=say("heads", "comment"), width=32, style=Style.ENTRY),
            Column(
                head=say("heads", "done_on"),
                width=13,
                style=Style.ENTRY_DATE,
                prompt=say("open_findings", "done_on"),
            ),
        ),
        rows=[follow.up(row) for row in rows.iter_rows()],
        empty=say("open_findings", "empty"),
        frozen=2,
    )


def waivers(assessment: Assessment) -> Sheet:
    """Return every row of the waiver file and what became of it."""
    say = words(WORDS)
    names = dict(assessment.population.select("employee", "name").iter_rows())
    return Sheet(
        tab=say("waivers", "tab"),
        title=say("waivers", "title"),
        about=say("waivers", "about"),
        table="Waivers",
        columns=(
            Column(head=say("heads", "employee"), width=28),
            Column(head=say("heads", "name"), width=26),
            Column(head=say("heads", "control"), width=11, places=places_of_controls(assessment)),
            Column(head=say("heads", "state"), width=32, style=Style.WRAPPED),
            Column(head=say("heads", "attached"), width=14),
            Column(head=say("heads", "reason"), width=44, style=Style.WRAPPED),
            Column(head=say("heads", "approver"), width=28),
            Column(head=say("heads", "approver_role"), width=24),
            Column(head=say("heads", "granted"), width=12, style=Style.DATE),
            Column(head=say("heads", "expires"), width=12, style=Style.DATE),
            Column(head=say("heads", "file"), width=20),
            Column(head=say("heads", "row"), width=8, style=Style.NUMBER),
        ),
        rows=[_waiver(w, names.get(w.employee) if w.employee is not None else None) for w in assessment.waivers],
        empty=say("waivers", "empty"),
        tall=True,
    )


class _Follow:
    """What stands beside a finding so that somebody can follow it up."""

    def __init__(self, report: Report) -> None:
        self._controls = {c.id: c for c in report.assessment.policies.controls}
        self._steps = {c.id: _steps(c) for c in report.assessment.policies.controls}
        self._level = {level.value: words()("level", level) for level in Level}
        self._severity = {s.value: words()("severity", s) for s in Severity}
        self._reason = {r.value: words()("reason", r) for r in Reason}
        self._due = report.due

    def up(self, row: tuple[str, ...]) -> tuple[Value, ...]:
        """Return the sheet's row for a finding."""
        *who, control, level, severity, reason, answered_on = row
        known = self._controls[control]
        return (
            *who,
            control,
            known.title,
            self._level[level],
            self._severity[severity],
            self._reason[reason],
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
    say = words(WORDS)
    return (
        Column(head=say("heads", "employee_id"), width=13),
        Column(head=say("heads", "name"), width=26),
        Column(head=say("heads", "address"), width=32),
        Column(head=say("heads", "department"), width=20),
    )


def _steps(control: Control) -> str | None:
    steps = control.remediation
    text = numbered(steps.desktop or steps.mobile) if steps else None
    return text and " ".join(text.split("\n"))  # one line in a row of one line


def _matrix(assessment: Assessment, said: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the words of each person's outcomes; findings stand by employee, then in the order of the controls."""
    width = len(assessment.policies.controls)
    outcomes = assessment.findings["outcome"].cast(pl.String).replace_strict(said, return_dtype=pl.String).to_list()
    return [tuple(outcomes[n * width : (n + 1) * width]) for n in range(assessment.population.height)]


def _waiver(judged: JudgedWaiver, name: str | None) -> tuple[Value, ...]:
    waiver = judged.waiver
    return (
        waiver.employee,
        name,
        waiver.control,
        words()("waiver", judged.state),
        words(WORDS)("yes_no", str(judged.attached).lower()),
        waiver.reason,
        waiver.approver,
        waiver.approver_role,
        waiver.granted,
        waiver.expires,
        waiver.file,
        waiver.row,
    )
