"""Data quality: notices, rows not used, answers nobody could read. One table, so that it can be filtered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import polars as pl

from reporter.model.assessment import Assessment
from reporter.model.tables import REJECT_SENTENCE
from reporter.reports.excel import rows
from reporter.reports.excel.sheet import WORDS, Sheet, column, of_frame, worded
from reporter.reports.excel.styles import Style
from reporter.reports.excel.texts import Place, Texts
from reporter.wording import words

_COLUMNS = {
    "what": pl.String(),
    "explanation": pl.String(),
    "count": pl.UInt32(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.UInt32(),
    "column": pl.String(),
    "value": pl.String(),
    "suggestion": pl.String(),
}
_FEW = ("what", "explanation", "file", "sheet", "column")
"""Columns in which few texts recur."""


def data_quality(assessment: Assessment, texts: Texts) -> Sheet:
    """Return what to know about the inputs, and about what the workbook itself had to change.

    Args:
        assessment: where notices, rejects and unrecognised answers come from.
        texts: what looked the texts of all other sheets over; this sheet's are looked over here, to be told too.
    """
    say = words(WORDS)
    found = pl.concat([_notices(assessment), _answers(assessment), _rejects(assessment)])
    for series in found.get_columns():
        for some in rows.texts_of(series):
            texts.look_over(some, (say("data_quality", "tab"), say("heads", series.name)))
    found = pl.concat([_changed(texts.replaced, "control_characters"), _changed(texts.cut, "cut"), found])
    return worded(
        "data_quality",
        table="DataQuality",
        columns=(
            column("what", 20),
            column("explanation", 60, Style.WRAPPED),
            column("count", 9, Style.NUMBER),
            column("file", 24, Style.WRAPPED),
            column("sheet", 14, Style.WRAPPED),
            column("row", 9, Style.NUMBER),
            column("column", 18, Style.WRAPPED),
            column("value", 30, Style.WRAPPED),
            column("suggestion", 30, Style.WRAPPED),
        ),
        rows=of_frame(found.with_columns(pl.col(c).cast(pl.Enum(found[c].drop_nulls().unique().sort())) for c in _FEW)),
        tall=True,
    )


def _changed(counts: Counter[Place], key: str) -> pl.DataFrame:
    """Return a row for each column whose texts had to change."""
    say = words(WORDS)
    return _frame(
        {
            "what": say("data_quality", "workbook"),
            "explanation": say("data_quality", key),
            "count": count,
            "sheet": sheet or None,
            "column": head or None,
        }
        for (sheet, head), count in counts.items()
        if count
    )


def _notices(assessment: Assessment) -> pl.DataFrame:
    what = words(WORDS)("data_quality", "notice")
    return _frame({"what": what, "explanation": words().notice(n)} for n in assessment.notices)


def _answers(assessment: Assessment) -> pl.DataFrame:
    say = words(WORDS)
    return assessment.unrecognised.select(
        pl.lit(say("data_quality", "answer")).alias("what"),
        pl.lit(say("data_quality", "unrecognised")).alias("explanation"),
        "count",
        *_none("file", "sheet", "row"),
        pl.col("question").alias("column"),
        pl.col("answer").alias("value"),
        *_none("suggestion"),
    )


def _rejects(assessment: Assessment) -> pl.DataFrame:
    say = words(WORDS)
    found = assessment.rejects.with_columns(why=REJECT_SENTENCE)
    known = {pair: words()("reject", *pair) for pair in found.select("role", "why").unique().sort(pl.all()).iter_rows()}
    explained = [known[pair] for pair in found.select("role", "why").iter_rows()]
    return found.select(
        pl.col("role").replace_strict({r: say("data_quality", r) for r in ("roster", "survey")}).alias("what"),
        pl.Series("explanation", explained, dtype=pl.String),
        *_none("count"),
        *("file", "sheet", "row", "column", "value", "suggestion"),
    )


def _frame(lines: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(_COLUMNS) | dict(line) for line in lines], schema=_COLUMNS)


def _none(*names: str) -> list[pl.Expr]:
    return [pl.lit(None, dtype=_COLUMNS[name]).alias(name) for name in names]
