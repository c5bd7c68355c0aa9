"""The examples of controls, run through the code that judges answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reporter.assess import answers
from reporter.errors import Problem
from reporter.model.policy import Control
from reporter.model.vocabulary import Outcome
from reporter.policy.loader import read
from reporter.quoting import nearest, quoted
from reporter.yaml_tree import Branch


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """What became of the examples."""

    policies: int
    controls: int
    examples: int
    without: tuple[str, ...]
    """Ids of controls without an example."""
    failures: tuple[Problem, ...]


def run_examples(paths: Sequence[Path], *, shipped: Path | None = None) -> Trials:
    """Judge every example of every control.

    Args:
        paths: as for `reporter.policy.load`.
        shipped: as for `reporter.policy.load`.

    Raises:
        PolicyError: a policy has errors; nothing is judged.
    """
    reading = read(paths, shipped=shipped)
    pairs = [
        (written, control)
        for sheet, policy in zip(reading.sheets, reading.policies.policies, strict=True)
        for written, control in zip(sheet.tree.branch.each("controls"), policy.controls, strict=True)
    ]
    return Trials(
        policies=len(reading.sheets),
        controls=len(pairs),
        examples=sum(len(control.examples) for _, control in pairs),
        without=tuple(control.id for _, control in pairs if not control.examples),
        failures=tuple(failure for written, control in pairs for failure in _failures(written, control)),
    )


def _failures(written: Branch, control: Control) -> list[Problem]:
    given = pl.Series([example.answer for example in control.examples], dtype=pl.String)
    judged = answers.judged(given, control).select("outcome", "reason").iter_rows()
    found = []
    for place, example, (outcome, reason) in zip(written.each("examples"), control.examples, judged, strict=True):
        if (outcome or Outcome.NOT_ASSESSED.value) != example.outcome.value:
            what = f"{control.id}: {quoted(example.answer)} is {_said(outcome, reason)}, not {example.outcome.value}"
            found.append(Problem(where=place.where, what=what, hint=_hint(outcome, example.answer, control)))
    return found


def _said(outcome: str | None, reason: str | None) -> str:
    if outcome is None:
        return f"in no answer table, so {Outcome.NOT_ASSESSED.value}"
    return f"{outcome} ({reason})"


def _hint(outcome: str | None, answer: str, control: Control) -> str:
    if outcome is not None:
        return "Mend the example or the answer table, whichever is wrong."
    wordings = [w for a in control.question.answers for w in a.wordings]
    like = nearest(answer, wordings)
    return f"Nearest is {quoted(like)}; if it means the same, add it there under also." if like else "Add an answer."
