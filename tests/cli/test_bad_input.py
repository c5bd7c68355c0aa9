"""Bad input never gives a traceback: exit 3 or 4, `error:` with file, sheet, row or column, `hint:` with what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter import assets

Call = Callable[..., Any]
Inputs = tuple[str, ...]

GOOD_ROSTER = "Employee ID,Work Email,Country\n1,ana@small.example,IE\n"
GOOD_SURVEY = "Timestamp,Email Address,[LI-01] switch\n2026-11-02 10:00,ana@small.example,On\n"
POLICY = "policies/linkedin-ai-training.yaml"


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize(
    ("roster", "survey", "at_fault"),
    [
        (None, GOOD_SURVEY, "people.csv"),
        (GOOD_ROSTER, None, "answers.csv"),
        (b"", GOOD_SURVEY, "people.csv"),
        (GOOD_ROSTER, b"", "answers.csv"),
        (b"%PDF-1.7 \x00\x01\x02", GOOD_SURVEY, "people.csv"),
        (GOOD_ROSTER, b"\x89PNG\r\n\x1a\n\x00\x00", "answers.csv"),
        (b"PK\x03\x04 and no more", GOOD_SURVEY, "people.csv"),
        ("Shoe size,Colour\n42,red\n", GOOD_SURVEY, "people.csv"),
        (GOOD_ROSTER, "Timestamp,[LI-01] switch\n2026-11-02 10:00,On\n", "answers.csv"),
        (GOOD_ROSTER, "Timestamp,Email Address,Colour\n2026-11-02 10:00,ana@small.example,red\n", "answers.csv"),
        (GOOD_ROSTER, "Email Address,[LI-01] switch\nana@small.example,On\n", "answers.csv"),
        ("Work Email,Work Email,Country\na@b.example,c@d.example,IE\n", GOOD_SURVEY, "people.csv"),
        (GOOD_ROSTER, "Timestamp,Email Address,[LI-01] a,[LI-01] b\n2026-11-02,a@b.example,On,Off\n", "answers.csv"),
    ],
    ids=[
        "no roster",
        "no survey",
        "empty roster",
        "empty survey",
        "a PDF for a roster",
        "a picture for a survey",
        "a broken archive",
        "no identity column in the roster",
        "no identity column in the survey",
        "no question column recognised",
        "no submission column",
        "two columns claim the address",
        "two columns claim a question",
    ],
)
def test_a_source_that_cannot_be_read_is_exit_4(
    call: Call, here: Path, command: str, roster: str | bytes | None, survey: str | bytes | None, at_fault: str
) -> None:
    for name, content in (("people.csv", roster), ("answers.csv", survey)):
        if content is not None:
            (here / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    said = call(command, "--roster", "people.csv", "--survey", "answers.csv", "--as-of", "2026-11-23")
    assert said.code == 4, said
    assert said.err.startswith("error: ")
    assert at_fault in said.err
    assert "hint: " in said.err
    assert sorted(p.name for p in here.iterdir()) == sorted(
        n for n, c in (("people.csv", roster), ("answers.csv", survey)) if c is not None
    )


@pytest.mark.parametrize(
    "content",
    [None, "", "controls: [", "\x00", "schema: 1\nid: x\n", "schema: 1\ncolour: red\n", "- just\n- a list\n"],
    ids=["missing", "empty", "no YAML", "a null byte", "half a policy", "an unknown key", "a list"],
)
def test_a_policy_that_is_invalid_is_exit_3(call: Call, here: Path, inputs: Inputs, content: str | None) -> None:
    if content is not None:
        (here / "policy.yaml").write_text(content, encoding="utf-8")
    said = call("run", *inputs, "--policy", "policy.yaml", "--out", "q4")
    assert said.code == 3, said
    assert said.err.startswith("error: ")
    assert "policy.yaml" in said.err
    assert not (here / "q4").exists()


def test_an_unknown_policy_key_is_exit_3_with_its_line_and_the_nearest_spelling(
    call: Call, here: Path, inputs: Inputs
) -> None:
    pack = (assets.folder("policies") / "linkedin-ai-training.yaml").read_text(encoding="utf-8")
    (here / "policy.yaml").write_text(pack.replace("severity:", "sverity:", 1), encoding="utf-8")
    said = call("check", *inputs, "--policy", "policy.yaml")
    assert said.code == 3
    assert "sverity" in said.err
    assert "severity" in said.err
    line = next(n for n, text in enumerate(pack.splitlines(), start=1) if "severity:" in text)
    assert f"{line}" in said.err


def test_a_folder_without_files_is_exit_4(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "inbox").mkdir()
    said = call("run", "--roster", "inbox", *inputs[2:], "--out", "q4")
    assert said.code == 4
    assert "inbox" in said.err


def test_a_missing_roster_is_exit_4_and_a_missing_policy_exit_3(call: Call, inputs: Inputs) -> None:
    """ "Paths are opened by the stage that reads them.\""""
    assert call("run", "--roster", "nowhere.csv", *inputs[2:]).code == 4
    assert call("run", *inputs, "--policy", "nowhere.yaml").code == 3


def test_a_configuration_with_an_unknown_key_is_exit_2(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "reporter.toml").write_text("[run]\nrooster = 1\n", encoding="utf-8")
    said = call("check", *inputs)
    assert said.code == 2
    assert "Did you mean `roster`?" in said.err


def test_a_waiver_file_with_an_unreadable_row_stops_the_run(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "waivers.csv").write_text(
        "employee,control,reason,approver,approver_role,granted,expires\n1,LI-01,x,y,z,soon,later\n", encoding="utf-8"
    )
    said = call("run", *inputs, "--waivers", "waivers.csv", "--out", "q4")
    assert said.code == 4
    assert "waivers.csv" in said.err
    assert not (here / "q4").exists()
