"""The law notes a mail shows one person: those of the place where they work."""

from __future__ import annotations

from reporter import assets
from reporter.model.law import LawNote
from reporter.model.policy import PolicySet
from reporter.model.vocabulary import ORIGINAL_LANGUAGE
from reporter.wording import formats


class Rights:
    """The law notes by place, in one language, looked up once for each place."""

    def __init__(self, policies: PolicySet, language: str) -> None:
        self._policies = policies
        self._language = language
        self._formats = formats(language)
        chosen = assets.table(assets.folder("templates") / "mail" / "rights.yaml")
        self._chosen = frozenset(str(note) for note in chosen)
        # A regime none of whose notes was chosen shows them all.
        self._regimes_chosen_from = {n.regime for n in policies.law.values() if n.id in self._chosen}
        self._known: dict[tuple[str | None, str | None], tuple[LawNote, ...]] = {}

    def notes(self, country: str | None, region: str | None) -> tuple[LawNote, ...]:
        """Return the notes to show somebody who works there, in the order of the regimes.

        None, if one of them is not there in the language: the mail then names the laws, and says what the notes are in.
        """
        notes = self._notes((country, region))
        if self._language == ORIGINAL_LANGUAGE:
            return notes
        told = [note.told_in(self._language) for note in notes]
        return tuple(note for note in told if note) if all(told) else ()

    def _notes(self, place: tuple[str | None, str | None]) -> tuple[LawNote, ...]:
        if place not in self._known:
            order = {r: i for i, r in enumerate(self._policies.places.regimes_of(*place))}
            notes = [n for n in self._policies.law.values() if n.regime in order and self._is_shown(n, place)]
            self._known[place] = tuple(sorted(notes, key=lambda n: order[n.regime]))
        return self._known[place]

    def _is_shown(self, note: LawNote, place: tuple[str | None, str | None]) -> bool:
        here = not note.places or any(p in note.places for p in place)
        return here and (note.id in self._chosen or note.regime not in self._regimes_chosen_from)

    def laws(self, country: str | None, region: str | None) -> tuple[str, ...]:
        """Return the titles of the regimes that the notes are of, whether or not they are there in the language."""
        shown = {n.regime for n in self._notes((country, region))}
        regimes = (r for r in self._policies.places.regimes if r.id in shown)
        return tuple(r.titles.get(self._language, r.title) for r in regimes)

    def place(self, country: str | None, region: str | None) -> str:
        """Return the place's name for a reader, "" if it is not known."""
        if not country:
            return ""
        name = self._formats.country(country)
        return f"{self._formats.region(region)}, {name}" if region else name
