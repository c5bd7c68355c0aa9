"""Every number a document prints (DESIGN §6, Totals)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import polars as pl

from reporter.assess import suppression, verdicts
from reporter.model.assessment import Bounds, ControlTotals, GroupTotals, LevelTotals, Tally, Totals
from reporter.model.policy import Policy
from reporter.model.vocabulary import Level, Outcome, Reason

_PEOPLE = 2**16  # counted at a time: what is joined and grouped is held twice
_GROUPS = ("department", "country")
_COUNTED = ("outcome", "reason", "waiver", "open")


def bounds(satisfied: int, not_assessed: int, applicable: int) -> Bounds:
    """Return at least satisfied / applicable, at most (satisfied + not-assessed) / applicable; none of nothing."""
    if not applicable:
        return Bounds(at_least=None, at_most=None)
    return Bounds(at_least=satisfied / applicable, at_most=(satisfied + not_assessed) / applicable)


def totals(findings: pl.DataFrame, population: pl.DataFrame, policies: Sequence[Policy]) -> Totals:
    """Count by control, capped level, department and country; by two at once only what is required, for its verdict."""
    controls = [control for policy in policies for control in policy.controls]
    counts = _counts(findings, population, len(controls))
    by_control = _tallies(counts["control"])
    by_level = _tallies(counts["level"])
    people = dict(counts["people"].group_by("level").agg(pl.col("count").sum()).iter_rows())
    sizes = {level.value: int(people.get(level.value, 0)) for level in Level}
    away = suppression.hidden(sizes)
    of_control = tuple(_control(c.id, by_control(c.id)) for c in controls)
    judged = verdicts.of_controls(controls, of_control, _tallies(counts["required"]))
    return Totals(
        overall=_tally(counts["control"]),
        by_control=of_control,
        by_level=tuple(
            LevelTotals(level=Level(level), tally=by_level(level), people=n, small=level in away and n > 0)
            for level, n in sizes.items()
        ),
        by_department=_groups(_tallies(counts["department"]), population, "department"),
        by_country=_groups(_tallies(counts["country"]), population, "country"),
        verdicts=judged,
        by_policy=verdicts.of_policies(policies, judged),
    )


def _counts(findings: pl.DataFrame, population: pl.DataFrame, controls: int) -> dict[str, pl.DataFrame]:
    """Count findings by outcome and reason, by each column in turn, and `people` to whom something of a level applies.

    A column's value may have several lines: they are to be added up.
    """
    found = defaultdict[str, list[pl.DataFrame]](list)
    groups = population.select("employee", *_GROUPS)
    # A person's findings stand together, one for each control: no slice has a part of somebody.
    for some in findings.iter_slices(_PEOPLE * controls) if findings.height else (findings,):
        placed = some.select("employee", "control", "level", *_COUNTED).join(groups, on="employee", how="left")
        required = placed.filter(pl.col("level") == Level.REQUIRED.value)
        for name, column, rows in (
            *((c, c, placed) for c in ("control", "level", *_GROUPS)),
            ("required", "control", required),
        ):
            counted = rows.group_by(column, "outcome", "reason").agg(
                count=pl.len(), waived=pl.col("waiver").count(), open=pl.col("open").sum()
            )
            found[name].append(counted.with_columns(pl.col(column).cast(pl.String)))
        applicable = placed.filter(pl.col("outcome") != Outcome.NOT_APPLICABLE.value)
        found["people"].append(applicable.group_by("level").agg(count=pl.col("employee").n_unique()))
    return {name: pl.concat(parts) for name, parts in found.items()}


def _tallies(counts: pl.DataFrame) -> Callable[[str | None], Tally]:
    """Return a function from a value of the first column to its tally."""
    parts = {key[0]: part for key, part in counts.partition_by(counts.columns[0], as_dict=True).items()}
    nothing = counts.clear()
    return lambda value: _tally(parts.get(value, nothing))


def _tally(counts: pl.DataFrame) -> Tally:
    """Add up counted findings."""
    outcomes = dict(counts.group_by(pl.col("outcome").cast(pl.String)).agg(pl.col("count").sum()).iter_rows())
    reasons = dict(counts.group_by(pl.col("reason").cast(pl.String)).agg(pl.col("count").sum()).iter_rows())
    count = {o: int(outcomes.get(o.value, 0)) for o in Outcome}
    applicable = sum(count.values()) - count[Outcome.NOT_APPLICABLE]
    return Tally(
        satisfied=count[Outcome.SATISFIED],
        not_satisfied=count[Outcome.NOT_SATISFIED],
        not_applicable=count[Outcome.NOT_APPLICABLE],
        not_assessed=count[Outcome.NOT_ASSESSED],
        waived=int(counts["waived"].sum()),
        open=int(counts["open"].sum()),
        applicable=applicable,
        bounds=bounds(count[Outcome.SATISFIED], count[Outcome.NOT_ASSESSED], applicable),
        reasons={r.value: int(reasons[r.value]) for r in Reason if r.value in reasons},
    )


def _control(control: str, tally: Tally) -> ControlTotals:
    people = tally.applicable + tally.not_applicable - tally.reasons.get(Reason.OUT_OF_SCOPE.value, 0)
    small = suppression.small(people) or suppression.small(tally.applicable)
    return ControlTotals(control=control, tally=tally, people=people, small=small)


def _groups(tallies: Callable[[str | None], Tally], population: pl.DataFrame, column: str) -> tuple[GroupTotals, ...]:
    sizes = population.group_by(column).agg(people=pl.len(), responded=pl.col("responded").sum())
    named: dict[str | None, tuple[int, int]] = {
        name: (people, answered) for name, people, answered in sizes.iter_rows()
    }
    away = suppression.hidden({name or "": people for name, (people, _) in named.items()})
    return tuple(
        GroupTotals(
            name=name,
            people=named[name][0],
            responded=named[name][1],
            hidden=(name or "") in away,
            tally=tallies(name),
        )
        for name in sorted(named, key=lambda n: (n is None, (n or "").casefold(), n or ""))
    )
