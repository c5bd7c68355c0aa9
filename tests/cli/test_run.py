from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Inputs = tuple[str, ...]

TABLES = ("--outputs", "csv")


def test_a_run_says_what_came_in_what_is_open_where_the_files_are_and_what_to_do_next(
    call: Call, here: Path, inputs: Inputs
) -> None:
    said = call("run", *inputs, "--outputs", "csv,mail", "--out", "q4")
    assert said.code == 0
    assert said.err == ""
    for words in ("What came in", "What is open", "Mail", "Take note", "Files in q4/", "What to do next"):
        assert words in said.out
    assert "6 rows = 5 people in scope + 1 excluded (1 left) + 0 rejected" in said.out
    assert "at least" in said.out
    assert "Nothing was sent." in said.out
    assert "organisation.name" in said.out
    assert "reporter verify q4" in said.out
    assert "reporter mail preview q4" in said.out
    assert (here / "q4" / "findings.csv").is_file()


def test_a_second_run_never_overwrites_the_first_without_force(call: Call, inputs: Inputs) -> None:
    assert call("run", *inputs, *TABLES, "--out", "q4").code == 0
    said = call("run", *inputs, *TABLES, "--out", "q4")
    assert said.code == 2
    assert said.err.startswith("error: q4: is there already")
    assert "hint: " in said.err
    assert "--force" in said.err
    assert call("run", *inputs, *TABLES, "--out", "q4", "--force").code == 0


def test_without_out_the_folder_is_named_by_the_day(call: Call, here: Path, inputs: Inputs) -> None:
    assert call("run", *inputs, *TABLES).code == 0
    assert (here / "reporter-2026-11-23" / "manifest.json").is_file()


@pytest.mark.parametrize(("wanted", "code"), [("required", 0), ("recommended", 10), ("required,unknown", 0)])
def test_fail_on_ends_with_10_if_it_was_met(call: Call, here: Path, inputs: Inputs, wanted: str, code: int) -> None:
    """Nobody is known to use a company's account, so the switch is at most recommended; LI-05 was answered well."""
    (here / "answers.csv").write_text(
        "Timestamp,Employee ID,[LI-01] a,[LI-05] b\n"
        + "".join(f"2026-11-02 10:00,{i},On,Yes\n" for i in (1, 2, 3, 4, 6)),
        encoding="utf-8",
    )
    said = call("run", *inputs, *TABLES, "--out", "q4", "--fail-on", wanted)
    assert said.code == code
    assert (here / "q4").is_dir()


def test_a_wrong_period_is_a_usage_error(call: Call, here: Path, inputs: Inputs) -> None:
    said = call("run", *inputs, "--period", "2026Q4", "--out", "q4")
    assert said.code == 2
    assert "2026-Q4" in said.err
    assert not (here / "q4").exists()


def test_the_period_is_printed_and_selects_nothing(call: Call, here: Path, inputs: Inputs) -> None:
    call("run", *inputs, *TABLES, "--out", "a", "--period", "2025-Q1")
    call("run", *inputs, *TABLES, "--out", "b")
    a, b = (json.loads((here / name / "manifest.json").read_text()) for name in "ab")
    assert (a["period"], b["period"]) == ("2025-Q1", "2026-Q4")
    assert a["controls"] == b["controls"]
    assert a["report_id"] != b["report_id"]


def test_a_run_without_inputs_says_how_to_name_them(call: Call, here: Path) -> None:
    said = call("run")
    assert said.code == 2
    assert "--roster" in said.err
    assert "reporter demo" in said.err
    assert list(here.iterdir()) == []


def test_an_unknown_option_is_a_usage_error_in_our_words(call: Call) -> None:
    said = call("run", "--rooster", "x")
    assert said.code == 2
    assert said.err.startswith("error: ")
    assert "reporter run --help" in said.err


def test_the_day_must_be_a_day(call: Call, inputs: Inputs) -> None:
    assert call("run", *inputs[:4], "--as-of", "23.11.2026").code == 2


def _consult(here: Path, text: str) -> None:
    (here / "people.csv").write_text("Employee ID,Country\n1,DE\n2,AT\n3,IE\n", encoding="utf-8")
    (here / "reporter.toml").write_text(text, encoding="utf-8")


def test_somebody_in_de_or_at_and_no_consultation_recorded_stops_the_run_with_8(
    call: Call, here: Path, inputs: Inputs
) -> None:
    """ "If somebody in scope works in DE or AT and the configuration neither records date and reference of the
    consultation nor excludes the country, `run` stops with exit 8."
    """
    _consult(here, "")
    said = call("run", *inputs, *TABLES, "--out", "q4")
    assert said.code == 8
    assert "DE" in said.err
    assert "AT" in said.err
    assert "[consultation]" in said.err
    assert not (here / "q4").exists()


def test_a_consultation_recorded_or_a_country_excluded_lets_the_run_go_on(
    call: Call, here: Path, inputs: Inputs
) -> None:
    _consult(
        here,
        '[consultation]\nDE = {date = 2026-11-23, reference = "2026/14"}\n[scope]\nexclude_countries = ["AT"]\n',
    )
    (here / "answers.csv").write_text((here / "answers.csv").read_text().replace("Email Address", "Employee ID"))
    (here / "answers.csv").write_text((here / "answers.csv").read_text().replace("ana@small.example", "3"))
    said = call("run", *inputs, *TABLES, "--out", "q4")
    assert said.code == 0, said.err
    assert "consultation-open" in said.out


def test_a_consultation_after_the_day_of_the_assessment_does_not_count(call: Call, here: Path, inputs: Inputs) -> None:
    _consult(
        here,
        '[consultation]\nDE = {date = 2026-11-24, reference = "2026/14"}\n[scope]\nexclude_countries = ["AT"]\n',
    )
    said = call("run", *inputs, *TABLES, "--out", "q4")
    assert said.code == 8
    assert "2026-11-24" in said.err


def test_a_country_where_it_is_to_be_checked_gives_a_warning(call: Call, inputs: Inputs) -> None:
    said = call("run", *inputs, *TABLES, "--out", "q4")
    assert said.code == 0
    assert "People in scope work in France" in said.out


def test_output_of_a_file_cannot_steer_the_terminal(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "\x1b[31mpeople.csv").write_bytes((here / "people.csv").read_bytes())
    said = call("check", "--roster", "\x1b[31mpeople.csv", *inputs[2:])
    assert "\x1b" not in said.out.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "\\u001b[31mpeople.csv" in said.out


def test_the_permission_gate_names_the_configuration_that_was_read(call: Call, here: Path, inputs: Inputs) -> None:
    _consult(here, "")
    (here / "ours.toml").write_text("")
    said = call("run", *inputs, *TABLES, "--config", "ours.toml", "--out", "q4")
    assert said.code == 8
    assert "error: ours.toml, [consultation]: " in said.err
    assert "reporter.toml" not in said.err


def test_a_wrong_column_of_the_configuration_is_exit_2_with_the_nearest_spelling(
    call: Call, here: Path, inputs: Inputs
) -> None:
    for section, wrong, meant in (("roster", "departmnt", "department"), ("survey", "LI05", "LI-05")):
        (here / "ours.toml").write_text(f'[{section}.columns]\n{wrong} = "x"\n')
        said = call("run", *inputs, "--config", "ours.toml", "--out", "q4")
        assert said.code == 2
        assert f"error: ours.toml, [{section}.columns]: no column is called `{wrong}`" in said.err
        assert f"hint: Did you mean `{meant}`?" in said.err


def test_a_logo_that_is_missing_names_its_key_and_what_to_do(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "ours.toml").write_text('[organisation]\nlogo = "nowhere.svg"\n')
    said = call("run", *inputs, "--config", "ours.toml", "--out", "q4")
    assert said.code == 2
    assert "error: ours.toml, [organisation] logo: the logo cannot be read" in said.err
    assert "hint: Looked for nowhere.svg" in said.err


@pytest.mark.parametrize(
    "flags", [("--outputs", ""), ("--outputs", "papyrus"), ("--edition", "board"), ("--fail-on", "everything")]
)
def test_a_flag_that_cannot_be_followed_is_exit_2_with_a_hint(
    call: Call, inputs: Inputs, flags: tuple[str, ...]
) -> None:
    said = call("run", *inputs, *flags, "--out", "q4")
    assert said.code == 2
    assert said.err.startswith(f"error: {flags[0]}: ")
    assert "hint: " in said.err


def test_an_organisation_that_is_not_named_is_called_not_stated_as_in_the_documents(call: Call, inputs: Inputs) -> None:
    assert call("run", *inputs, *TABLES, "--out", "q4").out.startswith("Organisation not stated, 2026-Q4")


def test_help_shows_placeholders_and_no_types_of_switches(call: Call) -> None:
    said = call("run", "--help")
    assert "reporter-YYYY-MM-DD" in said.out
    assert "unknown alone" in " ".join(said.out.split())
    assert not [line for line in said.out.splitlines() if "--force" in line and "<bool>" in line]


def test_an_earlier_run_that_was_set_aside_is_put_back_before_the_next_one_asks_for_its_place(
    call: Call, here: Path, inputs: Inputs
) -> None:
    """A run with --force was killed between its two renames."""
    assert call("run", *inputs, *TABLES, "--out", "q4").code == 0
    aside = here / f".reporter-{'e' * 16}-aside"
    aside.mkdir(mode=0o700)
    (here / "q4").rename(aside / "q4")
    said = call("run", *inputs, *TABLES, "--out", "q4")
    assert said.code == 2
    assert "a run never overwrites another" in said.err
    assert call("verify", "q4").code == 0
