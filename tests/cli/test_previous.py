"""A run is compared with the quarter before, found in the workspace or named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter import assets

Call = Callable[..., Any]


@pytest.fixture
def workspace(call: Call, here: Path, inputs: tuple[str, ...]) -> Path:
    """Return a workspace with a run of 2026-Q4 in it; its policy has changed since."""
    assert call("init").code == 0
    assert call("run", *inputs, "--outputs", "csv").code == 0
    (here / "next.csv").write_text((here / "answers.csv").read_text().replace("2026-11-", "2027-02-"))
    policy = here / "policies" / "linkedin-ai-training.yaml"
    policy.write_text(
        (assets.folder("policies") / policy.name).read_text().replace('version: "2026.11"', 'version: "2027.02"')
    )
    return here


NEXT = ("--roster", "people.csv", "--survey", "next.csv", "--as-of", "2027-02-22")


def previous(folder: Path) -> Any:  # noqa: ANN401 - as JSON has it
    return json.loads((folder / "manifest.json").read_text())["previous"]


def test_in_a_workspace_the_newest_run_of_an_earlier_quarter_is_found(call: Call, workspace: Path) -> None:
    assert previous(workspace / "runs" / "2026-11-23") is None
    assert call("run", *NEXT, "--outputs", "csv").code == 0
    told = previous(workspace / "runs" / "2027-02-22")
    assert (told["period"], told["as_of"]) == ("2026-Q4", "2026-11-23")
    assert call("run", *NEXT[:-1], "2027-03-01", "--outputs", "csv").code == 0
    assert previous(workspace / "runs" / "2027-03-01") == told, "a run of the same quarter is no earlier period"
    again = call("verify", "runs/2027-02-22", *NEXT[:4])
    assert again.code == 0, again.err


def test_a_run_can_be_named_and_a_wrong_one_says_why(call: Call, workspace: Path) -> None:
    assert call("run", *NEXT, "--outputs", "csv", "--previous", "runs/2026-11-23", "--out", "a").code == 0
    said = call("run", *NEXT, "--outputs", "csv", "--previous", "inbox", "--out", "b")
    assert said.code == 4
    assert "holds no run" in said.err
    assert not (workspace / "b").exists()


def test_without_a_key_file_nobody_can_be_found_again(call: Call, workspace: Path) -> None:
    (workspace / "pseudonym.key").unlink()
    assert call("run", *NEXT, "--outputs", "csv", "--out", "a").code == 0
    assert previous(workspace / "a") is None
    said = call("run", *NEXT, "--outputs", "csv", "--previous", "runs/2026-11-23", "--out", "b")
    assert said.code == 4
    assert "another key" in said.err
