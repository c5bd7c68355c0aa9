"""The sample organisation in earlier quarters: fewer had heard of the switch, and some who have left still worked here.

Nothing of it is a file of the package: `reporter demo --quarters` makes what it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from reporter.model.policy import PolicySet
from reporter.sample import answers, dice, people
from reporter.sample.answers import Response
from reporter.sample.people import Person
from reporter.sample.workbook import forms_xlsx

DAYS = (date(2026, 11, 23), date(2026, 8, 24), date(2026, 5, 25), date(2026, 2, 23))
"""The day of each assessment, this quarter's first."""

_WEEKS = timedelta(weeks=13)
_STAYED = 88  # per cent of those who answer in one quarter who had answered in the quarter before
_LATER = {"LI-01": 17, "LI-02": 6, "LI-04": 22, "LI-06": 30, "LI-07": 9}
"""Control → per cent of those satisfied who became so within the last quarter."""
_SLIPPED = 4  # per cent of those not satisfied today who were so once


def files(ago: int, policies: PolicySet) -> Mapping[str, bytes]:
    """Return roster and survey of some quarters ago (1: the last one), by name."""
    staff = people.staff()
    gone = [replace(p, status="Active", last_day="") for p in people.others(staff) if _worked(p, DAYS[ago])]
    here = [p for p in staff if p.start <= DAYS[ago].isoformat()] + gone
    return {
        "roster.csv": people.roster_csv(here),
        "survey.xlsx": forms_xlsx(_responses(here, ago, policies), policies.asked),
    }


def _worked(person: Person, day: date) -> bool:
    """Whether somebody who has left worked here on a day; contractors are not counted."""
    return person.employment != "Contractor" and person.start <= day.isoformat() <= person.last_day


def _responses(here: Sequence[Person], ago: int, policies: PolicySet) -> list[Response]:
    forms = []
    for person in here:
        key = person.employee_id or person.address
        throws = [dice.number(key, "quarter", n) % 100 for n in range(ago)]
        if answers.takes_part(person) and all(throw < _STAYED for throw in throws):
            form = answers.form(person, _said(person, key, ago), answers.when(person) - ago * _WEEKS, policies)
            forms.append(form)
    return sorted(forms, key=lambda form: (form.completed, form.address))


def _said(person: Person, key: str, ago: int) -> dict[str, str]:
    """Return what somebody said then: as today, less what they have mended since."""
    said = answers.codes(person)
    for control, share in _LATER.items():
        since = any(dice.number(key, control, "mended", n) % 100 < share for n in range(ago))
        if said[control] == "satisfied" and since:
            said[control] = "not-satisfied"
        elif said[control] == "not-satisfied" and dice.number(key, control, "slipped") % 100 < _SLIPPED:
            said[control] = "satisfied"
    return said
