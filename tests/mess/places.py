"""Where people work, as rosters write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.mess.organisation import Organisation
from tests.mess.registry import disorder, disorders

_COUNTRIES: dict[str, dict[str, str]] = {
    "in English": {"US": "United States", "IE": "Ireland", "DE": "Germany"},
    "official": {"US": "United States of America", "IE": "Ireland, Republic of", "DE": "Federal Republic of Germany"},
    "in German": {"US": "Vereinigte Staaten", "IE": "Irland", "DE": "Deutschland"},
    "in French": {"US": "États-Unis", "IE": "Irlande", "DE": "Allemagne"},
    "in Spanish": {"US": "Estados Unidos", "IE": "Irlanda", "DE": "Alemania"},
    "in Italian": {"US": "Stati Uniti", "IE": "Irlanda", "DE": "Germania"},
    "in Dutch": {"US": "Verenigde Staten", "IE": "Ierland", "DE": "Duitsland"},
    "in Portuguese": {"US": "Estados Unidos", "IE": "Irlanda", "DE": "Alemanha"},
    "in Polish": {"US": "Stany Zjednoczone", "IE": "Irlandia", "DE": "Niemcy"},
    "in Japanese": {"US": "アメリカ合衆国", "IE": "アイルランド", "DE": "ドイツ"},
    "in Chinese": {"US": "美国", "IE": "爱尔兰", "DE": "德国"},
    "three letters": {"US": "USA", "IE": "IRL", "DE": "DEU"},
    "lower case": {"US": "us", "IE": "ie", "DE": "de"},
    "dots": {"US": "U.S.A.", "IE": "IE", "DE": "DE"},
    "the code behind": {"US": "United States (US)", "IE": "Ireland (IE)", "DE": "Germany (DE)"},
    "the code before": {"US": "US - United States", "IE": "IE - Ireland", "DE": "DE - Germany"},
    "two languages": {"US": "USA / United States", "IE": "Irland / Ireland", "DE": "Deutschland / Germany"},
    "no-break spaces": {"US": "United\u00a0States", "IE": "\u00a0Ireland ", "DE": "Germany\u200b"},
    "upper case": {"US": "UNITED STATES", "IE": "IRELAND", "DE": "GERMANY"},
}
_STATES: dict[str, dict[str, str]] = {
    "names": {"TX": "Texas", "CO": "Colorado"},
    "the code before": {"TX": "TX - Texas", "CO": "CO - Colorado"},
    "the code behind": {"TX": "Texas (TX)", "CO": "Colorado (CO)"},
    "full codes": {"TX": "US-TX", "CO": "US-CO"},
    "abbreviations": {"TX": "Tex.", "CO": "Colo."},
    "State of": {"TX": "State of Texas", "CO": "State of Colorado"},
    "lower case": {"TX": "tx", "CO": "co"},
    "upper case": {"TX": "TEXAS", "CO": "COLORADO"},
    "no-break spaces": {"TX": "\u00a0TX", "CO": "CO\u00a0"},
}
_TOWNS = {"TX": "Austin, TX", "CO": "Denver, CO", "IE": "Dublin", "DE": "Hamburg"}
_MAPPED = {"places.Austin, TX": "US-TX", "places.Denver, CO": "US-CO", "places.Dublin": "IE", "places.Hamburg": "DE"}


@disorders("countries: {}", _COUNTRIES, "country")
def _countries(o: Organisation, written: dict[str, str]) -> None:
    o.roster.change("country", written.__getitem__)


@disorders("states: {}", _STATES, "state")
def _states(o: Organisation, written: dict[str, str]) -> None:
    o.roster.change("state", written.__getitem__)


def _places(o: Organisation) -> None:
    """Write the place in one column, under a header for a location."""
    towns = {r.person or "": _TOWNS[r.cells["state"] or r.cells["country"]] for r in o.roster.of()}
    o.roster.drop("country", "state")
    o.roster.put("location", "Location", towns.__getitem__)


@disorder("places: towns", "country", "state", "settings", stops=True)
def _towns(o: Organisation) -> None:
    _places(o)


@disorder("places: towns, with [places]", "country", "state", "settings")
def _towns_mapped(o: Organisation) -> None:
    _places(o)
    o.settings |= _MAPPED


@disorder("places: towns under Country, with [places]", "country", "state", "settings")
def _towns_as_countries(o: Organisation) -> None:
    towns = {r.person or "": _TOWNS[r.cells["state"] or r.cells["country"]] for r in o.roster.of()}
    o.roster.drop("state")
    o.roster.put("country", "Country", towns.__getitem__)
    o.settings |= _MAPPED


@disorder("places: codes under Location", "country", "state", "settings", stops=True)
def _codes(o: Organisation) -> None:
    """DE alone may be Delaware."""
    place: Callable[[str], str] = {p: t.place for p, t in o.truth.items()}.__getitem__
    left = {"Hugo": "US-TX", "Max": "IE", "Jon": "US-TX"}
    o.roster.drop("country", "state")
    o.roster.put("location", "Location", lambda p: left.get(p) or place(p))


@disorder("places: a country and no state in the United States", "country", "state", "settings", stops=True)
def _no_state(o: Organisation) -> None:
    o.roster.drop("state")


@disorder("places: one country is empty", "country", "settings", stops=True)
def _one_empty(o: Organisation) -> None:
    o.roster.one("Dag").cells["country"] = ""


@disorder("places: one country is not known", "country", "settings", stops=True)
def _one_unknown(o: Organisation) -> None:
    o.roster.one("Dag").cells["country"] = "Emerald Isle"


@disorder("places: no country column", "country", "settings", stops=True)
def _no_country(o: Organisation) -> None:
    o.roster.drop("country")


@disorder("places: no country column, one place for all given", "country", "state", "settings")
def _one_place(o: Organisation) -> None:
    o.roster.drop("country", "state")
    o.settings["places.default"] = "IE"
    for person, truth in o.truth.items():
        if truth.scope == "in":
            mail = "reminder" if truth.switch.endswith("no-response") else truth.mail
            o.truth[person] = replace(truth, place="IE", mail=mail)


@disorder("places: states' codes alone, with --place US", "country", "state", "settings")
def _states_alone(o: Organisation) -> None:
    o.roster.drop("country")
    o.settings["places.default"] = "US"
    o.roster.put("state", "State", lambda p: "CO" if p == "Gita" else "TX")
    for person, truth in o.truth.items():
        if truth.scope == "in" and person != "Gita":
            o.truth[person] = replace(truth, place="US-TX")
