"""By control, by department, by country: the assessment's totals, suppressed as it says."""

from __future__ import annotations

from collections.abc import Iterable

from reporter.assess.follow_up import unlisted_by_control
from reporter.model.assessment import Assessment, ControlTotals, GroupTotals, Tally
from reporter.model.policy import Control
from reporter.reports.excel.guidance import places_of_controls
from reporter.reports.excel.sheet import WORDS, Column, Sheet, Value, column, worded
from reporter.reports.excel.styles import Style
from reporter.reports.selection import countries, departments
from reporter.wording import words
from reporter.wording.environment import whole, whole_up


def whole_percents(tally: Tally) -> tuple[float | str, float | str]:
    """Return *at least* rounded down and *at most* rounded up to whole per cent; "none" where nothing applies."""
    low, high = tally.bounds.at_least, tally.bounds.at_most
    if low is None or high is None:
        return words()("none"), words()("none")
    return whole(low) / 100, whole_up(high) / 100


def by_control(assessment: Assessment) -> Sheet:
    """Return one row for each control, in the order of the policies."""
    say = words(WORDS)
    totals = {t.control: t for t in assessment.totals.by_control}
    unlisted = unlisted_by_control(assessment)
    rows = [_control(assessment, c, totals[c.id], unlisted.get(c.id, 0)) for c in assessment.policies.controls]
    return worded(
        "by_control",
        more=say("by_control", "unlisted") if unlisted else "",
        table="ByControl",
        total=_all_controls(assessment, sum(unlisted.values())),
        columns=(
            column("control", 11, places=places_of_controls(assessment)),
            column("title", 40, Style.WRAPPED),
            column("service", 11),
            column("kind", 18),
            column("level", 15),
            column("severity", 10),
            *_counts("people", "applicable", "satisfied", "unknown", "not_satisfied", "not_applicable"),
            *_counts("waived", "open", "unlisted"),
            *_shares(),
            column("remark", 24, Style.WRAPPED),
        ),
        rows=rows,
        head_height=64,
        tall=True,
    )


def by_department(assessment: Assessment) -> Sheet:
    """Return one row for each department, alphabetically."""
    return _groups(assessment, "by_department", "ByDepartment", "department", departments(assessment.totals))


def by_country(assessment: Assessment) -> Sheet:
    """Return one row for each country of work, alphabetically by its name."""
    return _groups(assessment, "by_country", "ByCountry", "country", countries(assessment.totals))


def _control(assessment: Assessment, control: Control, totals: ControlTotals, unlisted: int) -> tuple[Value, ...]:
    service = assessment.policies.services.get(control.service or "")
    first: tuple[Value, ...] = (
        control.id,
        control.title,
        service.title if service else None,
        words()("kind", control.kind),
        words()("level", control.level),
        words()("severity", control.severity),
    )
    if totals.small:
        return (*first, *[None] * 11, words(WORDS)("by_control", "small"))
    t = totals.tally
    outcomes = (t.satisfied, t.not_assessed, t.not_satisfied, t.not_applicable)
    return (*first, totals.people, t.applicable, *outcomes, t.waived, t.open, unlisted, *whole_percents(t), None)


def _all_controls(assessment: Assessment, unlisted: int) -> tuple[Value, ...]:
    """Return the totals of all findings; people are not added up, for one has a finding of each control."""
    t = assessment.totals.overall
    outcomes = (t.satisfied, t.not_assessed, t.not_satisfied, t.not_applicable)
    said = words(WORDS)("by_control", "total")
    return (said, *[None] * 6, t.applicable, *outcomes, t.waived, t.open, unlisted, *whole_percents(t), None)


def _groups(
    assessment: Assessment, key: str, table: str, head: str, groups: Iterable[tuple[str, GroupTotals]]
) -> Sheet:
    say = words(WORDS)
    return worded(
        key,
        table=table,
        total=_everybody(assessment, say(key, "total")),
        columns=(
            column(head, 30),
            *_counts(
                "people", "people_answered", "applicable", "satisfied", "unknown", "not_satisfied", "waived", "open"
            ),
            *_shares(),
            column("remark", 36),
        ),
        rows=[_group(group, name, say(key, "hidden")) for name, group in groups],
        head_height=48,
    )


def _group(group: GroupTotals, name: str, hidden: str) -> tuple[Value, ...]:
    if group.hidden:
        return (name, *[None] * 10, hidden)
    t = group.tally
    outcomes = (t.satisfied, t.not_assessed, t.not_satisfied)
    return (name, group.people, group.responded, t.applicable, *outcomes, t.waived, t.open, *whole_percents(t), None)


def _everybody(assessment: Assessment, said: str) -> tuple[Value, ...]:
    """Return the totals of everybody in scope, those of groups that are not shown too."""
    t, counts = assessment.totals.overall, assessment.roster
    outcomes = (t.satisfied, t.not_assessed, t.not_satisfied)
    return (
        said,
        counts.in_scope,
        counts.responded,
        t.applicable,
        *outcomes,
        t.waived,
        t.open,
        *whole_percents(t),
        None,
    )


def _counts(*keys: str) -> tuple[Column, ...]:
    return tuple(column(key, 12.5, Style.NUMBER) for key in keys)


def _shares() -> tuple[Column, ...]:
    return tuple(column(k, 11, Style.PERCENT) for k in ("at_least", "at_most"))
