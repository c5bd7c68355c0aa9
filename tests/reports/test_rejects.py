from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import polars as pl
import pytest

from reporter.model.documents import Document, Report
from reporter.model.tables import REJECTS, ROSTER, SURVEY
from reporter.model.vocabulary import Exclusion, ResponseReject, RosterReject
from reporter.reports import rejects
from reporter.wording import words

ROSTER_ROWS: list[dict[str, Any]] = [
    {"file": "people.csv", "row": 2, "name": "Nobody", "country_text": "Germania", "aliases": ["a@x", "b@x"]},
    {"file": "people.csv", "row": 3, "employee_id": "7", "name": "=cmd()", "aliases": []},
    {"file": "people.csv", "row": 4, "employee_id": "8", "name": "Twin", "aliases": []},
    {"file": "people.csv", "row": 5, "employee_id": "9", "name": "Left", "aliases": []},
    {"file": "more.csv", "row": 2, "employee_id": "10", "name": "Other file", "aliases": []},
]
SURVEY_ROWS: list[dict[str, Any]] = [
    {"file": "survey.xlsx", "sheet": "Sheet1", "row": 2, "address": "stranger@x", "LI-01": "Off"},
    {"file": "survey.xlsx", "sheet": "Sheet1", "row": 3, "address": "old@x", "LI-01": "On"},
    {"file": "survey.csv", "row": 3, "address": "csv@x", "LI-01": "-"},
]
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
HEADS = {
    "employee_id": "Personnel number",
    "name": "Full Name",
    "country": "Country of work",
    "aliases": "=Other addresses",
    "linkedin.account": "not in the table",
}


@pytest.fixture
def documents(make_report: Callable[..., Report]) -> dict[str, bytes]:
    return {d.name: d.data for d in render(make_report(), REJECTED)}


def render(report: Report, rejected: list[dict[str, Any]]) -> tuple[Document, ...]:
    roster_file, survey_file = report.inputs
    inputs = (
        replace(roster_file, columns=HEADS),
        replace(roster_file, name="more.csv", columns={"employee_id": "ID", "department": "row"}),
        replace(survey_file, columns={"address": "Email", "LI-01": "How is it set?"}),
    )
    assessment = replace(report.assessment, rejects=pl.DataFrame(rejected, schema=REJECTS))
    roster = pl.DataFrame(ROSTER_ROWS, schema=ROSTER)
    survey = pl.DataFrame(SURVEY_ROWS, schema={**SURVEY, "LI-01": pl.String()})
    return rejects.render(replace(report, assessment=assessment, inputs=inputs), roster, survey)


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
    assert said["people.csv:5"] == "The person has left, by the status word or the last day."
    assert said["survey.xlsx:3"] == "A newer response of the same person counts."


def test_the_log_stands_by_role_file_and_row(documents: dict[str, bytes]) -> None:
    log = read(documents["rejects.csv"])
    keys = [(role, file, int(row)) for role, file, row in log.select("role", "file", "row").iter_rows()]
    assert keys == sorted(keys)


def test_mendable_rows_stand_in_their_own_columns_under_their_own_heads(documents: dict[str, bytes]) -> None:
    roster = read(documents["rejects-roster.csv"])
    assert roster.columns == [
        "file", "sheet", "row", "Personnel number", "Full Name", "Country of work", "'=Other addresses", "row (2)",
    ]  # fmt: skip
    assert roster.rows() == [
        ("more.csv", None, "2", "10", "Other file", None, None, None),
        ("people.csv", None, "2", None, "Nobody", "Germania", "a@x;b@x", None),
        ("people.csv", None, "3", "7", "'=cmd()", None, None, None),
    ]


def test_rows_left_out_on_purpose_or_used_through_a_twin_are_not_mendable(documents: dict[str, bytes]) -> None:
    assert b"Left" not in documents["rejects-roster.csv"]
    assert b"Twin" not in documents["rejects-roster.csv"]
    assert b"old@x" not in documents["rejects-survey.csv"]


def test_rows_of_files_without_sheets_are_found_too(documents: dict[str, bytes]) -> None:
    survey = read(documents["rejects-survey.csv"])
    assert survey.columns == ["file", "sheet", "row", "Email", "How is it set?"]
    assert survey.rows() == [
        ("survey.csv", None, "3", "csv@x", "'-"),
        ("survey.xlsx", "Sheet1", "2", "stranger@x", "Off"),
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
