from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import polars as pl
import pytest

from reporter.model.documents import Document, Report
from reporter.model.inputs import Written
from reporter.model.tables import REJECTS
from reporter.model.vocabulary import Exclusion, ResponseReject, RosterReject
from reporter.reports import rejects
from reporter.wording import words

PEOPLE = Written(
    file="people.csv",
    sheet=None,
    heads=(
        ("employee_id", "Personnel number"), ("name", "Full Name"), ("country", "Country of work"),
        ("aliases", "=Other addresses"), ("aliases", "Old"), ("aliases", "OLD"),
    ),
    cells=pl.DataFrame(
        {
            "row": [2, 3, 4, 5],
            "0": [None, "7", "8", "9"],
            "1": ["Nobody", "=cmd()", "Twin", "Left"],
            "2": ["Germania", None, None, None],
            "3": ["a@x", "'-", None, None],
            "4": ["b@x", None, None, None],
            "5": ["c@x", None, None, None],
        },
        schema={"row": pl.UInt32, **{str(i): pl.String for i in range(6)}},
    ),
)  # fmt: skip
MORE = Written(
    file="more.csv",
    sheet=None,
    heads=(("department", "row"), ("employee_id", "ID"), ("name", "full name")),
    cells=pl.DataFrame(
        {"row": [2], "0": ["Sales"], "1": ["10"], "2": ["Other file"]},
        schema={"row": pl.UInt32, "0": pl.String, "1": pl.String, "2": pl.String},
    ),
)
SURVEY = tuple(
    Written(
        file=file,
        sheet=sheet,
        heads=(("submitted_at", "When"), ("address", "Email"), ("LI-01", "How is it set?")),
        cells=pl.DataFrame(
            {"row": rows, "0": times, "1": addresses, "2": answers},
            schema={"row": pl.UInt32, "0": pl.String, "1": pl.String, "2": pl.String},
        ),
    )
    for file, sheet, rows, times, addresses, answers in (
        ("survey.xlsx", "Sheet1", [2, 3], ["2026-11-02", "2026-11-03"], ["Stranger <s@x>", "old@x"], ["Off", "On"]),
        ("survey.csv", None, [3], ["soon"], ["csv@x"], ["-"]),
    )
)
REJECTED: list[dict[str, Any]] = [
    {"role": "roster", "file": "people.csv", "row": 2, "fate": "rejected", "reason": "no-identity"},
    {"role": "roster", "file": "people.csv", "row": 3, "fate": "rejected", "reason": "conflicting-duplicate"},
    {"role": "roster", "file": "people.csv", "row": 4, "fate": "rejected", "reason": "duplicate"},
    {"role": "roster", "file": "people.csv", "row": 5, "fate": "excluded", "reason": "left"},
    {"role": "roster", "file": "more.csv", "row": 2, "fate": "rejected", "reason": "no-identity", "value": "=1+1"},
    {
        "role": "survey", "file": "survey.xlsx", "sheet": "Sheet1", "row": 2, "fate": "unmatched",
        "value": "stranger@x", "suggestion": "strange@x",
    },
    {"role": "survey", "file": "survey.xlsx", "sheet": "Sheet1", "row": 3, "fate": "superseded"},
    {"role": "survey", "file": "survey.csv", "row": 3, "fate": "rejected", "reason": "unreadable-date"},
]  # fmt: skip


@pytest.fixture
def documents(make_report: Callable[..., Report]) -> dict[str, bytes]:
    return {d.name: d.data for d in render(make_report(), REJECTED)}


def render(report: Report, rejected: list[dict[str, Any]]) -> tuple[Document, ...]:
    assessment = replace(report.assessment, rejects=pl.DataFrame(rejected, schema=REJECTS))
    return rejects.render(replace(report, assessment=assessment), (PEOPLE, MORE), SURVEY)


def read(data: bytes) -> pl.DataFrame:
    return pl.read_csv(BytesIO(data), infer_schema=False)


def test_the_log_holds_every_row_that_was_not_used(documents: dict[str, bytes]) -> None:
    log = read(documents["rejects.csv"])
    assert tuple(log.columns) == rejects.LOG
    assert log.height == len(REJECTED)
    assert log["sentence"].null_count() == 0


def test_each_row_says_why_in_a_sentence(documents: dict[str, bytes]) -> None:
    log = read(documents["rejects.csv"])
    said = dict(log.select(pl.concat_str("file", pl.lit(":"), "row"), "sentence").iter_rows())
    assert said["people.csv:5"].startswith("The person has left, or the account is no employee's")
    assert said["survey.xlsx:3"] == "A newer response of the same person counts."


def test_the_log_stands_by_role_file_and_row(documents: dict[str, bytes]) -> None:
    log = read(documents["rejects.csv"])
    keys = [(role, file, int(row)) for role, file, row in log.select("role", "file", "row").iter_rows()]
    assert keys == sorted(keys)


def test_mendable_rows_stand_in_their_own_columns_under_their_own_heads(documents: dict[str, bytes]) -> None:
    assert documents["rejects-roster.csv"].decode().splitlines() == [
        "file,sheet,row,row,ID,full name,Personnel number,Country of work,'=Other addresses,Old,OLD",
        "more.csv,,2,Sales,10,Other file,,,,,",
        "people.csv,,2,,,Nobody,,Germania,a@x,b@x,c@x",
        "people.csv,,3,,,'=cmd(),7,,''-,,",
    ]


def test_rows_left_out_on_purpose_or_used_through_a_twin_are_not_mendable(documents: dict[str, bytes]) -> None:
    assert b"Left" not in documents["rejects-roster.csv"]
    assert b"Twin" not in documents["rejects-roster.csv"]
    assert b"old@x" not in documents["rejects-survey.csv"]


def test_every_kept_cell_stands_as_written_the_unreadable_date_too(documents: dict[str, bytes]) -> None:
    assert documents["rejects-survey.csv"].decode().splitlines() == [
        "file,sheet,row,When,Email,How is it set?",
        "survey.csv,,3,soon,csv@x,'-",
        "survey.xlsx,Sheet1,2,2026-11-02,Stranger <s@x>,Off",
    ]


def test_no_text_becomes_a_formula(documents: dict[str, bytes]) -> None:
    assert "'=1+1" in read(documents["rejects.csv"])["value"].to_list()


def test_without_rejects_the_heads_stand_alone(make_report: Callable[..., Report]) -> None:
    for document in render(make_report(), []):
        assert document.data.count(b"\n") == 1


def test_the_same_rows_in_another_order_give_the_same_bytes(make_report: Callable[..., Report]) -> None:
    assert render(make_report(), REJECTED) == render(make_report(), REJECTED[::-1])


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        *(("roster", reason) for reason in (*RosterReject, *Exclusion)),
        *(("survey", reason) for reason in (*ResponseReject, "unmatched", "superseded")),
    ],
)
def test_every_reason_has_a_sentence(role: str, reason: str) -> None:
    assert words()("reject", role, reason).endswith(".")
