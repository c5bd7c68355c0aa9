"""Policies, services, law notes and places as frozen records. `reporter.policy` reads them from YAML (DESIGN §8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reporter.model.vocabulary import Kind, Level, Outcome, Ownership, Reason, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source a reader can open: what it is, where, and when it said so."""

    title: str
    url: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer a question accepts: its wordings and what it means."""

    text: str
    also: tuple[str, ...] = ()
    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the survey asks about a control."""

    text: str
    also: tuple[str, ...] = ()
    """The question in other wordings or languages; a survey column may carry any of them."""
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAnswer:
    """One answer to a service's account question, and whose account it says there is."""

    text: str
    also: tuple[str, ...] = ()
    account: Ownership | None
    """None: the person does not say; counts as personal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQuestion:
    """Asked once per service: whose account is it, or is there none."""

    text: str
    also: tuple[str, ...] = ()
    answers: tuple[AccountAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remediation:
    """The steps that mend a miss."""

    minutes: int | None = None
    link: str | None = None
    no_link: str | None = None
    """Why there is no link."""
    desktop: tuple[str, ...] = ()
    mobile: tuple[str, ...] = ()
    cannot_undo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliesTo:
    """Whom a control concerns. An empty tuple means everybody; the tuples are joined by AND."""

    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An answer and the outcome it must have; `reporter policy test` runs them."""

    answer: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One rule of a policy, with an id that is never reused."""

    id: str
    title: str
    kind: Kind
    service: str | None = None
    level: Level
    severity: Severity
    rationale: str
    applies_to: AppliesTo = field(default_factory=AppliesTo)
    valid_for: int | None = None
    """Days an answer counts, the last one included; None: it does not age."""
    question: Question
    remediation: Remediation | None = None
    law: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A set of controls with an owner and a date of review."""

    id: str
    version: str
    title: str
    owner: str
    reviewed: date
    review_every: int | None = None
    """Days; past it every document carries a warning."""
    hosts: tuple[str, ...] = ()
    controls: tuple[Control, ...]
    path: str
    """The file's name, for messages."""
    sha256: str
    source: bytes = field(repr=False)
    """The file's own bytes, for embedding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One dated statement about a service."""

    id: str
    topic: str
    """A short heading a reader scans for: 'Default', 'Legal basis', …"""
    text: str
    applies_to: str
    """In words: 'everywhere', 'EU, EEA, Switzerland', …"""
    source: Reference
    confidence: str
    """official | secondary | unconfirmed"""
    claim_by: str | None = None
    """Set where the text is a company's claim, not an established fact: whose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What controls are about: LinkedIn, ChatGPT, …, with dated facts."""

    id: str
    title: str
    provider: str
    hosts: tuple[str, ...]
    """Hosts that links about this service may point to."""
    account: AccountQuestion | None
    facts: tuple[Fact, ...] = ()
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LawNote:
    """One provision, paraphrased, with what it means here. Not legal advice."""

    id: str
    regime: str
    provision: str
    title: str
    paraphrase: str
    platform: str | None
    """What it means for the service's maker."""
    employer: str | None
    """What it means for the organisation that asks."""
    applies_to: str
    """Whom it protects or binds, in words."""
    places: tuple[str, ...] = ()
    """Narrower than the regime: only these countries or regions; empty: wherever the regime holds."""
    in_force: date | None
    source: Reference
    confidence: str
    """official | secondary | unconfirmed"""
    reviewed_by_counsel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A body of law that applies at a place of work."""

    id: str
    title: str
    places: tuple[str, ...]
    """ISO 3166-1 countries and ISO 3166-2 regions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Which regimes and legal flags hold where (`policies/regimes.yaml`; facts/domain.md §5)."""

    regimes: tuple[Regime, ...]
    settings_request_barred: frozenset[str]
    """Regions where an employer may not even suggest a change on a personal account (US-CO, US-AR)."""
    visibility_request_barred: frozenset[str]
    """Regions where a visibility control for a personal account is barred (US-WA, US-ME, US-DE, US-RI)."""
    consultation_required: frozenset[str]
    """Countries where a works council must have been heard before a run (DE, AT)."""
    consultation_advised: frozenset[str]
    """Countries where that is to be checked: a warning (FR, IT, NL, BE, LU)."""
    cap_law: Mapping[str, tuple[str, ...]]
    """Law notes behind a cap or bar, by `Cap` value, `barred-by-law`, or place (`US-CO`)."""

    def regimes_of(self, country: str | None, region: str | None) -> tuple[str, ...]:
        """Return the ids of the regimes that hold at a place, in the order of the file."""
        here = {p for p in (country, region) if p}
        return tuple(r.id for r in self.regimes if here & set(r.places))

    @property
    def countries_where_region_matters(self) -> frozenset[str]:
        """Countries in which some region's law caps a level: without the region the place is not known."""
        return frozenset(p[:2] for p in self.settings_request_barred | self.visibility_request_barred)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of the survey, as its columns may be headed."""

    id: str
    """A control's id, or `<service>.account`."""
    wordings: tuple[str, ...]
    service: str | None
    """Set for account questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySet:
    """Everything a run judges by: the policies, and the services, law notes and places they refer to."""

    policies: tuple[Policy, ...]
    services: Mapping[str, Service]
    law: Mapping[str, LawNote]
    places: Places

    @property
    def controls(self) -> tuple[Control, ...]:
        """All controls, in the order of the policies and of their files."""
        return tuple(c for p in self.policies for c in p.controls)

    @property
    def account_services(self) -> tuple[Service, ...]:
        """The services whose account question the survey asks, in the order of their first control."""
        ids = dict.fromkeys(c.service for c in self.controls if c.service and c.kind.about_an_account)
        return tuple(s for i in ids if (s := self.services[i]).account)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What the survey must ask: each service's account question before its first control, each question once."""
        accounts = {s.id: s for s in self.account_services}
        found: list[Asked] = []
        for control in self.controls:
            service = accounts.pop(control.service or "", None) if control.kind.about_an_account else None
            if service and service.account:
                words = (service.account.text, *service.account.also)
                found.append(Asked(id=f"{service.id}.account", wordings=words, service=service.id))
            found.append(Asked(id=control.id, wordings=(control.question.text, *control.question.also), service=None))
        return tuple(found)

    @property
    def asks_about_personal_accounts(self) -> bool:
        """Whether the survey asks about accounts that may be personal."""
        return any(c.kind.about_an_account for c in self.controls)
