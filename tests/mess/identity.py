"""Who a row is about: ids, addresses, names, duplicates."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

from tests.mess.organisation import Cell, Organisation, Person, Row, address, at, employee_id, response
from tests.mess.registry import disorder, disorders

_NO_IDS = ("nan", "0", "(null)", "TBD", "unknown", "n/a", "-", "#N/A", "None", "00000", "keine", "inconnu")
_IDS: dict[str, Callable[[str], Cell]] = {
    "floats": lambda n: f"{int(n)}.0",
    "numbers, zeros lost": int,
    "texts, zeros lost": lambda n: str(int(n)),
    "'00417": lambda n: f"'{n}",
    "spaces about": lambda n: f"  {n} ",
    "no-break spaces about": lambda n: f"\u00a0{n}\u00a0",
    "a zero-width space behind": lambda n: f"{n}\u200b",
    "full-width digits": lambda n: "".join(chr(ord(c) + 0xFEE0) for c in n),
}
_ADDRESSES: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "capitals": lambda a: a.title(),
    "Name <address>": lambda a: f"Somebody Else <{a}>",
    '"Family, Name" <address>': lambda a: f'"Else, Somebody" <{a}>',
    "<address>": lambda a: f"<{a}>",
    "mailto:": lambda a: f"mailto:{a}",
    "no-break spaces about": lambda a: f"\u00a0{a}\u00a0",
    "zero-width characters within": lambda a: a.replace("@", "@\u200b"),
    "a byte order mark before": lambda a: f"\ufeff{a}",
    "a full-width @": lambda a: a.replace("@", "＠"),
    "a semicolon behind": lambda a: f"{a};",
    "SMTP: before": lambda a: f"SMTP:{a}",
}


def by_id(o: Organisation, write: Callable[[str], Cell] = str) -> None:
    """Let the survey say who somebody is by the employee id alone."""
    o.survey.put("id", "Employee ID", lambda p: write(employee_id(p)), first=True)
    for row in o.survey.rows:
        if row.person is None and row.as_it_stands is None:
            row.cells["id"] = write("90909")
    o.survey.drop("address")


_OPEN = ("full-width digits",)


@disorders("ids in the survey: {}", _IDS, "ids", "survey addresses", stops=_OPEN)
def _survey_ids(o: Organisation, write: Callable[[str], Cell]) -> None:
    by_id(o, write)


@disorders("ids in the roster: {}", _IDS, "ids", "survey addresses", stops=_OPEN)
def _roster_ids(o: Organisation, write: Callable[[str], Cell]) -> None:
    by_id(o)
    o.roster.change("id", write)


@disorders("addresses in the roster: {}", _ADDRESSES, "roster addresses")
def _roster_addresses(o: Organisation, write: Callable[[str], str]) -> None:
    o.roster.change("address", write)


@disorders("addresses in the survey: {}", _ADDRESSES, "survey addresses")
def _survey_addresses(o: Organisation, write: Callable[[str], str]) -> None:
    o.survey.change("address", write)


@disorders("no id is written {}", {word: word for word in _NO_IDS}, "ids")
def _placeholders(o: Organisation, word: str) -> None:
    """A stranger's answer with that word is nobody's; one person's id is that word."""
    o.roster.one("Kim").cells["id"] = word
    o.survey.put("id", "Employee ID", lambda p: word if p in {"Ada", "Bo", "Kim"} else employee_id(p))
    o.survey.rows.append(response(None, at(11, 20, 10, 30), "On", id=word, address="x@other.example"))
    o.unmatched += 1


@disorder('ids in the roster: ="00417"', "ids", "survey addresses", forms=("csv",))
def _kept_zeros(o: Organisation) -> None:
    by_id(o)
    o.roster.change("id", lambda n: f'="{n}"')


@disorder('ids in the survey: ="00417", never calculated in a workbook', "ids", "survey addresses", stops=True)
def _kept_zeros_too(o: Organisation) -> None:
    by_id(o, lambda n: f'="{n}"')


@disorder("a running number is the only id", "ids")
def _running(o: Organisation) -> None:
    numbers = {row.person: n for n, row in enumerate(o.roster.of(), 1)}
    o.roster.put("id", "No.", lambda p: numbers[p])
    o.survey.put("response", "ID", lambda p: 100 + numbers[p])


@disorder("a running number beside the id", "running number")
def _running_beside(o: Organisation) -> None:
    numbers = {row.person: n for n, row in enumerate(o.roster.of(), 1)}
    o.roster.put("running", "Nr.", lambda p: numbers[p], first=True)


@disorder("a running number, and the survey asks the true id", "ids", "survey addresses", stops=True)
def _running_asked(o: Organisation) -> None:
    numbers = {row.person: n for n, row in enumerate(o.roster.of(), 1)}
    o.roster.put("id", "No.", lambda p: numbers[p])
    o.survey.put("id", "Employee ID", lambda p: int(employee_id(p)) % 13 + 1)
    o.survey.drop("address")


@disorder("ids have lost their digits: 4.01E+11", "ids", stops=True)
def _lost(o: Organisation) -> None:
    o.roster.change("id", lambda n: f"4.{int(n) // 100:02}E+11")
    o.survey.put("id", "Employee ID", lambda p: f"4.{int(employee_id(p)) // 100:02}E+11")
    o.survey.drop("address")


@disorder("two people share noemail@", "roster addresses")
def _shared(o: Organisation) -> None:
    for person in ("Dag", "Finn"):
        o.roster.one(person).cells["address"] = "noemail@acme.example"
        o.truth[person] = replace(o.truth[person], mail="")


@disorder("no address is written n/a, none, -", "roster addresses")
def _no_addresses(o: Organisation) -> None:
    for person, word in (("Dag", "n/a"), ("Finn", "none"), ("Gita", "-")):
        o.roster.one(person).cells["address"] = word
        o.truth[person] = replace(o.truth[person], mail="")


@disorder("domains of other scripts, in the survey as punycode", "roster addresses", "survey addresses")
def _domains(o: Organisation) -> None:
    o.roster.change("address", lambda a: a.replace("acme.example", "bücher.example"))
    o.survey.change("address", lambda a: a.replace("acme.example", "xn--bcher-kva.example"))


@disorder("two domains that look alike", "roster addresses", "survey addresses")
def _look_alike(o: Organisation) -> None:
    """ß and ss are two domains: answers from the other one are nobody's."""
    o.roster.change("address", lambda a: a.replace("acme.example", "straße.example"))
    o.survey.change("address", lambda a: a.replace("acme.example", "straße.example"))
    o.survey.rows.append(response(None, at(11, 21, 9, 0), "On", address="ada.novak@strasse.example"))
    o.unmatched += 1


@disorder("an id and an address of two people", "ids")
def _swapped(o: Organisation) -> None:
    o.survey.put("id", "Employee ID", employee_id)
    row = response("Dag", at(11, 20, 12, 0), "On", id=employee_id("Finn"))
    o.survey.rows.append(replace(row, person=None))


@disorder("a mistyped id beside an unknown address", "ids")
def _mistyped(o: Organisation) -> None:
    o.survey.put("id", "Employee ID", employee_id)
    row = response(None, at(11, 20, 12, 0), "On", id=employee_id("Ada"), address="zoe@private.example")
    o.survey.rows.append(row)


@disorder("the roster's rows twice", "duplicates")
def _twice(o: Organisation) -> None:
    for person in ("Ada", "Dag", "Hugo"):
        o.roster.rows.append(copy.deepcopy(o.roster.one(person)))


@disorder("one person twice, in two departments", "duplicates", stops=True)
def _conflict(o: Organisation) -> None:
    row = copy.deepcopy(o.roster.one("Dag"))
    row.cells["department"] = "Operations"
    o.roster.rows.append(row)


@disorder("two exports of the roster", "duplicates", stops=True, late=True)
def _exports(o: Organisation) -> None:
    other = copy.deepcopy(o.roster)
    people = other.of()
    other.rows = [row for row in other.rows if row not in people[:5]]
    o.more_rosters.append(other)
    o.roster.rows = [row for row in o.roster.rows if row.person not in {people[-1].person, people[-2].person}]


@disorder("one response sent twice", "response twice")
def _sent_twice(o: Organisation) -> None:
    o.survey.rows.append(copy.deepcopy(o.survey.one("Ada")))


@disorder("a response without any identity", "anonymous")
def _anonymous(o: Organisation) -> None:
    row = response(None, at(11, 17, 9, 0), "On", address="")
    o.survey.rows.append(Row(cells=row.cells))


@disorder("names as Family, Given", "names")
def _family_first(o: Organisation) -> None:
    o.roster.change("name", lambda n: ", ".join(reversed(n.split(" "))))


@disorder("names in two columns", "names")
def _two_names(o: Organisation) -> None:
    names: dict[Person, list[str]] = {r.person or "": r.cells["name"].split() for r in o.roster.of()}
    o.roster.put("family", "Last Name", lambda p: names[p][1], first=True)
    o.roster.put("given", "First Name", lambda p: names[p][0], first=True)
    o.roster.drop("name")


@disorder("private addresses beside the work ones", "more addresses")
def _private(o: Organisation) -> None:
    o.roster.put("private", "Personal Email", lambda p: f"{p.lower()}@private.example", first=True)
    o.roster.put("manager", "Manager Email", lambda _: address("Cleo"))


@disorder("addresses that are formulas never calculated", "roster addresses", forms=("xlsx",), stops=True)
def _formulas(o: Organisation) -> None:
    o.roster.change("address", lambda a: f'=LOWER("{a}")')
