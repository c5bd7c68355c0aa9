"""The sentence every document opens with: who answered, how the weightiest control stands, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporter.model.assessment import Assessment, ControlTotals, PolicyVerdict
from reporter.model.policy import Policy
from reporter.model.vocabulary import Level, Severity, Verdict
from reporter.wording import ENGLISH, environment


def headline(assessment: Assessment, language: str = ENGLISH) -> str:
    """Return the sentence as plain text, the same for every document and edition in `language`.

    It speaks of no control that applies to 1 to 4 people, and of no total that holds such a control.
    """
    totals = {t.control: t for t in assessment.totals.by_control}
    lead = _lead(assessment, totals)
    said = assessment.policies.said_in(language)
    template = environment(language).get_template("shared/sentence.txt.j2")
    text = template.render(
        roster=assessment.roster,
        control=next((c for c in said.controls if lead and c.id == lead.control), None),
        clauses=[clause.id for clause in said.clauses_of(lead.control)] if lead else [],
        company=list(_company(said.companys, assessment.totals.by_policy)),
        tally=lead.tally if lead else None,
        small=any(t.small for t in totals.values()),
        controls=len(totals),
    )
    return " ".join(text.split(" ")).strip()


def _lead(assessment: Assessment, totals: dict[str, ControlTotals]) -> ControlTotals | None:
    """Return the totals of the control to speak of: the weightiest.

    By level, then severity, then whether it is met (what is not comes first), then policy order.
    """
    shown = [c for c in assessment.policies.controls if not totals[c.id].small and totals[c.id].tally.applicable]
    levels, severities = list(Level), list(Severity)
    unmet = {v.control for v in assessment.totals.verdicts if v.verdict is Verdict.NOT_MET and not v.small}
    best = min(
        shown, key=lambda c: (levels.index(c.level), severities.index(c.severity), c.id not in unmet), default=None
    )
    return totals[best.id] if best else None


def _company(policies: Sequence[Policy], verdicts: Sequence[PolicyVerdict]) -> Iterator[tuple[Policy, PolicyVerdict]]:
    """Yield the company's privacy policies that require something, each with how that stands."""
    found = {v.policy: v for v in verdicts if v.verdict and not v.small}
    yield from ((policy, found[policy.id]) for policy in policies if policy.id in found)
