"""What policy, service, law and regimes files may hold: the names of DESIGN §8, checked by pydantic.

These models are the contract with people who write YAML (`reporter policy schema` prints them as JSON Schema);
the records of `reporter.model.policy` are the contract between stages. Checks that need several places of a file,
or several files, are in `reporter.policy.checks`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from reporter.model.vocabulary import Kind, Level, Outcome, Reason, Severity
from reporter.policy import codes, links, scalars

Text: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=10_000, json_schema_extra={"pattern": r"\S"}), AfterValidator(scalars.text)
]
"""A sentence or more; line breaks are allowed."""
Line: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=500, json_schema_extra={"pattern": r"\S"}), AfterValidator(scalars.line)
]
"""Text without line breaks, fit for a heading, a cell or a mail's subject."""
ControlId: TypeAlias = Annotated[
    str, AfterValidator(scalars.control_id), Field(json_schema_extra={"pattern": scalars.CONTROL_ID.pattern})
]
Slug: TypeAlias = Annotated[
    str, AfterValidator(scalars.slug), Field(json_schema_extra={"pattern": scalars.SLUG.pattern})
]
RegimeId: TypeAlias = Annotated[
    str, AfterValidator(scalars.regime_id), Field(json_schema_extra={"pattern": scalars.REGIME_ID.pattern})
]
Date: TypeAlias = Annotated[date, BeforeValidator(scalars.iso_date)]
Days: TypeAlias = Annotated[int, Field(ge=1, le=3660)]
Country: TypeAlias = Annotated[str, AfterValidator(codes.country), Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})]
Region: TypeAlias = Annotated[
    str, AfterValidator(codes.region), Field(json_schema_extra={"pattern": "^[A-Z]{2}-[A-Z0-9]{1,3}$"})
]
PlaceCode: TypeAlias = Annotated[str, AfterValidator(codes.place)]
Host: TypeAlias = Annotated[str, AfterValidator(links.host), Field(json_schema_extra={"format": "hostname"})]
Link: TypeAlias = Annotated[str, AfterValidator(links.link), Field(json_schema_extra={"format": "uri"})]
"""An https address a person is sent to."""
SourceUrl: TypeAlias = Annotated[str, AfterValidator(links.source), Field(json_schema_extra={"format": "uri"})]
"""An address where a fact can be checked; http is allowed, as some statute books have nothing else."""
SchemaVersion: TypeAlias = Annotated[
    int, AfterValidator(scalars.schema_version), Field(json_schema_extra={"const": scalars.SCHEMA_VERSION})
]
Confidence: TypeAlias = Literal["official", "secondary", "unconfirmed"]
Account: TypeAlias = Literal["company", "business-use", "personal", "none", "unstated"]


class Entry(BaseModel):
    """A group of keys. Unknown ones are errors, and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


class ReferenceEntry(Entry):
    """A source a reader can open."""

    title: Line
    url: SourceUrl
    as_of: Date | None = None
    """The day on which the source said so."""


class DatedReferenceEntry(Entry):
    """A source of a fact or of a law note: never without its date."""

    title: Line
    url: SourceUrl
    as_of: Date
    """The day on which the source said so."""


class AnswerEntry(Entry):
    """One answer a question accepts."""

    text: Line
    also: list[Line] = []
    """Other wordings, and other languages."""
    outcome: Annotated[Outcome, Field(strict=False)]
    reason: Annotated[Reason | None, Field(strict=False)] = None
    """unsure or declined; not-used, not-available or admin-controlled; absent for satisfied and not-satisfied."""


class QuestionEntry(Entry):
    """What the survey asks about a control."""

    text: Text
    also: list[Text] = []
    """Other wordings, and other languages; a survey column may carry any of them."""
    answers: Annotated[list[AnswerEntry], Field(min_length=1)]


class StepsEntry(Entry):
    """What to do, step by step."""

    desktop: list[Text] = []
    mobile: list[Text] = []


class RemediationEntry(Entry):
    """The steps that mend a miss."""

    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    link: Link | None = None
    """https, to a host of the service or of the policy."""
    steps: StepsEntry = StepsEntry()
    cannot_undo: Text | None = None
    """Said plainly wherever the steps are shown."""


class AppliesToEntry(Entry):
    """Whom a control concerns. An absent key means everybody; the keys are joined by AND."""

    countries: list[Country] = []
    """ISO 3166-1 alpha-2."""
    regions: list[Region] = []
    """ISO 3166-2."""
    regimes: list[RegimeId] = []
    departments: list[Line] = []
    employment: list[Line] = []
    roles: list[Line] = []


class ExampleEntry(Entry):
    """An answer and the outcome it must have."""

    answer: str
    outcome: Annotated[Outcome, Field(strict=False)]


class ControlEntry(Entry):
    """One rule of a policy."""

    id: ControlId
    """Never reused, never renamed."""
    title: Line
    kind: Annotated[Kind, Field(strict=False)]
    service: Slug | None = None
    """The name of a file in services/; needed where the kind is about an account."""
    level: Annotated[Level, Field(strict=False)]
    severity: Annotated[Severity, Field(strict=False)]
    rationale: Text
    applies_to: AppliesToEntry = AppliesToEntry()
    valid_for: Days | None = None
    """Days an answer counts."""
    question: QuestionEntry
    remediation: RemediationEntry | None = None
    law: list[Slug] = []
    """Ids of law notes."""
    references: list[ReferenceEntry] = []
    examples: list[ExampleEntry] = []


class PolicyFile(Entry):
    """A set of controls with an owner and a date of review."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    id: Slug
    version: Line
    """In quotes, so that it stays text."""
    title: Line
    owner: Line
    reviewed: Date
    review_every: Days | None = None
    """Days; past it every document carries a warning."""
    hosts: list[Host] = []
    """Further hosts that links may point to, beside the services' own."""
    controls: Annotated[list[ControlEntry], Field(min_length=1)]


class AccountAnswerEntry(Entry):
    """One answer to the account question, and whose account it says there is."""

    text: Line
    also: list[Line] = []
    account: Account


class AccountQuestionEntry(Entry):
    """Asked once per service: whose account is it, or is there none."""

    text: Text
    also: list[Text] = []
    answers: Annotated[list[AccountAnswerEntry], Field(min_length=1)]


class FactEntry(Entry):
    """One dated statement about a service."""

    id: Slug
    topic: Line
    text: Text
    applies_to: Line
    """In words: everywhere; EU, EEA, Switzerland; …"""
    source: DatedReferenceEntry
    confidence: Confidence
    claim_by: Line | None = None
    """Set where the text is a company's claim: whose."""


class ServiceFile(Entry):
    """What controls are about."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    id: Slug
    """The file's name without .yaml."""
    title: Line
    provider: Line
    as_of: Date
    hosts: list[Host]
    """Hosts that links about this service may point to, their subdomains included."""
    account: AccountQuestionEntry | None = None
    facts: list[FactEntry] = []


class LawNoteEntry(Entry):
    """One provision, paraphrased."""

    id: Slug
    provision: Line
    title: Line
    paraphrase: Text
    platform: Text | None = None
    """What it means for the service's maker."""
    employer: Text | None = None
    """What it means for the organisation that asks."""
    applies_to: Line
    """Whom it protects or binds, in words."""
    places: list[PlaceCode] = []
    """Narrower than the regime: only these places; absent: wherever the regime holds."""
    in_force: Date | None = None
    source: DatedReferenceEntry
    confidence: Confidence
    reviewed_by_counsel: Line | None = None
    """By whom and when; absent: not reviewed."""


class LawFile(Entry):
    """The notes on one regime."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    regime: RegimeId
    title: Line
    notes: Annotated[list[LawNoteEntry], Field(min_length=1)]


class RegimeEntry(Entry):
    """A body of law and the places where it applies."""

    id: RegimeId
    title: Line
    places: list[PlaceCode]
    """ISO 3166-1 countries and ISO 3166-2 regions."""


class FlagsEntry(Entry):
    """Where the law limits what may be asked. All four are written out, so that none is forgotten."""

    settings_request_barred: list[Region]
    visibility_request_barred: list[Region]
    consultation_required: list[Country]
    consultation_advised: list[Country]


class RegimesFile(Entry):
    """Which regimes and flags hold where."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    regimes: Annotated[list[RegimeEntry], Field(min_length=1)]
    flags: FlagsEntry
    cap_law: dict[str, list[Slug]] = {}
    """Law notes behind a cap, by its name, `barred-by-law`, or a place."""
