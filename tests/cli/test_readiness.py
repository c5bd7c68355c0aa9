"""Whether a run is ready, from outside: `check` says it first, `run` stops with the same words, and one may go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call

HEAD = "Employee ID,Work Email,Country,Employment Status\n"
ASKED = "Timestamp,Email Address,LI-01,LI-05\n"
OUT = ("--outputs", "csv", "--out", "out")


def people(*numbers: int, digits: int = 1) -> str:
    return HEAD + "".join(f"{n * n + 7:0{digits}},p{n}@small.example,IE,Active\n" for n in numbers)


def answers(day: str, *numbers: int) -> str:
    return ASKED + "".join(f"{day} 10:00,p{n}@small.example,Off,Yes\n" for n in numbers)


def given(roster: str, survey: str | None, as_of: str = "2026-11-23") -> tuple[str, ...]:
    """Write the files, and return the options that name them."""
    Path("people.csv").write_text(roster)
    options = ("--roster", "people.csv", "--as-of", as_of, "--policy", "linkedin-ai-training")
    if survey is None:
        return options
    Path("answers.csv").write_text(survey)
    return ("--survey", "answers.csv", *options)


def told(call: Call, *options: str) -> Any:  # noqa: ANN401 - as JSON has it
    said = call("check", *options, "--format", "json")
    tree = json.loads(said.out)
    assert said.code == {"ready": 0, "not-ready": 4, "not-permitted": 8}[tree["verdict"]]
    return tree


def codes(call: Call, *options: str) -> list[str]:
    return [cause["code"] for cause in told(call, *options)["causes"]]


def stopping(call: Call, *options: str) -> list[str]:
    return [cause["code"] for cause in told(call, *options)["causes"] if cause["stops"]]


@pytest.mark.usefixtures("here")
def test_run_stops_where_check_is_not_ready_with_the_same_words_and_goes_on_if_told(call: Call) -> None:
    options = given(people(1, 2, 3), "Timestamp,Email Address,LI-01\n2026-11-02 10:00,p1@small.example,Off\n")
    assert stopping(call, *options) == ["required-question-missing"]
    sentence = "survey has no column for LI-05, which is required. Nobody's answer to it is known"
    checked, stopped = call("check", *options), call("run", *options, *OUT)
    assert (checked.code, stopped.code) == (4, 4)
    assert sentence in checked.out
    assert sentence in stopped.err
    assert "--accept-not-ready required-question-missing" in checked.out
    assert "--accept-not-ready required-question-missing" in stopped.err
    assert not Path("out").exists()
    done = call("run", *options, *OUT, "--accept-not-ready", "required-question-missing")
    assert done.code == 0, done.err
    assert "Made although it was not ready" in done.out
    manifest = json.loads(Path("out/manifest.json").read_text())
    assert manifest["parameters"]["accepted"] == ["required-question-missing"]
    assert "not-ready-accepted" in manifest["notices"]
    assert call("verify", "out", *options[:4], *options[-2:]).code == 0


@pytest.mark.usefixtures("here")
def test_a_cause_that_is_none_is_refused_and_what_the_law_bars_cannot_be_accepted(call: Call) -> None:
    options = given(people(1, 2, 3), answers("2026-11-02", 1, 2))
    said = call("run", *options, *OUT, "--accept-not-ready", "nothing")
    assert said.code == 2
    assert "nothing-matched" in said.err
    assert call("run", *options, *OUT, "--accept-not-ready", "consultation-open").code == 2
    said = call("run", *options, *OUT, "--accept-not-ready", "nothing-matched")
    assert said.code == 0
    assert "Made although" not in said.out


@pytest.mark.usefixtures("here")
def test_a_roster_alone_is_checked_before_anybody_is_asked(call: Call) -> None:
    said = call("check", *given(people(1, 2, 3), None))
    assert said.code == 0, said.err
    assert said.out.startswith("Ready to ask: 3 people are in scope and may be asked; no survey was given yet.\n")
    assert "Next: reporter survey build." in said.out
    tree = told(call, *given(people(1, 2, 3), None))
    assert (tree["verdict"], tree["responses"], tree["causes"]) == ("ready", None, [])
    closed = call("check", *given(people(1, 2, 3).replace("IE", "DE"), None))
    assert closed.code == 8
    assert closed.out.startswith("Not permitted: one thing stops a run.\n")


def test_in_a_workspace_without_answers_the_roster_is_checked_alone(call: Call, here: Path) -> None:
    assert call("init").code == 0
    (here / "inbox" / "roster" / "people.csv").write_text(people(1, 2, 3))
    said = call("check", "--as-of", "2026-11-23")
    assert said.code == 0, said.err
    assert "no survey was given yet" in said.out
    assert call("run", "--as-of", "2026-11-23").code == 4


@pytest.mark.usefixtures("here")
def test_answers_that_are_too_old_or_of_an_earlier_quarter_are_not_ready(call: Call) -> None:
    old = given(people(*range(1, 7)), answers("2026-05-02", 1, 2, 3, 4) + answers("2026-11-02", 5, 6)[len(ASKED) :])
    assert stopping(call, *old) == ["answers-stale"]
    options = given(people(*range(1, 7)), answers("2026-11-20", 1, 2, 3, 4), as_of="2027-01-25")
    assert stopping(call, *options) == ["answers-of-earlier-period"]
    assert stopping(call, *options, "--period", "2026-Q4") == []


@pytest.mark.usefixtures("here")
def test_answers_of_the_weeks_before_and_a_few_old_ones_are_fine(call: Call) -> None:
    weeks = given(people(*range(1, 7)), answers("2026-09-20", 1, 2, 3, 4), as_of="2026-10-12")
    assert codes(call, *weeks) == ["question-missing"]
    cumulative = answers("2026-09-02", 1, 2, 3) + answers("2026-11-02", 4, 5)[len(ASKED) :]
    assert codes(call, *given(people(*range(1, 7)), cumulative)) == ["question-missing"]
    assert stopping(call, *given(people(1, 2), answers("2026-01-02", 1))) == [], "one old answer is no sign"


@pytest.fixture
def workspace(call: Call, here: Path) -> Path:
    """Return a workspace with a run of 2026-Q4 in it."""
    assert call("init").code == 0
    options = given(people(*range(1, 21), digits=5), answers("2026-11-02", *range(1, 9)))
    said = call("run", *options, "--outputs", "csv")
    assert said.code == 0, said.err
    return here


@pytest.mark.usefixtures("workspace")
def test_the_survey_of_an_earlier_quarter_is_known_by_its_bytes(call: Call) -> None:
    again = given(people(*range(1, 21), digits=5), answers("2026-11-02", *range(1, 9)), as_of="2027-02-01")
    assert stopping(call, *again) == ["survey-as-before"]
    same_quarter = given(people(*range(1, 21), digits=5), answers("2026-11-02", *range(1, 9)), as_of="2026-12-01")
    assert stopping(call, *same_quarter) == []


@pytest.mark.usefixtures("workspace")
def test_no_answer_since_the_earlier_run_is_not_ready(call: Call) -> None:
    saved_anew = answers("2026-11-02", *range(8, 0, -1))
    assert stopping(call, *given(people(*range(1, 21), digits=5), saved_anew, as_of="2027-01-10")) == [
        "no-answer-since"
    ]
    new = saved_anew + answers("2027-01-05", 9)[len(ASKED) :]
    assert stopping(call, *given(people(*range(1, 21), digits=5), new, as_of="2027-01-10")) == []


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("roster", "why"),
    [
        (people(*range(1, 21)), "00016 then, 16 now"),
        (people(*range(1, 21), digits=7), "00016 then, 0000016 now"),
        (people(*range(101, 121)), "another roster"),
    ],
    ids=["zeros lost", "more zeros", "others"],
)
def test_hardly_anybody_of_the_earlier_run_on_the_roster_is_not_ready_and_why(
    call: Call, roster: str, why: str
) -> None:
    survey = answers("2027-02-05", *range(1, 5), *range(101, 105))
    said = call("check", *given(roster, survey, as_of="2027-02-10"))
    assert said.code == 4
    assert "Of the 20 people of the run of 2026-Q4, 0 are on this roster." in said.out
    assert why in said.out


@pytest.mark.usefixtures("workspace")
def test_people_who_left_or_are_out_of_scope_are_no_other_roster(call: Call) -> None:
    survey = answers("2027-02-05", *range(1, 5))
    fewer = people(*range(1, 16), *range(30, 40), digits=5)
    assert stopping(call, *given(fewer, survey, as_of="2027-02-10")) == []
    left = people(*range(1, 21), digits=5).replace("Active\n", "Terminated\n", 10)
    assert stopping(call, *given(left, survey, as_of="2027-02-10")) == []


@pytest.mark.usefixtures("here")
def test_roster_and_survey_that_are_exchanged_are_said_to_be(call: Call) -> None:
    given(people(1, 2, 3), answers("2026-11-02", 1, 2))
    for command in ("check", "run"):
        said = call(command, "--roster", "answers.csv", "--survey", "people.csv", "--as-of", "2026-11-23")
        assert said.code == 4
        assert "look exchanged" in said.err
        assert "--roster people.csv --survey answers.csv" in said.err


def test_two_exports_of_one_roster_are_not_ready_unless_they_say_the_same(call: Call, here: Path) -> None:
    options = given(people(*range(1, 9)), answers("2026-11-02", 1, 2))
    (here / "new.csv").write_text(people(*range(3, 11)))
    assert stopping(call, *options, "--roster", "new.csv") == ["roster-given-twice"]
    said = call("check", *options, "--roster", "new.csv")
    assert (
        "new.csv and people.csv look like two exports of one roster: 6 people stand in both, and 4 in only" in said.out
    )
    (here / "new.csv").write_text(people(*range(8, 0, -1)))
    assert codes(call, *options, "--roster", "new.csv") == ["question-missing", "roster-repeated"]
    (here / "new.csv").write_text(people(*range(21, 31)))
    assert codes(call, *options, "--roster", "new.csv") == ["question-missing"]


@pytest.mark.usefixtures("here")
def test_a_survey_about_one_policy_is_not_stopped_by_another_that_requires_nothing(call: Call) -> None:
    every = ("LI-01", "LI-02", "LI-03", "LI-04", "LI-05", "LI-06", "LI-07", "linkedin.account")
    row = "2026-11-02 10:00,p1@small.example,Off,,,,Yes,,,"
    options = given(people(1, 2), f"Timestamp,Email Address,{','.join(every)}\n{row}\n")
    tree = told(call, *options[:-2])
    assert (tree["verdict"], [c["code"] for c in tree["causes"]]) == ("ready", ["policy-unasked"])
    assert "none of the 8 questions of the policy company-privacy" in tree["causes"][0]["text"]


@pytest.mark.usefixtures("here")
def test_an_organisation_of_nobody_and_nobody_in_scope_are_told_apart(call: Call) -> None:
    nobody = given(HEAD, ASKED)
    said = call("check", *nobody)
    assert said.code == 0
    assert said.out.startswith("Ready, with warnings: there is nobody on the roster")
    assert call("run", *nobody, *OUT).code == 0
    all_left = given(people(1, 2, 3).replace("Active", "Terminated"), answers("2026-11-02", 1))
    assert stopping(call, *all_left) == ["nobody-in-scope"]
    unanswered = call("check", *given(people(1, 2), ASKED))
    assert unanswered.code == 0
    assert "nobody has answered yet; 2 people are in scope" in unanswered.out


@pytest.mark.usefixtures("here")
def test_the_three_things_that_matter_most_come_first_and_the_rest_is_not_lost(call: Call) -> None:
    roster = people(1, 2, 3) + "3,p3@small.example,GB,Active\n4,p4@small.example,DE,secondment\n"
    options = given(roster, "Timestamp,Email Address,LI-01\n2026-11-02 10:00,zed@small.example,Off\n")
    said = call("check", *options)
    assert said.code == 8
    lines = said.out.splitlines()
    assert lines[0] == "Not permitted: four things stop a run, and three more are worth a look."
    firsts = [line for line in lines if line[:2] in {"1.", "2.", "3.", "4."}]
    assert [line[3:27] for line in firsts] == [
        "The consultation of the ",
        "The one response matches",
        "One person stands on the",
    ]
    assert codes(call, *options)[:3] == ["consultation-open", "nothing-matched", "conflicting-duplicates"]
    assert "which is required" in said.out[said.out.index("Take note") :]
