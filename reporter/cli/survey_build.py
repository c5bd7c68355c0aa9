"""`reporter survey build`: the questionnaire, from the policies it is judged by."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import options, screen
from reporter.errors import UsageError

if TYPE_CHECKING:  # imported when the command runs
    from reporter.settings import Settings
    from reporter.survey import Person, Stationery

_FOLDER = Path("survey")


class Format(StrEnum):
    """What the questionnaire is handed out as."""

    XLSX = "xlsx"
    HTML = "html"
    MD = "md"
    JSON = "json"


_MADE = {
    Format.XLSX: ("for anybody: send it out, and put what comes back into one folder",),
    Format.HTML: ("one page: people save a file in it and send you that; put those into one folder",),
    Format.MD: ("to copy into Microsoft Forms or Google Forms",),
    Format.JSON: ("for machines; privacy-notice.md is beside it",),
}
_STEPS = (
    "Read the privacy notice: it speaks for you. Have your data protection officer or counsel read it.",
    "Where a works council must be heard (Germany and Austria always), it has to be heard first.",
    "Offer the choice that it promises: no answer, and no objection, may be to anybody's disadvantage.",
)


def build(
    *,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="xlsx: a workbook. html: a page that works offline and saves a file. md: text to copy into Microsoft "
            "Forms or Google Forms. json: the questions, for machines.",
        ),
    ],
    policy: options.Policy = None,
    roster: Annotated[
        list[Path] | None,
        typer.Option(
            "--roster", metavar="FILE", help="With xlsx, who works here: CSV or XLSX, or a folder. May be repeated."
        ),
    ] = None,
    place: options.Place = None,
    unknown_place: options.UnknownPlace = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="CODE", help="en, de, … Without: [organisation] languages, else en."),
    ] = None,
    config: options.Config = None,
    as_of: options.Today = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="The folder to make. Without: survey for xlsx and html; md and json are printed.",
        ),
    ] = None,
) -> None:
    """Make the questionnaire from the policies, with its privacy notice, an invitation and an announcement.

    With --format xlsx, --roster also makes a workbook for each employee in scope, with the questions that concern them,
    and a sheet for HR to enter what people answer by phone. What comes back is read by: reporter run --survey FOLDER
    """
    settings = options.settings(config, {"run.policies": policy} | options.places(place, unknown_place))
    if roster and form is not Format.XLSX:
        raise UsageError("--roster goes with --format xlsx only", hint="Leave --roster out, or use --format xlsx.")
    target = out or (_FOLDER if form in {Format.XLSX, Format.HTML} else None)
    if target is not None and os.path.lexists(target):
        raise UsageError("is there already", where=str(target), hint="Choose another --out, or move it away.")
    day = options.day(as_of, settings)
    people: tuple[Person, ...] = ()
    with screen.progress() as say:
        say("Reading")
        from reporter import folder, survey  # noqa: PLC0415 - what a command needs is imported when it runs
        from reporter import policy as rules  # noqa: PLC0415
        from reporter.run.asking import addressed  # noqa: PLC0415

        policies = rules.load(rules.find(settings.run.policies, workspace=settings.workspace))
        chosen = language or settings.organisation.languages.get("default", "en")

        @cache
        def desk(code: str) -> Stationery:
            return survey.Stationery(
                survey=survey.survey(policies, code),
                facts=survey.facts(settings, day),
                places=policies.places,
                accent=settings.organisation.accent,
            )

        def own(person: Person) -> Stationery:
            theirs = settings.organisation.languages.get(person.country or "", chosen)
            return desk(theirs if not language and theirs in survey.languages() else chosen)

        it = desk(chosen)
        if target is not None:
            documents = survey.render(survey.Form(form), it)
            if roster:
                people = addressed(roster, policies, settings, day)
                say(f"Making {len(people):,} workbooks")
                documents += survey.personal(it, people, own)
            folder.write(target, documents)
    if target is not None:
        _summarise(it, target, form, people)
    elif form is Format.JSON:
        screen.line(survey.as_json(it.survey))
    else:
        screen.line(survey.markdown(it).rstrip("\n"))
    if form is not Format.JSON:
        _missing(it, settings)


def _summarise(it: Stationery, target: Path, form: Format, people: Sequence[Person]) -> None:
    count = len(it.survey.items)
    screen.line(f"The questionnaire is in {target}: {count:,} question{'' if count == 1 else 's'}.")
    screen.line()
    screen.entry(f"survey.{form.value}", *_MADE[form])
    if people:
        screen.entry("people/", f"{len(people):,} workbooks, one for each employee in scope; people.csv says whose")
        screen.entry("phone.xlsx", "for HR only: a row for each employee, to enter what they answer by phone")
    screen.entry("Letters", "invitation.txt, announcement.txt")
    screen.heading("Before it goes out")
    for step in _STEPS:
        screen.item("-", step)


def _missing(it: Stationery, settings: Settings) -> None:
    """Say which of the organisation's own facts the privacy notice lacks."""
    if keys := it.facts.missing:
        listed = ", ".join(f"[{table}] {key}" for table, _, key in (name.partition(".") for name in keys))
        screen.note("")
        screen.note(f'The privacy notice says "not stated" where {settings.file_name} does not say: {listed}')
