"""Employees and waivers: who they are, and what became of each waiver."""

from __future__ import annotations

from string import Template

import polars as pl

from reporter.model.assessment import Assessment, JudgedWaiver
from reporter.model.vocabulary import Edition, Outcome
from reporter.reports import selection
from reporter.reports.excel.guidance import places_of_controls
from reporter.reports.excel.sheet import WORDS, Column, Rows, Sheet, Value, among, column, in_words, worded
from reporter.reports.excel.styles import Style
from reporter.wording import words
from reporter.wording.environment import country, number

_FIXED = 8
_NARROW, _USUAL = 13, 16  # of a column of outcomes; the longest is "Not applicable"
_MANY = 8  # controls


def employees(assessment: Assessment) -> Sheet:
    """Return one row for each person in scope, one column of outcomes for each control.

    Outcomes stand without reasons: a person who prefers not to say is unknown like any other (DESIGN §6, Mail).
    """
    controls = assessment.policies.controls
    width = _USUAL if len(controls) < _MANY else _NARROW
    return worded(
        "employees",
        table="Employees",
        columns=(
            *who(),
            column("country", 14),
            column("region", 9),
            column("answered", 11),
            column("answered_on", 12, Style.DATE),
            *(Column(head=f"{c.id} {c.title}", width=width) for c in controls),
        ),
        rows=_matrix(assessment),
        frozen=2,
        head_height=110,
        outcomes=range(_FIXED, _FIXED + len(controls)),
    )


def who() -> tuple[Column, ...]:
    """Return the columns that say who somebody is."""
    return (
        column("employee_id", 12),
        column("name", 22),
        column("address", 32),
        column("department", 17),
    )


WHO = ("employee_id", "name", "address", "department")
"""The columns of POPULATION that say so."""


def _matrix(assessment: Assessment) -> Rows:
    """Return people with the words of their outcomes; findings stand by employee, then in the order of the controls.

    What may not be followed up person by person is told of nobody, whatever the outcome (DESIGN §6, Mail).
    """
    say = words(WORDS)
    people = assessment.population.sort("employee")
    controls = [c.id for c in assessment.policies.controls]
    outcomes = {o.value: words()("outcome", o) for o in Outcome}
    untold = say("employees", "untold")
    outcome = among([*outcomes.values(), untold])
    countries = {code: country(code) for code in people["country"].unique().sort()}
    answered = {yes: say("yes_no", yes) for yes in ("true", "false")}
    said = pl.col("outcome").cast(pl.String).replace_strict(outcomes, return_dtype=outcome)

    def piece(start: int, count: int) -> pl.DataFrame:
        found = assessment.findings.slice(start * len(controls), count * len(controls)).select(
            pl.when("writable").then(said).otherwise(pl.lit(untold, dtype=outcome)).alias("outcome")
        )["outcome"]
        return people.slice(start, count).select(
            *WHO,
            in_words(pl.col("country"), countries),
            "region",
            in_words(pl.col("responded"), answered),
            "answered_on",
            *(found.gather_every(len(controls), n).alias(f"outcome {n}") for n in range(len(controls))),
        )

    return Rows(height=people.height, piece=piece)


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
