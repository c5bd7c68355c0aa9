from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from reporter.errors import SourceError
from reporter.model.assessment import Waiver
from reporter.sources import read_waivers

Write = Callable[[str, str | bytes], Path]
Workbook = Callable[..., Path]
HEAD = "employee,control,reason,approver,approver_role,granted,expires\n"


def test_a_waiver_file_is_read_as_written(write: Write) -> None:
    table = read_waivers(write("w.csv", f"{HEAD}\n007,LI-01,Test account,Grace H,CISO,2026-09-01,2026-12-31\n"))
    assert table.waivers == (
        Waiver(
            file="w.csv", row=3, employee="007", control="LI-01", reason="Test account", approver="Grace H",
            approver_role="CISO", granted=date(2026, 9, 1), expires=date(2026, 12, 31),
        ),
    )  # fmt: skip
    assert (table.file.role, table.file.rows, table.file.dialect["date_order"]) == ("waivers", 1, "ymd")


def test_a_workbook_of_waivers_is_read_alike(workbook: Workbook) -> None:
    days = (datetime(2026, 9, 1), datetime(2026, 12, 31))  # noqa: DTZ001 - a spreadsheet's time has no zone
    path = workbook("w.xlsx", [HEAD.strip().split(","), [7, "LI-01", "Test", "Grace", None, *days]])
    (waiver,) = read_waivers(path).waivers
    assert (waiver.employee, waiver.approver_role, waiver.granted) == ("7", "", date(2026, 9, 1))


def test_a_header_without_rows_is_no_waivers(write: Write) -> None:
    assert read_waivers(write("w.csv", HEAD)).waivers == ()


def test_the_approvers_role_may_be_missing(write: Write) -> None:
    text = "Employee,Control,Reason,Approver,Granted,Expires\n1,LI-01,r,G,2026-09-01,2026-12-31\n"
    assert read_waivers(write("w.csv", text)).waivers[0].approver_role == ""


def test_every_unreadable_cell_is_listed_with_row_and_column(write: Write) -> None:
    """DESIGN §6, Waiver: "A file with an unreadable row stops the run (4)"."""
    text = (
        f"{HEAD}1,LI-01,r,G,,2026-09-01,2026-12-31\n,LI-01,,G,,2026-09-01,2026-12-31\n"
        "3,LI-01,r,G,,soon,2026-12-31\n4,,r,,,,2026-12-31\n5,LI-01,r,G,,2026-12-31,2026-09-01\n"
    )
    with pytest.raises(SourceError) as caught:
        read_waivers(write("w.csv", text))
    assert [(p.where, p.what) for p in caught.value.problems] == [
        ('w.csv, row 3, column A "employee"', "there is no employee"),
        ('w.csv, row 3, column C "reason"', "there is no reason"),
        ('w.csv, row 4, column F "granted"', "the date of granted cannot be read"),
        ('w.csv, row 5, column B "control"', "there is no control"),
        ('w.csv, row 5, column D "approver"', "there is no approver"),
        ('w.csv, row 5, column F "granted"', "there is no granted"),
        ('w.csv, row 6, column G "expires"', "it expires before it is granted"),
    ]


def test_a_missing_column_is_named(write: Write) -> None:
    with pytest.raises(SourceError, match="no column expires"):
        read_waivers(write("w.csv", "employee,control,reason,approver,granted\n1,LI-01,r,G,2026-09-01\n"))


def test_a_date_whose_order_is_unproven_stops_the_run(write: Write) -> None:
    with pytest.raises(SourceError) as caught:
        read_waivers(write("w.csv", f"{HEAD}1,LI-01,r,G,,01/02/2026,2026-12-31\n"))
    assert caught.value.problems[0].hint == "Write the dates as 2026-12-31."


def test_a_folder_is_no_waiver_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="folder"):
        read_waivers(tmp_path)
