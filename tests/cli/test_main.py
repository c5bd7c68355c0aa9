from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter import __version__
from reporter.cli import app

Call = Callable[..., Any]
Inputs = tuple[str, ...]
COMMANDS = ("map", "run", "check", "verify", "demo", "init", "doctor", "login", "reveal", "open", "sign")
REPOSITORY = Path(__file__).parents[2]


def python(code: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY), **more}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, env=environ
    )


def test_version_imports_neither_weasyprint_nor_polars() -> None:
    done = python(
        "import sys, atexit\n"
        "atexit.register(lambda: print(sorted({m.partition('.')[0] for m in sys.modules})))\n"
        "sys.argv = ['reporter', '--version']\n"
        "from reporter.cli import main\n"
        "main()\n"
    )
    version, modules = done.stdout.splitlines()
    assert version == f"reporter {__version__}"
    assert done.returncode == 0
    for heavy in ("polars", "weasyprint", "openpyxl", "pydantic", "jinja2", "babel", "yaml"):
        assert f"'{heavy}'" not in modules


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_in_its_help(call: Call, command: str) -> None:
    said = call(command, "--help")
    assert said.code == 0
    assert f"Example:  reporter {command}" in said.out


def test_no_command_is_missing_here() -> None:
    assert {info.name or info.callback.__name__ for info in app.registered_commands if info.callback} == set(COMMANDS)


def test_no_command_at_all_shows_the_help(call: Call) -> None:
    said = call()
    assert said.code == 2
    assert "Start here:  reporter demo" in said.out + said.err


def test_an_unknown_command_is_a_usage_error(call: Call) -> None:
    said = call("rnu")
    assert said.code == 2
    assert said.err.startswith("error: ")


BUG = """
import sys
from reporter.cli import main, check
def broken(*_, **__): raise ZeroDivisionError("Ana Lindqvist")
sys.modules["reporter.run"] = type(sys)("reporter.run")
sys.modules["reporter.run"].judge = broken
sys.modules["reporter.run"].fetching = type(sys)("fetching")
sys.modules["reporter.run"].fetching.fetch = broken
main()
"""


def test_a_bug_is_said_to_be_one_without_traceback_or_personal_data() -> None:
    done = python(BUG, "check", "--config", os.devnull)
    assert done.returncode == 1
    assert "this is a bug" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Ana" not in done.stderr
    assert "looks after reporter for you" in done.stderr


def test_debug_shows_where_a_bug_happened() -> None:
    done = python(BUG, "--debug", "check", "--config", os.devnull)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_an_interruption_does_not_say_that_what_was_finished_before_is_gone() -> None:
    done = python(BUG.replace("ZeroDivisionError", "KeyboardInterrupt"), "check", "--config", os.devnull)
    assert done.returncode == 130
    assert done.stderr.strip().endswith("Interrupted. What was not finished was not kept.")


def test_a_reader_that_stops_reading_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reporter", "--help"],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
    finally:
        os.close(writing)
    assert done.stderr == b""


def test_a_terminal_without_unicode_gets_no_exception() -> None:
    done = python("from reporter.cli import main; main()", "doctor", "--config", os.devnull, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr


SLOW = """
import sys, time
from pathlib import Path
from reporter import folder
real = folder._fill
def slow(staging, documents):
    real(staging, documents)
    print("half", flush=True)
    time.sleep(30)
folder._fill = slow
from reporter.cli import main

main()
"""


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_an_interrupted_run_leaves_no_folder_and_the_next_run_cleans_up(
    call: Call, here: Path, inputs: Inputs, number: signal.Signals, code: int
) -> None:
    arguments = ("run", *inputs, "--outputs", "csv", "--out", "q4")
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", SLOW, *arguments],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    assert process.returncode == code, err
    assert "Traceback" not in err
    assert not (here / "q4").exists()
    left = [p for p in here.iterdir() if p.name.startswith(".reporter-")]
    assert len(left) == (1 if number == signal.SIGKILL else 0)
    assert call(*arguments).code == 0
    assert not [p for p in here.iterdir() if p.name.startswith(".reporter-")]
