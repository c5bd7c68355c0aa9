"""Every number a document prints (DESIGN §6, Totals)."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from reporter.assess import suppression
from reporter.model.assessment import Bounds, ControlTotals, GroupTotals, LevelTotals, Tally, Totals
from reporter.model.policy import Control
from reporter.model.vocabulary import Level, Outcome, Reason


def bounds(satisfied: int, not_assessed: int, applicable: int) -> Bounds:
    """Return at least satisfied / applicable, at most (satisfied + not-assessed) / applicable; none of nothing."""
    if not applicable:
        return Bounds(at_least=None, at_most=None)
    return Bounds(at_least=satisfied / applicable, at_most=(satisfied + not_assessed) / applicable)


def tally(findings: pl.DataFrame) -> Tally:
    """Count findings by outcome and reason."""
    outcomes = dict(findings["outcome"].cast(pl.String).value_counts().iter_rows())
    reasons = dict(findings["reason"].cast(pl.String).value_counts().iter_rows())
    count = {o: int(outcomes.get(o.value, 0)) for o in Outcome}
    applicable = findings.height - count[Outcome.NOT_APPLICABLE]
    return Tally(
        satisfied=count[Outcome.SATISFIED],
        not_satisfied=count[Outcome.NOT_SATISFIED],
        not_applicable=count[Outcome.NOT_APPLICABLE],
        not_assessed=count[Outcome.NOT_ASSESSED],
        waived=findings["waiver"].count(),
        open=int(findings["open"].sum()),
        applicable=applicable,
        bounds=bounds(count[Outcome.SATISFIED], count[Outcome.NOT_ASSESSED], applicable),
        reasons={r.value: int(reasons[r.value]) for r in Reason if r.value in reasons},
    )


def totals(findings: pl.DataFrame, population: pl.DataFrame, controls: Sequence[Control]) -> Totals:
    """Count by control, capped level, department and country; never by two of them at once."""
    by_control = {str(key[0]): part for key, part in findings.partition_by("control", as_dict=True).items()}
    by_level = {str(key[0]): part for key, part in findings.partition_by("level", as_dict=True).items()}
    nothing = findings.clear()
    grouped = findings.join(
        population.select("employee", "department", "country"), on="employee", how="left", maintain_order="left"
    )
    return Totals(
        overall=tally(findings),
        by_control=tuple(_control(c.id, by_control.get(c.id, nothing)) for c in controls),
        by_level=tuple(_level(level, by_level.get(level.value, nothing)) for level in Level),
        by_department=_groups(grouped, population, "department"),
        by_country=_groups(grouped, population, "country"),
    )


def _control(control: str, findings: pl.DataFrame) -> ControlTotals:
    counted = tally(findings)
    people = findings.height - counted.reasons.get(Reason.OUT_OF_SCOPE.value, 0)
    small = suppression.small(people) or suppression.small(counted.applicable)
    return ControlTotals(control=control, tally=counted, people=people, small=small)


def _level(level: Level, findings: pl.DataFrame) -> LevelTotals:
    applicable = findings.filter(pl.col("outcome") != Outcome.NOT_APPLICABLE.value)
    people = applicable["employee"].n_unique()
    return LevelTotals(level=level, tally=tally(findings), people=people, small=suppression.small(people))


def _groups(findings: pl.DataFrame, population: pl.DataFrame, column: str) -> tuple[GroupTotals, ...]:
    sizes = population.group_by(column).agg(people=pl.len(), responded=pl.col("responded").sum())
    named: dict[str | None, tuple[int, int]] = {
        name: (people, answered) for name, people, answered in sizes.iter_rows()
    }
    away = suppression.hidden({name or "": people for name, (people, _) in named.items()})
    parts = {key[0]: part for key, part in findings.partition_by(column, as_dict=True).items()}
    return tuple(
        GroupTotals(
            name=name,
            people=named[name][0],
            responded=named[name][1],
            hidden=(name or "") in away,
            tally=tally(parts.get(name, findings.clear())),
        )
        for name in sorted(named, key=lambda n: (n is None, (n or "").casefold(), n or ""))
    )
