"""The rows a printed report shows: chosen, ordered and joined, never added up.

The only numbers made here are lengths of lists (how many rows a table has) and the row that merges reasons which HR may
not tell apart; every other one comes from `assess`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from reporter.assess import suppression
from reporter.assess.follow_up import unlisted_by_control
from reporter.model.assessment import Assessment, ControlTotals, GroupTotals, LevelTotals, Tally
from reporter.model.documents import Report
from reporter.model.law import LawNote, Places
from reporter.model.policy import Answer, Control, PolicySet
from reporter.model.service import AccountAnswer, Service
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
from reporter.reports import guidance, selection
from reporter.reports.crosswalk import Line, Part, crosswalk
from reporter.wording import ENGLISH, words

GROUPS = 60
"""Departments or countries that a table lists at most, so that a report stays bounded."""
INPUTS = 40
"""Files, and columns of a file, that the evidence lists at most; the manifest has them all."""


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
    """File and row or line, where a reader finds it."""
    approver: str
    """The role; in HR's edition with the name."""
    reason: str | None
    """None in the auditor's edition: free text about a person."""
    granted: date
    expires: date
    state: WaiverState
    attached: bool | None
    """None where this edition does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the templates read beside the report itself."""

    hr: bool
    controls: Mapping[str, Control]
    recognised: Mapping[str, tuple[tuple[str, ...], ...]]
    """Control, or service with an account question → each answer's English wordings; none in English documents."""
    shown_controls: tuple[ControlTotals, ...]
    small_controls: tuple[ControlTotals, ...]
    """Too few people for this edition to show outcomes."""
    small_controls_everywhere: tuple[str, ...]
    """Controls that apply to 1 to 4 people, whatever the edition."""
    shown_levels: tuple[LevelTotals, ...]
    small_levels: tuple[LevelTotals, ...]
    reasons: tuple[Reason, ...]
    """Those this edition counts one by one, where they occur among the controls shown."""
    unsaid: tuple[Reason, ...]
    """Those it counts as one only: HR is not told that somebody declined, nor what would let a reader reckon it."""
    unknown: frozenset[Reason]
    """Why a finding can be unknown."""
    departments: tuple[tuple[str, GroupTotals], ...]
    """With the names readers see, alphabetically."""
    countries: tuple[tuple[str, GroupTotals], ...]
    people: tuple[PersonRow, ...]
    """Open findings, the most binding and most severe first, `listed` at most."""
    people_in_all: int
    """Open findings this edition may list."""
    not_followed_up: Mapping[str, int]
    """Control → open findings nobody may follow up person by person; HR's edition counts them only."""
    waivers: tuple[WaiverRow, ...]
    waivers_in_all: int
    crosswalk: tuple[Part, ...]
    """The company's privacy policy clause by clause, then what no clause names."""
    regimes: tuple[str, ...]
    """The bodies of law that a control shown rests on, in the order of `regimes.yaml`, by id."""
    law: tuple[LawNote, ...]
    """The notes that apply, regime by regime in the order of `regimes.yaml`."""
    services: tuple[Service, ...]
    mails: Mapping[str, int] | None
    """Kind of mail → people. None: they would tell the outcomes of 1 to 4 people."""
    guidance: bool
    """The general guidance sheet is made."""
    covers_company_accounts_only: bool
    """`required` is shown for a control about an account."""
    listed: int
    """Rows about single people that are listed at most."""
    most_groups: int = GROUPS
    most_inputs: int = INPUTS
    roster_rejects: tuple[RosterReject, ...] = tuple(RosterReject)
    exclusions: tuple[Exclusion, ...] = tuple(Exclusion)
    response_rejects: tuple[ResponseReject, ...] = tuple(ResponseReject)
    withheld: tuple[Withheld, ...] = tuple(Withheld)
    caps: tuple[Cap, ...] = tuple(Cap)
    cap_law: Mapping[str, tuple[str, ...]]
    """Cap, or `barred-by-law` → the ids of the law notes behind it."""

    @property
    def required(self) -> tuple[Line, ...]:
        """The lines of the crosswalk whose verdict this edition tells, each control once."""
        lines = [line for part in self.crosswalk for line in part.lines if line.required and line.required.verdict]
        return tuple({line.control.id: line for line in reversed(lines) if line.control}.values())[::-1]

    def merged(self, tally: Tally) -> int:
        """Return how many findings of `tally` have one of the reasons this edition does not tell apart."""
        return sum(tally.reasons.get(reason, 0) for reason in self.unsaid)

    @property
    def whole_shown(self) -> bool:
        """Whether there is a line over all findings: not if every control is hidden."""
        return bool(self.shown_controls) or not self.small_controls


def view(report: Report, edition: Edition, language: str = ENGLISH) -> View:
    """Choose what `edition` shows of `report`, named in `language`."""
    assessment = report.assessment
    hr = edition is Edition.HR
    totals = assessment.totals
    small = tuple(c for c in totals.by_control if c.small and not hr)
    shown = tuple(c for c in totals.by_control if c not in small)
    said = assessment.policies.said_in(language)
    small_levels = tuple(t for t in totals.by_level if t.small and not hr)
    few = not hr and (bool(small) or suppression.small(assessment.roster.in_scope))
    open_findings = selection.open_findings(assessment, edition)
    occurring = {reason for c in shown for reason, count in c.tally.reasons.items() if count}
    unsaid = (Reason.UNANSWERED, Reason.UNSURE, Reason.DECLINED) if hr else ()
    used = dict.fromkeys(c.service for c in assessment.policies.controls if c.service)
    return View(
        hr=hr,
        controls={c.id: c for c in said.controls},
        recognised=dict(_recognised(assessment.policies, language)),
        shown_controls=shown,
        small_controls=small,
        small_controls_everywhere=tuple(c.control for c in totals.by_control if c.small),
        shown_levels=tuple(t for t in totals.by_level if t not in small_levels),
        small_levels=small_levels,
        reasons=tuple(r for r in Reason if r in occurring and r not in unsaid),
        unsaid=tuple(r for r in unsaid if r in occurring),
        unknown=_UNKNOWN,
        departments=selection.departments(totals, language),
        countries=selection.countries(totals, language),
        listed=report.printing.listed,
        people=_people(open_findings.head(report.printing.listed), hr=hr),
        people_in_all=open_findings.height,
        not_followed_up=unlisted_by_control(assessment) if hr else {},
        waivers=_waivers(assessment, edition, report.printing.listed, language),
        waivers_in_all=len(assessment.waivers),
        crosswalk=crosswalk(assessment, said, edition),
        regimes=tuple(r.id for r in said.places.regimes if any(r.id == said.law[i].regime for i in _cited(said))),
        law=selection.law_notes(assessment),
        services=tuple(said.services[s] for s in used),
        mails=None if few else _counts(assessment.mail.mails["kind"]),
        guidance=guidance.is_due(assessment),
        cap_law=_cap_law(assessment.policies.places),
        covers_company_accounts_only=any(
            c.level is Level.REQUIRED and c.kind.about_an_account for c in assessment.policies.controls
        ),
    )


def _cited(policies: PolicySet) -> Iterator[str]:
    """Yield the ids of the law notes that controls name."""
    yield from (name for control in policies.controls for name in control.law if name in policies.law)


_UNKNOWN = frozenset(
    {
        Reason.NO_RESPONSE,
        Reason.STALE,
        Reason.UNANSWERED,
        Reason.UNRECOGNISED_ANSWER,
        Reason.UNSURE,
        Reason.DECLINED,
    }
)


def _recognised(policies: PolicySet, language: str) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Yield what a document in `language` tells of English answers beside its own."""
    asked: dict[str, Sequence[Answer | AccountAnswer]] = {c.id: c.question.answers for c in policies.controls}
    asked |= {s.id: s.account.answers for s in policies.services.values() if s.account}
    for name, answers in asked.items():
        yield name, tuple((a.text, *a.also) if language != ENGLISH else () for a in answers)


def _people(rows: pl.DataFrame, *, hr: bool) -> tuple[PersonRow, ...]:
    return tuple(
        PersonRow(
            pseudonym=row["pseudonym"],
            name=(row["name"] or row["employee_id"] or row["address"]) if hr else None,
            department=row["department"] if hr else None,
            control=row["control"],
            level=Level(row["level"]),
            severity=Severity(row["severity"]),
            ownership=Ownership(row["ownership"]) if row["ownership"] else None,
            answered_on=row["answered_on"],
        )
        for row in rows.iter_rows(named=True)
    )


def _counts(column: pl.Series) -> dict[str, int]:
    """Return how many rows hold each value, in the order of the values."""
    counted = column.cast(pl.String).value_counts(name="rows").sort(column.name)
    return dict(counted.iter_rows())


def _cap_law(places: Places) -> dict[str, tuple[str, ...]]:
    """Return the notes behind each cap and the bar; those that hold at a place are recorded under that place."""
    at = {Cap.SETTINGS_REQUEST_BARRED.value: places.settings_request_barred}
    at[Reason.BARRED_BY_LAW.value] = places.visibility_request_barred
    keys = {why: (why, *sorted(at.get(why, ()))) for why in (*(c.value for c in Cap), Reason.BARRED_BY_LAW.value)}
    return {why: tuple(dict.fromkeys(i for key in of for i in places.cap_law.get(key, ()))) for why, of in keys.items()}


def _waivers(assessment: Assessment, edition: Edition, listed: int, language: str) -> tuple[WaiverRow, ...]:
    hr = edition is Edition.HR
    states = list(WaiverState)
    rows = sorted(
        zip(assessment.waivers, selection.attachments(assessment, edition), strict=True),
        key=lambda row: (states.index(row[0].state), row[0].waiver.file, row[0].waiver.row),
    )[:listed]
    shown = [w.employee for w, _ in rows if w.employee is not None]
    people = assessment.population.filter(pl.col("employee").is_in(shown))
    who = dict(people.select("employee", selection.NAME if hr else "pseudonym").iter_rows())
    return tuple(
        WaiverRow(
            employee=w.waiver.employee if hr and w.employee is None else who.get(w.employee),
            control=w.waiver.control,
            place=f"{w.waiver.file}, {words(language)('unit', w.waiver.unit)} {w.waiver.row}",
            approver=f"{w.waiver.approver} ({w.waiver.approver_role})" if hr else w.waiver.approver_role,
            reason=w.waiver.reason if hr else None,
            granted=w.waiver.granted,
            expires=w.waiver.expires,
            state=w.state,
            attached=attached,
        )
        for w, attached in rows
    )
