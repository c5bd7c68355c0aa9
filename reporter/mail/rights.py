"""The law notes a mail shows one person: those of the place where they work."""

from __future__ import annotations

import yaml

from reporter import assets
from reporter.model.law import LawNote
from reporter.model.policy import PolicySet
from reporter.wording.environment import country
from reporter.wording.places import region_name


class Rights:
    """The law notes by place, looked up once for each place."""

    def __init__(self, policies: PolicySet) -> None:
        self._policies = policies
        chosen = yaml.safe_load((assets.folder("templates") / "mail" / "rights.yaml").read_text(encoding="utf-8"))
        self._chosen = frozenset(str(note) for note in chosen)
        # A regime none of whose notes was chosen shows them all.
        self._regimes_chosen_from = {n.regime for n in policies.law.values() if n.id in self._chosen}
        self._known: dict[tuple[str | None, str | None], tuple[LawNote, ...]] = {}

    def notes(self, country_code: str | None, region: str | None) -> tuple[LawNote, ...]:
        """Return the notes to show somebody who works there, in the order of the regimes."""
        place = (country_code, region)
        if place not in self._known:
            order = {r: i for i, r in enumerate(self._policies.places.regimes_of(*place))}
            notes = [n for n in self._policies.law.values() if n.regime in order and self._is_shown(n, place)]
            self._known[place] = tuple(sorted(notes, key=lambda n: order[n.regime]))
        return self._known[place]

    def _is_shown(self, note: LawNote, place: tuple[str | None, str | None]) -> bool:
        here = not note.places or any(p in note.places for p in place)
        return here and (note.id in self._chosen or note.regime not in self._regimes_chosen_from)

    def laws(self, country_code: str | None, region: str | None) -> tuple[str, ...]:
        """Return the titles of the regimes whose notes are shown."""
        shown = {n.regime for n in self.notes(country_code, region)}
        return tuple(r.title for r in self._policies.places.regimes if r.id in shown)

    def place(self, country_code: str | None, region: str | None) -> str:
        """Return the place's name for a reader, "" if it is not known."""
        if not country_code:
            return ""
        name = country(country_code)
        return f"{region_name(region)}, {name}" if region else name
