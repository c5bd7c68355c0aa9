"""What every form and letter is written with: the survey, the facts, and the templates of plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jinja2 import Environment

from reporter.model.law import Places
from reporter.survey.notice import Facts, PrivacyNotice, privacy_notice
from reporter.survey.questionnaire import Item, Survey
from reporter.wording import disclaimer, environment

_MARKS = re.compile(r"([\\`*<])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stationery:
    """One language's survey, and what is said round it."""

    survey: Survey
    facts: Facts
    places: Places
    accent: str | None = None
    """The organisation's colour."""

    @property
    def blanks(self) -> Mapping[str, str]:
        """What fills the blanks of a sentence."""
        return self.facts.blanks(self.survey.say)

    def notice(self, country: str | None = None, region: str | None = None) -> PrivacyNotice:
        """Return the privacy notice for a place; for everybody where none is given."""
        return privacy_notice(self.survey.say, self.facts, self.places, country=country, region=region)

    def of(self, ids: Sequence[str]) -> Stationery:
        """Return the same for somebody who is asked these questions only."""
        return replace(self, survey=self.survey.of(ids))

    @property
    def title(self) -> str:
        """What every form is called."""
        return self.survey.say("title")

    @property
    def about(self) -> str:
        """What it asks, and how long it takes, in a paragraph."""
        say, survey = self.survey.say, self.survey
        said = [say("intro", "asks", **self.blanks)]
        if services := survey.services:
            said.append(say.counted(len(services), "intro", "services", services=say.listed(services)))
        said.append(say.counted(len(survey.items), "intro", "questions"))
        said.append(say.counted(survey.minutes, "intro", "minutes"))
        return " ".join(said)

    @property
    def promises(self) -> tuple[str, ...]:
        """What people can rely on, a sentence each."""
        say = self.survey.say
        return tuple(say("intro", key) for key in ("voluntary", "no_detriment", "as_it_is", "only_answers", "never"))

    @property
    def ask(self) -> str:
        """Whom to ask."""
        return self.survey.say("intro", "ask", **self.blanks)

    def remarks(self, item: Item) -> tuple[str, ...]:
        """Return what is said below a question that is not for everybody."""
        say = self.survey.say
        found = [say("fill", "restricted")] if item.restricted else []
        if item.barred:
            found.append(say("fill", "barred", places=say.listed(item.barred)))
        return tuple(found)

    @property
    def disclaimer(self) -> tuple[str, ...]:
        """The disclaimer's paragraphs, and last its version."""
        say, said = self.survey.say, disclaimer(self.survey.say.language)
        return (*said.text, say("disclaimer", "dated", version=said.version, date=say.day(said.as_of)))

    def text(self, template: str, **values: Any) -> str:
        """Return a template of plain text, filled; it knows this record as `it`."""
        found = _plain().get_template(f"survey/{template}")
        return found.render(it=self, say=self.survey.say, blanks=self.blanks, **values).strip("\n") + "\n"


@cache
def _plain() -> Environment:
    env = environment().overlay(autoescape=False)
    env.filters = {**env.filters, "literal": literal}
    return env


def literal(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", text)
