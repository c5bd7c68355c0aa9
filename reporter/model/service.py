"""What controls are about: a service, the question whose the account is, and dated facts, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporter.model.law import Reference
from reporter.model.vocabulary import ORIGINAL_LANGUAGE, Ownership


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAnswer:
    """One answer to a service's account question, and whose account it says there is."""

    text: str
    also: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    """Its wordings in other languages."""
    account: Ownership | None
    """None: the person does not say; counts as personal."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every text by which the answer is recognised, in any language."""
        return (self.text, *self.also, *self.translated)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQuestion:
    """Asked once per service: whose account is it, or is there none."""

    text: str
    also: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    """The question in other languages; a survey column may carry any of them."""
    answers: tuple[AccountAnswer, ...]
    language: str = ORIGINAL_LANGUAGE
    """What the texts are in."""
    translations: tuple[AccountQuestion, ...] = ()
    """The question with its texts in other languages, complete ones only; to be shown, never to judge by."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every text by which a survey's column is recognised, in any language."""
        return (self.text, *self.also, *self.translated)

    def said_in(self, language: str) -> AccountQuestion:
        """Return the question in `language`; as it is where it is not translated."""
        return next((t for t in self.translations if t.language == language), self)


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
