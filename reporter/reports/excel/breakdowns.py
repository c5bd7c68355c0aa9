"""By control, by department, by country: the assessment's totals, suppressed as it says."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor

import polars as pl

from reporter.model.assessment import Assessment, ControlTotals, GroupTotals, Tally
from reporter.model.policy import Control
from reporter.reports.excel.guidance import places_of_controls
from reporter.reports.excel.sheet import Column, Sheet, Value
from reporter.reports.excel.styles import Style
from reporter.reports.excel.writer import WORDS
from reporter.wording import words
from reporter.wording.environment import country

_ROUNDING = 1e-9  # 0.29 * 100 is 28.999…; as the documents' percentages are rounded


def whole_percents(tally: Tally) -> tuple[float | str, float | str]:
    """Return *at least* rounded down and *at most* rounded up to whole per cent; "none" where nothing applies."""
    low, high = tally.bounds.at_least, tally.bounds.at_most
    if low is None or high is None:
        return words()("none"), words()("none")
    return floor(low * 100 + _ROUNDING) / 100, ceil(high * 100 - _ROUNDING) / 100


def by_control(assessment: Assessment) -> Sheet:
    """Return one row for each control, in the order of the policies."""
    say = words(WORDS)
    totals = {t.control: t for t in assessment.totals.by_control}
    unlisted = unlisted_by_control(assessment)
    rows = [_control(assessment, c, totals[c.id], unlisted.get(c.id, 0)) for c in assessment.policies.controls]
    about = [say("by_control", "about"), say("by_control", "note")]
    if unlisted:
        about.append(say("by_control", "unlisted"))
    return Sheet(
        tab=say("by_control", "tab"),
        title=say("by_control", "title"),
        about=" ".join(about),
        table="ByControl",
        columns=(
            Column(head=say("heads", "control"), width=11, places=places_of_controls(assessment)),
            Column(head=say("heads", "title"), width=44, style=Style.WRAPPED),
            Column(head=say("heads", "service"), width=13),
            Column(head=say("heads", "kind"), width=18),
            Column(head=say("heads", "level"), width=16),
            Column(head=say("heads", "severity"), width=11),
            *_counts("people", "applicable", "satisfied", "unknown", "not_satisfied", "not_applicable"),
            *_counts("waived", "open", "unlisted"),
            *_shares(),
            Column(head=say("heads", "remark"), width=26, style=Style.WRAPPED),
        ),
        rows=rows,
        empty=say("by_control", "empty"),
        head_height=64,
        tall=True,
    )


def unlisted_by_control(assessment: Assessment) -> dict[str, int]:
    """Return, by control, how many open findings may not be followed up person by person."""
    hidden = assessment.findings.filter(pl.col("open") & ~pl.col("writable"))
    return dict(hidden["control"].cast(pl.String).value_counts().iter_rows())


def by_department(assessment: Assessment) -> Sheet:
    """Return one row for each department, alphabetically."""
    return _groups("by_department", "ByDepartment", "department", assessment.totals.by_department)


def by_country(assessment: Assessment) -> Sheet:
    """Return one row for each country of work, alphabetically by its name."""
    return _groups("by_country", "ByCountry", "country", assessment.totals.by_country)


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


def _groups(key: str, table: str, head: str, groups: Iterable[GroupTotals]) -> Sheet:
    say = words(WORDS)
    shown = [(g, (g.name or words()("not_stated")) if head == "department" else country(g.name)) for g in groups]
    shown.sort(key=lambda pair: (pair[0].name is None, pair[1].casefold(), pair[1]))
    return Sheet(
        tab=say(key, "tab"),
        title=say(key, "title"),
        about=f"{say(key, 'about')} {say(key, 'note')}",
        table=table,
        columns=(
            Column(head=say("heads", head), width=30),
            *_counts(
                "people", "people_answered", "applicable", "satisfied", "unknown", "not_satisfied", "waived", "open"
            ),
            *_shares(),
            Column(head=say("heads", "remark"), width=36),
        ),
        rows=[_group(group, name, say(key, "hidden")) for group, name in shown],
        empty=say(key, "empty"),
        head_height=48,
    )


def _group(group: GroupTotals, name: str, hidden: str) -> tuple[Value, ...]:
    if group.hidden:
        return (name, *[None] * 10, hidden)
    t = group.tally
    outcomes = (t.satisfied, t.not_assessed, t.not_satisfied)
    return (name, group.people, group.responded, t.applicable, *outcomes, t.waived, t.open, *whole_percents(t), None)


def _counts(*keys: str) -> tuple[Column, ...]:
    say = words(WORDS)
    return tuple(Column(head=say("heads", key), width=13.5, style=Style.NUMBER) for key in keys)


def _shares() -> tuple[Column, ...]:
    say = words(WORDS)
    return tuple(Column(head=say("heads", k), width=11, style=Style.PERCENT) for k in ("at_least", "at_most"))
