"""Whether what a policy requires is met (DESIGN §6, Verdict)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reporter.assess import suppression
from reporter.model.assessment import ControlTotals, ControlVerdict, PolicyVerdict, Tally
from reporter.model.policy import Control, Policy
from reporter.model.vocabulary import Level, Verdict


def verdict(tally: Tally) -> Verdict | None:
    """Return how findings that are required stand; None where none applies."""
    if not tally.applicable:
        return None
    if tally.open:
        return Verdict.NOT_MET
    # A waiver attaches to what is not satisfied or unknown only, so the rest is unknown without one.
    return Verdict.MET if tally.satisfied + tally.waived == tally.applicable else Verdict.CANNOT_BE_SAID


def of_controls(
    controls: Sequence[Control], totals: Sequence[ControlTotals], required: Callable[[str | None], Tally]
) -> tuple[ControlVerdict, ...]:
    """Return the verdict on each control that its policy requires, and whether every edition may show it.

    A control's findings less those that are required are those of the rest of its people: where these are 1 to 4, the
    numbers are hidden, and the verdict too unless it is what the control's findings as a whole say anyhow.

    Args:
        controls: All controls.
        totals: Their totals, in the same order.
        required: Control → its findings of the level `required`.
    """
    found = {
        c.id: (total, required(c.id)) for c, total in zip(controls, totals, strict=True) if c.level is Level.REQUIRED
    }
    rest = {name: total.tally.applicable - tally.applicable for name, (total, tally) in found.items()}
    few = {name for name, (total, _) in found.items() if total.small or suppression.small(rest[name])}
    away = suppression.hidden({name: tally.applicable for name, (_, tally) in found.items() if tally.applicable}, few)
    return tuple(
        ControlVerdict(
            control=name,
            tally=tally,
            verdict=verdict(tally),
            small=total.small
            or suppression.small(tally.applicable)
            or (suppression.small(rest[name]) and verdict(tally) is not verdict(total.tally)),
            counted=name not in away,
        )
        for name, (total, tally) in found.items()
    )


def of_policies(policies: Sequence[Policy], verdicts: Sequence[ControlVerdict]) -> tuple[PolicyVerdict, ...]:
    """Return for each policy the verdict on its own controls and on those its clauses name."""
    return tuple(_of_policy(policy, verdicts) for policy in policies)


def _of_policy(policy: Policy, verdicts: Sequence[ControlVerdict]) -> PolicyVerdict:
    named = {*(c.id for c in policy.controls), *(name for clause in policy.clauses for name in clause.controls)}
    own = [v for v in verdicts if v.control in named and v.verdict]
    counts = {kind: sum(v.verdict is kind for v in own) for kind in Verdict}
    worst = next((kind for kind in (Verdict.NOT_MET, Verdict.CANNOT_BE_SAID, Verdict.MET) if counts[kind]), None)
    return PolicyVerdict(policy=policy.id, verdict=worst, controls=counts, small=any(v.small for v in own))
