"""A small organisation as files, and the command line to call on it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from reporter.cli import main

ROSTER = """\
Employee ID,Work Email,Full Name,Department,Country,State,Employment Status
1,ana@small.example,Ana Lindqvist,Sales,IE,,Active
2,bo@small.example,Bo Tran,Sales,FR,,Active
3,cy@small.example,Cy Okoro,Legal,US,US-CO,Active
4,di@small.example,Di Marsh,Legal,GB,,Active
5,ed@small.example,Ed Novak,Legal,GB,,Terminated
6,,Flo Abara,Legal,GB,,Active
"""
SURVEY = """\
Timestamp,Email Address,[LI-01] the switch,[LI-05] posts,[linkedin.account] whose
2026-11-02 10:00,ana@small.example,On,Yes,
2026-11-03 10:00,bo@small.example,Off,Yes,
2026-11-04 10:00,bo@small.example,switched it off in May,Yes,
2026-11-04 11:00,stranger@small.example,Off,Yes,
"""


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Call = Callable[..., Said]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Call `reporter` with arguments, in this process."""
    hook, handler = sys.excepthook, signal.getsignal(signal.SIGTERM)
    monkeypatch.setenv("COLUMNS", "200")

    def _call(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["reporter", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        code = caught.value.code
        assert code is None or isinstance(code, int)
        assert "Traceback" not in err
        return Said(code or 0, out, err)

    yield _call
    sys.excepthook = hook
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder: an empty one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def inputs(here: Path) -> tuple[str, ...]:
    """Write a roster and a survey, and return the options that name them, and the day."""
    (here / "people.csv").write_text(ROSTER, encoding="utf-8")
    (here / "answers.csv").write_text(SURVEY, encoding="utf-8")
    return ("--roster", "people.csv", "--survey", "answers.csv", "--as-of", "2026-11-23")
