"""The people of Larkmere Instruments, an invented maker of measuring instruments: its roster, mess and all."""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from reporter.sample import dice

DOMAIN = "larkmere.example"
HEADER = (
    "Employee ID", "Work Email", "Full Name", "Department", "Country", "State", "Employment Status", "Employment Type",
    "Role", "Start Date", "Last Day", "Other Email", "LinkedIn account",
)  # fmt: skip

_FIRST_DAY, _DAYS = date(2009, 3, 2), 6400
_SELLING = frozenset({"Sales", "Marketing"})
_TWO_ADDRESSES = range(5, 248, 23)
_STATUS = dict.fromkeys(range(3, 248, 29), "active ") | dict.fromkeys(range(0, 248, 61), "On leave")
_STRANGE_NAMES = {
    17: '=HYPERLINK("http://evil.example","Bonus")',
    44: "@SUM(1+1)*cmd",
    91: "Maria-Magdalena Konstantinopoulou-Papadimitriou von Hohenstaufen-Wallersberg",
}


class Place(NamedTuple):
    """Where people work, in the several ways that people write it."""

    pool: str
    countries: tuple[str, ...]
    states: tuple[str, ...]
    people: int


PLACES = (
    Place("de", ("Germany", "Germany", "Germany", "DE", "Deutschland"), ("",), 46),
    Place("gb", ("United Kingdom", "United Kingdom", "UK", "Great Britain"), ("",), 34),
    Place("us", ("United States", "United States", "USA"), ("California", "CA", "US-CA"), 26),
    Place("fr", ("France",), ("",), 24),
    Place("in", ("India",), ("", "Karnataka"), 20),
    Place("us", ("United States", "USA", "US"), ("New York", "NY", "US-NY"), 18),
    Place("ie", ("Ireland", "Ireland", "Republic of Ireland"), ("",), 18),
    Place("ch", ("Switzerland", "Schweiz"), ("",), 14),
    Place("us", ("United States", "USA"), ("Colorado", "CO", "US-CO", "colorado "), 12),
    Place("us", ("United States",), ("Texas", "TX"), 7),
    Place("ca", ("Canada",), ("Ontario", "ON", "CA-ON"), 7),
    Place("hk", ("Hong Kong", "Hong Kong SAR China"), ("",), 6),
    Place("ca", ("Canada",), ("Québec", "Quebec", "QC"), 4),
    Place("us", ("United States",), ("Washington",), 3),
    Place("gr", ("Greece",), ("",), 3),
    Place("bg", ("Bulgaria",), ("",), 3),
    Place("br", ("Brazil",), ("",), 2),
    Place("us", ("United States",), ("Arkansas",), 1),
)
DEPARTMENTS = {
    "Engineering": (62, ("Design engineer", "Firmware engineer", "Test engineer")),
    "Manufacturing": (52, ("Assembly technician", "Calibration technician", "Shift lead")),
    "Sales": (40, ("Account manager", "Sales engineer", "Regional lead")),
    "Customer Care": (32, ("Support specialist", "Field engineer")),
    "Research": (24, ("Scientist", "Senior scientist")),
    "Finance & People": (21, ("Accountant", "Recruiter", "People partner")),
    "Marketing": (14, ("Editor", "Campaign manager")),
    "Legal": (3, ("Counsel",)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row of the roster, and the place that its answers depend on."""

    employee_id: str
    address: str
    name: str
    department: str
    place: str
    """`Place.pool`, and for the US the state as it is first written: `us California`."""
    country: str
    state: str
    status: str
    employment: str
    role: str
    start: str
    last_day: str
    other: str
    account: str

    def row(self) -> tuple[str, ...]:
        """Return the cells in the order of `HEADER`."""
        return (
            self.employee_id, self.address, self.name, self.department, self.country, self.state, self.status,
            self.employment, self.role, self.start, self.last_day, self.other, self.account,
        )  # fmt: skip


def plain(name: str) -> str:
    """Return a name as an address spells it: no accents, no marks, hyphens kept."""
    name = name.translate({ord("ß"): "ss", ord("ı"): "i", ord("ø"): "o"})
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if c.isascii())
    return "".join(c for c in name.lower().replace(" ", "-") if c.isalnum() or c == "-")


def staff() -> list[Person]:
    """Return everybody who works here today, in the order of employee ids, with the mess inside their rows."""
    cast = tomllib.loads((Path(__file__).parent / "cast.toml").read_text(encoding="utf-8"))
    seats = dice.shuffled((place for place in PLACES for _ in range(place.people)), "places")
    deck = dice.shuffled((name for name, (size, _) in DEPARTMENTS.items() for _ in range(size)), "departments")
    taken: set[str] = set()
    drawn: dict[str, int] = {}
    people: list[Person] = []
    for i, (place, department) in enumerate(zip(seats, deck, strict=True)):
        turn = drawn[place.pool] = drawn.get(place.pool, -1) + 1
        name, address = _name(cast[place.pool], turn, taken)
        start = _FIRST_DAY + timedelta(days=i * _DAYS // len(seats))
        people.append(
            Person(
                employee_id=f"LM-{1001 + i}",
                address=address,
                name=_STRANGE_NAMES.get(i, name),
                department=department,
                place=f"us {place.states[0]}" if place.pool == "us" else place.pool,
                country=dice.pick(place.countries, "country", i),
                state=dice.pick(place.states, "state", i),
                status=_STATUS.get(i, "Active"),
                employment="Part-time" if i % 13 == 0 else "Full-time",
                role=dice.pick(DEPARTMENTS[department][1], "role", i),
                start=start.isoformat(),
                last_day="",
                other=f"{address.split('@')[0].replace('.', '_')}@lm-labs.example" if i in _TWO_ADDRESSES else "",
                account=_account(department, i),
            )
        )
    return _messed(people)


def _name(pool: dict[str, list[str]], turn: int, taken: set[str]) -> tuple[str, str]:
    """Return the pool's next name and a fresh address for it."""
    given, family = pool["given"], pool["family"]
    first = given[turn % len(given)]
    last = family[(turn * 7 + 3 + turn // len(given)) % len(family)]
    local = f"{plain(first.split('|')[-1])}.{plain(last.split('|')[-1])}"
    again = 1
    while (address := f"{local}{again if again > 1 else ''}@{DOMAIN}") in taken:
        again += 1
    taken.add(address)
    return f"{first.split('|')[0]} {last.split('|')[0]}", address


def _account(department: str, i: int) -> str:
    """Return what the admin console knows of the LinkedIn account: seats are bought for those who sell."""
    if department not in _SELLING:
        return ""
    return dice.weighted({"company": 48, "business use": 15, "": 37}, "console", i)


def _messed(people: list[Person]) -> list[Person]:
    """Return the people with the small faults that rosters have."""
    floor = [i for i, p in enumerate(people) if p.department == "Manufacturing"]
    for i in floor[3::11]:
        people[i] = replace(people[i], address="", other="")  # shares a terminal on the shop floor
    for i in (28, 140):
        people[i] = replace(people[i], employee_id="")
    people[52] = replace(people[52], address=people[52].address.upper())
    people[77] = replace(people[77], address=f" {people[77].address} ")
    people[103] = replace(people[103], address=people[103].address.replace("@", "\u200b@"))
    people[120] = replace(people[120], name=people[120].name.upper())
    people[133] = replace(people[133], status="Secondment")
    at_home = next(i for i, p in enumerate(people) if p.place == "us Texas")
    people[at_home] = replace(people[at_home], state="")
    abroad = next(i for i, p in enumerate(people[150:], 150) if p.place == "fr")
    people[abroad] = replace(people[abroad], country="")
    return people


def others(people: Sequence[Person]) -> list[Person]:
    """Return the rows of those not here today: who left, starts tomorrow, is no employee, or has no identity."""
    like = people[60]

    def extra(number: int, name: str, **change: str) -> Person:
        given, family = name.split(maxsplit=1)
        address = f"{plain(given)}.{plain(family)}@{DOMAIN}"
        fresh = {"employee_id": f"LM-{number}", "address": address, "name": name, "other": "", "account": ""}
        return replace(like, **(fresh | change))

    return [
        extra(1311, "Petra Lindemann", status="Terminated", last_day="2026-10-16", start="2019-05-06"),
        extra(
            1312,
            "Gareth Pumphrey",
            status="Left",
            last_day="2026-09-30",
            country="UK",
            department="Sales",
            role="Account manager",
        ),
        extra(
            1313,
            "Solène Maréchal",
            status="Active",
            last_day="2026-10-31",
            country="France",
            department="Research",
            role="Scientist",
        ),
        extra(1314, "Vikram Sathe", status="Resigned", last_day="2026-08-14", country="India", start="2021-02-15"),
        extra(1315, "Henrike Osterloh", start="2026-11-24", department="Customer Care", role="Support specialist"),
        extra(
            1316, "Tomás Quinlan", start="2026-11-24", country="Ireland", department="Engineering", role="Test engineer"
        ),
        extra(1401, "Dagmar Rosenkötter", employment="Contractor"),
        extra(
            1402,
            "Wesley Oyelaran",
            employment="Contractor",
            country="UK",
            department="Engineering",
            role="Test engineer",
        ),
        extra(1403, "Night shift cleaning", employee_id="", address="", employment="Contractor"),
    ]


def repeats(people: Sequence[Person]) -> list[Person]:
    """Return the rows that the export holds once too often: three copies, and one who left and came back."""
    back = replace(people[200], status="Terminated", last_day="2024-06-28", start="2016-02-01")
    return [people[8], people[115], people[187], back]


def roster_csv(rows: Sequence[Person]) -> bytes:
    """Return the rows as HR's system exports them: CSV in UTF-8 with a byte-order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(person.row() for person in rows)
    return text.getvalue().encode("utf-8-sig")
