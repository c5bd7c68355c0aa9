from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Inputs = tuple[str, ...]


def test_check_reads_reconciles_and_writes_nothing(call: Call, here: Path, inputs: Inputs) -> None:
    said = call("check", *inputs)
    assert said.code == 0
    assert "Ready, with warnings" in said.out
    assert sorted(p.name for p in here.iterdir()) == ["answers.csv", "people.csv"]


def test_check_shows_the_mapping_the_dialect_and_what_is_not_kept(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "people.csv").write_text("Employee ID;Work Email;Country;Shoe size\n1;a@small.example;IE;42\n")
    said = call("check", *inputs)
    assert "people.csv (roster)" in said.out
    assert "delimiter ';'" in said.out
    assert "employee_id ← Employee ID" in said.out
    assert "Not kept    Shoe size" in said.out


def test_check_says_first_where_nothing_tells_who_left(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "people.csv").write_text("Employee ID,Work Email,Country,Notice given\n1,a@small.example,IE,\n")
    said = call("check", *inputs)
    assert said.out.splitlines()[1].startswith("1. Nothing in people.csv says who has left")
    assert said.out.count("Nothing in people.csv says who has left") == 1
    (here / "people.csv").write_text("Employee ID,Work Email,Country,Active\n1,a@small.example,IE,Yes\n")
    assert "says who has left" not in call("check", *inputs).out


def test_check_names_what_looks_as_if_it_decided_something_above_what_is_not_kept(
    call: Call, here: Path, inputs: Inputs
) -> None:
    (here / "people.csv").write_text("Employee ID,Work Email,Reliev. Dt,Office,Shoe size\n1,a@small.example,,Cork,42\n")
    said = call("check", *inputs).out
    assert '"Reliev. Dt" looks as if it said who works here or has left, and is not used.' in said
    assert '"Office" looks like the place of work' in said
    assert said.index('"Office"') < said.index("Not kept")


def test_check_prints_words_about_employment_as_lines_to_paste(call: Call, here: Path, inputs: Inputs) -> None:
    text = "Employee ID,Work Email,Country,Status\n1,a@small.example,IE,Zorg\n2,b@small.example,IE,Active\n"
    (here / "people.csv").write_text(text)
    said = call("check", *inputs).out
    assert '[roster.words]\n    "zorg" = "active"  # 1 row' in said
    (here / "reporter.toml").write_text('[roster.words]\n"Zorg" = "left"\n')
    said = call("check", *inputs).out
    assert "[roster.words]" not in said
    assert "excluded: left" in said


def test_check_says_which_rows_cannot_be_used_by_number_and_never_by_name(call: Call, inputs: Inputs) -> None:
    said = call("check", *inputs)
    assert "Nobody on the roster has this id, address or alias. answers.csv, row 5" in said.out
    assert "stranger@" not in said.out
    assert "Ana" not in said.out


def test_check_lists_unrecognised_answers_with_a_snippet_for_the_policy(call: Call, inputs: Inputs) -> None:
    said = call("check", *inputs)
    assert "switched it off in May" in said.out
    assert 'also: ["switched it off in May"]' in said.out


def test_check_says_when_the_headcount_differs_and_when_it_does_not(call: Call, here: Path, inputs: Inputs) -> None:
    config = here / "reporter.toml"
    config.write_text('[run]\nexpected_headcount = { count = 5, source = "Payroll" }\n')
    assert "Headcount   5, as Payroll says; difference 0" in call("check", *inputs).out
    config.write_text('[run]\nexpected_headcount = { count = 7, source = "Payroll" }\n')
    said = call("check", *inputs)
    assert "The roster holds 5 people; Payroll says 7." in said.out
    assert "Headcount   5; Payroll says 7; difference -2" in said.out
    assert said.code == 0
    config.unlink()
    assert "Headcount   not stated ([run] expected_headcount), so not compared" in call("check", *inputs).out


def test_check_lists_waivers_by_state(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "waivers.csv").write_text(
        "employee,control,reason,approver,approver_role,granted,expires\n"
        "1,LI-01,x,boss@small.example,Boss,2026-11-01,2026-12-01\n"
        "2,LI-01,x,boss@small.example,Boss,2025-11-01,2025-12-01\n"
    )
    said = call("check", *inputs, "--waivers", "waivers.csv")
    assert "- Waivers: 1 valid (row 2), 1 expired (row 3).\n" in said.out


def test_check_begins_with_a_verdict_and_has_tables_that_add_up(
    call: Call, inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = call("check", *inputs).out
    assert re.search(r"^  roster +rows +survey +rows$", out, re.MULTILINE)
    assert out.startswith("Ready, with warnings: 2 of 5 people in scope have answered, and ")
    assert out.index("Every row is accounted for") < out.index("Headcount") < out.index("Rows that cannot be used")
    assert "1. 1 row of the survey is not used.\n" in out
    assert "further --roster or --survey" in out
    monkeypatch.setenv("COLUMNS", "50")  # too narrow for both tables beside each other
    out = call("check", *inputs).out
    lines = [line.split() for line in out[out.index("Every row is accounted for") :].splitlines()]
    for name in ("roster", "survey"):
        head, foot = (
            lines.index([name, "rows"]),
            lines.index(["all", "rows", "of", "the", name, "6" if name == "roster" else "4"]),
        )
        assert sum(int(line[-1]) for line in lines[head + 1 : foot - 1]) == int(lines[foot][-1])


def test_check_says_ready_where_nothing_is_to_be_said(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "people.csv").write_text("Employee ID,Country,Status\n1,IE,Active\n")
    policy = here / "policy.yaml"
    policy.write_text(
        "schema: 1\nid: p\nversion: '1'\ntitle: P\nowner: O\nreviewed: 2026-11-23\ncontrols:\n- id: P-1\n  title: T\n"
        "  kind: conduct\n  level: required\n  severity: low\n  rationale: R\n  question:\n    text: Q?\n"
        "    answers: [{text: 'Yes', outcome: satisfied}, {text: 'No', outcome: not-satisfied},"
        " {text: Prefer not to say, outcome: not-assessed, reason: declined}]\n"
    )
    (here / "answers.csv").write_text("Timestamp,Employee ID,[P-1] Q?\n2026-11-02 10:00,1,Yes\n")
    said = call("check", *inputs, "--policy", "policy.yaml")
    assert said.out.startswith("Ready: the one person in scope has answered.\n\nEvery row")
    assert said.out.endswith("\n\nNothing was written. Next: reporter run, with the same options.\n")


def test_check_points_from_row_to_row_where_one_may_mean_another_and_quotes_nobody(
    call: Call, here: Path, inputs: Inputs
) -> None:
    with (here / "answers.csv").open("a") as file:
        file.write("2026-11-05 10:00,anna@small.example,Off,Yes,\n")
    with (here / "people.csv").open("a") as file:
        file.write("4,di@small.example,Di Marsh,Legal,IE,,Active\n")
    said = call("check", *inputs)
    assert said.code == 4
    assert "- answers.csv, row 6 is close to people.csv, row 2 (Email Address)" in said.out
    assert said.out.count("contradicts people.csv") == 1
    assert "- people.csv, row 5 contradicts people.csv, row 8 (Country)" in said.out
    for word in ("anna", "ana@", "Marsh", "di@"):
        assert word not in said.out


def test_check_names_rows_that_were_mended(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "mended.csv").write_text("file,sheet,row,Email Address\nanswers.csv,,5,di@small.example\n")
    said = call("check", *inputs, "--survey", "mended.csv")
    assert "One row stands as mended.csv corrects it." in said.out
    assert "Rows that cannot be used" not in said.out
    assert "  all rows of the survey     4" in said.out


@pytest.mark.parametrize(
    ("roster", "verdict", "code", "why"),
    [
        ("Employee ID,Country\n1,IE\n1,GB\n", "Not ready", 4, "more than once with different data"),
        ("Employee ID,Country\n", "Not ready", 4, "There is nobody on the roster"),
        ("Employee ID,Country\n1,DE\n", "Not permitted", 8, "works council in DE is not recorded"),
        ("Employee ID,Country\n1,Hamburg\n", "Not permitted", 8, '"Hamburg" = ""  # one person'),
        ("Employee ID,Country\n1,DE\n2,IE\n2,GB\n", "Not permitted", 8, "more than once with different data"),
    ],
)
def test_check_says_what_is_not_permitted_with_8_or_not_ready_with_4_and_why(
    call: Call, here: Path, inputs: Inputs, roster: str, verdict: str, code: int, why: str
) -> None:
    (here / "people.csv").write_text(roster)
    said = call("check", *inputs)
    assert said.code == code, said
    assert said.out.startswith(f"{verdict}: ")
    assert why in said.out


def test_a_survey_nobody_answered_is_ready_and_reported_so(call: Call, here: Path, inputs: Inputs) -> None:
    """ "A header without rows is an organisation of nobody, or a survey nobody answered, and is reported so.\""""
    (here / "answers.csv").write_text("Timestamp,Email Address,[LI-01] switch\n")
    said = call("check", *inputs)
    assert said.code == 0
    assert "Answered    0 of 5; 5 silent" in said.out


def test_check_is_not_ready_where_nothing_matches_and_names_the_column_that_was_not_kept(
    call: Call, here: Path, inputs: Inputs
) -> None:
    (here / "people.csv").write_text("Employee ID,Where to write,Country\n41,ana@small.example,IE\n")
    said = call("check", *inputs)
    assert said.code == 4
    assert "None of the 4 responses matches anybody on the roster." in said.out
    assert 'The column B "Where to write" holds addresses and was not kept' in said.out


def test_check_is_not_ready_without_a_column_for_a_required_question(call: Call, here: Path, inputs: Inputs) -> None:
    answers = here / "answers.csv"
    whole = answers.read_text()
    near = "How is your switch for training content creation AI models set"
    answers.write_text(whole.replace("[LI-01] the switch", near))
    said = call("check", *inputs)
    assert said.code == 4
    assert "The survey has no column for LI-01, which is required. " in said.out
    assert f'    [survey.columns]\n    LI-01 = "{near}"\n' in said.out
    answers.write_text(whole.replace("[LI-01] the switch", "Colour"))
    said = call("check", *inputs)
    assert (said.code, "No column that is not kept reads like it." in said.out) == (4, True)
