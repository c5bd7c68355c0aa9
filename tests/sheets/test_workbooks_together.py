"""Small workbooks share a child process: a folder of questionnaires is read in seconds, and each on its own account."""

from __future__ import annotations

import subprocess
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from reporter.errors import SourceError
from reporter.sheets import xlsx_tables
from reporter.sheets.files import Kind, SourceFile

DIES = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from reporter.sheets import xlsx_child as child; "
    "read = child._read; "
    "child._read = lambda data, name: sys.exit(9) if name.startswith('dies') else read(data, name); "
    "child.main(json.loads(sys.argv[2]))"
)


def workbook(name: str, text: str) -> SourceFile:
    book, data = Workbook(), BytesIO()
    book.worksheets[0]["A1"] = text
    book.save(data)
    return SourceFile(name=name, sha256=name, kind=Kind.WORKBOOK, data=data.getvalue())


def told(files: list[SourceFile]) -> list[str]:
    """Return what stands in each file's first cell, or that it cannot be read."""
    return [
        "error" if isinstance(found, SourceError) else found[0].cells.item(0, 0)
        for found in xlsx_tables.read_each(files)
    ]


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the children that are started: how many workbooks each is given."""
    started: list[int] = []
    run = subprocess.run

    def counted(command: list[str], **rest: Any) -> Any:  # noqa: ANN401 - as subprocess.run has it
        started.append(command[-1].count('"') // 2)
        return run(command, **rest)

    monkeypatch.setattr(subprocess, "run", counted)
    return started


def test_small_workbooks_share_a_child_and_keep_their_order(children: list[int]) -> None:
    assert told([workbook(f"{n}.xlsx", str(n)) for n in range(7)]) == [str(n) for n in range(7)]
    assert children == [7]


def test_one_that_kills_the_child_is_the_only_one_not_read(
    children: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_tables, "_CHILD", DIES)
    names = ["a.xlsx", "dies.xlsx", "b.xlsx"]
    assert told([workbook(name, name) for name in names]) == ["a.xlsx", "error", "b.xlsx"]
    assert children == [3, 2, 1]


def test_one_that_is_refused_does_not_keep_the_others_from_being_read(children: list[int]) -> None:
    bad = SourceFile(name="bad.xlsx", sha256="", kind=Kind.WORKBOOK, data=b"PK\x03\x04 and no more")
    assert told([workbook("a.xlsx", "a"), bad, workbook("b.xlsx", "b")]) == ["a", "error", "b"]
    assert children == [3]


def test_a_large_one_has_a_child_for_itself(children: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    files = [workbook(f"{n}.xlsx", str(n)) for n in range(2)]
    monkeypatch.setattr(xlsx_tables, "_SMALL", len(files[0].data))
    assert told(files) == ["0", "1"]
    assert children == [1, 1]
