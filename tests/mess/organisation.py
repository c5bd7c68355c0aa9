"""A clean organisation of thirteen people, and what is true of each. Disorders change how it is written, never that.

Cells are values: days are days and times are times until a file is written, so that disorders can be combined.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from reporter import policy

Cell = Any
Write = Callable[[Any], Cell]
Person = str
"""The first name, which nobody else has."""

AS_OF = date(2026, 11, 23)

QUESTIONS = {
    question.id: question.wordings[0]
    for question in policy.load(policy.find((Path("linkedin-ai-training"),), workspace=None)).asked
}
"""Id → what the survey asks, the account's question first."""


@dataclass(slots=True)
class Row:
    """One line of a sheet: a person's or a response's cells by column, or somebody's line of text as it stands."""

    cells: dict[str, Cell] = field(default_factory=dict)
    person: Person | None = None
    as_it_stands: list[Cell] | None = None


@dataclass(slots=True)
class Sheet:
    """A table to be: its columns in order, its rows, how values are written, and what is done to the file at last."""

    titles: dict[str, str]
    """Column → header, in the order of the sheet."""
    rows: list[Row]
    above: list[list[Cell]] = field(default_factory=list)
    writing: dict[str, Write] = field(default_factory=dict)
    """Column → how its values are written; without, as they are."""
    delimiter: str = ","
    encoding: str = "utf-8"
    text: list[Callable[[str], str]] = field(default_factory=list)
    """What is done to the text of a CSV file, in order."""
    quote_all: bool = False
    book: list[Callable[[Any], None]] = field(default_factory=list)
    """What is done to a workbook (of openpyxl) before it is saved, in order."""

    def of(self, *people: Person) -> list[Row]:
        """Return the rows of people, of all where none is named."""
        return [row for row in self.rows if row.person and (row.person in people or not people)]

    def one(self, person: Person) -> Row:
        """Return the first row of a person."""
        return self.of(person)[0]

    def put(self, column: str, title: str, value: Callable[[Person], Cell], *, first: bool = False) -> None:
        """Add a column, or set its header and values anew where it stands."""
        if first and column not in self.titles:
            self.titles = {column: title, **self.titles}
        self.titles[column] = title
        for row in self.rows:
            if row.person:
                row.cells[column] = value(row.person)

    def drop(self, *columns: str) -> None:
        """Take columns out."""
        for column in columns:
            self.titles.pop(column, None)

    def change(self, column: str, to: Callable[[Any], Cell]) -> None:
        """Change every value of a column that is not empty."""
        for row in self.of():
            if row.cells.get(column) not in {None, ""}:
                row.cells[column] = to(row.cells[column])

    def retitle(self, to: Callable[[str], str]) -> None:
        """Change every header."""
        self.titles = {column: to(title) for column, title in self.titles.items()}

    def line(self, at: int, *cells: Cell) -> None:
        """Insert a line of nobody before the row at an index; -1: below the last."""
        self.rows.insert(len(self.rows) if at < 0 else at, Row(as_it_stands=list(cells)))

    def lines(self) -> tuple[list[list[Cell]], dict[int, Person]]:
        """Return all lines as they are written, and whose each is, by its number from 1."""
        found = [*self.above, list(self.titles.values())]
        whose: dict[int, Person] = {}
        for row in self.rows:
            if row.as_it_stands is not None:
                found.append(row.as_it_stands)
                continue
            found.append([self._written(column, row) for column in self.titles])
            if row.person:
                whose[len(found)] = row.person
        return found, whose

    def _written(self, column: str, row: Row) -> Cell:
        value = row.cells.get(column)
        if value is None or value == "" or (isinstance(value, str) and column in TIMES):
            return value
        return self.writing[column](value) if column in self.writing else value


TIMES = ("first_day", "last_day", "submitted", "modified")
"""Columns of days and times: a text in one of them stands as it is."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What must be found of a person."""

    scope: str = "in"
    """in, or the reason why not."""
    switch: str = ""
    """The outcome of LI-01, with its reason where it is not-assessed."""
    mail: str = ""
    """The kind of mail the person gets."""
    place: str = ""


@dataclass(slots=True)
class Organisation:
    """Roster, survey, what is true, and what is configured."""

    roster: Sheet
    survey: Sheet
    truth: dict[Person, Truth]
    settings: dict[str, Any] = field(default_factory=dict)
    more_rosters: list[Sheet] = field(default_factory=list)
    unmatched: int = 1
    """Responses that are nobody's."""


def at(month: int, day: int, hour: int, minute: int) -> datetime:
    """Return a time of 2026 by nobody's clock, as spreadsheets hold it."""
    return datetime.combine(date(2026, month, day), time(hour, minute))


_OFF, _ON = "Off", "On"
_PEOPLE: dict[Person, tuple[str, ...]] = {
    # id, family name, department, country, state
    "Ada": ("00417", "Novák", "Sales", "US", "TX"),
    "Bo": ("00532", "Chen", "Sales", "US", "TX"),
    "Cleo": ("00618", "Martin", "Legal", "IE", ""),
    "Dag": ("00729", "Ølsen", "Legal", "IE", ""),
    "Eva": ("00833", "Müller", "Finance", "DE", ""),
    "Finn": ("00940", "Weber", "Finance", "DE", ""),
    "Gita": ("01056", "Rao", "Support", "US", "CO"),
    "Hugo": ("01161", "López", "Support", "US", "TX"),
    "Iris": ("01274", "Tanaka", "Legal", "IE", ""),
    "Jon": ("01385", "Berg", "Sales", "US", "TX"),
    "Kim": ("01490", "Park", "Finance", "IE", ""),
    "Lena": ("01507", "Fox", "Sales", "US", "TX"),
    "Max": ("01613", "Ito", "Support", "IE", ""),
}
_DAYS: dict[Person, tuple[date, date | None]] = {
    "Ada": (date(1998, 3, 4), None),
    "Bo": (date(1999, 5, 21), None),
    "Cleo": (date(2015, 6, 1), None),
    "Dag": (date(2018, 10, 15), None),
    "Eva": (date(2019, 2, 28), None),
    "Finn": (date(2020, 5, 11), None),
    "Gita": (date(2021, 7, 30), None),
    "Hugo": (date(2016, 9, 1), date(2026, 6, 30)),
    "Iris": (date(2022, 1, 17), date(2026, 12, 4)),
    "Jon": (date(2027, 1, 11), None),
    "Kim": (date(2023, 4, 3), None),
    "Lena": (date(2024, 8, 19), None),
    "Max": (date(2017, 12, 12), date(2026, 10, 15)),
}
LEFT = ("Hugo", "Max")
_RESPONSES: tuple[tuple[Person, datetime, str], ...] = (
    ("Kim", at(6, 1, 8, 30), _OFF),
    ("Max", at(9, 21, 9, 5), _ON),
    ("Ada", at(11, 2, 9, 0), _OFF),
    ("Bo", at(11, 3, 15, 8), _ON),
    ("Lena", at(11, 4, 10, 15), _ON),
    ("Iris", at(11, 9, 11, 26), _OFF),
    ("Cleo", at(11, 13, 14, 40), _OFF),
    ("Eva", at(11, 16, 16, 55), _OFF),
    ("Lena", at(11, 18, 8, 20), _OFF),
)


def address(person: Person) -> str:
    """Return somebody's work address."""
    plain = {"Novák": "novak", "Ølsen": "olsen", "Müller": "mueller", "López": "lopez"}
    family = _PEOPLE[person][1]
    return f"{person.lower()}.{plain.get(family, family.lower())}@acme.example"


def employee_id(person: Person) -> str:
    """Return somebody's employee id."""
    return _PEOPLE[person][0]


def response(person: Person | None, when: datetime, switch: str, **more: Cell) -> Row:
    """Return a response; nobody's where no person is named."""
    answers = dict(zip(QUESTIONS, ("It is my own", switch, "Yes", _OFF, "Yes", "Yes", "Yes", "Yes"), strict=True))
    who = address(person) if person else "stranger@other.example"
    return Row(cells={"submitted": when, "address": who, **answers, **more}, person=person)


def _truth(person: Person) -> Truth:
    country, state = _PEOPLE[person][3:]
    place = f"{country}-{state}" if state else country
    if person in LEFT:
        return Truth(scope="left")
    if person == "Jon":
        return Truth(scope="not-started")
    switch = {"Bo": "not-satisfied", "Kim": "not-assessed stale"}.get(person, "satisfied")
    if person in {"Dag", "Finn", "Gita"}:
        switch = "not-assessed no-response"
    mail = {"Bo": "remediation", "Dag": "reminder", "Finn": "reminder"}.get(person, "")
    return Truth(switch=switch, mail=mail, place=place)


def clean() -> Organisation:
    """Return the organisation as it is, well written."""
    return copy.deepcopy(_CLEAN)


def _clean() -> Organisation:
    roster = Sheet(
        titles={
            "id": "Employee ID",
            "name": "Full Name",
            "address": "Work Email",
            "department": "Department",
            "country": "Country",
            "state": "State",
            "status": "Employment Status",
            "first_day": "Hire Date",
            "last_day": "Termination Date",
        },
        rows=[
            Row(
                person=person,
                cells={
                    "id": number,
                    "name": f"{person} {family}",
                    "address": address(person),
                    "department": department,
                    "country": country,
                    "state": state,
                    "status": "Terminated" if person in LEFT else "Active",
                    "first_day": _DAYS[person][0],
                    "last_day": _DAYS[person][1],
                },
            )
            for person, (number, family, department, country, state) in _PEOPLE.items()
        ],
    )
    survey = Sheet(
        titles={"submitted": "Timestamp", "address": "Email Address", **QUESTIONS},
        rows=[*(response(*given) for given in _RESPONSES), response(None, at(11, 19, 13, 45), _OFF)],
    )
    return Organisation(roster=roster, survey=survey, truth={person: _truth(person) for person in _PEOPLE})


_CLEAN = _clean()
