"""The crosswalk: each control with its clause, the law it rests on, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.model.assessment import Assessment
from reporter.model.law import LawNote
from reporter.model.vocabulary import Edition
from reporter.reports.crosswalk import Line, Part
from reporter.reports.crosswalk import crosswalk as parts
from reporter.reports.excel.sheet import WORDS, Sheet, Value, column, worded
from reporter.reports.excel.styles import Style
from reporter.wording import words

_NAMED = ("GDPR", "CCPA")


def crosswalk(assessment: Assessment) -> Sheet:
    """Return one row for each clause and control: the law behind it, what is open and unknown, and the verdict."""
    found = parts(assessment, assessment.policies, Edition.AUDITOR)  # counts of few are hidden in HR's workbook too
    return worded(
        "crosswalk",
        table="Crosswalk",
        columns=(
            column("policy", 22, Style.WRAPPED),
            column("clause", 8),
            column("clause_title", 34, Style.WRAPPED),
            column("control", 9),
            column("title", 34, Style.STRONG),
            column("open", 9, Style.NUMBER),
            column("unknown", 10, Style.NUMBER),
            column("level_of_policy", 15),
            column("verdict", 15, Style.STRONG),
            column("required_of", 12, Style.NUMBER),
            column("required_open", 12, Style.NUMBER),
            column("required_unknown", 12, Style.NUMBER),
            column("gdpr", 24, Style.WRAPPED),
            column("ccpa", 24, Style.WRAPPED),
            column("further_law", 30, Style.WRAPPED),
        ),
        rows=[_row(part, line) for part in found for line in part.lines],
        tall=True,
        printed=9,
    )


def _row(part: Part, line: Line) -> tuple[Value, ...]:
    clause, control, tally, required = line.clause, line.control, line.tally, line.required
    counted = required.tally if required and required.counted else None
    others = (f"{regime}: {_provisions(notes)}" for regime, notes in line.others(*_NAMED).items())
    return (
        part.policy.title,
        clause.id if clause else None,
        clause.title if clause else None,
        control.id if control else None,
        control.title if control else words(WORDS)("crosswalk", "unchecked"),
        tally.open if tally else None,
        tally.not_assessed if tally else None,
        words()("level", control.level) if control else None,
        words()("hidden")
        if line.hidden
        else words()("verdict", required.verdict)
        if required and required.verdict
        else None,
        counted.applicable if counted else None,
        counted.open if counted else None,
        counted.not_assessed if counted else None,
        *(_provisions(line.provisions(regime)) or None for regime in _NAMED),
        "; ".join(others) or None,
    )


def _provisions(notes: Sequence[LawNote]) -> str:
    return "; ".join(note.provision for note in notes)
