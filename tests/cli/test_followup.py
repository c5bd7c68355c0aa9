"""The action plan goes out to HR, is filled in and moved about, comes back, and stands in the next run's workbook."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reporter.reports.excel.sheet import FIRST_ROW, HEAD_ROW
from tests.office import Resave, resave

Call = Callable[..., Any]
TAB = "Open findings"
__all__ = ["resave"]


@pytest.fixture
def workspace(call: Call, here: Path, inputs: tuple[str, ...]) -> Path:
    """Return a workspace with a run in it."""
    assert call("init").code == 0
    assert call("run", *inputs, "--outputs", "excel", "--out", "q4").code == 0
    return here


def plan(path: Path) -> tuple[openpyxl.Workbook, Worksheet, dict[str, int]]:
    book = openpyxl.load_workbook(path)
    sheet = book[TAB]
    assert isinstance(sheet, Worksheet)
    return book, sheet, {str(cell.value): n for n, cell in enumerate(sheet[HEAD_ROW], start=1)}


def fill(path: Path, to: Path, *rows: dict[str, Any]) -> None:
    book, sheet, heads = plan(path)
    for number, row in enumerate(rows, start=FIRST_ROW):
        for head, value in row.items():
            sheet.cell(number, heads[head]).value = value
    book.save(to)


def filled(path: Path) -> dict[tuple[Any, Any], tuple[Any, ...]]:
    _, sheet, heads = plan(path)
    rows = [[sheet.cell(n, heads[h]).value for h in heads] for n in range(FIRST_ROW, sheet.max_row + 1)]
    places = [list(heads).index(head) for head in ("Owner", "State", "Comment", "Done on")]
    return {(row[0], row[4]): tuple(row[p] for p in places) for row in rows}


def _columns(text: str) -> list[str]:
    """Return the lines of a table with two spaces between its columns."""
    return [re.sub(r"(?<=\S) {2,}", "  ", line) for line in text.splitlines()]


DONE = {"Owner": "Kim Ito", "State": "Done", "Comment": "Rang her up", "Done on": date(2026, 11, 20)}


def test_what_hr_fills_in_stands_in_the_next_workbook(call: Call, workspace: Path, inputs: tuple[str, ...]) -> None:
    fill(workspace / "q4" / "report.xlsx", workspace / "back.xlsx", DONE)
    first = next(iter(filled(workspace / "back.xlsx")))
    said = call("followup", "import", "back.xlsx")
    assert said.code == 0, said.err
    assert f"  {first[0]}  {first[1]}  new  owner, state, comment, done on" in _columns(said.out)
    assert call("run", *inputs, "--outputs", "excel", "--out", "again").code == 0
    after = filled(workspace / "again" / "report.xlsx")
    assert after[first] == ("Kim Ito", "Done", "Rang her up", datetime(2026, 11, 20))  # noqa: DTZ001 - a cell's day
    assert {row for key, row in after.items() if key != first} <= {(None, None, None, None)}
    again = call("followup", "import", "again/report.xlsx")
    assert again.code == 0, again.err
    assert [line.split()[-1] for line in again.out.splitlines() if line.startswith(("New", "Changed", "Unch"))] == [
        "0", "0", "1",
    ]  # fmt: skip
    with sqlite3.connect(workspace / "ledger.db") as ledger:
        assert ledger.execute("SELECT count(*) FROM followups").fetchone() == (1,)
        assert {a for (a,) in ledger.execute("SELECT action FROM events")} == {"followup-imported"}


def test_json_lists_what_changed_by_employee_and_control_and_nothing_of_what_hr_wrote(
    call: Call, workspace: Path, inputs: tuple[str, ...]
) -> None:
    del inputs
    told = []
    for row in (DONE, DONE | {"State": "No action", "Owner": None}, dict.fromkeys(DONE)):
        fill(workspace / "q4" / "report.xlsx", workspace / "back.xlsx", row)
        (workspace / "~$back.xlsx").touch()
        said = call("followup", "import", "back.xlsx", "--format", "json", "--yes")
        assert said.code == 0, said.err
        assert "a spreadsheet program has the workbook open" in said.err.lower()
        assert not any(str(value) in said.out for value in ("Kim Ito", "Rang her up"))
        told.append(json.loads(said.out))
    first = next(iter(filled(workspace / "back.xlsx")))
    assert [[(c["employee"], c["control"], c["what"], c["columns"]) for c in one["changes"]] for one in told] == [
        [(*first, "new", ["owner", "state", "comment", "done_on"])],
        [(*first, "changed", ["owner", "state"])],
        [(*first, "emptied", ["state", "comment", "done_on"])],
    ]
    assert all(one["rows"] == one["unchanged"] + one["empty"] + len(one["changes"]) for one in told)


def test_the_workbook_as_the_run_made_it_does_not_clear_what_hr_filled_in(call: Call, workspace: Path) -> None:
    fill(workspace / "q4" / "report.xlsx", workspace / "back.xlsx", DONE)
    assert call("followup", "import", "back.xlsx").code == 0
    refused = call("followup", "import", "q4/report.xlsx")
    assert refused.code == 2
    assert "filled in before and are empty here: 1" in refused.err
    with sqlite3.connect(workspace / "ledger.db") as ledger:
        assert ledger.execute("SELECT count(*) FROM followups").fetchone() == (1,)


@pytest.mark.libreoffice
def test_rows_are_known_by_their_keys_after_sorting_inserting_and_libreoffice(
    call: Call, workspace: Path, resave: Resave
) -> None:
    path = workspace / "q4" / "report.xlsx"
    _, sheet, heads = plan(path)
    first = [sheet.cell(FIRST_ROW, c).value for c in heads.values()]
    fill(path, workspace / "back.xlsx", DONE)
    book, sheet, heads = plan(workspace / "back.xlsx")
    for c in heads.values():  # moved to another row
        one, other = sheet.cell(FIRST_ROW, c), sheet.cell(FIRST_ROW + 1, c)
        one.value, other.value = other.value, one.value
    sheet.insert_rows(FIRST_ROW + 1)
    sheet.cell(FIRST_ROW + 1, heads["Owner"]).value = "a note of mine"
    sheet.insert_cols(2)
    sheet.cell(HEAD_ROW, 2).value = "Mine"
    saved = BytesIO()
    book.save(saved)
    (workspace / "back.xlsx").write_bytes(resave(saved.getvalue()))
    said = call("followup", "import", "back.xlsx")
    assert said.code == 0, said.err
    assert "were not read: 1." in said.out + said.err
    assert (
        call("run", "--roster", "people.csv", "--survey", "answers.csv", "--outputs", "excel", "--out", "n").code == 0
    )
    after = filled(workspace / "n" / "report.xlsx")
    assert after[first[0], first[4]][:3] == ("Kim Ito", "Done", "Rang her up")


def test_what_does_not_belong_is_refused_with_its_row_and_nothing_is_kept(call: Call, workspace: Path) -> None:
    fill(workspace / "q4" / "report.xlsx", workspace / "back.xlsx", {"Key": "made-up"}, DONE)
    refused = call("followup", "import", "back.xlsx")
    assert refused.code == 4
    assert f"sheet {TAB}, row {FIRST_ROW}: the row's key is not one of this workspace" in refused.err
    assert not (workspace / "ledger.db").exists()


def test_a_row_of_another_run_is_refused(call: Call, workspace: Path, inputs: tuple[str, ...]) -> None:
    assert call("run", *inputs, "--as-of", "2026-11-24", "--outputs", "excel", "--out", "other").code == 0
    _, sheet, heads = plan(workspace / "other" / "report.xlsx")
    key = sheet.cell(FIRST_ROW, heads["Key"]).value
    fill(workspace / "q4" / "report.xlsx", workspace / "back.xlsx", DONE, {"Key": key})
    refused = call("followup", "import", "back.xlsx")
    assert refused.code == 4
    assert "the row is of another run" in refused.err


def test_an_older_plan_does_not_take_the_place_of_a_newer(call: Call, workspace: Path, inputs: tuple[str, ...]) -> None:
    assert call("run", *inputs, "--as-of", "2026-11-24", "--outputs", "excel", "--out", "newer").code == 0
    for folder, code in (("newer", 0), ("q4", 2)):
        fill(workspace / folder / "report.xlsx", workspace / "back.xlsx", DONE)
        assert call("followup", "import", "back.xlsx").code == code


def test_without_a_key_there_is_nothing_to_come_back(call: Call, here: Path, inputs: tuple[str, ...]) -> None:
    assert call("run", *inputs, "--outputs", "excel", "--out", "q4").code == 0
    assert "Key" not in plan(here / "q4" / "report.xlsx")[2]
    assert call("followup", "import", "q4/report.xlsx").code == 2
