"""Who is to be asked: the roster judged as if nobody had answered yet, and whether they may be asked at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from reporter import sources, survey
from reporter.model.assessment import Parameters
from reporter.model.policy import PolicySet
from reporter.run import quarter, reading
from reporter.run.permission import permit
from reporter.settings import Settings


def addressed(
    roster: Sequence[Path], policies: PolicySet, settings: Settings, as_of: date
) -> tuple[survey.Person, ...]:
    """Return the people in scope whom a question concerns, each with those that do.

    Raises:
        SourceError: The roster cannot be read.
        NotPermittedError: Somebody in scope works where a works council must be heard before people are asked.
    """
    table = reading.read_roster(roster, settings, policies, as_of)
    objected = sources.read_people(path, "objected") if (path := settings.scope.objected) else None
    parameters = Parameters(
        as_of=as_of,
        period=quarter(as_of),
        contractors_in_scope=settings.scope.contractors,
        words=settings.roster.words,
        objected=objected.people if objected else frozenset(),
        excluded_countries=frozenset(settings.scope.exclude_countries),
        consulted={c: heard.date for c, heard in sorted(settings.consultation.items()) if heard.date <= as_of},
        unknown_place=settings.places.unknown,
        default_place=settings.places.default,
    )
    assessment = survey.roster_only(table, policies, parameters)
    permit(assessment, settings)
    return survey.people(assessment)
