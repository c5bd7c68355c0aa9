"""The rows a printed report shows: chosen, ordered and joined, never added up.

The only numbers made here are lengths of lists (how many rows a table has); every other one comes from `assess`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from reporter.model.assessment import Assessment, ControlTotals, GroupTotals, JudgedWaiver, LevelTotals
from reporter.model.documents import Report
from reporter.model.policy import Control, LawNote, Places, Service
from reporter.model.vocabulary import (
    Cap,
    Edition,
    Exclusion,
    Level,
    Ownership,
    Reason,
    ResponseReject,
    RosterReject,
    Severity,
    WaiverState,
    Withheld,
)
from reporter.wording.environment import country

LISTED = 200
"""Rows about single people that a report lists at most; the rest is in findings.csv."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """An open finding. `name` and `department` are None in the auditor's edition."""

    pseudonym: str
    name: str | None
    department: str | None
    control: str
    level: Level
    severity: Severity
    ownership: Ownership | None
    answered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRow:
    """A waiver. `employee` is a pseudonym for the auditor and a name for HR; None where nobody in scope matches."""

    employee: str | None
    control: str
    place: str
    """File and row, where a reader finds it."""
    approver: str
    """The role; in HR's edition with the name."""
    reason: str | None
    """None in the auditor's edition: free text about a person."""
    granted: date
    expires: date
    state: WaiverState
    attached: bool | None
    """None where it would tell the outcome of a control whose outcomes this edition hides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the templates read beside the report itself."""

    hr: bool
    lead: ControlTotals | None
    """The control the first sentence speaks of: the first one the policy requires, else the first."""
    controls: Mapping[str, Control]
    shown_controls: tuple[ControlTotals, ...]
    small_controls: tuple[ControlTotals, ...]
    """Too few people for this edition to show outcomes."""
    shown_levels: tuple[LevelTotals, ...]
    small_levels: tuple[LevelTotals, ...]
    reasons: tuple[Reason, ...]
    """Why a finding can be unknown, those that occur among the controls shown."""
    departments: tuple[GroupTotals, ...]
    countries: tuple[GroupTotals, ...]
    people: tuple[PersonRow, ...]
    """Open findings, the most binding and most severe first, `LISTED` at most."""
    people_in_all: int
    """Open findings this edition may list."""
    not_followed_up: Mapping[str, int]
    """Control → open findings nobody may follow up person by person; HR's edition counts them only."""
    waivers: tuple[WaiverRow, ...]
    waivers_in_all: int
    law: tuple[LawNote, ...]
    """The notes that apply, regime by regime in the order of `regimes.yaml`."""
    services: tuple[Service, ...]
    mails: Mapping[str, int]
    """Kind of mail → people."""
    covers_company_accounts_only: bool
    """`required` is shown for a control about an account."""
    listed: int = LISTED
    roster_rejects: tuple[RosterReject, ...] = tuple(RosterReject)
    exclusions: tuple[Exclusion, ...] = tuple(Exclusion)
    response_rejects: tuple[ResponseReject, ...] = tuple(ResponseReject)
    withheld: tuple[Withheld, ...] = tuple(Withheld)
    caps: tuple[Cap, ...] = tuple(Cap)
    cap_law: Mapping[str, tuple[str, ...]]
    """Cap, or `barred-by-law` → the ids of the law notes behind it."""

    @property
    def whole_shown(self) -> bool:
        """Whether the line over all findings may be shown: not if it is about the hidden controls alone."""
        return bool(self.shown_controls) or not self.small_controls


def view(report: Report, edition: Edition) -> View:
    """Choose what `edition` shows of `report`."""
    assessment = report.assessment
    totals = assessment.totals
    hr = edition is Edition.HR
    small = tuple(c for c in totals.by_control if c.small and not hr)
    shown = tuple(c for c in totals.by_control if c not in small)
    controls = {c.id: c for c in assessment.policies.controls}
    small_levels = tuple(t for t in totals.by_level if t.small and not hr)
    open_findings = _open(assessment, hr=hr, hidden=[c.control for c in small])
    waivers = sorted(assessment.waivers, key=lambda w: (list(WaiverState).index(w.state), w.waiver.file, w.waiver.row))
    unknown = [r for r in Reason if r in _UNKNOWN and any(c.tally.reasons.get(r) for c in shown)]
    services = assessment.policies.services
    used = dict.fromkeys(c.service for c in assessment.policies.controls if c.service)
    return View(
        hr=hr,
        lead=next((c for c in shown if controls[c.control].level is Level.REQUIRED), shown[0] if shown else None),
        controls=controls,
        shown_controls=shown,
        small_controls=small,
        shown_levels=tuple(t for t in totals.by_level if t not in small_levels),
        small_levels=small_levels,
        reasons=tuple(unknown),
        departments=totals.by_department,
        countries=tuple(sorted(totals.by_country, key=lambda g: (g.name is None, country(g.name)))),
        people=_people(open_findings.head(LISTED), hr=hr),
        people_in_all=open_findings.height,
        not_followed_up=_not_followed_up(assessment) if hr else {},
        waivers=_waivers(assessment.population, waivers[:LISTED], hr=hr, hidden=[c.control for c in small]),
        waivers_in_all=len(waivers),
        law=_law(assessment),
        services=tuple(services[s] for s in used),
        mails=_counts(assessment.mail.mails["kind"]),
        cap_law=_cap_law(assessment.policies.places),
        covers_company_accounts_only=any(
            c.level is Level.REQUIRED and c.kind.about_an_account for c in assessment.policies.controls
        ),
    )


_UNKNOWN = {
    Reason.NO_RESPONSE,
    Reason.STALE,
    Reason.UNANSWERED,
    Reason.UNRECOGNISED_ANSWER,
    Reason.UNSURE,
    Reason.DECLINED,
}


def _open(assessment: Assessment, *, hr: bool, hidden: list[str]) -> pl.DataFrame:
    """Return the open findings an edition may list, the most binding and most severe first."""
    order = {c.id: n for n, c in enumerate(assessment.policies.controls)}
    rows = assessment.findings.with_columns(pl.col("control").cast(pl.String))
    rows = rows.filter(pl.col("open") & ~pl.col("control").is_in(hidden))
    if hr:  # only what may be followed up person by person (DESIGN §6, Mail)
        rows = rows.filter("writable")
    rows = rows.with_columns(order=pl.col("control").replace_strict(order, return_dtype=pl.UInt32))
    people = assessment.population.select("employee", "pseudonym", "employee_id", "name", "department")
    rows = rows.join(people, on="employee", how="left")
    who = "name" if hr else "pseudonym"
    return rows.sort("level", "severity", "order", who, "pseudonym", nulls_last=True)


def _people(rows: pl.DataFrame, *, hr: bool) -> tuple[PersonRow, ...]:
    return tuple(
        PersonRow(
            pseudonym=row["pseudonym"],
            name=(row["name"] or row["employee_id"]) if hr else None,
            department=row["department"] if hr else None,
            control=row["control"],
            level=Level(row["level"]),
            severity=Severity(row["severity"]),
            ownership=Ownership(row["ownership"]) if row["ownership"] else None,
            answered_on=row["answered_on"],
        )
        for row in rows.iter_rows(named=True)
    )


def _not_followed_up(assessment: Assessment) -> dict[str, int]:
    rows = assessment.findings.filter(pl.col("open") & ~pl.col("writable"))
    return _counts(rows["control"])


def _counts(column: pl.Series) -> dict[str, int]:
    """Return how many rows hold each value, in the order of the values."""
    counted = column.cast(pl.String).value_counts(name="rows").sort(column.name)
    return dict(counted.iter_rows())


def _law(assessment: Assessment) -> tuple[LawNote, ...]:
    regimes = {r.id: n for n, r in enumerate(assessment.policies.places.regimes)}

    def place(note: LawNote) -> tuple[int, str, list[str | int]]:
        """Article 9 stands before Article 12."""
        parts = [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", note.id)]
        return regimes.get(note.regime, len(regimes)), note.regime, parts

    return tuple(sorted(assessment.law, key=place))


def _cap_law(places: Places) -> dict[str, tuple[str, ...]]:
    """Return the notes behind each cap and the bar; those that hold at a place are recorded under that place."""
    at = {Cap.SETTINGS_REQUEST_BARRED.value: places.settings_request_barred}
    at[Reason.BARRED_BY_LAW.value] = places.visibility_request_barred
    keys = {why: (why, *sorted(at.get(why, ()))) for why in (*(c.value for c in Cap), Reason.BARRED_BY_LAW.value)}
    return {why: tuple(dict.fromkeys(i for key in of for i in places.cap_law.get(key, ()))) for why, of in keys.items()}


def _waivers(
    population: pl.DataFrame, waivers: list[JudgedWaiver], *, hr: bool, hidden: list[str]
) -> tuple[WaiverRow, ...]:
    shown = [w.employee for w in waivers if w.employee is not None]
    people = population.filter(pl.col("employee").is_in(shown))
    names = people.select(pl.coalesce("name", "employee_id", "pseudonym") if hr else "pseudonym").to_series()
    who = dict(zip(people["employee"], names, strict=True))
    return tuple(
        WaiverRow(
            employee=w.waiver.employee if hr and w.employee is None else who.get(w.employee),
            control=w.waiver.control,
            place=f"{w.waiver.file}, row {w.waiver.row}",
            approver=f"{w.waiver.approver} ({w.waiver.approver_role})" if hr else w.waiver.approver_role,
            reason=w.waiver.reason if hr else None,
            granted=w.waiver.granted,
            expires=w.waiver.expires,
            state=w.state,
            attached=None if w.waiver.control in hidden else w.attached,
        )
        for w in waivers
    )
