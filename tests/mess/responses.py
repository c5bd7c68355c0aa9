"""What survey tools add: states, edits, previews, their own columns; and answers as they come."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.mess.organisation import QUESTIONS, Cell, Organisation, at, employee_id, response
from tests.mess.registry import disorder, disorders

_UNFINISHED: dict[str, tuple[str, Cell, Cell]] = {
    "Status Partial": ("Status", "Complete", "Partial"),
    "Response Status Started": ("Response Status", "Completed", "Started"),
    "Finished FALSE": ("Finished", "True", "False"),
    "Finished 0": ("Finished", 1, 0),
    "Progress 40": ("Progress", 100, 40),
    "Progress 40 %": ("Progress", "100%", "40%"),
    "Complete No": ("Complete?", "Yes", "No"),
    "Disqualified": ("Disposition", "Complete", "Disqualified"),
    "in German": ("Status", "Abgeschlossen", "Unvollständig"),
    "in French": ("Statut", "Terminé", "Incomplet"),
    "in Spanish": ("Estado", "Completado", "Incompleto"),
}
_PREVIEWS: dict[str, tuple[str, str, str]] = {
    "Qualtrics": ("Status", "IP Address", "Survey Preview"),
    "Qualtrics, a distribution channel": ("DistributionChannel", "email", "preview"),
}
_ANSWERS: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "spaces about": lambda a: f"  {a} ",
    "no-break spaces about": lambda a: f"\u00a0{a}\u00a0",
    "zero-width characters": lambda a: f"\u200b{a}\ufeff",
    "full-width letters": lambda a: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in a),
    "line breaks": lambda a: f"{a}\n",
}


def _added(o: Organisation, person: str, when: datetime, switch: str, **more: Cell) -> None:
    """Add a response that must not count."""
    row = response(person, when, switch, **more)
    if "id" in o.survey.titles:
        row.cells["id"] = copy.copy(o.survey.one("Bo").cells["id"]).__class__(employee_id(person))
    row.cells["modified"] = when
    if not switch:
        for question in list(QUESTIONS)[1:]:
            row.cells[question] = ""
    o.survey.rows.append(row)


@disorders("unfinished responses: {}", _UNFINISHED, "finished")
def _unfinished(o: Organisation, said: tuple[str, Cell, Cell]) -> None:
    """One of somebody silent, and a later one of somebody who had answered."""
    title, done, begun = said
    o.survey.titles["finished"] = title
    for row in o.survey.rows:
        row.cells["finished"] = done
    for person, day in (("Dag", 19), ("Ada", 20)):
        _added(o, person, at(11, day, 9, 30), "", finished=begun)


@disorders("previews: {}", _PREVIEWS, "finished")
def _previews(o: Organisation, said: tuple[str, str, str]) -> None:
    title, real, preview = said
    o.survey.titles["finished"] = title
    for row in o.survey.rows:
        row.cells["finished"] = real
    _added(o, "Dag", at(11, 1, 9, 30), "On", finished=preview)


@disorders("answers: {}", _ANSWERS, "answers")
def _answers(o: Organisation, write: Callable[[str], str]) -> None:
    for row in o.survey.rows:
        row.cells |= {question: write(row.cells[question]) for question in QUESTIONS if row.cells.get(question)}


_MODIFIED = ("Last modified time", "Zuletzt geändert", "Heure de la dernière modification", "Last updated")


@disorders("edited responses: {}", {title: title for title in _MODIFIED}, "modified")
def _edited(o: Organisation, title: str) -> None:
    """Answers of early summer, each changed in autumn."""
    o.survey.titles["modified"] = title
    for row in o.survey.rows:
        row.cells["modified"] = row.cells.get("submitted")
        if row.person and row.person not in {"Kim", "Max"}:
            row.cells["submitted"] -= timedelta(days=150)


@disorder("LimeSurvey: an empty time of submission", "finished")
def _never_sent(o: Organisation) -> None:
    o.survey.titles["submitted"] = "submitdate"
    o.survey.put("page", "lastpage", lambda _: 3)
    _added(o, "Dag", at(11, 19, 9, 30), "")
    o.survey.rows[-1].cells |= {"submitted": "", "modified": "", "page": 1}


@disorder("Microsoft Forms' own columns", "tool columns")
def _forms(o: Organisation) -> None:
    o.survey.put("tool id", "ID", lambda p: list(o.truth).index(p) + 7, first=True)
    o.survey.put("begun", "Start time", lambda _: "2026-10-01 08:00:00")
    o.survey.put("tool name", "Name", lambda p: p)


@disorder("answers: Microsoft Forms' semicolon behind", "answers", "tool columns", "survey headers")
def _choices(o: Organisation) -> None:
    _forms(o)
    o.survey.titles |= {"submitted": "Completion time", "address": "Email"}
    for row in o.survey.rows:
        row.cells |= {question: f"{row.cells[question]};" for question in QUESTIONS if row.cells.get(question)}


@disorder("points and feedback of a quiz beside each question", "tool columns", late=True)
def _quiz(o: Organisation) -> None:
    titles: dict[str, str] = {}
    for column, title in o.survey.titles.items():
        titles[column] = title
        if column in QUESTIONS:
            titles |= {f"points {column}": f"Points - {title}", f"feedback {column}": f"Feedback - {title}"}
    o.survey.titles = titles
    for row in o.survey.rows:
        row.cells |= {column: 0 for column in titles if column.startswith("points ")}


@disorder("Google's score column", "tool columns")
def _score(o: Organisation) -> None:
    o.survey.put("score", "Score", lambda _: "0 / 0")


@disorder("columns of personal data in the survey", "personal data in the survey")
def _personal(o: Organisation) -> None:
    o.survey.put("ip", "IP Address", lambda _: "192.0.2.7")
    o.survey.put("latitude", "Location Latitude", lambda _: "53.3")
    o.survey.put("first", "Recipient First Name", lambda p: p)
    o.survey.put("agent", "User Agent", lambda _: "Mozilla/5.0")
    o.survey.put("comment", "Anything else?", lambda p: f"Ask {p}: Off, 11/12/2026" if p == "Bo" else "")


@disorder("columns of personal data in the roster", "personal data in the roster")
def _personal_roster(o: Organisation) -> None:
    o.roster.put("born", "Date of Birth", lambda _: "1980-02-01", first=True)
    o.roster.put("pay", "Annual Salary", lambda _: 51000)
    o.roster.put("phone", "Mobile Phone", lambda _: "+353 1 555 0100")
    o.roster.put("iban", "Bank Account", lambda _: "IE29 AIBK 9311 5212 3456 78")
    o.roster.put("manager", "Manager", lambda _: "Cleo Martin")


@disorder("Qualtrics' three rows of headers", "below the survey header", late=True)
def _three_headers(o: Organisation) -> None:
    titles = o.survey.titles
    ids = {column: f"QID{n}" for n, column in enumerate(titles)}
    o.survey.line(0, *(f'{{"ImportId":"{ids[column]}"}}' for column in titles))
    o.survey.line(0, *titles.values())
    codes = {
        c: c if c in QUESTIONS else {"submitted": "RecordedDate", "address": "RecipientEmail"}.get(c) for c in titles
    }
    o.survey.titles = {column: codes[column] or title for column, title in titles.items()}
