"""An unknown roster or survey, read for `reporter map`: which of the two it is, and which column is what."""

from __future__ import annotations

from pathlib import Path

from reporter import policy
from reporter.errors import SourceError
from reporter.model.policy import PolicySet
from reporter.model.text import comparable
from reporter.settings import Settings
from reporter.sources import roster, survey
from reporter.sources.headers import mapping, survey_tools
from reporter.sources.headers.configured import Configured
from reporter.sources.headers.mapping import Found


def look(file: Path, settings: Settings, kind: str | None) -> tuple[str, Found]:
    """Return whether a file is a `roster` or a `survey`, and what its columns are.

    Without `kind` it is a survey if a survey tool wrote it, else what more of its columns are known, or likely, to
    belong to.

    Args:
        file: The file.
        settings: Which policies ask the questions, and what is configured about columns.
        kind: `roster` or `survey` where that is known.

    Raises:
        PolicyError: A policy is invalid.
        SourceError: The file cannot be read, or has no header.
    """
    policies = policy.load(policy.find(settings.run.policies, workspace=settings.workspace))
    configured = {
        name: Configured(file=settings.file_name, table=name, columns=columns)
        for name, columns in (("roster", settings.roster.columns), ("survey", settings.survey_columns))
    }
    dated = settings.undated_as is not None
    kinds = {
        "roster": (roster.vocabulary(tuple(policies.services.values()), configured["roster"]), {}),
        "survey": (survey.vocabulary(policies.asked, configured["survey"], dated=dated), _answers(policies)),
    }
    looked: dict[str, Found] = {}
    errors: list[SourceError] = []
    for name, (vocabulary, answers) in kinds.items():
        if kind in {None, name}:
            try:
                looked[name] = mapping.look(file, vocabulary, answers)
            except SourceError as error:
                errors.append(error)
    if not looked:
        raise errors[0]
    if (
        "survey" in looked
        and kind is None
        and any(survey_tools.recognised(c.title for c in found.columns) for found in looked.values())
    ):
        looked.pop("roster", None)
    return max(looked.items(), key=lambda item: item[1].likelihood)


def _answers(policies: PolicySet) -> dict[str, frozenset[str]]:
    """Return question → the answers its table holds, as text is compared."""
    controls = {c.id: [(*a.also, *a.translated, a.text) for a in c.question.answers] for c in policies.controls}
    accounts = {
        f"{s.id}.account": [(*a.also, *a.translated, a.text) for a in s.account.answers]
        for s in policies.account_services
        if s.account
    }
    return {
        question: frozenset(comparable(text) for wordings in answers for text in wordings)
        for question, answers in (controls | accounts).items()
    }
