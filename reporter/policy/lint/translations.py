"""How far policies and services are translated, and what a translation that was begun still lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from babel import Locale

from reporter.model.policy import PolicySet
from reporter.model.vocabulary import ORIGINAL_LANGUAGE
from reporter.policy.companion_schema import ServiceFile
from reporter.policy.schema import PolicyFile
from reporter.policy.translated import lacking, lacking_in_account
from reporter.yaml_tree import Branch

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of one policy there is in other languages."""

    name: str
    """The policy's id."""
    texts: int
    """Its controls, and the account questions of its services."""
    languages: Mapping[str, int]
    """Language → how many of them are complete in it."""


def coverage(policies: PolicySet) -> tuple[Coverage, ...]:
    """Return how far each policy is translated, together with the account questions it asks."""
    found: list[Coverage] = []
    for policy in policies.policies:
        accounts = replace(policies, policies=(policy,)).account_services
        complete = [t.language for control in policy.controls for t in control.translations]
        complete += [t.language for service in accounts if service.account for t in service.account.translations]
        done = dict(sorted(Counter(complete).items()))
        found.append(Coverage(name=policy.id, texts=len(policy.controls) + len(accounts), languages=done))
    return tuple(found)


def language_name(code: str) -> str:
    """Return a language's English name; a code nobody knows stays what it is."""
    return str(Locale(ORIGINAL_LANGUAGE).languages.get(code, code))


def note_translations(written: Branch, file: PolicyFile, policies: PolicySet) -> None:
    """Note what the languages a policy has begun with lack."""
    controls = next(p.controls for p in policies.policies if p.id == file.id)
    for language, entry in file.translations.items():
        place = _at(written, "translations", language)
        if entry.title is None:
            place.fault(f"the {language_name(language)} translation lacks the policy's title", "Add title: …")
        if untitled := [f"{clause.id}" for clause in file.clauses if clause.id not in entry.clauses]:
            what = f"the {language_name(language)} translation lacks the titles of clauses {', '.join(untitled)}"
            place.fault(what, "Add them under clauses: by their numbers.")
        for control in controls:
            missing = list(lacking(control, entry.controls.get(control.id)))
            _note(_at(place, "controls", control.id), f"{control.id} in {language_name(language)}", missing)


def note_account_translations(written: Branch, file: ServiceFile, policies: PolicySet) -> None:
    """Note what the languages a service's account question has begun with lack."""
    question = policies.services[file.id].account
    for language, entry in file.translations.items() if question else ():
        missing = list(lacking_in_account(question, entry)) if question else []
        _note(_at(written, "translations", language), f"the account question in {language_name(language)}", missing)


def _note(place: Branch, what: str, missing: list[str]) -> None:
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        hint = "Until it is complete, documents in that language show the English."
        place.fault(f"{what} lacks {', '.join(missing[:_SHOWN])}{more}", hint)


def _at(branch: Branch, *keys: str) -> Branch:
    """Return the value under `keys`, or the nearest one above."""
    for key in keys:
        branch = branch.at(key) or branch
    return branch
