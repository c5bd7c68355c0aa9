"""From a survey to the files of its folder: the questionnaire in one form, and the letters round it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from reporter.model.documents import Document
from reporter.survey import page
from reporter.survey.people import Person
from reporter.survey.questionnaire import as_json
from reporter.survey.stationery import Stationery

_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


class Form(StrEnum):
    """What the questionnaire is handed out as."""

    XLSX = "xlsx"
    HTML = "html"
    MD = "md"
    JSON = "json"


def markdown(it: Stationery) -> str:
    """Return the questionnaire to copy into Microsoft Forms or Google Forms."""
    return it.text("questionnaire.md.j2")


def render(form: Form, it: Stationery) -> tuple[Document, ...]:
    """Return the questionnaire for anybody, and the letters round it.

    The JSON is for machines and has the privacy notice beside it; the other forms carry it.
    """
    letters = (
        _text("announcement.txt", it.text("announcement.txt.j2")),
        _text("invitation.txt", it.text("invitation.txt.j2", form=form.value)),
    )
    match form:
        case Form.HTML:
            return (Document(name="survey.html", data=page.render(it)), *letters)
        case Form.MD:
            return (_text("survey.md", markdown(it)), *letters)
        case Form.JSON:
            notice = _text("privacy-notice.md", it.text("privacy-notice.md.j2"))
            return (_text("survey.json", as_json(it.survey) + "\n"), notice, *letters)
        case Form.XLSX:
            from reporter.survey import workbook  # noqa: PLC0415 - openpyxl is imported when it is needed

            return (Document(name="survey.xlsx", data=workbook.blank(it)), *letters)


def personal(it: Stationery, people: Sequence[Person], own: Callable[[Person], Stationery]) -> tuple[Document, ...]:
    """Return a workbook for each of `people`, which file is whose, and the sheet for answers by phone.

    Args:
        it: In HR's language.
        people: Who gets one. Files are numbered, for their names must not hold data.
        own: Says in which language.
    """
    from reporter.survey import phone, workbook  # noqa: PLC0415 - as above

    forms = workbook.PersonalForms()
    files = {f"people/{n:04}.xlsx": person for n, person in enumerate(people, start=1)}
    return (
        *(Document(name=name, data=forms.form(own(person), person)) for name, person in files.items()),
        Document(name="people.csv", data=_index(files)),
        Document(name="phone.xlsx", data=phone.render(it, people)),
    )


def _index(files: Mapping[str, Person]) -> bytes:
    """Return which file is whose, as CSV that no spreadsheet takes for formulas."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("file", "employee_id", "address", "name"))
    for name, person in files.items():
        cells = (name.removeprefix("people/"), person.employee_id or "", person.address or "", person.name or "")
        lines.writerow(f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells)
    return text.getvalue().encode("utf-8")


def _text(name: str, text: str) -> Document:
    return Document(name=name, data=text.encode("utf-8"))
