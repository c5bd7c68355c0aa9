"""What service, law and regimes files, and the register of retired ids, may hold; see `reporter.policy.schema`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from reporter.policy.fields import (
    Account,
    Confidence,
    ControlId,
    Country,
    Host,
    Language,
    PlaceCode,
    RegimeId,
    SchemaVersion,
    Slug,
    SourceUrl,
    Wordings,
)
from reporter.yaml_tree.values import STRICT, Date, Line, Text


class Entry(BaseModel):
    """A group of keys."""

    model_config = STRICT


class DatedReferenceEntry(Entry):
    """A source of a fact or of a law note: never without its date."""

    title: Line
    """What it is called."""
    url: SourceUrl
    """Where it can be opened."""
    as_of: Date
    """The day on which the source said so."""


class AccountAnswerEntry(Entry):
    """One answer to the account question, and whose account it says there is."""

    text: Line
    """As the survey offers it."""
    also: list[Line] = []
    """Other wordings, and other languages."""
    account: Account
    """Whose account it is; unstated: the person does not say, and it counts as personal."""


class AccountQuestionEntry(Entry):
    """Asked once per service: whose account is it, or is there none."""

    text: Text
    """As the survey asks it."""
    also: list[Text] = []
    """Other wordings, and other languages; a survey column may carry any of them."""
    answers: Annotated[list[AccountAnswerEntry], Field(min_length=1)]
    """Every answer there is."""


class AccountTranslationEntry(Entry):
    """The account question in another language."""

    question: Text | None = None
    """What the survey asks."""
    answers: dict[str, Wordings] = {}
    """The original answer: its wordings; the first is offered, all are recognised."""


class FactEntry(Entry):
    """One dated statement about a service."""

    id: Slug
    """Of its own within the file."""
    topic: Line
    """A short heading."""
    text: Text
    """The fact, in a sentence or two."""
    applies_to: Line
    """In words: everywhere; EU, EEA, Switzerland; …"""
    source: DatedReferenceEntry
    """Where it was read, and the day of that text."""
    confidence: Confidence
    """official: the official text was read; secondary: another's account of it; unconfirmed: not established."""
    claim_by: Line | None = None
    """Set where the text is a company's claim: whose."""


class ServiceFile(Entry):
    """What controls are about."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    """The version of the file\'s shape."""
    id: Slug
    """The file's name without .yaml."""
    title: Line
    """What documents call the service."""
    provider: Line
    """Who runs it."""
    as_of: Date
    """The day on which somebody last checked the facts against their sources."""
    hosts: list[Host]
    """Hosts that links about this service may point to, their subdomains included."""
    account: AccountQuestionEntry | None = None
    """Whose account it is; needed where a control is about an account."""
    facts: list[FactEntry] = []
    """What is known, dated and with its source."""
    translations: dict[Language, AccountTranslationEntry] = {}
    """The account question, by the language's code."""


class LawNoteEntry(Entry):
    """One provision, paraphrased."""

    id: Slug
    """What controls and caps name it by."""
    provision: Line
    """Article or section."""
    title: Line
    """A short heading."""
    paraphrase: Text
    """What it says, in one sentence."""
    platform: Text | None = None
    """What it means for the service's maker."""
    employer: Text | None = None
    """What it means for the organisation that asks."""
    applies_to: Line
    """Whom it protects or binds, in words."""
    places: list[PlaceCode] = []
    """Narrower than the regime: only these places; absent: wherever the regime holds."""
    in_force: Date | None = None
    """Since when."""
    source: DatedReferenceEntry
    """Where it was read, and the day of that text."""
    confidence: Confidence
    """official: the official text was read; secondary: another's account of it; unconfirmed: not established."""
    reviewed_by_counsel: Line | None = None
    """By whom and when; absent: not reviewed."""


class NoteTranslationEntry(Entry):
    """What a person is told of a provision, in another language."""

    provision: Line
    """Article or section."""
    title: Line
    """A short heading."""
    paraphrase: Text
    """What it says, in one sentence."""


class LawFile(Entry):
    """The notes on one regime."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    """The version of the file\'s shape."""
    regime: RegimeId
    """An id in regimes.yaml."""
    title: Line
    """The law's name."""
    notes: Annotated[list[LawNoteEntry], Field(min_length=1)]
    """One for each provision that matters here."""
    translations: dict[Language, dict[Slug, NoteTranslationEntry]] = {}
    """What mails tell of the notes, by the language's code and the note's id."""


class RegimeEntry(Entry):
    """A body of law and the places where it applies."""

    id: RegimeId
    """What law files and applies_to name it by."""
    title: Line
    """The law's name."""
    places: list[PlaceCode]
    """ISO 3166-1 countries and ISO 3166-2 regions."""


class FlagsEntry(Entry):
    """Where the law limits what may be asked. All four are written out, so that none is forgotten."""

    settings_request_barred: list[PlaceCode]
    """An employer may not even suggest a change of settings on a personal account."""
    visibility_request_barred: list[PlaceCode]
    """An employer may not ask for a change that affects who can see a personal account."""
    consultation_required: list[Country]
    """No run before the works council was heard."""
    consultation_advised: list[Country]
    """A warning: check whether one must be heard."""


class RegimesFile(Entry):
    """Which regimes and flags hold where."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    """The version of the file\'s shape."""
    regimes: Annotated[list[RegimeEntry], Field(min_length=1)]
    """The bodies of law, and where each holds."""
    flags: FlagsEntry
    """Where the law limits what may be asked."""
    cap_law: dict[str, list[Slug]] = {}
    """Law notes behind a cap, by its name, `barred-by-law`, or a place."""
    translations: dict[Language, dict[RegimeId, Line]] = {}
    """The laws' names, by the language's code and the regime's id."""


class RetiredEntry(Entry):
    """An id that was once a control's, and is nobody's any more."""

    id: ControlId
    """Never used again: reports of earlier quarters name it."""
    on: Date
    """The day on which the control was withdrawn."""
    why: Line
    """What it was, and what took its place."""


class RetiredFile(Entry):
    """The register of retired control ids."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    """The version of the file's shape."""
    retired: list[RetiredEntry]
    """One entry for each control that was withdrawn."""
