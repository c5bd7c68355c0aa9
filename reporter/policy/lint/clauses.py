"""Whether the clauses of the company's policy name controls that exist, and whether every control has a clause."""

from __future__ import annotations

from collections.abc import Collection

from reporter.model.policy import Policy
from reporter.quoting import suggestion
from reporter.yaml_tree import Branch


def note_clauses(written: Branch, policy: Policy, known: Collection[str]) -> None:
    """Note clauses of a control that no policy has, and controls of this policy that no clause names.

    Args:
        written: The policy's file.
        policy: What it says.
        known: Ids of the controls of all policies there are, those read and those shipped.
    """
    for clause in written.each("clauses"):
        for name, place in clause.texts("controls"):
            if name not in known:
                place.fault(
                    f"clause {clause.text('id')} names {name}, and no policy has such a control",
                    suggestion(name, known),
                )
    if policy.clauses:
        named = {name for clause in policy.clauses for name in clause.controls}
        for entry, control in zip(written.each("controls"), policy.controls, strict=True):
            if control.id not in named:
                entry.fault(
                    f"no clause names {control.id}", "Add it to the controls of the clause it checks.", key="id"
                )
