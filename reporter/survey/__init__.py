"""Floor 4: the questionnaire, in every form it is handed out in, and the letters round it (issue 3, point 8)."""

from reporter.survey.forms import Form, markdown, personal, render
from reporter.survey.notice import facts
from reporter.survey.people import Person, people, roster_only
from reporter.survey.questionnaire import as_json, survey
from reporter.survey.stationery import Stationery
from reporter.survey.wording import languages

__all__ = [
    "Form",
    "Person",
    "Stationery",
    "as_json",
    "facts",
    "languages",
    "markdown",
    "people",
    "personal",
    "render",
    "roster_only",
    "survey",
]
