"""The privacy notice that every questionnaire carries, filled from the configuration (facts/domain.md §4.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from reporter import assets
from reporter.model.law import Places
from reporter.settings import Settings
from reporter.survey.wording import SurveyWords

_WORKS_COUNCIL = "works_council"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the configuration says of the organisation, for the notice and the letters."""

    stated: Mapping[str, str | None]
    """Blank → what to fill it with; None: not stated."""
    keys: Mapping[str, str]
    """Blank → the key of `reporter.toml` that states it."""
    heard: Mapping[str, tuple[date, str]]
    """Country → day and reference of its consultation."""

    def blanks(self, say: SurveyWords) -> dict[str, str]:
        """Return every blank, filled; with "not stated" where nothing is configured."""
        return {blank: value or say("not_stated") for blank, value in self.stated.items()}

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of `reporter.toml` to set, in the order of the notice."""
        return tuple(dict.fromkeys(key for blank, key in self.keys.items() if not self.stated[blank]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading and its sentences."""

    head: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyNotice:
    """The notice for one place, or for all of them."""

    title: str
    parts: tuple[Part, ...]
    objection: Part
    """Shown apart from the rest, always."""


def facts(settings: Settings, as_of: date) -> Facts:
    """Return what the notice and the letters state; of consultations only those that have taken place by `as_of`."""
    organisation, notice = settings.organisation, settings.notice
    given = {
        "organisation": (organisation.name or organisation.legal_name, "organisation.name"),
        "controller": (organisation.controller or organisation.legal_name, "organisation.controller"),
        "contact": (organisation.contact, "organisation.contact"),
        "dpo": (organisation.dpo, "organisation.dpo"),
        "interest": (notice.interest, "notice.interest"),
        "recipients": (notice.recipients, "notice.recipients"),
        "transfers": (notice.transfers, "notice.transfers"),
        "retention": (notice.retention, "notice.retention"),
        "authority": (notice.authority, "notice.authority"),
        "complaints": (notice.complaints or organisation.contact, "organisation.contact"),
        "return_to": (notice.return_to or organisation.contact, "organisation.contact"),
    }
    return Facts(
        stated={blank: _phrase(value) for blank, (value, _) in given.items()},
        keys={blank: key for blank, (_, key) in given.items()},
        heard={c: (h.date, h.reference) for c, h in sorted(settings.consultation.items()) if h.date <= as_of},
    )


def privacy_notice(
    say: SurveyWords, stated: Facts, places: Places, *, country: str | None = None, region: str | None = None
) -> PrivacyNotice:
    """Return the notice for people who work at a place: what may hold there, and nothing that cannot.

    Args:
        say: The words of its language.
        stated: What fills the blanks.
        places: Which regimes hold where.
        country: ISO 3166-1; None: not known, or a notice for everybody.
        region: ISO 3166-2; None: not known, or of no matter.
    """
    blanks = stated.blanks(say)
    here = _regimes(places, country, region)
    parts = []
    for head, entries in _plan():
        said: list[str] = []
        for key, regimes in entries:
            if regimes and not here & set(regimes):
                continue
            if key == _WORKS_COUNCIL:
                said += _heard(say, stated, country)
            else:
                said.append(say("notice", "say", key, **blanks))
        if said:
            parts.append(Part(head=say("notice", "head", head), sentences=tuple(said)))
    objection = Part(head=say("object", "head"), sentences=(say("object", "say", **blanks),))
    return PrivacyNotice(title=say("notice", "title"), parts=tuple(parts), objection=objection)


def _regimes(places: Places, country: str | None, region: str | None) -> set[str]:
    """Return the regimes that may hold: all of them where the country is not known, and so for its regions."""
    if country is None:
        return {regime.id for regime in places.regimes}
    if region is not None:
        return set(places.regimes_of(country, region))
    return {r.id for r in places.regimes if any(p == country or p.startswith(f"{country}-") for p in r.places)}


def _heard(say: SurveyWords, stated: Facts, country: str | None) -> Iterator[str]:
    for code, (day, reference) in stated.heard.items():
        if country in (None, code):
            blanks = {"country": say.country(code), "date": say.day(day), "reference": reference}
            yield say("notice", "say", _WORKS_COUNCIL, **blanks)


@cache
def _plan() -> tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]:
    """Return the parts: head, and each sentence's key with the regimes it is for (none: everybody)."""
    read = assets.table(assets.folder("templates") / "survey" / "notice.yaml")
    parts = []
    for part in read:
        pairs = [({entry: ()} if isinstance(entry, str) else entry) for entry in part["say"]]
        parts.append((part["head"], tuple((key, tuple(to)) for pair in pairs for key, to in pair.items())))
    return tuple(parts)


def _phrase(value: str | None) -> str | None:
    """Return a configured text as it stands in a sentence: on one line, without a full stop of its own."""
    return " ".join(value.split()).removesuffix(".") or None if value else None
