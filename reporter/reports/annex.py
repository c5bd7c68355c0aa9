"""Annexes: complete findings of one department or country each, for HR, as PDFs of their own (`--annex`).

Groups that are too small to show have none. A large group is split into parts, so that no file grows with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import Literal

import polars as pl

from reporter.model.assessment import GroupTotals
from reporter.model.documents import Report
from reporter.model.policy import Control
from reporter.model.vocabulary import Edition, Level, Outcome, Severity
from reporter.reports import selection
from reporter.reports.paper import printed
from reporter.wording import colours, environment

Grouping = Literal["department", "country"]
INDEX = "annex/index.pdf"
PEOPLE = 250
"""People in one file at most: about a quarter of a minute to lay out."""

_ACROSS = 14
"""Columns of controls that a page across holds."""
_MARKS = {
    Outcome.SATISFIED.value: "✓",
    Outcome.NOT_SATISFIED.value: "✗",
    Outcome.NOT_ASSESSED.value: "?",
    Outcome.NOT_APPLICABLE.value: "–",
}
_WAIVED, _UNTOLD = "w", "·"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the group."""

    name: str
    employee_id: str | None
    answered_on: date | None
    marks: tuple[str, ...]
    """One for each control: ✓ satisfied, ✗ open, w waived, ? unknown, – not applicable, · not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An open finding that may be followed up."""

    name: str
    control: str
    level: Level
    severity: Severity
    answered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One file: a group, or a part of a large one."""

    name: str
    title: str
    """The group as readers know it."""
    part: int
    parts: int
    totals: GroupTotals
    """Of the whole group."""
    people: tuple[Person, ...]
    open: tuple[Open, ...]


def annexes(report: Report, by: Grouping) -> tuple[Annex, ...]:
    """Return what the annexes hold, groups in alphabetical order."""
    assessment = report.assessment
    named = selection.departments if by == "department" else selection.countries
    groups = named(assessment.totals, report.language)
    shown = [(title, totals) for title, totals in groups if not totals.hidden]
    people = {group: list(rows) for group, rows in _people(report, by)}
    listed = {group: list(rows) for group, rows in _open(report, by)}
    found = []
    for number, (title, totals) in enumerate(shown, start=1):
        members = people.get(totals.name, [])
        parts = [members[n : n + PEOPLE] for n in range(0, len(members), PEOPLE)]
        for part, some in enumerate(parts, start=1):
            ids = {employee for employee, _ in some}
            found.append(
                Annex(
                    name=f"annex/{by}-{number:03}{f'-{part}' if len(parts) > 1 else ''}.pdf",
                    title=title,
                    part=part,
                    parts=len(parts),
                    totals=totals,
                    people=tuple(person for _, person in some),
                    open=tuple(finding for employee, finding in listed.get(totals.name, []) if employee in ids),
                )
            )
    return tuple(found)


def bare(report: Report) -> Report:
    """Return the report without its tables: what an annex needs beside its own rows, and can be sent to a process."""
    assessment = report.assessment
    empty = replace(
        assessment,
        population=assessment.population.clear(),
        findings=assessment.findings.clear(),
        rejects=assessment.rejects.clear(),
        mail=replace(assessment.mail, mails=assessment.mail.mails.clear()),
    )
    return replace(report, assessment=empty)


def render(report: Report, annex: Annex, by: Grouping) -> bytes:
    """Return an annex as a PDF.

    Raises:
        RenderError: The logo cannot be drawn.
    """
    return printed(partial(page, report, annex, by), report, f"{report.report_id}/{annex.name}")


def render_index(report: Report, found: Sequence[Annex], by: Grouping, hidden: int) -> bytes:
    """Return the list of all annexes as a PDF.

    Args:
        report: The run.
        found: What there is.
        by: What the groups are.
        hidden: Groups that have no annex because so few people work there.

    Raises:
        RenderError: The logo cannot be drawn.
    """

    def listed(logo: str | None) -> str:
        template = environment(report.language).get_template("annex/index.html.j2")
        return template.render(**_common(report, by, logo), annexes=found, hidden=hidden)

    return printed(listed, report, f"{report.report_id}/{INDEX}")


def page(report: Report, annex: Annex, by: Grouping, logo: str | None = None) -> str:
    """Return the HTML an annex is laid out from; `logo` is the name it is served under."""
    controls = report.said.assessment.policies.controls
    blocks = [range(n, min(n + _ACROSS, len(controls))) for n in range(0, len(controls), _ACROSS)]
    template = environment(report.language).get_template("annex/annex.html.j2")
    return template.render(**_common(report, by, logo), annex=annex, controls=controls, blocks=blocks)


def _common(report: Report, by: Grouping, logo: str | None) -> Mapping[str, object]:
    return {
        "report": report,
        "parameters": report.assessment.parameters,
        "by": by,
        "edition": Edition.HR.value,
        "logo": logo,
        "accent": colours.accent(report.organisation.accent),
    }


def _people(report: Report, by: Grouping) -> Iterator[tuple[str | None, Iterator[tuple[int, Person]]]]:
    """Yield each group with its people by name."""
    assessment = report.assessment
    marks = _matrix(report, assessment.policies.controls)
    rows = (
        assessment.population.select("employee", by, "employee_id", "answered_on", name=selection.NAME)
        .sort(by, selection.alphabetical(pl.col("name")), "employee", nulls_last=True)
        .iter_rows()
    )
    for group, members in groupby(rows, key=lambda row: row[1]):
        yield (
            group,
            (
                (row[0], Person(employee_id=row[2], answered_on=row[3], name=row[4], marks=marks[row[0]]))
                for row in members
            ),
        )


def _matrix(report: Report, controls: Sequence[Control]) -> list[tuple[str, ...]]:
    """Return each person's marks. What may not be followed up person by person is told of nobody (DESIGN §6, Mail)."""
    mark = (
        pl.when(~pl.col("writable"))
        .then(pl.lit(_UNTOLD))
        .when((pl.col("outcome") == Outcome.NOT_SATISFIED.value) & ~pl.col("open"))
        .then(pl.lit(_WAIVED))
        .otherwise(pl.col("outcome").cast(pl.String).replace_strict(_MARKS, return_dtype=pl.String))
    )
    marks = report.assessment.findings.select(mark).to_series().to_list()
    width = len(controls)
    return [tuple(marks[n * width : (n + 1) * width]) for n in range(report.assessment.population.height)]


def _open(report: Report, by: Grouping) -> Iterator[tuple[str | None, Iterator[tuple[int, Open]]]]:
    """Yield each group with the open findings that HR may follow up, the most binding first."""
    rows = (
        selection.open_findings(report.assessment, Edition.HR)
        .select("employee", by, "control", "level", "severity", "answered_on", name=selection.NAME)
        .sort(by, nulls_last=True, maintain_order=True)
        .iter_rows()
    )
    for group, found in groupby(rows, key=lambda row: row[1]):
        yield (
            group,
            (
                (
                    row[0],
                    Open(
                        control=row[2],
                        level=Level(row[3]),
                        severity=Severity(row[4]),
                        answered_on=row[5],
                        name=row[6],
                    ),
                )
                for row in found
            ),
        )
