"""What policy files may hold: the names of DESIGN §8, checked by pydantic.

These models and those of `companion_schema` are the contract with people who write YAML (`reporter policy schema`
prints them as JSON Schema); the records of `reporter.model.policy` are the contract between stages. Checks that need
several places of a file, or several files, are in `reporter.policy.checks`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from reporter.model.vocabulary import Kind, Level, Outcome, Reason, Severity
from reporter.policy.fields import (
    ClauseId,
    ControlId,
    Country,
    Days,
    Host,
    Language,
    Link,
    RegimeId,
    Region,
    SchemaVersion,
    Slug,
    SourceUrl,
    Wordings,
    reasons_for_editors,
)
from reporter.yaml_tree.values import STRICT, Date, Line, Text


class Entry(BaseModel):
    """A group of keys."""

    model_config = STRICT


class ReferenceEntry(Entry):
    """A source a reader can open."""

    title: Line
    """What it is called."""
    url: SourceUrl
    """Where it can be opened."""
    as_of: Date | None = None
    """The day on which the source said so."""


class AnswerEntry(Entry):
    """One answer a question accepts."""

    model_config = ConfigDict(json_schema_extra=reasons_for_editors)

    text: Line
    """As the survey offers it; letter case and spaces do not matter. On, Off, Yes and No need quotes."""
    also: list[Line] = []
    """Other wordings, and other languages."""
    outcome: Annotated[Outcome, Field(strict=False)]
    """What the answer means."""
    reason: Annotated[Reason | None, Field(strict=False)] = None
    """unsure or declined; not-used, not-available or admin-controlled; absent for satisfied and not-satisfied."""


class QuestionEntry(Entry):
    """What the survey asks about a control."""

    text: Text
    """As the survey asks it."""
    also: list[Text] = []
    """Other wordings, and other languages; a survey column may carry any of them."""
    answers: Annotated[list[AnswerEntry], Field(min_length=1)]
    """Every answer there is; one that is not among them is unknown, never guessed."""


class StepsEntry(Entry):
    """What to do, step by step."""

    desktop: list[Text] = []
    """On a computer, one step an entry, without numbers."""
    mobile: list[Text] = []
    """On a phone."""


class RemediationEntry(Entry):
    """The steps that mend a miss."""

    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    """How long it takes."""
    link: Link | None = None
    """https, to a host of the service or of the policy."""
    no_link: Line | None = None
    """Why there is no link; then none is missed."""
    steps: StepsEntry = StepsEntry()
    """What to do, one step after the other."""
    cannot_undo: Text | None = None
    """Said plainly wherever the steps are shown."""


class AppliesToEntry(Entry):
    """Whom a control concerns. An absent key means everybody; the keys are joined by AND."""

    countries: list[Country] = []
    """ISO 3166-1 alpha-2."""
    regions: list[Region] = []
    """ISO 3166-2."""
    regimes: list[RegimeId] = []
    """Ids in regimes.yaml."""
    departments: list[Line] = []
    """As the roster writes them; letter case and spaces do not matter."""
    employment: list[Line] = []
    """employee, contractor, or a word of the roster."""
    roles: list[Line] = []
    """As the roster writes them."""


class ExampleEntry(Entry):
    """An answer and the outcome it must have."""

    answer: str
    """As somebody might write it."""
    outcome: Annotated[Outcome, Field(strict=False)]
    """What it must be judged as."""


class ControlEntry(Entry):
    """One rule of a policy."""

    id: ControlId
    """Never reused, never renamed."""
    title: Annotated[Line, Field(examples=["The account's data does not train the service's AI"])]
    """The state that is wanted, as a sentence."""
    kind: Annotated[Kind, Field(strict=False)]
    """What it is about; ownership of the account and the law cap some kinds."""
    service: Slug | None = None
    """The name of a file in services/; needed where the kind is about an account."""
    level: Annotated[Level, Field(strict=False)]
    """How binding; ownership of the account and the law can only lower it."""
    severity: Annotated[Severity, Field(strict=False)]
    """How bad a miss is."""
    rationale: Text
    """Why it matters."""
    applies_to: AppliesToEntry = AppliesToEntry()
    """Whom it concerns; absent: everybody."""
    valid_for: Days | None = None
    """Days an answer counts."""
    question: QuestionEntry
    """What the survey asks."""
    remediation: RemediationEntry | None = None
    """The steps that mend a miss."""
    law: Annotated[list[Slug], Field(examples=[["gdpr-21"]])] = []
    """Ids of law notes."""
    references: list[ReferenceEntry] = []
    """Where it can be read."""
    examples: list[ExampleEntry] = []
    """Answers and what they must be judged as; `reporter policy test` runs them."""


class ClauseEntry(Entry):
    """One clause of the organisation's own document, and the controls that check it."""

    id: Annotated[ClauseId, Field(examples=["3.2"])]
    """Its number there, in quotes: "3.2"."""
    title: Line
    """What it asks for, in a few words."""
    text: Text | None = None
    """Its wording, or where it is long its gist."""
    controls: list[ControlId] = []
    """The controls that check it, of this policy or of another one; none: no survey can tell."""


class ControlTranslationEntry(Entry):
    """A control's texts in another language; complete, or documents in that language show the original."""

    title: Line | None = None
    """The state that is wanted."""
    rationale: Text | None = None
    """Why it matters."""
    question: Text | None = None
    """What the survey asks."""
    answers: dict[str, Wordings] = {}
    """The original answer: its wordings; the first is offered, all are recognised."""
    steps: StepsEntry = StepsEntry()
    """As many as the original has."""
    no_link: Line | None = None
    """Why there is no link."""
    cannot_undo: Text | None = None
    """What the steps do not undo."""


class PolicyTranslationEntry(Entry):
    """A policy in another language."""

    title: Line | None = None
    """What documents in that language call it."""
    clauses: dict[ClauseId, Line] = {}
    """The titles of the clauses, by their numbers."""
    controls: dict[ControlId, ControlTranslationEntry] = {}
    """By the control's id."""


class PolicyFile(Entry):
    """A set of controls with an owner and a date of review."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    """The version of the file's shape."""
    id: Slug
    """Never renamed."""
    version: Annotated[Line, Field(examples=["2026.11"])]
    """In quotes, so that it stays text."""
    title: Line
    """What documents call the policy."""
    owner: Line
    """Who answers for it."""
    reviewed: Date
    """The day on which its owner last read it against its sources."""
    review_every: Days | None = None
    """Days; past it every document carries a warning."""
    hosts: list[Host] = []
    """Further hosts that links may point to, beside the services' own."""
    clauses: list[ClauseEntry] = []
    """The clauses of the organisation's own privacy policy; a policy that has some is the company's."""
    controls: Annotated[list[ControlEntry], Field(min_length=1)]
    """The rules, in the order of the documents."""
    translations: dict[Language, PolicyTranslationEntry] = {}
    """By the language's code; below the rules, so that those stay easy to read."""
