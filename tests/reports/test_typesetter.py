"""Where Pango is missing, that is what is said: not WeasyPrint's banner, and not that a disk may be full."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
WITHOUT = """
import sys, cffi
load = cffi.FFI.dlopen
def absent(self, name, *flags):
    if name is not None and {library!r} in name:
        raise OSError(f"cannot load library '{{name}}': no such file")
    return load(self, name, *flags)
cffi.FFI.dlopen = absent
from reporter.cli import main
main()
"""


def without(library: str, here: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", WITHOUT.format(library=library), *arguments],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("arguments", "library"), [(("demo",), "pango-1.0"), (("doctor",), "gobject")])
def test_a_missing_pango_is_named_with_the_line_that_installs_it(
    tmp_path: Path, arguments: tuple[str, ...], library: str
) -> None:
    done = without(library, tmp_path, *arguments)
    assert done.returncode == 5
    assert "error: Pango, which lays out PDFs, is missing on this machine: lib" in done.stderr
    assert "sudo apt-get install libpango-1.0-0" in done.stderr
    assert "WeasyPrint could" not in done.stdout + done.stderr
    assert "disk" not in done.stderr
    assert list(tmp_path.iterdir()) == []


ROSTER = "Employee ID,Work Email,Country\n1,ana@small.example,IE\n"
SURVEY = "Timestamp,Email Address,[LI-01] the switch,LI-05\n2026-11-02 10:00,ana@small.example,On,Yes\n"


def test_what_is_no_pdf_is_made_without_it_as_the_hint_says(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "answers.csv").write_text(SURVEY, encoding="utf-8")
    run = ("run", "--roster", "people.csv", "--survey", "answers.csv", "--as-of", "2026-11-23", "--out", "q4")
    assert without("pango", tmp_path, *run, "--outputs", "excel,html,csv,oscal").returncode == 0
