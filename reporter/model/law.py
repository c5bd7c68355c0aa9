"""Law notes and the places where they hold, as frozen records. `reporter.policy` reads them from YAML (DESIGN §8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source a reader can open: what it is, where, and when it said so."""

    title: str
    url: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """What a person is told of a provision, in one language."""

    provision: str
    title: str
    paraphrase: str


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
    translations: Mapping[str, NoteText] = field(default_factory=dict, hash=False)
    """What a person is told of it in other languages, by their codes."""

    def told_in(self, language: str) -> LawNote | None:
        """Return the note as a person is told of it in a language other than its own; None: it is not there in it."""
        if (text := self.translations.get(language)) is None:
            return None
        return replace(self, provision=text.provision, title=text.title, paraphrase=text.paraphrase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A body of law that applies at a place of work."""

    id: str
    title: str
    places: tuple[str, ...]
    """ISO 3166-1 countries and ISO 3166-2 regions."""
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Its title in other languages, by their codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Which regimes and legal flags hold where (`policies/regimes.yaml`; facts/domain.md §5)."""

    regimes: tuple[Regime, ...]
    settings_request_barred: frozenset[str]
    """Where an employer may not even suggest a change on a personal account (US-CO, US-AR): countries and regions."""
    visibility_request_barred: frozenset[str]
    """Where a visibility control for a personal account is barred (US-WA, US-ME, …): countries and regions."""
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
        return frozenset(p[:2] for p in self.settings_request_barred | self.visibility_request_barred if "-" in p)
