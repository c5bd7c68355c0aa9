from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Inputs = tuple[str, ...]


@pytest.fixture
def made(call: Call, here: Path, inputs: Inputs) -> Path:
    assert call("run", *inputs, "--outputs", "csv", "--out", "q4").code == 0
    return here / "q4"


@pytest.mark.usefixtures("made")
def test_verify_says_what_is_proven_and_what_is_not(call: Call) -> None:
    said = call("verify", "q4")
    assert said.code == 0
    assert "q4 is in order." in said.out
    assert "only a signature or the head of the ledger proves it" in said.out
    assert "Not proven: that the findings follow from the answers" in said.out


@pytest.mark.usefixtures("made")
def test_verify_judges_again_with_the_inputs(call: Call, inputs: Inputs) -> None:
    said = call("verify", "q4", *inputs[:4])
    assert said.code == 0
    assert "byte for byte" in said.out


@pytest.mark.usefixtures("made")
def test_verify_with_other_inputs_is_exit_7(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "answers.csv").write_text((here / "answers.csv").read_text().replace("On", "Off"))
    said = call("verify", "q4", *inputs[:4])
    assert said.code == 7
    assert "answers.csv" in said.err


def test_a_folder_that_is_no_run_is_exit_7_with_words(call: Call, here: Path) -> None:
    (here / "holiday").mkdir()
    for name in ("holiday", "nowhere"):
        said = call("verify", name)
        assert said.code == 7
        assert "not the output of a run" in said.err


def test_every_disagreement_is_listed(call: Call, made: Path) -> None:
    (made / "findings.csv").unlink()
    (made / "added.txt").write_text("x")
    said = call("verify", "q4")
    assert said.code == 7
    assert said.err.count("error: ") >= 3
    assert "findings.csv: is missing" in said.err
    assert "added.txt: is not listed" in said.err
