"""The rows of the inputs that were not used: a log of all, and those that can be mended, in their own columns."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from reporter.model.documents import Document, Report
from reporter.model.inputs import InputFile
from reporter.model.tables import PLACE_IN_FILE
from reporter.model.vocabulary import ResponseFate, RosterReject
from reporter.reports import safe_csv
from reporter.wording import words

LOG = ("role", "file", "sheet", "row", "column", "fate", "reason", "sentence", "value", "suggestion")
"""Columns of `rejects.csv`."""

_PLACE = tuple(PLACE_IN_FILE)
_AS_WRITTEN = {"country": "country_text", "region": "region_text"}  # what the file says, not what we made of it


def render(report: Report, roster: pl.DataFrame, survey: pl.DataFrame) -> tuple[Document, ...]:
    """Return `rejects.csv`, `rejects-roster.csv` and `rejects-survey.csv` (HR's edition).

    Args:
        report: whose assessment says which rows were not used, and why.
        roster: all rows of the roster (schema ROSTER).
        survey: all rows of the survey (schema SURVEY).
    """
    rejects = report.assessment.rejects
    return (
        Document(name="rejects.csv", data=safe_csv.write(_log(rejects))),
        Document(name="rejects-roster.csv", data=safe_csv.write(_mendable(report, "roster", roster))),
        Document(name="rejects-survey.csv", data=safe_csv.write(_mendable(report, "survey", survey))),
    )


def _log(rejects: pl.DataFrame) -> pl.DataFrame:
    """Return every row not used with its reason as a sentence, in the order of role, file, sheet and row."""
    pairs = rejects.select("role", key=pl.coalesce("reason", "fate")).unique().sort("role", "key")
    sentences = pairs.with_columns(
        sentence=pl.Series([words()("reject", role, key) for role, key in pairs.iter_rows()], dtype=pl.String)
    )
    return (
        rejects.with_columns(key=pl.coalesce("reason", "fate"))
        .join(sentences, on=["role", "key"], how="left")
        .sort("role", "file", "sheet", "row", "column", "key")
        .select(LOG)
    )


def _mendable(report: Report, role: str, source: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that somebody can mend, in the columns of their files, under the heads those have.

    That is what was rejected or unmatched; a duplicate is used through its twin. Where several files head a column
    differently, the first file's head holds.
    """
    rejects = report.assessment.rejects.filter(
        pl.col("role") == role,
        pl.col("fate").is_in([ResponseFate.REJECTED.value, ResponseFate.UNMATCHED.value]),
        pl.col("reason").fill_null("") != RosterReject.DUPLICATE.value,
    ).unique(subset=_PLACE, keep="first", maintain_order=True)
    rows = rejects.select(_PLACE).join(source, on=_PLACE, how="left", nulls_equal=True, validate="1:1").sort(_PLACE)
    heads = _heads((i for i in report.inputs if i.role == role), source.columns)
    return rows.select(*_PLACE, *(_column(rows, name).alias(head) for name, head in heads.items()))


def _heads(files: Iterable[InputFile], known: Iterable[str]) -> dict[str, str]:
    """Return column of the table → head in the file, for the columns the table holds; no head stands twice."""
    available = set(known) - set(_PLACE)
    found: dict[str, str] = {}
    taken = set(_PLACE)
    for file in files:
        for canonical, head in file.columns.items():
            name = _AS_WRITTEN.get(canonical, canonical)
            if name not in available or name in found:
                continue
            free = head
            while free in taken:
                free += " (2)"
            found[name] = free
            taken.add(free)
    return found


def _column(rows: pl.DataFrame, name: str) -> pl.Expr:
    dtype = rows.schema[name]
    column = pl.col(name)
    if isinstance(dtype, pl.List):
        return column.list.join(";")
    if isinstance(dtype, pl.Datetime):
        return column.dt.strftime("%Y-%m-%dT%H:%M:%SZ")  # the tables hold times in UTC
    return column
