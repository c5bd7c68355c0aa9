"""The sentence every document opens with: who answered, how the weightiest control stands, what is open."""

from __future__ import annotations

from reporter.model.assessment import Assessment, ControlTotals
from reporter.model.vocabulary import Level, Severity
from reporter.wording import ENGLISH, environment


def headline(assessment: Assessment, language: str = ENGLISH) -> str:
    """Return the sentence as plain text, the same for every document and edition in `language`.

    It speaks of no control that applies to 1 to 4 people, and of no total that holds such a control.
    """
    totals = {t.control: t for t in assessment.totals.by_control}
    lead = _lead(assessment, totals)
    template = environment(language).get_template("shared/sentence.txt.j2")
    text = template.render(
        roster=assessment.roster,
        control=next(
            (c for c in assessment.policies.said_in(language).controls if lead and c.id == lead.control), None
        ),
        tally=lead.tally if lead else None,
        small=any(t.small for t in totals.values()),
        controls=len(totals),
    )
    return " ".join(text.split(" ")).strip()


def _lead(assessment: Assessment, totals: dict[str, ControlTotals]) -> ControlTotals | None:
    """Return the totals of the control to speak of: the weightiest by level, then severity, then policy order."""
    shown = [c for c in assessment.policies.controls if not totals[c.id].small and totals[c.id].tally.applicable]
    levels, severities = list(Level), list(Severity)
    best = min(shown, key=lambda c: (levels.index(c.level), severities.index(c.severity)), default=None)
    return totals[best.id] if best else None
