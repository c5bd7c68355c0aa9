"""Roster and survey, read as the settings say; and whether there is a survey yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reporter import sources
from reporter.errors import SourceError, UsageError
from reporter.model.inputs import RosterTable, SurveyTable
from reporter.model.policy import PolicySet
from reporter.model.tables import SURVEY
from reporter.run import surroundings
from reporter.run.exchanged import exchanged
from reporter.settings import Settings, fetched
from reporter.sheets import files


def awaits_answers(settings: Settings) -> bool:
    """Return whether there is no survey yet: none is named, or all that is named is folders without a table."""
    return not any(fetched(path) or not path.is_dir() or files.tables(path) for path in settings.run.survey)


def read_roster(paths: Sequence[Path], settings: Settings, policies: PolicySet, as_of: date) -> RosterTable:
    """Read a roster as the settings say.

    Raises:
        UsageError: A configured column does not exist.
        SourceError: A file cannot be read.
    """
    return sources.read_roster(
        paths,
        services=tuple(policies.services.values()),
        columns=settings.roster.columns,
        as_of=as_of,
        dates=settings.roster.dates,
        places=surroundings.places(settings),
        configuration=settings.file_name,
    )


def read(settings: Settings, policies: PolicySet, as_of: date, *, alone: bool) -> tuple[RosterTable, SurveyTable]:
    """Read the roster, and the survey unless the roster is read alone.

    Raises:
        UsageError: A configured column does not exist.
        SourceError: A file cannot be read, or the two look exchanged.
    """
    try:
        roster = read_roster(settings.run.roster, settings, policies, as_of)
        if alone:
            return roster, SurveyTable(rows=pl.DataFrame(schema=SURVEY), files=())
        survey = sources.read_survey(
            settings.run.survey,
            asked=policies.asked,
            columns=settings.survey_columns,
            timezone=settings.zone,
            undated_as=settings.undated_as,
            as_of=as_of,
            valid_for={c.valid_for for c in policies.controls if c.valid_for is not None},
            dates=settings.survey.dates,
            configuration=settings.file_name,
        )
    except (SourceError, UsageError) as error:
        if not alone and (why := exchanged(settings, {asked.id for asked in policies.asked})):
            raise why from error
        raise
    return roster, survey
