"""Which waivers count, and the findings they are attached to; an outcome never changes (DESIGN §6, Waiver)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from reporter.assess.directory import Directory
from reporter.model.assessment import JudgedWaiver, Parameters, Waiver
from reporter.model.text import comparable
from reporter.model.vocabulary import Outcome, WaiverState

_ATTACHES_TO = [Outcome.NOT_SATISFIED.value, Outcome.NOT_ASSESSED.value]


def attach(
    findings: pl.DataFrame,
    waivers: Sequence[Waiver],
    population: pl.DataFrame,
    who: Directory,
    parameters: Parameters,
) -> tuple[pl.DataFrame, tuple[JudgedWaiver, ...]]:
    """Fill `waiver` and `open` of the findings, and say of every waiver what became of it.

    `population` has `person` and `name` beside `employee`. The waivers come back sorted by what they say, so that
    the order of their file changes nothing.
    """
    ordered = sorted(waivers, key=_sort_key)
    person_of = dict(population.select("person", "employee").iter_rows())
    controls = set(findings["control"].unique())
    states: list[tuple[WaiverState, int | None]] = []
    for waiver in ordered:
        person = who.find(waiver.employee)
        employee = None if person is None else person_of.get(person)
        if employee is None or waiver.control not in controls:
            states.append((WaiverState.UNMATCHED, None))
        else:
            states.append((_state(waiver, person, population["name"][employee], who, parameters), employee))
    states = _without_duplicates(ordered, states)
    valid = pl.DataFrame(
        [
            (e, w.control, i)
            for i, (w, (s, e)) in enumerate(zip(ordered, states, strict=True))
            if s is WaiverState.VALID
        ],
        schema={"employee": pl.UInt32, "control": pl.String, "index": pl.UInt32},
        orient="row",
    )
    # Few findings have a waiver: a join of all would copy them.
    concerned = findings.select("employee", "control", "outcome").with_row_index("at")
    concerned = concerned.filter(
        pl.col("employee").is_in(valid["employee"].implode()) & pl.col("outcome").is_in(_ATTACHES_TO)
    ).join(valid, on=["employee", "control"], how="inner")
    index = pl.repeat(None, findings.height, dtype=pl.UInt32, eager=True).scatter(concerned["at"], concerned["index"])
    findings = findings.with_columns(waiver=index).with_columns(
        open=(pl.col("outcome") == Outcome.NOT_SATISFIED.value) & pl.col("waiver").is_null()
    )
    attached = set(findings["waiver"].drop_nulls())
    return findings, tuple(
        JudgedWaiver(waiver=w, state=state, employee=employee, attached=i in attached)
        for i, (w, (state, employee)) in enumerate(zip(ordered, states, strict=True))
    )


def _state(waiver: Waiver, person: int | None, name: str | None, who: Directory, parameters: Parameters) -> WaiverState:
    approver = who.find(waiver.approver)
    same_name = name is not None and comparable(name) == comparable(waiver.approver.partition("<")[0])
    if waiver.expires < parameters.as_of:
        return WaiverState.EXPIRED
    if waiver.granted > parameters.as_of:
        return WaiverState.NOT_YET
    if (waiver.expires - waiver.granted).days > parameters.waiver_days:
        return WaiverState.TOO_LONG
    if approver == person or same_name:
        return WaiverState.SELF_APPROVED
    return WaiverState.VALID


def _without_duplicates(
    waivers: Sequence[Waiver], states: list[tuple[WaiverState, int | None]]
) -> list[tuple[WaiverState, int | None]]:
    """Of several valid waivers for one finding, keep the one that expires last."""
    best: dict[tuple[int | None, str], tuple[date, date, int]] = {}
    for i, (waiver, (state, employee)) in enumerate(zip(waivers, states, strict=True)):
        if state is WaiverState.VALID:
            key = (employee, waiver.control)
            best[key] = max(best.get(key, (date.min, date.min, -1)), (waiver.expires, waiver.granted, i))
    kept = {index for *_, index in best.values()}
    return [
        (WaiverState.DUPLICATE, employee) if state is WaiverState.VALID and i not in kept else (state, employee)
        for i, (state, employee) in enumerate(states)
    ]


def _sort_key(waiver: Waiver) -> tuple[object, ...]:
    w = waiver
    return (w.employee, w.control, w.expires, w.granted, w.approver, w.approver_role, w.reason, w.file, w.row)
