from __future__ import annotations

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
    assert "employee_id  ←  Employee ID" in said.out
    assert "Not kept      Shoe size" in said.out


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
    assert "Headcount   5, as Payroll says" in call("check", *inputs).out
    config.write_text('[run]\nexpected_headcount = { count = 7, source = "Payroll" }\n')
    said = call("check", *inputs)
    assert "The roster holds 5 people; Payroll says 7." in said.out
    assert said.code == 0


def test_check_lists_waivers_by_state(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "waivers.csv").write_text(
        "employee,control,reason,approver,approver_role,granted,expires\n"
        "1,LI-01,x,boss@small.example,Boss,2026-11-01,2026-12-01\n"
        "2,LI-01,x,boss@small.example,Boss,2025-11-01,2025-12-01\n"
    )
    said = call("check", *inputs, "--waivers", "waivers.csv")
    assert "valid           1 (rows 2)" in said.out
    assert "expired         1 (rows 3)" in said.out


@pytest.mark.parametrize(
    ("roster", "why"),
    [
        ("Employee ID,Country\n1,IE\n1,GB\n", "contradicts itself"),
        ("Employee ID,Country\n1,DE\n", "exit code 8"),
        ("Employee ID,Country\n", "Nobody on the roster is in scope"),
    ],
)
def test_check_says_not_ready_with_4_and_why(call: Call, here: Path, inputs: Inputs, roster: str, why: str) -> None:
    (here / "people.csv").write_text(roster)
    said = call("check", *inputs)
    assert said.code == 4, said
    assert "Not ready" in said.out
    assert why in said.out


def test_a_survey_nobody_answered_is_ready_and_reported_so(call: Call, here: Path, inputs: Inputs) -> None:
    """ "A header without rows is an organisation of nobody, or a survey nobody answered, and is reported so.\""""
    (here / "answers.csv").write_text("Timestamp,Email Address,[LI-01] switch\n")
    said = call("check", *inputs)
    assert said.code == 0
    assert "Answered    0 of 5; 5 silent" in said.out
