"""A command that is printed can be typed: where `reporter` on PATH is not this program, it is printed by its path."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from reporter.cli import app, typed

REPOSITORY = Path(__file__).parents[2]
SCRIPT = "#!{python}\nimport sys\nsys.path.insert(0, {source!r})\nfrom reporter.cli import main\nmain()\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """Install the program as `make demo` does: in .venv/bin/ of the current folder, which is not on PATH."""
    path = tmp_path / "a project" / ".venv" / "bin" / "reporter"
    path.parent.mkdir(parents=True)
    path.write_text(SCRIPT.format(python=sys.executable, source=str(REPOSITORY)), encoding="utf-8")
    path.chmod(0o755)
    return path


def called(monkeypatch: pytest.MonkeyPatch, script: Path | str, here: Path, *, on_path: Path | None = None) -> None:
    monkeypatch.chdir(here)
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.setenv("PATH", f"{on_path}:/usr/bin" if on_path else "/usr/bin")


def shell(line: str, here: Path) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": "/usr/bin:/bin", "COLUMNS": "400", "HOME": str(here)}
    return subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", line], cwd=here, env=environ, capture_output=True, text=True, check=False
    )


def test_every_command_is_known() -> None:
    groups = {group.typer_instance.info.name for group in app.registered_groups if group.typer_instance is not None}
    assert {info.name for info in app.registered_commands} | groups == set(typed.COMMANDS)


CLI = REPOSITORY / "reporter" / "cli"


@pytest.mark.parametrize("path", sorted(CLI.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_prints_a_command_as_it_stands(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    rewritten = {id(part) for call in calls if ast.unparse(call.func) == "typed" for part in ast.walk(call)}
    printed = [
        part.value
        for call in calls
        if ast.unparse(call.func).startswith(("screen.", "steps.append"))
        for argument in call.args
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in rewritten
    ]
    assert [text for text in printed if re.search(rf"\breporter (?:{'|'.join(typed.COMMANDS)})\b", text)] == []


def test_from_a_folder_above_the_program_has_its_relative_path(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called(monkeypatch, script, script.parents[2])
    assert typed.command("open", Path("demo-run")) == ".venv/bin/reporter open demo-run"
    assert typed.typed("Type: reporter check, then reporter run.") == (
        "Type: .venv/bin/reporter check, then .venv/bin/reporter run."
    )


def test_elsewhere_it_has_its_whole_path_quoted(
    script: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    called(monkeypatch, script, tmp_path_factory.mktemp("elsewhere"))
    assert typed.command("doctor") == f"'{script}' doctor"


def test_in_its_own_folder_it_has_a_dot(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called(monkeypatch, script, script.parent)
    assert typed.program() == "./reporter"


def test_on_path_it_has_its_name(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called(monkeypatch, script, script.parents[2], on_path=script.parent)
    assert typed.command("open", "demo-run") == "reporter open demo-run"
    assert typed.typed("Type: reporter check") == "Type: reporter check"


def test_where_another_reporter_is_on_path_it_has_its_path(
    script: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "reporter"
    other.write_text("#!/bin/sh\n", encoding="utf-8")
    other.chmod(0o755)
    called(monkeypatch, script, script.parents[2], on_path=tmp_path)
    assert typed.program() == ".venv/bin/reporter"


def test_as_a_module_it_has_its_python(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called(monkeypatch, REPOSITORY / "reporter" / "__main__.py", script.parents[2])
    monkeypatch.setattr(sys, "executable", str(script.with_name("python")))
    assert typed.command("doctor") == ".venv/bin/python -m reporter doctor"


def test_what_comes_behind_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    called(monkeypatch, "reporter", tmp_path)
    assert typed.command("open", Path("my run; rm x")) == "reporter open 'my run; rm x'"


@pytest.mark.parametrize(
    "text",
    [
        "Verify with the version of reporter that made the run.",
        "See bin/reporter run.",
        "the fonts that come with reporter are missing",
        "reporter.toml",
        "a news-reporter check",
        "reporter checks",
        "“Our reporter” open",
    ],
)
def test_words_that_are_no_command_stay(script: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    called(monkeypatch, script, script.parents[2])
    assert typed.typed(text) == text


def test_what_init_prints_can_be_typed_one_after_the_other(script: Path) -> None:
    here = script.parents[2]
    done = shell(".venv/bin/reporter init 'our survey'", here)
    assert done.returncode == 0, done.stderr
    [step] = [line for line in done.stdout.splitlines() if "check" in line]
    [enter] = re.findall(r"cd '[^']+'", step)
    commands = re.findall(r"\S*reporter (?:check|run)\b", step)
    assert len(commands) == 2
    for command in commands:
        assert shell(f"{enter} && {command} --help", here).returncode == 0


def test_a_hint_can_be_typed(script: Path) -> None:
    here = script.parents[2]
    done = shell(".venv/bin/reporter open", here)
    [hint] = re.findall(r"hint: .*name one: (.+) DIR", done.stderr)
    assert shell(f"{hint} --help", here).returncode == 0


def test_the_examples_of_help_can_be_typed(script: Path) -> None:
    here = script.parents[2]
    for command in ("run", "mail send"):
        said = shell(f".venv/bin/reporter {command} --help", here).stdout
        [example] = re.findall(r"Example: +(.+)", said)
        program = shlex.split(example)[0]
        assert program == ".venv/bin/reporter"
        assert os.access(here / program, os.X_OK)
