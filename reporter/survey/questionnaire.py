"""What the survey asks: the policies' questions in order, as they are offered in one language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from reporter.model.policy import AppliesTo, Control, PolicySet
from reporter.model.service import Service
from reporter.model.vocabulary import Kind
from reporter.survey.wording import SurveyWords, survey_words
from reporter.wording.places import region_name

_A_MINUTE = 2  # questions that a reader answers in it, looking some of them up
_UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One answer that may be chosen."""

    text: str
    meaning: Mapping[str, str]
    """What it is judged as: outcome and reason, or whose account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question as it is offered."""

    id: str
    """A control's id, or `<service>.account`: the header of its answers."""
    text: str
    service: str | None = None
    """Set where it asks whose the account at a service is."""
    about: str | None = None
    """The title of the service it is about."""
    answers: tuple[Offered, ...]
    """What may be chosen; one of them, or nothing."""
    language: str
    """What the texts are in."""
    restricted: bool = False
    """Whether it concerns some people only."""
    barred: tuple[str, ...] = ()
    """Names of places where it may not be asked about a personal account."""

    @property
    def offers(self) -> tuple[str, ...]:
        """The texts that may be chosen."""
        return tuple(answer.text for answer in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The questionnaire of a set of policies."""

    say: SurveyWords
    items: tuple[Item, ...]
    stamp: date
    """When the newest of its policies was reviewed: the date its files carry, so that they are the same every day."""

    @property
    def services(self) -> tuple[str, ...]:
        """Titles of the services it asks about."""
        return tuple(dict.fromkeys(item.about for item in self.items if item.about))

    @property
    def minutes(self) -> int:
        """What answering takes."""
        return max(1, ceil(len(self.items) / _A_MINUTE))

    def of(self, ids: Sequence[str]) -> Survey:
        """Return the survey with these questions only, asked of somebody whom they do concern."""
        kept = (replace(item, restricted=False, barred=()) for item in self.items if item.id in ids)
        return replace(self, items=tuple(kept))


def survey(policies: PolicySet, language: str) -> Survey:
    """Return the questionnaire of `policies` in `language`; what they lack in it is in their own language.

    Raises:
        UsageError: The survey's fixed words are not there in this language.
    """
    say = survey_words(language)
    said = policies.said_in(language)
    controls = {control.id: control for control in said.controls}
    return Survey(
        say=say,
        items=tuple(
            _account(asked.id, said.services[asked.service]) if asked.service else _control(controls[asked.id], said)
            for asked in said.asked
        ),
        stamp=max(policy.reviewed for policy in policies.policies),
    )


def as_json(survey: Survey) -> str:
    """Return what the survey must ask, in order, as DESIGN §8 has it."""
    questions = []
    for item in survey.items:
        asks = {"asks": "account", "service": item.service} if item.service else {"asks": "control"}
        answers = [{"text": answer.text, **answer.meaning} for answer in item.answers]
        questions.append({"id": item.id, **asks, "text": item.text, "answers": answers})
    return json.dumps({"questions": questions}, ensure_ascii=False, indent=2)


def _control(control: Control, policies: PolicySet) -> Item:
    barred = policies.places.visibility_request_barred if control.kind is Kind.ACCOUNT_VISIBILITY else frozenset[str]()
    return Item(
        id=control.id,
        about=policies.services[control.service].title if control.service else None,
        text=_line(control.question.text),
        answers=tuple(
            Offered(text=_line(a.text), meaning={"outcome": a.outcome.value, "reason": a.reason.value})
            for a in control.question.answers
        ),
        language=control.language,
        restricted=control.applies_to != AppliesTo(),
        barred=tuple(region_name(place) for place in sorted(barred)),
    )


def _account(name: str, service: Service) -> Item:
    if service.account is None:  # a question is asked of those that have one
        raise TypeError(name)
    return Item(
        id=name,
        service=service.id,
        about=service.title,
        text=_line(service.account.text),
        answers=tuple(
            Offered(text=_line(a.text), meaning={"account": a.account.value if a.account else _UNSTATED})
            for a in service.account.answers
        ),
        language=service.account.language,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
