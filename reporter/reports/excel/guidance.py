"""Guidance and law notes: what to do, and why one may ask. Both name nobody."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.model.assessment import Assessment
from reporter.model.law import LawNote
from reporter.model.policy import Control
from reporter.reports import selection
from reporter.reports.excel.sheet import FIRST_ROW, WORDS, Sheet, Value, column, place, worded
from reporter.reports.excel.styles import Style
from reporter.wording import words

_PRINTED = 6  # columns that a sheet of A4 holds in letters of ten points: what to do, and what one may ask


def places_of_controls(assessment: Assessment) -> dict[str, str]:
    """Return where each control's guidance stands."""
    tab = words(WORDS)("guidance", "tab")
    return {c.id: place(tab, row) for row, c in enumerate(assessment.policies.controls, start=FIRST_ROW)}


def guidance(assessment: Assessment) -> Sheet:
    """Return one row for each control: why it matters, the steps, what they cannot undo."""
    return worded(
        "guidance",
        table="Guidance",
        columns=(
            column("control", 9),
            column("title", 24, Style.STRONG),
            column("minutes", 9, Style.NUMBER),
            column("desktop", 44, Style.WRAPPED),
            column("mobile", 44, Style.WRAPPED),
            column("cannot_undo", 32, Style.WRAPPED),
            column("rationale", 50, Style.WRAPPED),
            column("link", 30, Style.WEB),
            column("no_link", 30, Style.WRAPPED),
            column("law", 20, Style.WRAPPED),
        ),
        rows=[_guidance(c) for c in assessment.policies.controls],
        tall=True,
        frozen=2,
        printed=_PRINTED,
    )


def numbered(steps: Sequence[str]) -> str | None:
    """Return steps as one text, a line for each; None where there are none."""
    return "\n".join(f"{n}. {step}" for n, step in enumerate(steps, start=1)) or None


def law_notes(assessment: Assessment) -> Sheet:
    """Return one row for each law note that matters to this assessment."""
    return worded(
        "law_notes",
        table="LawNotes",
        columns=(
            column("id", 16, Style.WRAPPED),
            column("provision", 20, Style.WRAPPED),
            column("title", 22, Style.STRONG),
            column("paraphrase", 46, Style.WRAPPED),
            column("employer", 32, Style.WRAPPED),
            column("applies_to", 22, Style.WRAPPED),
            column("regime", 16, Style.WRAPPED),
            column("platform", 34, Style.WRAPPED),
            column("in_force", 12, Style.DATE),
            column("source", 26, Style.WRAPPED),
            column("link", 30, Style.WEB),
            column("as_of", 12, Style.DATE),
            column("confidence", 20, Style.WRAPPED),
            column("counsel", 20, Style.WRAPPED),
        ),
        rows=[_note(n) for n in selection.law_notes(assessment)],
        tall=True,
        printed=_PRINTED,
    )


def _guidance(control: Control) -> tuple[Value, ...]:
    steps = control.remediation
    return (
        control.id,
        control.title,
        steps.minutes if steps else None,
        numbered(steps.desktop) if steps else None,
        numbered(steps.mobile) if steps else None,
        steps.cannot_undo if steps else None,
        control.rationale,
        steps.link if steps else None,
        steps.no_link if steps else None,
        ", ".join(control.law) or None,
    )


def _note(note: LawNote) -> tuple[Value, ...]:
    return (
        note.id,
        note.provision,
        note.title,
        note.paraphrase,
        note.employer,
        note.applies_to,
        note.regime,
        note.platform,
        note.in_force,
        note.source.title,
        note.source.url,
        note.source.as_of,
        words()("confidence", note.confidence),
        note.reviewed_by_counsel or words()("counsel"),
    )
