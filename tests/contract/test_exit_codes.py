"""DESIGN §5, exit codes, and the manners of commands: what they write, import, and say when they cannot go on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Reporter = Callable[..., subprocess.CompletedProcess[str]]

ROSTER = (
    "Employee ID,Work Email,Department,Country,State\n1,ana@staff.example,Sales,GB,\n2,bo@staff.example,Sales,GB,\n"
)
SURVEY = (
    "Timestamp,Email Address,LI-01,HR-02\n2027-01-20,ana@staff.example,On,Yes\n2027-01-20,bo@staff.example,Off,Yes\n"
)
OPEN = SURVEY.replace("On,Yes", "On,No")
UNKNOWN = SURVEY.replace("On,Yes", "On,Prefer not to say")
INPUTS = ("--roster", "people.csv", "--survey", "answers.csv", "--policy", "own.yaml")
RUN = ("run", *INPUTS, "--as-of", "2027-02-12", "--outputs", "csv", "--out", "out")


@pytest.fixture
def home(policy: str, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "own.yaml").write_text(policy, encoding="utf-8")
    (home / "people.csv").write_text(ROSTER, encoding="utf-8")
    (home / "answers.csv").write_text(SURVEY, encoding="utf-8")
    return home


def state(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() if p.is_file() else b"" for p in sorted(folder.rglob("*"))}


def refused(reporter: Reporter, home: Path, name: str, content: bytes | None) -> int:
    """Put `content` (None: nothing) in a file's place and run: it is named with a hint, and nothing is written."""
    (home / name).unlink()
    if content is not None:
        (home / name).write_bytes(content)
    before = state(home)
    said = reporter(*RUN, cwd=home)
    assert name in said.stderr
    assert hinted(said)
    assert state(home) == before
    return said.returncode


def hinted(said: subprocess.CompletedProcess[str]) -> bool:
    """Whether what to do about an error was said, too."""
    return any(line.startswith("hint: ") for line in said.stderr.splitlines())


def test_the_version_is_said_without_importing_polars_or_weasyprint(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "reporter", "--version"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0
    assert said.stdout.split()[0] == "reporter"
    imported = {line.rsplit("|", 1)[-1].strip() for line in said.stderr.splitlines()}
    assert "sys" in imported or "site" in imported
    assert not [name for name in imported if name.partition(".")[0] in {"polars", "weasyprint"}]


@pytest.mark.parametrize("command", ["demo", "init", "check", "run", "verify", "doctor"])
def test_every_command_has_an_example_in_its_help(reporter: Reporter, tmp_path: Path, command: str) -> None:
    said = reporter(command, "--help", cwd=tmp_path)
    assert said.returncode == 0
    _, _, example = said.stdout.partition("Example")
    assert f"reporter {command}" in example


@pytest.mark.parametrize(
    "arguments",
    [
        ("rnu",),
        (*RUN, "--bogus"),
        (*RUN, "--as-of", "yesterday"),
        (*RUN, "--period", "2026-Q5"),
        (*RUN, "--fail-on", "everything"),
        (*RUN, "--edition", "board"),
        (*RUN, "--outputs", "papyrus"),
        (*RUN, "--workers", "many"),
    ],
    ids=lambda arguments: arguments[-1],
)
def test_a_command_line_that_cannot_be_followed_is_exit_2(
    reporter: Reporter, home: Path, arguments: tuple[str, ...]
) -> None:
    before = state(home)
    said = reporter(*arguments, cwd=home)
    assert said.returncode == 2
    assert state(home) == before
    assert hinted(said)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("own.yaml", None),
        ("own.yaml", b"schema: [1\n"),
        ("own.yaml", b""),
    ],
    ids=["missing", "no YAML", "empty"],
)
def test_a_missing_or_invalid_policy_is_exit_3_and_nothing_is_written(
    reporter: Reporter, home: Path, name: str, content: bytes | None
) -> None:
    assert refused(reporter, home, name, content) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.csv", None),
        ("people.csv", b""),
        ("people.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"),
        ("people.csv", b"Shoe size,Hat size\n1,2\n"),
        ("answers.csv", b"Timestamp,LI-01,HR-02\n2027-01-20,On,Yes\n"),
        ("answers.csv", b"Timestamp,Email Address,Favourite colour\n2027-01-20,ana@staff.example,blue\n"),
        ("answers.csv", b"Email Address,LI-01\nana@staff.example,On\n"),
        ("answers.csv", b"Timestamp,Email Address,LI-01,[LI-01] the switch\n2027-01-20,ana@staff.example,On,Off\n"),
        ("people.csv", b"Employee ID,Work Email,Country,Country\n1,ana@staff.example,GB,FR\n"),
    ],
    ids=[
        *("no roster", "empty roster", "a picture", "no identity column in the roster"),
        *("no identity column in the survey", "no question", "no submission column", "two columns for a question"),
        "two columns for the country",
    ],
)
def test_a_source_that_cannot_be_used_is_exit_4_and_nothing_is_written(
    reporter: Reporter, home: Path, name: str, content: bytes | None
) -> None:
    assert refused(reporter, home, name, content) == 4


def test_a_file_that_only_pretends_to_be_a_workbook_is_exit_4(reporter: Reporter, home: Path) -> None:
    (home / "fake.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    said = reporter(*RUN, "--survey", "fake.xlsx", cwd=home)
    assert said.returncode == 4
    assert "fake.xlsx" in said.stderr
    assert hinted(said)
    assert not (home / "out").exists()


def test_an_unreadable_row_of_the_waivers_stops_the_run_with_exit_4_and_says_file_and_row(
    reporter: Reporter, home: Path
) -> None:
    header = "employee,control,reason,approver,approver_role,granted,expires\n"
    good = "1,LI-01,A study,boss@staff.example,Head,2027-01-01,2027-06-30\n"
    (home / "waivers.csv").write_text(header + good + good.replace("2027-06-30", "some day"))
    said = reporter(*RUN, "--waivers", "waivers.csv", cwd=home)
    assert said.returncode == 4
    assert "waivers.csv" in said.stderr
    assert "3" in said.stderr.partition("waivers.csv")[2].splitlines()[0]
    assert not (home / "out").exists()


def test_one_alias_for_two_people_is_exit_4(reporter: Reporter, home: Path) -> None:
    (home / "aliases.csv").write_text("alias,employee\nx@staff.example,1\nx@staff.example,2\n")
    assert reporter(*RUN, "--aliases", "aliases.csv", cwd=home).returncode == 4
    assert not (home / "out").exists()


def test_people_in_scope_where_a_works_council_must_be_heard_first_are_exit_8(reporter: Reporter, home: Path) -> None:
    (home / "people.csv").write_text(ROSTER + "3,cy@staff.example,Sales,DE,\n")
    before = state(home)
    said = reporter(*RUN, cwd=home)
    assert said.returncode == 8
    assert "DE" in said.stderr
    assert hinted(said)
    assert state(home) == before


@pytest.mark.parametrize(
    ("survey", "fail_on", "code"),
    [
        (SURVEY, "required", 0),  # LI-01 is open, but of a personal account: recommended
        (SURVEY, "recommended", 10),
        (OPEN, "required", 10),
        (UNKNOWN, "required", 0),
        (UNKNOWN, "required,unknown", 10),
    ],
    ids=["capped", "recommended", "required", "unknown does not count", "unknown counts"],
)
def test_exit_10_says_done_and_that_fail_on_was_met(
    reporter: Reporter, home: Path, survey: str, fail_on: str, code: int
) -> None:
    (home / "answers.csv").write_text(survey)
    assert reporter(*RUN, "--fail-on", fail_on, cwd=home).returncode == code
    assert (home / "out" / "manifest.json").is_file()
    assert (home / "out" / "SHA256SUMS").is_file()


def test_a_waived_finding_is_not_open_and_does_not_meet_fail_on(reporter: Reporter, home: Path) -> None:
    (home / "answers.csv").write_text(OPEN)
    (home / "waivers.csv").write_text(
        "employee,control,reason,approver,approver_role,granted,expires\n"
        "1,HR-02,A study,boss@staff.example,Head,2027-01-01,2027-06-30\n"
    )
    assert reporter(*RUN, "--waivers", "waivers.csv", "--fail-on", "required", cwd=home).returncode == 0


def test_check_is_exit_0_when_ready_and_writes_nothing(reporter: Reporter, home: Path, tmp_path: Path) -> None:
    (tmp_path / "own-home").mkdir()
    before = state(tmp_path)
    said = reporter("check", *INPUTS, cwd=home, HOME=str(tmp_path / "own-home"), TMPDIR=str(tmp_path / "own-home"))
    assert said.returncode == 0
    assert state(tmp_path) == before


def test_check_is_exit_4_when_not_ready_and_writes_nothing(reporter: Reporter, home: Path) -> None:
    two = "3,cy@staff.example,Sales,GB,\n3,cy@staff.example,Legal,GB,\n"
    (home / "people.csv").write_text(ROSTER + two)  # a conflicting duplicate of which both are active
    before = state(home)
    said = reporter("check", *INPUTS, cwd=home)
    assert said.returncode == 4
    assert "conflict" in (said.stdout + said.stderr).casefold()
    assert state(home) == before


def test_check_names_the_columns_that_are_not_kept(reporter: Reporter, home: Path) -> None:
    lines = ROSTER.splitlines()
    (home / "people.csv").write_text("\n".join([lines[0] + ",Shoe size", *(line + ",43" for line in lines[1:])]) + "\n")
    said = reporter("check", *INPUTS, cwd=home)
    assert said.returncode == 0
    assert "Shoe size" in said.stdout


def test_a_failed_verification_comes_with_a_hint_on_stderr(reporter: Reporter, home: Path) -> None:
    assert reporter(*RUN, cwd=home).returncode == 0
    (home / "out" / "extra.txt").write_text("not of this run")
    said = reporter("verify", "out", cwd=home)
    assert said.returncode == 7
    assert hinted(said)
