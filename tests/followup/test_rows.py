"""What rows of an action plan are read, and which are refused."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from reporter.errors import SourceError
from reporter.followup.rows import Plan, read
from reporter.model.vocabulary import FollowUpState
from reporter.pseudonyms import FOLLOW_UP, PUBLISHED, Key
from reporter.sheets.sheet import Sheet

RUN = "5c0ffee0-0000-5000-8000-000000000000 2026-11-23"
TODAY = date(2026, 11, 27)
HEADS = ("Employee ID", "Address", "Control", "Owner", "State", "Comment", "Done on", "Key")

Cells = tuple[str, ...]


def row(employee: str, control: str = "LI-01", run: str = RUN, key: Key = PUBLISHED, /, **cells: str) -> Cells:
    """Return a row as the workbook holds it, with what HR wrote."""
    told = f"{run} {key.pseudonym(f'id:{employee}')} {control}"
    wrote = (cells.get(name, "") for name in ("owner", "state", "comment", "done_on"))
    return (employee, f"{employee}@example.com", control, *wrote, key.seal(FOLLOW_UP, told))


def sheet(*rows: Cells, heads: Cells = HEADS, name: str = "Open findings") -> Sheet:
    width = max(map(len, (heads, *rows)))
    lines = [[text or None for text in (*line, *[""] * (width - len(line)))] for line in (heads, *rows)]
    columns = [pl.Series(str(n), values, dtype=pl.String) for n, values in enumerate(zip(*lines, strict=True))]
    return Sheet(file="back.xlsx", name=name, cells=pl.DataFrame(columns))


def plan(*sheets: Sheet) -> Plan:
    return read(sheets, PUBLISHED, "back.xlsx", today=TODAY)


def refused(*sheets: Sheet) -> list[str]:
    with pytest.raises(SourceError) as caught:
        plan(*sheets)
    return [str(problem) for problem in caught.value.problems]


def test_a_row_is_read_whatever_stands_around_what_hr_wrote() -> None:
    [found] = plan(sheet(row("e1", owner=" Kim\u200b ", state=" in  PROGRESS ", done_on="27.11.2026"))).rows
    assert (found.owner, found.state, found.comment) == ("Kim", FollowUpState.IN_PROGRESS, None)
    assert found.done_on == TODAY


def test_a_plan_may_stand_on_several_sheets_in_another_order_of_columns() -> None:
    other = row("e2", comment="by phone")
    turned = sheet(other[::-1], heads=tuple(head.upper() for head in HEADS[::-1]), name="Open findings (2)")
    assert [found.comment for found in plan(sheet(row("e1")), turned).rows] == [None, "by phone"]


def test_a_sheet_of_the_plan_that_lacks_a_column_is_never_left_out() -> None:
    heads = tuple("Remarks" if head == "Comment" else head for head in HEADS)
    second = sheet(row("e2"), heads=heads, name="Open findings (2)")
    assert refused(sheet(row("e1")), second) == [
        "back.xlsx, sheet Open findings (2), row 1: no column is called Comment"
    ]


def test_two_columns_of_one_name_are_refused_in_the_plan_and_nowhere_else() -> None:
    twice = (*HEADS, "Comment")
    assert refused(sheet(row("e1"), heads=twice)) == [
        "back.xlsx, sheet Open findings, row 1: two columns are called Comment"
    ]
    own = sheet(("x", "y", "z"), heads=("Comment", "Owner", "Comment"), name="Mine")
    assert len(plan(own, sheet(row("e1"))).rows) == 1


def test_what_a_cell_cannot_hold_is_kept_as_the_next_workbook_shows_it() -> None:
    [found] = plan(sheet(row("e1", comment="a\x00b", owner="x" * 40_000))).rows
    assert found.comment == "a␀b"
    assert found.owner is not None
    assert (len(found.owner), found.owner[-5:]) == (32_767, "[cut]")


@pytest.mark.parametrize(
    ("wrote", "said"),
    [
        ({"state": "Perhaps"}, "there is no such state"),
        ({"done_on": "soon"}, "the day of Done on cannot be read"),
        ({"done_on": "03/04/2026"}, "the day of Done on cannot be read"),
        ({"done_on": "1926-11-20"}, "the day of Done on cannot be read"),
        ({"done_on": "2026-11-28"}, "the day of Done on, 2026-11-28, is yet to come"),
    ],
)
def test_what_cannot_be_is_refused_with_its_row(wrote: dict[str, str], said: str) -> None:
    assert refused(sheet(row("e1"), row("e2", **wrote))) == [f"back.xlsx, sheet Open findings, row 3: {said}"]


def test_a_day_up_to_that_of_the_assessment_has_come() -> None:
    run = RUN.replace("2026-11-23", "2027-01-04")
    assert plan(sheet(row("e1", "LI-01", run, done_on="2027-01-04"))).rows[0].done_on == date(2027, 1, 4)


def test_cells_that_were_moved_without_their_key_are_refused() -> None:
    one, other = row("e1", comment="about e1"), row("e2")
    swapped = sheet((*one[:-1], other[-1]), (*other[:-1], one[-1]), row("e3"))
    assert [problem.partition(":")[0][-1] for problem in refused(swapped)] == ["2", "3"]
    one, other = row("e1", "LI-01"), row("e1", "LI-05")
    assert len(refused(sheet((*one[:-1], other[-1]), (*other[:-1], one[-1])))) == 2


def test_an_employee_who_was_edited_or_deleted_says_nothing_against_a_row() -> None:
    edited = ("0e1 (Berlin)", "", "", *row("e1", comment="kept")[3:])
    assert plan(sheet(edited, row("e2"))).rows[0].comment == "kept"
    assert plan(sheet(row("e1")[3:], heads=HEADS[3:])).shown == {PUBLISHED.pseudonym("id:e1"): ""}


def test_a_plan_of_another_workspace_is_refused_in_one_sentence() -> None:
    foreign = Key(b"another key".ljust(32), stable=True)
    rows = [row(f"e{n}", "LI-01", RUN, foreign) for n in range(30)]
    assert refused(sheet(*rows)) == ["back.xlsx: none of its 30 rows is of a run of this workspace"]


def test_a_finding_that_stands_twice_is_read_once_and_refused_if_the_rows_differ() -> None:
    assert len(plan(sheet(row("e1", owner="Kim"), row("e1", owner="Kim"))).rows) == 1
    assert refused(sheet(row("e1", owner="Kim"), row("e1", owner="Lee"))) == [
        "back.xlsx, sheet Open findings, row 3: the finding is on another row too, and they differ"
    ]
