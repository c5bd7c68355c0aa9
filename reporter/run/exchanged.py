"""Whether roster and survey were given for each other, where one of the two could not be read."""

from __future__ import annotations

from collections.abc import Collection

from reporter.errors import Problem, ReporterError, SourceError
from reporter.run import unknown_file
from reporter.settings import Settings
from reporter.sheets import files


def exchanged(settings: Settings, questions: Collection[str]) -> SourceError | None:
    """Return the error that roster and survey look exchanged; None where they do not.

    They do if a file of the survey's place is a roster by its headers, and one of the roster's place is a survey that
    asks questions of the policies.

    Args:
        settings: Which files were given as what.
        questions: The ids of the questions that the policies ask.
    """
    try:
        given = (("roster", settings.run.roster), ("survey", settings.run.survey))
        first = {name: files.expand(paths)[0] for name, paths in given}
        kinds = {name: unknown_file.look(path, settings, None) for name, path in first.items()}
    except (ReporterError, IndexError):
        return None
    asked = [c.role for c in kinds["roster"][1].columns if c.role in questions]
    if (kinds["roster"][0], kinds["survey"][0]) != ("survey", "roster") or not asked:
        return None
    roster, survey = first["roster"].name, first["survey"].name
    return SourceError(
        Problem(
            what=f"the roster and the survey look exchanged: the file given as the roster holds answers ({asked[0]}), "
            f"and {survey}, given as the survey, holds people and no answers",
            where=roster,
            hint=f"Give them the other way round: --roster {survey} --survey {roster}, or correct [run] in "
            f"{settings.file_name}.",
        )
    )
