"""At which level a control stands for whom, and whether a person may be written to: for counsel to read.

Read one block of TABLE as: in these places, for such an account, a control that the policy calls `required` has this
level for the person; then whether a mail to that one person may name it and HR may follow it up person by person.
`company`: the organisation provides or manages the account; `business-use`: the person's own, used mainly on the
organisation's behalf; `personal`: the person's own; `none`: there is no account; `unknown`: nobody said.
Source of the rules: facts/domain.md §3.4 and §4.1, DESIGN §6. The places: the shipped
policies/regimes.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from reporter import assets
from reporter.assess.standing import Standing, standing
from reporter.model.policy import Control, PolicySet
from reporter.model.vocabulary import Kind, Level, Ownership
from reporter.policy import load
from reporter.policy.handbook import workplace
from tests.needs import examples

TABLE = """
                 | a setting of an account | who can see an account  | conduct, awareness,
                 |                         |                         | administrators' settings

US-AR, US-CO
  company        | required,    mail       | required,    mail       | required,    mail
  business-use   | recommended, mail       | recommended, mail       | required,    mail
  personal       | information, no mail    | information, no mail    | required,    mail
  none           | information, no mail    | information, no mail    | required,    mail
  unknown        | information, no mail    | information, no mail    | required,    mail

US-DE, US-ME, US-RI, US-WA
  company        | required,    mail       | required,    mail       | required,    mail
  business-use   | recommended, mail       | recommended, mail       | required,    mail
  personal       | recommended, mail       | does not apply, no mail | required,    mail
  none           | recommended, mail       | does not apply, no mail | required,    mail
  unknown        | recommended, mail       | does not apply, no mail | required,    mail

unknown, US
  company        | information, no mail    | information, no mail    | information, no mail
  business-use   | information, no mail    | information, no mail    | information, no mail
  personal       | information, no mail    | information, no mail    | information, no mail
  none           | information, no mail    | information, no mail    | information, no mail
  unknown        | information, no mail    | information, no mail    | information, no mail

every other place
  company        | required,    mail       | required,    mail       | required,    mail
  business-use   | recommended, mail       | recommended, mail       | required,    mail
  personal       | recommended, mail       | recommended, mail       | required,    mail
  none           | recommended, mail       | recommended, mail       | required,    mail
  unknown        | recommended, mail       | recommended, mail       | required,    mail
"""
OTHERS = "every other place"
COLUMNS = {Kind.ACCOUNT_SETTING: 0, Kind.ACCOUNT_VISIBILITY: 1}
ACCOUNTS = (*(o.value for o in Ownership), "unknown")
ORDER = list(Level)

Judge = Callable[..., Any]
Stood = Callable[[Control, str, str], Standing]


def read(table: str) -> dict[str, dict[str, list[tuple[str, bool]]]]:
    """Return places → account → the three columns as (level or "does not apply", may be written to)."""
    found: dict[str, dict[str, list[tuple[str, bool]]]] = {}
    block: dict[str, list[tuple[str, bool]]] = {}
    for line in table.strip().splitlines():
        name, *cells = (cell.strip() for cell in line.split("|"))
        if name and not cells:
            block = {}
            found |= dict.fromkeys(name.split(", "), block)
        elif name:
            parts = [[part.strip() for part in cell.split(",")] for cell in cells]
            block[name] = [(level, {"mail": True, "no mail": False}[mail]) for level, mail in parts]
    return found


BLOCKS = read(TABLE)


@pytest.fixture(scope="module")
def shipped() -> PolicySet:
    return load([assets.folder("policies") / "linkedin-ai-training.yaml"])


def controls(shipped: PolicySet, level: Level) -> tuple[Control, ...]:
    """Return one control of each kind, about a LinkedIn account where it is about one."""
    like = shipped.controls[0]
    return tuple(replace(like, id=f"T-{n:02}", kind=kind, level=level) for n, kind in enumerate(Kind, start=1))


def all_places(shipped: PolicySet) -> list[str]:
    places = shipped.places
    named = {place for regime in places.regimes for place in regime.places}
    flagged = places.settings_request_barred | places.visibility_request_barred
    flagged |= places.consultation_required | places.consultation_advised
    return [*sorted(named | flagged), "unknown"]


def places_tried(shipped: PolicySet) -> list[str]:
    """Return those with a block of their own, and the others: all of them, or some where time is short."""
    others = [place for place in all_places(shipped) if place not in BLOCKS]
    return [*(place for place in BLOCKS if place != OTHERS), *others[:: len(others) // examples(len(others))]]


def cases(shipped: PolicySet, level: Level) -> Iterator[tuple[str, str, Control, str, bool]]:
    """Yield place, account, control, and what must result: level or "does not apply", and whether mail is allowed."""
    for place in places_tried(shipped):
        for account in ACCOUNTS:
            for control in controls(shipped, level):
                expected, mail = BLOCKS.get(place, BLOCKS[OTHERS])[account][COLUMNS.get(control.kind, 2)]
                if expected != "does not apply":
                    expected = max(Level(expected), level, key=ORDER.index)
                yield place, account, control, expected, mail


@pytest.fixture(scope="module")
def stood(shipped: PolicySet) -> Stood:
    """Return how a control stands at a place for an account; each is worked out once."""
    known: dict[tuple[str, Level, str, str], Standing] = {}

    def look(control: Control, place: str, account: str) -> Standing:
        key = (control.id, control.level, place, account)
        if key not in known:
            where, ownership = workplace(place), None if account == "unknown" else Ownership(account)
            known[key] = standing(control, shipped, country=where.country, region=where.region, ownership=ownership)
        return known[key]

    return look


def test_the_table_names_the_flags_of_the_shipped_regimes_and_no_other_place(shipped: PolicySet) -> None:
    named = [set(block.split(", ")) for block in ("US-AR, US-CO", "US-DE, US-ME, US-RI, US-WA")]
    assert named == [set(shipped.places.settings_request_barred), set(shipped.places.visibility_request_barred)]
    assert set(BLOCKS) == {*named[0], *named[1], "unknown", "US", OTHERS}
    assert {tuple(block) for block in BLOCKS.values()} == {ACCOUNTS}
    assert len(all_places(shipped)) > 80


@pytest.mark.parametrize("level", list(Level))
def test_every_place_account_and_kind_has_the_level_and_the_permission_of_the_table(
    shipped: PolicySet, level: Level, stood: Stood
) -> None:
    for place, account, control, expected, mail in cases(shipped, level):
        found = stood(control, place, account)
        said = found.level.value if found.applies else "does not apply"
        assert (said, found.mail) == (expected, mail), f"{place}, {account}, {control.kind.value}"


@pytest.mark.parametrize("level", list(Level))
def test_judging_people_there_gives_the_same_level_reasons_and_permission(
    shipped: PolicySet, level: Level, judge: Judge, stood: Stood
) -> None:
    """What `policy show` says of a place is what a finding of somebody there says."""
    expected = {
        (f"{place}/{account}", control.id): (said, mail)
        for place, account, control, said, mail in cases(shipped, level)
    }
    roster = [
        {
            "employee_id": f"{place}/{account}",
            "place": None if place == "unknown" else place,
            "linkedin.account": None if account == "unknown" else account,
        }
        for place in places_tried(shipped)
        for account in ACCOUNTS
    ]
    policy = replace(shipped.policies[0], controls=controls(shipped, level))
    result = judge(roster, [], policies=replace(shipped, policies=(policy,)))
    people = result.population["employee_id"].to_list()
    kinds = {control.id: control for control in policy.controls}
    judged = {}
    for row in result.findings.iter_rows(named=True):
        barred = row["reason"] == "barred-by-law"
        key = (people[row["employee"]], row["control"])
        judged[key] = ("does not apply", False) if barred else (row["level"], row["writable"])
        place, account = key[0].split("/")
        found = stood(kinds[row["control"]], place, account)
        codes = [ground.code for ground in found.grounds]
        assert found.level.value == row["level"]
        assert set(filter(None, row["caps"].split(";"))) <= set(codes)
        assert ("barred-by-law" in codes) == barred
        assert set(filter(None, row["law"].split(";"))) <= {note for ground in found.grounds for note in ground.law}
    assert judged == expected
