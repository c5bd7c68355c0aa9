"""One whole run: what was decided, as values. Presenting it adds no arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from reporter.model.law import LawNote
from reporter.model.policy import PolicySet
from reporter.model.vocabulary import LONGEST_WAIVER, Level, UnknownPlace, Verdict, WaiverState


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a judgement depends on beside its inputs and policies."""

    as_of: date
    period: str
    contractors_in_scope: bool = True
    words: Mapping[str, str] = field(default_factory=dict)
    """Status word, as text is compared → its meaning, `active`, `left`, `not-started`, `on-leave` or `contractor`."""
    objected: frozenset[str] = frozenset()
    """Employee ids and addresses (normalised) of those who objected under GDPR Art. 21."""
    excluded_countries: frozenset[str] = frozenset()
    """ISO 3166-1; excluded until their works council was heard."""
    consulted: Mapping[str, date]
    """Country → date of the works council's consultation, where its reference is recorded too."""
    suppressed: frozenset[str] = frozenset()
    """Employee ids and addresses (normalised) that get no mail."""
    write_on_leave: bool = False
    """Whoever is on leave is written to all the same."""
    waiver_days: int = LONGEST_WAIVER
    """The longest term of a waiver: those longer do not count."""
    unknown_place: UnknownPlace | None = None
    """What becomes of people whose place is not understood; None: nothing is decided, and a run stops at them."""
    accepted: tuple[str, ...] = ()
    """Codes of what a run goes on with, though its inputs are not ready (`--accept-not-ready`)."""
    default_place: str | None = None
    """The country or region of those of whom the roster says none, as configured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An approved, reasoned, expiring exception, as one row of the waiver file states it."""

    file: str
    row: int
    """In a YAML file, the line on which it begins."""
    employee: str
    """Employee id or address, as written."""
    control: str
    reason: str
    approver: str
    approver_role: str
    granted: date
    expires: date

    @property
    def unit(self) -> str:
        """What `row` counts: "row", or "line" in a YAML file."""
        return "line" if self.file.lower().endswith((".yaml", ".yml")) else "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedWaiver:
    """A waiver and what became of it."""

    waiver: Waiver
    state: WaiverState
    employee: int | None
    """POPULATION.employee; None if unmatched."""
    attached: bool
    """Valid and attached to a finding that is not-satisfied or not-assessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The pair that honesty needs, as fractions of `applicable`; None where nothing is applicable."""

    at_least: float | None
    at_most: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Findings counted. `satisfied + not_satisfied + not_applicable + not_assessed` is all of them."""

    satisfied: int
    not_satisfied: int
    not_applicable: int
    not_assessed: int
    waived: int
    """Findings, of whatever outcome, to which a valid waiver is attached."""
    open: int
    """not_satisfied without a valid waiver."""
    applicable: int
    bounds: Bounds
    reasons: Mapping[str, int]
    """Reason → findings, all reasons that occur."""

    @property
    def findings(self) -> int:
        """All of them."""
        return self.applicable + self.not_applicable


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTotals:
    """One control's findings."""

    control: str
    tally: Tally
    people: int
    """People it applies to (not out-of-scope)."""
    small: bool
    """Applies to 1 to 4 people: the auditor's edition shows it without outcomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTotals:
    """The findings of one capped level."""

    level: Level
    tally: Tally
    people: int
    small: bool
    """Concerns 1 to 4 people, or is hidden so that such a level cannot be reckoned from the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlVerdict:
    """Whether a control that the policy requires is met by those of whom it is required."""

    control: str
    tally: Tally
    """Its findings of the level `required`, after caps."""
    verdict: Verdict | None
    """None: it is required of nobody."""
    small: bool
    """The verdict would tell of 1 to 4 people: the auditor's edition leaves it out."""
    counted: bool
    """The tally tells of no 1 to 4 people, neither by itself nor taken from others: every edition may show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVerdict:
    """Whether what a policy requires is met: by its own controls, and by those its clauses name."""

    policy: str
    """Its id."""
    verdict: Verdict | None
    """Not met if one control is not; else open to doubt if one is; None: nothing is required of anybody."""
    controls: Mapping[Verdict, int]
    """Verdict → its required controls that have it; all three, zeros too."""
    small: bool
    """One of its controls is hidden from the auditor's edition, and so is this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTotals:
    """The findings of one department or country, or that the group is too small to show."""

    name: str | None
    """The department as written, or the ISO country; None: not stated."""
    people: int
    responded: int
    hidden: bool
    """Too small to show, or hidden so that a small one cannot be reckoned from the rest."""
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterCounts:
    """roster_rows = Σ rejected + Σ excluded + in_scope; in_scope = responded + silent."""

    roster_rows: int
    rejected: Mapping[str, int]
    excluded: Mapping[str, int]
    in_scope: int
    responded: int
    silent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseCounts:
    """survey_rows = Σ rejected + superseded + unmatched + used; used = responded."""

    survey_rows: int
    rejected: Mapping[str, int]
    superseded: int
    unmatched: int
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPlan:
    """Who is written to, and who would be and is not."""

    mails: pl.DataFrame
    """Schema MAIL."""
    withheld: Mapping[str, int]
    """`Withheld` value → people; all of them, zeros too."""
    guidance: bool
    """Somebody may not be written to about a personal account, so the general guidance sheet serves everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a reader must know that stops nothing. Names nobody."""

    code: str
    """Key of the sentence in `templates/wording/en.yaml` under `notices`."""
    values: Mapping[str, str | int]
    """What the sentence's blanks hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Every number a document may print."""

    overall: Tally
    by_control: tuple[ControlTotals, ...]
    by_level: tuple[LevelTotals, ...]
    by_department: tuple[GroupTotals, ...]
    by_country: tuple[GroupTotals, ...]
    verdicts: tuple[ControlVerdict, ...]
    """Of the controls that their policy requires, in the order of the policies."""
    by_policy: tuple[PolicyVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One whole run at one `as_of` date."""

    parameters: Parameters
    policies: PolicySet
    population: pl.DataFrame
    """Schema POPULATION."""
    findings: pl.DataFrame
    """Schema FINDINGS."""
    roster: RosterCounts
    responses: ResponseCounts
    rejects: pl.DataFrame
    """Schema REJECTS."""
    unrecognised: pl.DataFrame
    """Schema UNRECOGNISED."""
    unplaced: pl.DataFrame
    """Schema UNPLACED."""
    waivers: tuple[JudgedWaiver, ...]
    totals: Totals
    mail: MailPlan
    law: tuple[LawNote, ...]
    """The notes of the regimes that hold where people in scope work, and those behind a cap."""
    notices: tuple[Notice, ...]
