"""From each clause of the company privacy policy to its controls, the law behind them, and how they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reporter.model.assessment import Assessment, ControlVerdict, PolicyVerdict, Tally
from reporter.model.law import LawNote
from reporter.model.policy import Clause, Control, Policy, PolicySet
from reporter.model.vocabulary import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One control under one clause; or a clause that no control of this run checks."""

    clause: Clause | None
    """None: no clause of the company policy names the control."""
    control: Control | None
    """None: no control of this run checks the clause."""
    law: Mapping[str, tuple[LawNote, ...]]
    """Regime → the law notes the control names, in its order."""
    tally: Tally | None
    """The control's findings; None: there is no control, or this edition hides them."""
    required: ControlVerdict | None
    """Where the control is required; None: it is not, or this edition hides the verdict."""
    hidden: bool
    """This edition does not show the verdict, because it would be on 1 to 4 people."""

    def provisions(self, regime: str) -> tuple[LawNote, ...]:
        """Return the notes of one regime."""
        return self.law.get(regime, ())

    def others(self, *regimes: str) -> Mapping[str, tuple[LawNote, ...]]:
        """Return the notes of every other regime, by regime."""
        return {regime: notes for regime, notes in self.law.items() if regime not in regimes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The lines of one policy: a company policy clause by clause, another control by control."""

    policy: Policy
    verdict: PolicyVerdict | None
    """None: this edition hides it."""
    lines: tuple[Line, ...]


def crosswalk(assessment: Assessment, said: PolicySet, edition: Edition) -> tuple[Part, ...]:
    """Return the company policies clause by clause, then the controls that no clause names, by their policies.

    Args:
        assessment: How the controls stand.
        said: Its policies in the language of the document.
        edition: Whom it is for: HR's hides nothing.
    """
    rows = _Rows(assessment, said, edition)
    named = {name for policy in said.companys for clause in policy.clauses for name in clause.controls}
    parts = [
        Part(policy=policy, verdict=rows.policy(policy.id), lines=tuple(rows.of_clauses(policy)))
        for policy in said.companys
    ]
    for policy in said.policies:
        left = [control for control in policy.controls if control.id not in named]
        if left:
            lines = tuple(rows.of(None, control) for control in left)
            parts.append(Part(policy=policy, verdict=rows.policy(policy.id), lines=lines))
    return tuple(parts)


class _Rows:
    """Looks up what a line holds."""

    def __init__(self, assessment: Assessment, said: PolicySet, edition: Edition) -> None:
        totals = assessment.totals
        self._hr = edition is Edition.HR
        self._law = said.law
        self._controls = {c.id: c for c in said.controls}
        self._totals = {t.control: t for t in totals.by_control}
        self._verdicts = {v.control: v for v in totals.verdicts}
        self._policies = {v.policy: v for v in totals.by_policy}

    def policy(self, name: str) -> PolicyVerdict | None:
        found = self._policies[name]
        return None if found.small and not self._hr else found

    def of_clauses(self, policy: Policy) -> Iterator[Line]:
        for clause in policy.clauses:
            asked = [self._controls.get(name) for name in clause.controls if name in self._controls]
            yield from (self.of(clause, control) for control in asked or [None])

    def of(self, clause: Clause | None, control: Control | None) -> Line:
        if control is None:
            return Line(clause=clause, control=None, law={}, tally=None, required=None, hidden=False)
        total, verdict = self._totals[control.id], self._verdicts.get(control.id)
        hidden = verdict is not None and verdict.small and not self._hr
        return Line(
            clause=clause,
            control=control,
            law=self._notes(control),
            tally=total.tally if self._hr or not total.small else None,
            required=None if hidden else verdict,
            hidden=hidden,
        )

    def _notes(self, control: Control) -> dict[str, tuple[LawNote, ...]]:
        found: dict[str, tuple[LawNote, ...]] = {}
        for note in (self._law[name] for name in control.law if name in self._law):
            found[note.regime] = (*found.get(note.regime, ()), note)
        return found
