"""Files made to hurt whoever opens them are refused with a word of what, where and what to do; or read, if harmless."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from reporter.errors import SourceError
from reporter.model.inputs import RosterTable, SurveyTable
from reporter.sheets.xlsx_screen import screen
from tests.benchmarks import hostile_files
from tests.benchmarks.hostile_files import ALL, READ, SHEET, Hostile

Roster = Callable[..., RosterTable]
Survey = Callable[..., SurveyTable]
Write = Callable[[str, str | bytes], Path]
Parts = Callable[[Mapping[str, bytes]], Path]
LIGHT = [hostile for hostile in ALL if not hostile.heavy and hostile.said != READ]
HARMLESS = [hostile for hostile in ALL if not hostile.heavy and hostile.said == READ]
WHOLE = hostile_files.workbook()


def read(path: Path, roster: Roster) -> None:
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        screen(path.read_bytes(), path.name)  # refuses most of them, and starts no child
    roster(path)


def named(hostile: Hostile) -> str:
    return hostile.name


@pytest.mark.parametrize("hostile", LIGHT, ids=named)
def test_a_hostile_file_is_refused_with_what_where_and_what_to_do(
    hostile: Hostile, tmp_path: Path, roster: Roster
) -> None:
    path = hostile.make(tmp_path)
    with pytest.raises(SourceError) as caught:
        read(path, roster)
    (problem,) = caught.value.problems
    assert hostile.said in problem.what
    assert problem.where.startswith(path.name)
    assert problem.hint
    assert caught.value.exit_code == 4


def test_odd_files_that_harm_nobody_are_read(tmp_path: Path, roster: Roster) -> None:
    paths = []
    for number, hostile in enumerate(HARMLESS):
        (tmp_path / str(number)).mkdir()
        path = hostile.make(tmp_path / str(number))
        paths.append(path.rename(path.with_stem(str(number))))
    table = roster(*paths)
    assert len(table.files) == len(HARMLESS)
    assert set(table.rows.filter(table.rows["employee_id"] == "1")["address"]) == {"ada@x.example"}


@pytest.mark.skipif(
    "REPORTER_HEAVY" not in os.environ, reason="takes minutes and gigabytes of disk; set REPORTER_HEAVY"
)
def test_the_heaviest_files_are_refused_in_30_s_and_1500_mib() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.hostile", "--heavy"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_a_formula_says_is_text_and_is_never_worked_out(tmp_path: Path, roster: Roster, write: Write) -> None:
    dde = "=cmd|' /C calc'!A0"
    table = roster(write("people.csv", f'Work Email,Full Name\na@x.example,"{dde}"\n'))
    assert table.rows["name"].to_list() == [dde]
    book = tmp_path / "people.xlsx"
    cells = (
        hostile_files.cell("A2", "a@x.example") + b'<c r="B2" t="str"><f t="array" ref="B2:B9">1+1</f><v>=1+1</v></c>'
    )
    head = hostile_files.cell("A1", "Work Email") + hostile_files.cell("B1", "Full Name")
    rows = b'<row r="1">' + head + b'</row><row r="2">' + cells + b"</row>"
    book.write_bytes(hostile_files.workbook({SHEET: hostile_files.sheet(rows)}))
    assert roster(book).rows["name"].to_list() == ["=1+1"]


def test_a_formula_without_a_result_is_refused_and_never_evaluated(tmp_path: Path, roster: Roster) -> None:
    head = hostile_files.cell("A1", "Work Email") + hostile_files.cell("B1", "Full Name")
    cells = hostile_files.cell("A2", "a@x.example") + b'<c r="B2"><f>WEBSERVICE("http://127.0.0.1:9/")</f></c>'
    rows = b'<row r="1">' + head + b'</row><row r="2">' + cells + b"</row>"
    (tmp_path / "p.xlsx").write_bytes(hostile_files.workbook({SHEET: hostile_files.sheet(rows)}))
    with pytest.raises(SourceError, match="never calculated"):
        roster(tmp_path / "p.xlsx")


def cuts() -> list[int]:
    """Return the places where cutting is interesting: at and around every header, and in the middle of every part."""
    with zipfile.ZipFile(BytesIO(WHOLE)) as archive:
        starts = [entry.header_offset for entry in archive.infolist()]
        middles = [entry.header_offset + 40 + entry.compress_size // 2 for entry in archive.infolist()]
        directory = archive.start_dir
    ends = [directory, directory + 1, directory + 46, len(WHOLE) - 22, len(WHOLE) - 21, len(WHOLE) - 1]
    return sorted(
        {place + by for place in (*starts, *middles, *ends) for by in (0, 4, 30) if 4 <= place + by < len(WHOLE)}
    )


@pytest.mark.parametrize("length", cuts())
def test_a_workbook_cut_short_anywhere_is_refused_as_damaged(length: int) -> None:
    with pytest.raises(SourceError, match=r"damaged|not put together|not a workbook"):
        screen(WHOLE[:length], "people.xlsx")


def test_a_file_that_grows_while_it_is_read_is_refused(roster: Roster) -> None:
    # The file says it has no bytes, and has some: what a file looks like that grew after it was measured.
    with pytest.raises(SourceError, match="changed while it was read"):
        roster(Path("/proc/self/status"))


def test_a_file_that_vanishes_before_it_is_opened_is_no_traceback(write: Write, roster: Roster) -> None:
    path = write("people.csv", "Email\na@x.example\n")
    path.unlink()
    with pytest.raises(SourceError, match="no such file"):
        roster(path)


def test_reading_a_workbook_leaves_no_file_behind(
    tmp_path: Path, roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "tmp"
    aside.mkdir()
    monkeypatch.setenv("TMPDIR", str(aside))
    (tmp_path / "people.xlsx").write_bytes(WHOLE)
    roster(tmp_path / "people.xlsx")
    assert list(aside.iterdir()) == []


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Work Email", "a" + " " * 130_000 + "b"),
        ("State", "a" + " - b" * 30_000),
        ("Hire Date", "9" * 130_000),
        ("Hire Date", "1/" * 60_000),
        ("Other Email", "a@b;" * 30_000),
        ("LinkedIn account", "É" * 60_000),
    ],
)
def test_no_text_makes_a_reader_think_for_long(write: Write, roster: Roster, column: str, text: str) -> None:
    path = write("people.csv", f'Employee ID,Country,{column}\n1,US,"{text}"\n')
    start = time.process_time()
    with contextlib.suppress(SourceError):
        roster(path)
    assert time.process_time() - start < 2


def test_a_link_to_a_file_is_followed(tmp_path: Path, write: Write, roster: Roster) -> None:
    write("real.csv", "Email\na@x.example\n")
    (tmp_path / "people.csv").symlink_to(tmp_path / "real.csv")
    assert roster(tmp_path / "people.csv").rows.height == 1
