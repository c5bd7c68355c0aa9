"""A shell completes commands and options, once `reporter --install-completion` has told it how."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def completed(shell: str, line: str, here: Path) -> str:
    environ = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "HOME": str(here),
        "_REPORTER_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
    }
    return subprocess.run(
        [sys.executable, "-m", "reporter"], cwd=here, env=environ, capture_output=True, text=True, check=False
    ).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_commands_and_options(shell: str, tmp_path: Path) -> None:
    assert "policy" in completed(shell, "reporter pol", tmp_path)
    assert "demo" not in completed(shell, "reporter pol", tmp_path)
    assert "lint" in completed(shell, "reporter policy l", tmp_path)
    assert "--roster" in completed(shell, "reporter run --ro", tmp_path)


def test_help_says_how_to_install_it(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "reporter", "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "--install-completion" in said
    assert "--show-completion" in said
