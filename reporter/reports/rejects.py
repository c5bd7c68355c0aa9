"""The rows of the inputs that were not used: a log of all, and those that can be mended, in their own columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from reporter.model.documents import Document, Report
from reporter.model.inputs import Written
from reporter.model.tables import PLACE_IN_FILE, REJECT_SENTENCE
from reporter.model.text import comparable
from reporter.model.vocabulary import ResponseFate, RosterReject
from reporter.reports import safe_csv
from reporter.wording import words

LOG = ("role", "file", "sheet", "row", "column", "fate", "reason", "sentence", "value", "suggestion")
"""Columns of `rejects.csv`."""

_PLACE = tuple(PLACE_IN_FILE)


def render(report: Report, roster: Sequence[Written], survey: Sequence[Written]) -> tuple[Document, ...]:
    """Return `rejects.csv`, `rejects-roster.csv` and `rejects-survey.csv` (HR's edition).

    The latter two begin with `file`, `sheet` and `row`; then come the columns of the files as they stand there. Given
    back as a further roster or survey, their rows replace those they name.

    Args:
        report: whose assessment says which rows were not used, and why.
        roster: the roster's files as written.
        survey: the survey's files as written.
    """
    rejects = report.assessment.rejects
    return (
        Document(name="rejects.csv", data=safe_csv.write(_log(rejects))),
        Document(name="rejects-roster.csv", data=_mendable(rejects, "roster", roster)),
        Document(name="rejects-survey.csv", data=_mendable(rejects, "survey", survey)),
    )


def _log(rejects: pl.DataFrame) -> pl.DataFrame:
    """Return every row not used with its reason as a sentence, in the order of role, file, sheet and row."""
    pairs = rejects.select("role", key=REJECT_SENTENCE).unique().sort("role", "key")
    sentences = pairs.with_columns(
        sentence=pl.Series([words()("reject", role, key) for role, key in pairs.iter_rows()], dtype=pl.String)
    )
    return (
        rejects.with_columns(key=REJECT_SENTENCE)
        .join(sentences, on=["role", "key"], how="left")
        .sort("role", "file", "sheet", "row", "column", "key")
        .select(LOG)
    )


def _mendable(rejects: pl.DataFrame, role: str, written: Sequence[Written]) -> bytes:
    """Return the rows that somebody can mend, in the columns of their files, under the heads those have.

    That is what was rejected or unmatched; a duplicate is used through its twin. A head that several files have is one
    column.
    """
    mendable = rejects.filter(
        pl.col("fate").is_in([ResponseFate.REJECTED.value, ResponseFate.UNMATCHED.value]),
        pl.col("reason").fill_null("") != RosterReject.DUPLICATE.value,
    )
    columns: dict[str, str] = {}
    parts = [pl.DataFrame(schema=PLACE_IN_FILE)]
    for file in sorted(written, key=lambda w: (w.file, w.sheet or "")):
        keys = _keys(head for _, head in file.heads)
        columns |= {key: head for key, (_, head) in zip(keys, file.heads, strict=True) if key not in columns}
        rows = file.cells.join(mendable.filter(_of(role, file)).select("row").unique(), on="row", how="semi")
        place = rows.select(pl.lit(file.file).alias("file"), pl.lit(file.sheet, dtype=pl.String).alias("sheet"), "row")
        cells = rows.drop("row").rename(dict(zip(rows.columns[1:], keys, strict=True)))
        parts.append(place.hstack(cells).sort("row"))
    found = pl.concat(parts, how="diagonal")
    return safe_csv.write(found.select(*_PLACE, *columns), heads=(*_PLACE, *columns.values()))


def _keys(named: Iterable[str]) -> list[str]:
    """Return each head as it is compared, and told from those that read like it."""
    found: list[str] = []
    for head in map(comparable, named):
        found.append(f"{head}\n{sum(key.rpartition(chr(10))[0] == head for key in found)}")
    return found


def _of(role: str, written: Written) -> pl.Expr:
    """Return whether a reject stands in a file."""
    place = (pl.col("role") == role) & (pl.col("file") == written.file)
    return place & pl.col("sheet").eq_missing(pl.lit(written.sheet, dtype=pl.String))
