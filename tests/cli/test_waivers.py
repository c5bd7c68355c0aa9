"""A waiver file as YAML and a shorter longest term, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Inputs = tuple[str, ...]
SHORT = (
    "waivers:\n"
    "  - {employee: '1', control: LI-01, reason: A study, approver: Di Marsh, approver_role: CISO,\n"
    "     granted: 2026-11-01, expires: 2026-12-31}\n"
)
LONG = "  - {employee: '4', control: LI-01, reason: r, approver: Bo Tran, granted: 2026-06-01, expires: 2026-12-31}\n"
CONFIGURED = ("--waivers", "waivers.yaml", "--config", "short.toml")


@pytest.fixture
def given(here: Path, inputs: Inputs) -> Inputs:
    (here / "waivers.yaml").write_text(SHORT + LONG)
    (here / "short.toml").write_text("[run]\nwaiver_days = 90\n")
    return (*inputs, *CONFIGURED)


def test_the_configuration_may_shorten_the_longest_term_of_a_waiver(call: Call, here: Path, given: Inputs) -> None:
    """`reporter.toml` may shorten the 366 days; what did not attach is listed with its reason."""
    said = call("check", *given)
    assert "1 too-long (line 4)" in " ".join(said.out.split())
    assert "1 valid (line 2)" in " ".join(said.out.split())
    assert call("run", *given, "--outputs", "csv", "--out", "q4").code == 0
    manifest = json.loads((here / "q4" / "manifest.json").read_text())
    assert manifest["parameters"]["waiver_days"] == 90
    assert (manifest["waivers"]["valid"], manifest["waivers"]["too-long"]) == (1, 1)
    assert manifest["controls"]["LI-01"]["waived"] == 1


def test_verify_judges_again_with_the_term_of_the_configuration(call: Call, given: Inputs) -> None:
    assert call("run", *given, "--outputs", "csv", "--out", "q4").code == 0
    assert call("verify", "q4", *given[:4], *CONFIGURED).code == 0
    said = call("verify", "q4", *given[:4], *CONFIGURED[:2])
    assert said.code == 7
    assert "manifest.json, parameters.waiver_days: the run says 90, judging again gives 366" in said.err


def test_an_entry_that_cannot_be_read_stops_the_run(call: Call, here: Path, given: Inputs) -> None:
    (here / "waivers.yaml").write_text(SHORT + "  - {employee: '4'}\n")
    said = call("run", *given, "--out", "q4")
    assert said.code == 4
    assert "waivers.yaml:4:5" in said.err
    assert "Traceback" not in said.err
    assert not (here / "q4").exists()
