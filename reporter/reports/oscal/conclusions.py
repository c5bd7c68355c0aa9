"""Findings and risks: one OSCAL finding for each control that may be shown, and what is open or waived beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from reporter.model.assessment import Assessment, Tally
from reporter.model.policy import Control
from reporter.model.vocabulary import Level
from reporter.reports.oscal.parts import Ids, Part, filled, midnight, props, say, token
from reporter.wording.environment import number


def findings(assessment: Assessment, ids: Ids, observations: Mapping[str, Sequence[str]], tool: str) -> list[Part]:
    """Return a finding for each control in `observations`.

    Args:
        assessment: whose totals they state.
        ids: makes their ids.
        observations: control → ids of its observations; a control that is not shown is not there.
        tool: id of the component that judged.
    """
    shown = (t for t in assessment.totals.by_control if t.control in observations)
    controls = {c.id: c for c in assessment.policies.controls}
    return [_finding(controls[t.control], t.tally, ids, observations[t.control], tool) for t in shown]


def risks(assessment: Assessment, ids: Ids, shown: frozenset[str], due: date | None) -> list[Part]:
    """Return what is open, and what a waiver covers, for each control in `shown`."""
    controls = {c.id: c for c in assessment.policies.controls}
    found = []
    for totals in assessment.totals.by_control:
        if totals.control not in shown:
            continue
        control = controls[totals.control]
        if totals.tally.open:
            found.append(_open(control, totals.tally, ids, due if control.level is Level.REQUIRED else None))
        if totals.tally.waived:
            found.append(_waived(control, totals.tally, ids))
    return found


def _finding(control: Control, tally: Tally, ids: Ids, observations: Sequence[str], tool: str) -> Part:
    related = [ids.of("risk", control.id)] if tally.open else []
    related += [ids.of("waived", control.id)] if tally.waived else []
    counts = {
        "kind": control.kind.value,
        "level": control.level.value,
        "severity": control.severity.value,
        "applicable": tally.applicable,
        "satisfied": tally.satisfied,
        "not-satisfied": tally.not_satisfied,
        "not-assessed": tally.not_assessed,
        "not-applicable": tally.not_applicable,
        "waived": tally.waived,
        "open": tally.open,
        "at-least": tally.bounds.at_least,
        "at-most": tally.bounds.at_most,
        **{f"reason-{reason}": count for reason, count in tally.reasons.items()},
    }
    return filled(
        {
            "uuid": ids.of("finding", control.id),
            "title": f"{control.id} {control.title}",
            "description": _described(tally),
            "props": props(counts),
            "origins": [{"actors": [{"type": "tool", "actor-uuid": tool}]}],
            "target": {"type": "objective-id", "target-id": token(control.id), "status": _status(tally)},
            "related-observations": [{"observation-uuid": uuid} for uuid in observations],
            "related-risks": [{"risk-uuid": uuid} for uuid in related],
        }
    )


def _status(tally: Tally) -> Part:
    """Return OSCAL's state. It knows two; whatever is not wholly satisfied is not, and the reason says why."""
    if tally.applicable and tally.satisfied == tally.applicable:
        return {"state": "satisfied", "reason": "pass"}
    status = {"state": "not-satisfied", "reason": "fail" if tally.not_satisfied else "other"}
    return status if tally.applicable else status | {"remarks": say("nothing")}


def _described(tally: Tally) -> str:
    return say(
        "finding",
        applicable=number(tally.applicable),
        satisfied=number(tally.satisfied),
        not_satisfied=number(tally.not_satisfied),
        not_assessed=number(tally.not_assessed),
        waived=number(tally.waived),
    )


def _open(control: Control, tally: Tally, ids: Ids, due: date | None) -> Part:
    text = say("risk_text", open=number(tally.open))
    return filled(
        {
            "uuid": ids.of("risk", control.id),
            "title": say("risk", control=control.id),
            "description": text,
            "statement": control.rationale,
            "props": props({"open": tally.open, "severity": control.severity.value, "level": control.level.value}),
            "status": "open",
            "deadline": midnight(due) if due else None,
            "remediations": [
                {
                    "uuid": ids.of("remediation", control.id),
                    "lifecycle": "recommendation",
                    "title": say("remediation", control=control.id),
                    "description": _steps(control),
                }
            ],
        }
    )


def _waived(control: Control, tally: Tally, ids: Ids) -> Part:
    return {
        "uuid": ids.of("waived", control.id),
        "title": say("waived", control=control.id),
        "description": say("waived_text", waived=number(tally.waived)),
        "statement": control.rationale,
        "props": props({"waived": tally.waived}),
        "status": "deviation-approved",
    }


def _steps(control: Control) -> str:
    steps = control.remediation
    lines = (*(steps.desktop or steps.mobile), steps.link) if steps else ()
    return "\n".join(line for line in lines if line) or say("no_steps")
