"""Whether the law, as configured, lets a run happen (DESIGN §6, Permission to run)."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reporter.errors import NotPermittedError
from reporter.model.assessment import Assessment
from reporter.run.causes import Cause, barred
from reporter.run.unplaced import counted, unplaced_hint, unplaced_lines
from reporter.settings import Settings

PLACE_UNKNOWN = "place-unknown"


def unheard(assessment: Assessment) -> tuple[str, ...]:
    """Return the countries where people in scope work, a works council must be heard first, and was not; in order."""
    countries = set(assessment.population["country"].drop_nulls().to_list())
    required = countries & assessment.policies.places.consultation_required
    return tuple(sorted(required - set(assessment.parameters.consulted)))


def unplaced(assessment: Assessment) -> int:
    """Return how many people's place of work is not understood where nothing is decided about such people."""
    decided = assessment.parameters.unknown_place is not None
    return 0 if decided else int(assessment.unplaced["people"].sum())


def permit(assessment: Assessment, settings: Settings) -> None:
    """Let the run go on, or stop it.

    Raises:
        NotPermittedError: Somebody in scope works where a works council must be heard first, and it was not; or nobody
            can tell where somebody works. Says what to write into the configuration.
    """
    if problems := [cause.problem for cause in barriers(assessment, settings)]:
        raise NotPermittedError(*problems)


def barriers(assessment: Assessment, settings: Settings) -> Iterator[Cause]:
    """Yield why the run is not permitted, with what to write into the configuration."""
    if people := unplaced(assessment):
        yield barred(
            PLACE_UNKNOWN,
            f"It is not understood where {counted(people)}: nobody can tell what the law allows there.",
            where=f"{settings.file_name}, [places]",
            hint=unplaced_hint(settings),
            lines=("", *unplaced_lines(assessment.unplaced, settings)),
        )
    for country in unheard(assessment):
        people = assessment.population.filter(pl.col("country") == country).height
        planned = settings.consultation.get(country)
        state = (
            f"is dated {planned.date}, after the date of the assessment, {assessment.parameters.as_of}"
            if planned
            else "is not recorded"
        )
        yield barred(
            "consultation-open",
            f"The consultation of the works council in {country} {state}; people in scope there: {people}.",
            where=f"{settings.file_name}, [consultation]",
            hint=f"Once it was heard, write under [consultation], with your own date and reference: "
            f'{country} = {{date = 2026-09-01, reference = "…"}}. '
            f'Until then leave the country out: under [scope], exclude_countries = ["{country}"].',
        )
