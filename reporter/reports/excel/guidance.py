"""Guidance and law notes: what to do, and why one may ask. Both name nobody."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.model.assessment import Assessment
from reporter.model.policy import Control, LawNote
from reporter.reports.excel.sheet import FIRST_ROW, Column, Sheet, Value, place
from reporter.reports.excel.styles import Style
from reporter.reports.excel.writer import WORDS
from reporter.wording import words


def places_of_controls(assessment: Assessment) -> dict[str, str]:
    """Return where each control's guidance stands."""
    tab = words(WORDS)("guidance", "tab")
    return {c.id: place(tab, row) for row, c in enumerate(assessment.policies.controls, start=FIRST_ROW)}


def guidance(assessment: Assessment) -> Sheet:
    """Return one row for each control: why it matters, the steps, what they cannot undo."""
    say = words(WORDS)
    return Sheet(
        tab=say("guidance", "tab"),
        title=say("guidance", "title"),
        about=say("guidance", "about"),
        table="Guidance",
        columns=(
            Column(head=say("heads", "control"), width=11),
            Column(head=say("heads", "title"), width=30, style=Style.STRONG),
            Column(head=say("heads", "rationale"), width=50, style=Style.WRAPPED),
            Column(head=say("heads", "minutes"), width=10, style=Style.NUMBER),
            Column(head=say("heads", "desktop"), width=46, style=Style.WRAPPED),
            Column(head=say("heads", "mobile"), width=46, style=Style.WRAPPED),
            Column(head=say("heads", "link"), width=30, style=Style.WEB),
            Column(head=say("heads", "cannot_undo"), width=36, style=Style.WRAPPED),
            Column(head=say("heads", "law"), width=20, style=Style.WRAPPED),
        ),
        rows=[_guidance(c) for c in assessment.policies.controls],
        empty=say("guidance", "empty"),
        tall=True,
        frozen=2,
    )


def numbered(steps: Sequence[str]) -> str | None:
    """Return steps as one text, a line for each; None where there are none."""
    return "\n".join(f"{n}. {step}" for n, step in enumerate(steps, start=1)) or None


def law_notes(assessment: Assessment) -> Sheet:
    """Return one row for each law note that matters to this assessment."""
    say = words(WORDS)
    return Sheet(
        tab=say("law_notes", "tab"),
        title=say("law_notes", "title"),
        about=say("law_notes", "about"),
        table="LawNotes",
        columns=(
            Column(head=say("heads", "id"), width=18, style=Style.WRAPPED),
            Column(head=say("heads", "regime"), width=16, style=Style.WRAPPED),
            Column(head=say("heads", "provision"), width=20, style=Style.WRAPPED),
            Column(head=say("heads", "title"), width=26, style=Style.STRONG),
            Column(head=say("heads", "paraphrase"), width=52, style=Style.WRAPPED),
            Column(head=say("heads", "platform"), width=34, style=Style.WRAPPED),
            Column(head=say("heads", "employer"), width=34, style=Style.WRAPPED),
            Column(head=say("heads", "applies_to"), width=24, style=Style.WRAPPED),
            Column(head=say("heads", "in_force"), width=12, style=Style.DATE),
            Column(head=say("heads", "source"), width=26, style=Style.WRAPPED),
            Column(head=say("heads", "link"), width=30, style=Style.WEB),
            Column(head=say("heads", "as_of"), width=12, style=Style.DATE),
            Column(head=say("heads", "confidence"), width=20, style=Style.WRAPPED),
            Column(head=say("heads", "counsel"), width=20, style=Style.WRAPPED),
        ),
        rows=[_note(n) for n in assessment.law],
        empty=say("law_notes", "empty"),
        tall=True,
    )


def _guidance(control: Control) -> tuple[Value, ...]:
    steps = control.remediation
    return (
        control.id,
        control.title,
        control.rationale,
        steps.minutes if steps else None,
        numbered(steps.desktop) if steps else None,
        numbered(steps.mobile) if steps else None,
        steps.link if steps else None,
        steps.cannot_undo if steps else None,
        ", ".join(control.law) or None,
    )


def _note(note: LawNote) -> tuple[Value, ...]:
    return (
        note.id,
        note.regime,
        note.provision,
        note.title,
        note.paraphrase,
        note.platform,
        note.employer,
        note.applies_to,
        note.in_force,
        note.source.title,
        note.source.url,
        note.source.as_of,
        words()("confidence", note.confidence),
        note.reviewed_by_counsel or words()("counsel"),
    )
