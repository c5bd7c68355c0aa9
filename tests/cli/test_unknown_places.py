"""DESIGN §6, Place, from outside: whose place of work is not understood stops a run, until something is decided."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call

CASES = Path(__file__).parent.parent / "sources" / "cases"
POLICY = Path(__file__).parent.parent.parent / "policies" / "linkedin-ai-training.yaml"
HEARD = '[consultation]\nDE = {date = 2026-09-01, reference = "Agreement"}\n'
TOWNS = """\
Employee ID,Full Name,Work Email,Standort
1,Ada Novak,ada@small.example,Hamburg
2,Bo Chen,bo@small.example,Hamburg
3,Cleo Diaz,cleo@small.example,"Denver, CO"
4,Dov Levi,dov@small.example,
5,Eva Roth,eva@small.example,Ireland
"""
SURVEY = "Timestamp,Email Address,[LI-01] the switch,LI-05\n2026-11-02 10:00,eva@small.example,On,Yes\n"


def case(name: str) -> tuple[str, ...]:
    folder = CASES / name
    files = ("--roster", str(folder / "roster.csv"), "--survey", str(folder / "survey.csv"))
    return (*files, "--as-of", "2026-11-23", "--policy", str(POLICY))


@pytest.fixture
def towns(here: Path) -> tuple[str, ...]:
    (here / "people.csv").write_text(TOWNS, encoding="utf-8")
    (here / "answers.csv").write_text(SURVEY, encoding="utf-8")
    return ("--roster", "people.csv", "--survey", "answers.csv", "--as-of", "2026-11-23")


def manifest(folder: str = "out") -> dict[str, Any]:
    said: dict[str, Any] = json.loads(Path(folder, "manifest.json").read_text(encoding="utf-8"))
    return said


def written_to(folder: str = "out") -> dict[str, list[str]]:
    """Return kind of mail → to whom."""
    found: dict[str, list[str]] = {}
    for mail in sorted(Path(folder, "mail").rglob("*.eml")):
        to = re.search(r"^To: .*?([\w.]+@[\w.]+)", mail.read_text(encoding="utf-8"), re.MULTILINE)
        assert to
        found.setdefault(mail.parent.name, []).append(to.group(1))
    return {kind: sorted(people) for kind, people in found.items()}


def pasted(text: str) -> dict[str, Any]:
    """Return the table that a stop prints, as TOML reads it."""
    lines = text[text.index("\n[places]\n") :].splitlines()
    end = next((n for n, line in enumerate(lines) if line.startswith("error: ")), len(lines))
    table: dict[str, Any] = tomllib.loads("\n".join(lines[:end]))["places"]
    return table


@pytest.mark.usefixtures("here")
def test_a_roster_of_one_country_without_a_column_for_it_is_completed_by_place(call: Call) -> None:
    """Case 23."""
    said = call("run", *case("23-us-only-no-country"), "--outputs", "csv", "--out", "out")
    assert said.code == 8
    assert "--place" in said.err
    assert pasted(said.err) == dict.fromkeys(["CA", "CO", "NY", "TX", "WA"], "")
    assert not Path("out").exists()
    assert call("check", *case("23-us-only-no-country"), "--place", "US").code == 0
    said = call("run", *case("23-us-only-no-country"), "--place", "US", "--outputs", "csv", "--out", "out")
    assert said.code == 0
    assert manifest()["notices"] == ["place-configured"]
    assert manifest()["population"]["in_scope"] == 5


@pytest.mark.usefixtures("here")
def test_a_country_with_its_code_or_in_two_languages_is_that_country(call: Call) -> None:
    """Case 30: the gate of Germany holds."""
    said = call("check", *case("30-country-with-code"))
    assert said.code == 8
    assert "works council in DE is not recorded" in said.out
    assert "Places that are not understood" not in said.out
    Path("reporter.toml").write_text(HEARD, encoding="utf-8")
    assert call("check", *case("30-country-with-code")).code == 0


def test_nobody_whose_state_is_not_understood_gets_a_reminder(call: Call, here: Path) -> None:
    """Case 31."""
    options = (*case("31-state-not-understood-gets-a-reminder"), "--outputs", "csv,mail", "--out", "out")
    said = call("run", *options)
    assert said.code == 8
    assert pasted(said.err) == dict.fromkeys(["CO", "Denver, CO", "US"], "")
    said = call("run", *options, "--unknown-place", "withhold")
    assert said.code == 0
    assert written_to() == {"reminder": ["p6@acme.example"]}
    assert {k: n for k, n in manifest()["mail"]["withheld"].items() if n} == {"law": 3, "place-unknown": 3}
    assert "For 2 people the country is known, but not the state" in said.out
    said = call("run", *options, "--unknown-place", "exclude", "--force")
    assert said.code == 0
    assert manifest()["population"]["excluded"]["place-unknown"] == 3
    assert written_to() == {"reminder": ["p6@acme.example"]}
    lines = {"CO": "US-CO", "Denver, CO": "US-CO", "US": "US-TX"}
    text = "[places]\n" + "".join(f'"{text}" = "{place}"\n' for text, place in lines.items())
    (here / "reporter.toml").write_text(text, encoding="utf-8")
    said = call("run", *options, "--force")
    assert said.code == 0
    assert written_to() == {"reminder": ["p4@acme.example", "p6@acme.example"]}  # of no state, so of Texas
    assert manifest()["notices"] == []


def test_towns_stop_a_run_with_the_lines_to_paste_and_both_ways_on(
    call: Call, here: Path, towns: tuple[str, ...]
) -> None:
    options = (*towns, "--outputs", "csv,mail", "--out", "out")
    said = call("run", *options)
    assert said.code == 8
    assert '"Hamburg" = ""  # 2 people' in said.err
    assert pasted(said.err) == {"Hamburg": "", "Denver, CO": "", "default": ""}
    assert 'unknown = "withhold"' in said.err
    assert 'unknown = "exclude"' in said.err
    assert sorted(p.name for p in here.iterdir()) == ["answers.csv", "people.csv"]
    said = call("run", *options, "--unknown-place", "withhold")
    assert (said.code, written_to()) == (0, {"remediation": ["eva@small.example"]})
    filled = '[places]\n"Hamburg" = "DE"\n"Denver, CO" = "US-CO"\ndefault = "FR"\n'
    (here / "reporter.toml").write_text(filled, encoding="utf-8")
    said = call("run", *options, "--force")
    assert said.code == 8
    assert "works council in DE" in said.err
    assert "[places]" not in said.err
    (here / "reporter.toml").write_text(filled + HEARD, encoding="utf-8")
    assert call("run", *options, "--force").code == 0
    assert written_to()["reminder"] == ["ada@small.example", "bo@small.example", "dov@small.example"]
    assert manifest()["parameters"]["default_place"] == "FR"
    assert call("verify", "out", "--config", "reporter.toml", *options[:4]).code == 0


def test_a_place_that_the_command_line_states_overrides_no_town(call: Call, towns: tuple[str, ...]) -> None:
    said = call("check", *towns, "--place", "IE")
    assert said.code == 8
    assert "Not permitted" in said.out
    assert '"Hamburg" = ""  # 2 people' in said.out
    assert "default = " not in said.out


def test_a_run_whose_flags_said_the_place_is_verified_without_them(call: Call, here: Path) -> None:
    (here / "people.csv").write_text("Employee ID,Work Email\n1,ada@small.example\n2,bo@small.example\n")
    (here / "answers.csv").write_text(SURVEY.replace("eva", "ada"))
    inputs = ("--roster", "people.csv", "--survey", "answers.csv")
    said = call("run", *inputs, "--as-of", "2026-11-23", "--outputs", "csv", "--out", "out")
    assert said.code == 8
    assert "--place DE" in said.err
    assert pasted(said.err) == {"default": ""}
    options = (*inputs, "--as-of", "2026-11-23", "--outputs", "csv", "--out", "out")
    assert call("run", *options, "--place", "ie", "--unknown-place", "withhold").code == 0
    assert call("verify", "out", *inputs).code == 0
    assert call("verify", "out", *inputs, "--place", "FR").code == 7


def test_unreadable_comes_before_not_permitted_and_that_before_not_ready(call: Call, towns: tuple[str, ...]) -> None:
    assert call("check", *towns, "--waivers", "nowhere.csv").code == 4
    people = Path("people.csv")
    people.write_text(people.read_text() + "1,Somebody Else,other@small.example,Hamburg\n")
    said = call("check", *towns)
    assert said.code == 8
    assert "more than once with different data" in said.out


def test_texts_that_may_be_about_somebody_are_named_by_their_row(call: Call, towns: tuple[str, ...]) -> None:
    people = Path("people.csv")
    people.write_text(people.read_text() + "6,Flo Abara,flo@small.example,flo.private@home.example\n")
    said = call("run", *towns, "--out", "out")
    assert said.code == 8
    assert "home.example" not in said.err
    assert "# one person: what stands there is no place (people.csv, row 7)" in said.err


@pytest.mark.usefixtures("towns")
def test_whose_place_is_not_known_is_not_asked_one_by_one(call: Call, here: Path) -> None:
    build = ("survey", "build", "--format", "xlsx", "--roster", "people.csv", "--as-of", "2026-11-23")
    assert call(*build).code == 8
    said = call(*build, "--unknown-place", "withhold")
    assert said.code == 0
    assert len(list((here / "survey" / "people").iterdir())) == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('"Hamburg" = ""', "no ISO 3166-1 country code"),
        ('"Hamburg" = "Hamburg"', "no ISO 3166-1 country code"),
        ('"Denver" = "US-XX"', "no ISO 3166-2 code"),
        ('"Hamburg" = "DE"\n" HAMBURG" = "FR"', "one text"),
        ('defalt = "DE"', "Did you mean `default`"),
        ('unknown = "keep"', "withhold"),
    ],
)
def test_what_places_cannot_say_is_refused(call: Call, towns: tuple[str, ...], text: str, what: str) -> None:
    Path("reporter.toml").write_text(f"[places]\n{text}\n")
    said = call("check", *towns)
    assert said.code == 2
    assert what in said.err
    assert "places" in said.err


def test_the_flags_are_named_where_they_are_wrong(call: Call, towns: tuple[str, ...]) -> None:
    assert "--place: " in call("check", *towns, "--place", "Narnia").err
    assert "--unknown-place: " in call("check", *towns, "--unknown-place", "keep").err
