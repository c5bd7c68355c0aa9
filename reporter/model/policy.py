"""Policies as frozen records. `reporter.policy` reads them from YAML (DESIGN §8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from reporter.model.law import LawNote, Places, Reference
from reporter.model.service import Service
from reporter.model.vocabulary import ORIGINAL_LANGUAGE, Kind, Level, Outcome, Reason, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer a question accepts: its wordings and what it means."""

    text: str
    also: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    """Its wordings in other languages."""
    outcome: Outcome
    reason: Reason

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every text by which the answer is recognised, in any language."""
        return (self.text, *self.also, *self.translated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the survey asks about a control."""

    text: str
    also: tuple[str, ...] = ()
    """The question in other wordings; a survey column may carry any of them."""
    translated: tuple[str, ...] = ()
    """The question in other languages; likewise."""
    answers: tuple[Answer, ...]

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every text by which a survey's column is recognised, in any language."""
        return (self.text, *self.also, *self.translated)


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
    language: str = ORIGINAL_LANGUAGE
    """What the texts are in."""
    translations: tuple[Control, ...] = ()
    """The control with its texts in other languages, complete ones only; to be shown, never to judge by."""

    def said_in(self, language: str) -> Control:
        """Return the control with its texts in `language`; as it is where it is not translated."""
        return next((t for t in self.translations if t.language == language), self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of the organisation's own privacy policy."""

    id: str
    """Its number in the organisation's document: "3.2"."""
    title: str
    text: str | None = None
    controls: tuple[str, ...] = ()
    """Ids of the controls that check it, of any policy; none: no survey can tell."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Its title in other languages, by their codes."""

    def said_in(self, language: str) -> Clause:
        """Return the clause with its title in `language`; as it is where it is not translated."""
        return replace(self, title=self.titles.get(language, self.title))


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
    clauses: tuple[Clause, ...] = ()
    """Of the organisation's own document: a policy that has some is the company's privacy policy."""
    controls: tuple[Control, ...]
    path: str
    """The file's name, for messages."""
    sha256: str
    source: bytes = field(repr=False)
    """The file's own bytes, for embedding."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Its title in other languages, by their codes."""


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
    def companys(self) -> tuple[Policy, ...]:
        """The organisation's own privacy policies: those that have clauses."""
        return tuple(p for p in self.policies if p.clauses)

    def clauses_of(self, control: str) -> tuple[Clause, ...]:
        """Return the clauses of the company privacy policy that a control checks, in the policy's order."""
        return tuple(c for p in self.policies for c in p.clauses if control in c.controls)

    def policy_of(self, control: str) -> Policy:
        """Return the policy a control comes from: the company's where a clause names it, else the one it stands in."""
        named = (p for p in self.policies if any(control in c.controls for c in p.clauses))
        return next(named, None) or next(p for p in self.policies if any(c.id == control for c in p.controls))

    def said_in(self, language: str) -> PolicySet:
        """Return the same rules with their texts in `language`, to be shown; what is not translated stays as it is.

        Each control and account question says in its `language` what it is in. Judge by the original: it knows the
        answers in every language.
        """
        return replace(
            self,
            policies=tuple(
                replace(
                    policy,
                    title=policy.titles.get(language, policy.title),
                    clauses=tuple(clause.said_in(language) for clause in policy.clauses),
                    controls=tuple(control.said_in(language) for control in policy.controls),
                )
                for policy in self.policies
            ),
            services={
                name: replace(service, account=service.account and service.account.said_in(language))
                for name, service in self.services.items()
            },
        )

    def is_said_in(self, language: str) -> bool:
        """Return whether every title, control and account question is there in `language`: a document may be in it."""
        said = self.said_in(language)
        questions = (service.account for service in said.account_services)
        titles = [p.titles for p in said.policies] + [c.titles for p in said.policies for c in p.clauses]
        return all(language in (ORIGINAL_LANGUAGE, *known) for known in titles) and all(
            text is None or text.language == language for text in (*said.controls, *questions)
        )

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What the survey must ask: each service's account question before its first control, each question once."""
        accounts = {s.id: s for s in self.account_services}
        found: list[Asked] = []
        for control in self.controls:
            service = accounts.pop(control.service or "", None) if control.kind.about_an_account else None
            if service and service.account:
                name = f"{service.id}.account"
                found.append(Asked(id=name, wordings=service.account.wordings, service=service.id))
            found.append(Asked(id=control.id, wordings=control.question.wordings, service=None))
        return tuple(found)

    @property
    def asks_about_personal_accounts(self) -> bool:
        """Whether the survey asks about accounts that may be personal."""
        return any(c.kind.about_an_account for c in self.controls)
