from __future__ import annotations

import polars as pl

from reporter.model.inputs import Written
from reporter.model.tables import REJECTS
from reporter.run import faults


def written(file: str, sheet: str | None, **columns: str) -> Written:
    heads = tuple((role, role.title()) for role in columns)
    cells = pl.DataFrame({"row": [2], **{str(i): [text] for i, text in enumerate(columns.values())}})
    return Written(file=file, sheet=sheet, heads=heads, cells=cells.with_columns(pl.col("row").cast(pl.UInt32)))


def reject(role: str, file: str, sheet: str | None, column: str | None, value: str | None = None) -> dict[str, object]:
    return {"role": role, "file": file, "sheet": sheet, "row": 2, "column": column, "fate": "rejected", "value": value}


def test_each_reject_names_the_head_in_its_own_file_and_what_stands_there() -> None:
    rejects = pl.DataFrame(
        [
            reject("survey", "a.xlsx", "One", "submitted_at"),
            reject("survey", "a.csv", None, "submitted_at", "said"),
            reject("roster", "a.csv", None, "employee_id"),
            reject("roster", "b.csv", None, "status;country;name"),
            reject("survey", "elsewhere", None, "address"),
            reject("survey", "b.csv", None, None),
        ],
        schema=REJECTS,
    )
    found = faults.named(
        rejects,
        [written("a.csv", None, address="x@y"), written("b.csv", None, country="IE", status="Left")],
        [
            written("a.xlsx", "One", address="x@y", submitted_at="soon"),
            written("a.csv", None, submitted_at="late"),
            written("b.csv", None, address="x@y"),
        ],
    )
    assert found.select("role", "file", "column", "value").rows() == [
        ("roster", "a.csv", "Address", "x@y"),
        ("roster", "b.csv", "Country; Status", None),
        ("survey", "a.csv", "Submitted_At", "said"),
        ("survey", "a.xlsx", "Submitted_At", "soon"),
        ("survey", "b.csv", None, None),
        ("survey", "elsewhere", "address", None),
    ]
