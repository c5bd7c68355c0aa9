"""`reporter survey build`, as HR calls it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reporter import assets
from reporter.model import forms

Call = Callable[..., Any]
STATED = """\
[organisation]
name = "Small & Co"
controller = "Small & Co Ltd"
dpo = "dpo@small.example"
contact = "privacy@small.example"
[notice]
interest = "protecting what is confidential"
recipients = "none"
transfers = "none"
retention = "90 days"
authority = "the one where you live"
"""


def test_it_has_an_example_in_its_help(call: Call) -> None:
    assert "Example:  reporter survey build" in call("survey", "--help").out
    assert "Example:  reporter survey build --format xlsx" in call("survey", "build", "--help").out


@pytest.mark.usefixtures("here")
def test_json_is_printed_and_nothing_else(call: Call) -> None:
    """DESIGN §8: '`reporter survey build --format json` prints, in order, what the survey must ask'."""
    said = call("survey", "build", "--format", "json", "--policy", "linkedin-ai-training")
    assert (said.code, said.err) == (0, "")
    questions = json.loads(said.out)["questions"]
    assert [q["id"] for q in questions] == ["linkedin.account", *(f"LI-0{n}" for n in range(1, 8))]
    assert questions[1]["answers"][0] == {"text": "Off", "outcome": "satisfied", "reason": "answered"}


@pytest.mark.usefixtures("here")
def test_without_a_policy_the_company_policy_and_the_linkedin_pack_are_asked(call: Call) -> None:
    questions = json.loads(call("survey", "build", "--format", "json").out)["questions"]
    company = [f"CP-0{n}" for n in range(1, 9)]
    assert [q["id"] for q in questions] == [*company, "linkedin.account", *(f"LI-0{n}" for n in range(1, 8))]


def test_markdown_is_printed_and_what_the_notice_lacks_is_said_beside_it(call: Call, here: Path) -> None:
    said = call("survey", "build", "--format", "md")
    assert said.code == 0
    assert "# Privacy settings at work: the survey" in said.out
    assert "[organisation] contact" in said.err
    assert "[notice] interest" in said.err
    (here / "reporter.toml").write_text(STATED, encoding="utf-8")
    assert call("survey", "build", "--format", "md").err == ""


@pytest.mark.parametrize("form", ["xlsx", "html", "md", "json"])
def test_a_folder_is_its_owners_alone_and_never_overwritten(call: Call, here: Path, form: str) -> None:
    said = call("survey", "build", "--format", form, "--out", "q")
    assert said.code == 0
    assert f"survey.{form}" in said.out
    assert {p.name for p in (here / "q").iterdir()} >= {f"survey.{form}", "invitation.txt", "announcement.txt"}
    assert {p.stat().st_mode & 0o777 for p in (here / "q").iterdir()} == {0o600}
    assert (here / "q").stat().st_mode & 0o777 == 0o700
    again = call("survey", "build", "--format", form, "--out", "q")
    assert again.code == 2
    assert "is there already" in again.err


@pytest.mark.usefixtures("inputs")
def test_a_roster_makes_a_workbook_for_each_that_can_be_sent_back(call: Call, here: Path) -> None:
    made = call("survey", "build", "--format", "xlsx", "--roster", "people.csv", "--as-of", "2026-11-02")
    assert made.code == 0, made.err
    assert "5 workbooks" in made.out
    index = list(csv.DictReader((here / "survey" / "people.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["file"], row["employee_id"]) for row in index] == [
        (f"000{n}.xlsx", str(i)) for n, i in enumerate((1, 2, 3, 4, 6), start=1)
    ]
    (here / "back").mkdir()
    for row, answer in (("0001.xlsx", "Off"), ("0003.xlsx", "On")):
        book = load_workbook(here / "survey" / "people" / row)
        sheet = book.worksheets[0]
        lines = {cell.value: cell.row for cell in sheet["A"]}
        sheet.cell(lines[forms.DATE], 3).value = date(2026, 11, 10)
        sheet.cell(lines["LI-01"], 3).value = answer
        book.save(here / "back" / row)
    said = call(
        "run", "--roster", "people.csv", "--survey", "back", "--outputs", "csv", "--as-of", "2026-11-23", "--out", "q4"
    )
    assert said.code == 0, said.err
    findings = list(csv.DictReader((here / "q4" / "findings.csv").read_text(encoding="utf-8").splitlines()))
    judged = sorted(f["outcome"] for f in findings if f["control"] == "LI-01" and f["responded"] == "true")
    assert judged == ["not-satisfied", "satisfied"]
    assert json.loads((here / "q4" / "manifest.json").read_text())["notices"] == [
        "consultation-advised",
        "ids-in-sequence",
    ]


@pytest.mark.usefixtures("inputs")
def test_each_gets_the_language_of_their_country_unless_one_is_named(call: Call, here: Path) -> None:
    languages = '[organisation]\nlanguages = {default = "en", FR = "fr", GB = "xx"}\n'
    (here / "reporter.toml").write_text(languages, encoding="utf-8")

    def tabs(*arguments: str) -> list[str]:
        out = here / f"out{len(arguments)}"
        said = call("survey", "build", "--format", "xlsx", "--roster", "people.csv", "--out", out, *arguments)
        assert said.code == 0, said.err
        return [load_workbook(out / "people" / f"000{n}.xlsx").sheetnames[1] for n in (1, 2, 4)]

    assert tabs() == ["Privacy notice", tabs("--language", "fr")[0], "Privacy notice"]
    assert len(set(tabs("--language", "de", "--as-of", "2026-11-02"))) == 1


@pytest.mark.usefixtures("inputs")
def test_where_a_works_council_must_be_heard_first_nobody_is_asked_before(call: Call, here: Path) -> None:
    (here / "people.csv").write_text("Employee ID,Country\n1,DE\n", encoding="utf-8")
    said = call("survey", "build", "--format", "xlsx", "--roster", "people.csv")
    assert said.code == 8
    assert not (here / "survey").exists()
    (here / "reporter.toml").write_text('[consultation]\nDE = {date = 2026-09-01, reference = "R"}\n', encoding="utf-8")
    assert call("survey", "build", "--format", "xlsx", "--roster", "people.csv", "--as-of", "2026-11-02").code == 0


@pytest.mark.usefixtures("inputs")
@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--format", "html", "--roster", "people.csv"), "--format xlsx"),
        (("--format", "md", "--language", "xx"), "en"),
        (("--format", "pdf"), "--help"),
        ((), "--help"),
    ],
)
def test_a_slip_on_the_command_line_is_a_usage_error_with_a_hint(
    call: Call, arguments: tuple[str, ...], hint: str
) -> None:
    said = call("survey", "build", *arguments)
    assert (said.code, said.out) == (2, "")
    assert hint in said.err


def test_any_set_of_packs_is_one_survey(call: Call, here: Path) -> None:
    said = call("survey", "build", "--format", "json", "--policy", assets.folder("policies"))
    ids = [q["id"] for q in json.loads(said.out)["questions"]]
    assert len(ids) == len(set(ids)) > 30
    (here / "broken.yaml").write_text("schema: 1\n", encoding="utf-8")
    assert call("survey", "build", "--format", "json", "--policy", "broken.yaml").code == 3


@pytest.mark.usefixtures("inputs")
def test_the_same_inputs_give_the_same_bytes(call: Call, here: Path) -> None:
    for folder in ("a", "b"):
        call("survey", "build", "--format", "xlsx", "--roster", "people.csv", "--as-of", "2026-11-02", "--out", folder)
    files = sorted(p.relative_to(here / "a") for p in (here / "a").rglob("*") if p.is_file())
    assert len(files) == 10
    assert [f for f in files if (here / "a" / f).read_bytes() != (here / "b" / f).read_bytes()] == []
