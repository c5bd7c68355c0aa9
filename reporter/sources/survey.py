"""The survey: what people answered, as the files state it. No response is judged, and none is dropped, here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from reporter.model.assessment import Notice
from reporter.model.inputs import InputFile, SurveyTable
from reporter.model.policy import Asked
from reporter.model.tables import SURVEY
from reporter.model.text import comparable
from reporter.sources import addresses, dates, files, tables, titles
from reporter.sources.configured import Configured
from reporter.sources.header import Need, Vocabulary

_ANONYMOUS = frozenset({"anonymous", "anonym", "anonyme", "anónimo", "anônimo", "anonimo"})
_PREVIEW = frozenset({"survey preview", "preview"})
_UNFINISHED = frozenset({"false", "0", "no", "falsch", "nein", "faux", "non", "falso"})
_BETWEEN = "\x1f"  # the unit separator: in no answer that a person types
_MOMENT = pl.Datetime("us", "UTC")


def read_survey(
    paths: Sequence[Path],
    *,
    asked: Sequence[Asked],
    columns: Mapping[str, str],
    timezone: ZoneInfo,
    undated_as: date | None,
    configuration: str = "reporter.toml",
) -> SurveyTable:
    """Read the survey files as one table.

    A column belongs to a question if its header is the question's id, is one of its wordings (compared as texts are),
    holds the id in square brackets, or is mapped in `columns`. A repeated title that the survey tool numbered is not
    matched, nor are the columns that Microsoft Forms adds for a quiz.

    Args:
        paths: Files, or folders of `*.csv` and `*.xlsx`.
        asked: The questions that the policies ask.
        columns: Question id or canonical column → header, from the configuration; `date_order` may be `dmy` or `mdy`.
        timezone: The organisation's zone: a time without a zone is in it, and days are its days.
        undated_as: The day of every row of a file that has no column of submission times.
        configuration: The name of the configuration, for messages.

    Returns:
        One row for each row of data, files in the order given; frames as `reporter.model.tables.SURVEY` says.

    Raises:
        UsageError: `columns` cannot be followed.
        SourceError: All that keeps the files from being read.
    """
    configured = Configured(file=configuration, table="survey", columns=columns)
    needs = _needs(asked, configured.place, dated=undated_as is not None)
    vocabulary = Vocabulary(roles=titles.SURVEY, needs=needs, asked=tuple(asked), configured=configured)
    configured.check(vocabulary.names)
    frames: list[pl.DataFrame] = []
    entries: list[InputFile] = []
    notices: list[Notice] = []

    def take(table: tables.Table) -> None:
        frame, found_order = _frame(table, asked, configured, timezone, undated_as)
        frames.append(frame)
        entries.append(table.input_file("survey", date_order=found_order))
        notices.extend(table.notices)
        if not table.has("submitted_at"):
            blanks: dict[str, str | int] = {"file": table.file.name, "day": str(undated_as)}
            notices.append(Notice(code="survey-undated", values=blanks))

    files.collect(tables.read_all(paths, vocabulary), take)
    rows = pl.concat(frames, how="diagonal")
    carried = [question.id for question in asked if question.id in rows.columns]
    whole = ["employee_id", "address", "response_id", "submitted_text", *carried]
    rows = rows.with_columns(
        pl.concat_str([pl.col(c).fill_null("") for c in whole], separator=_BETWEEN).alias("row_text")
    )
    return SurveyTable(rows=rows.select(*SURVEY, *carried), files=tuple(entries), notices=tuple(notices))


def _needs(asked: Sequence[Asked], place: str, *, dated: bool) -> tuple[Need, ...]:
    """Return what a survey file must have."""
    ids = ", ".join(question.id for question in asked)
    identity = Need(
        any_of=titles.IDENTITY,
        what="there is neither a column for the address of who answered nor one for the employee id",
        hint=f'Head one "Email" or "Employee ID", or map it {place}.',
    )
    question = Need(
        any_of=tuple(q.id for q in asked),
        what="no column is recognised as a question",
        hint=f"Head each with its question's text or id, or map it {place}. The questions are {ids}.",
    )
    submission = Need(
        any_of=("submitted_at",),
        what="there is no column that says when a response was submitted",
        hint='Head it "Completion time" or "Timestamp", map submitted_at, or set date = 2026-12-31 for the whole file, '
        f"{place}.",
    )
    return (identity, question) if dated else (identity, question, submission)


def _frame(
    table: tables.Table, asked: Sequence[Asked], configured: Configured, zone: ZoneInfo, undated_as: date | None
) -> tuple[pl.DataFrame, str | None]:
    """Return one file's rows in the survey's schema, with the submission as written, and the order of its dates."""
    rows = table.rows

    def text(role: str) -> pl.Series:
        return rows[role] if role in rows.columns else pl.repeat(None, rows.height, dtype=pl.String, eager=True)

    def among(role: str, words: frozenset[str]) -> pl.Series:
        values = text(role)
        these = [v for v in values.drop_nulls().unique().to_list() if comparable(v) in words]
        return values.is_in(these).fill_null(value=False)

    anonymous = among("address", _ANONYMOUS)
    written = rows.select(pl.when(~anonymous).then(text("address")).alias("address"))["address"]
    address, _ = addresses.read(written)
    submitted = text("submitted_at")
    found_order = None
    if table.has("submitted_at"):
        different = submitted.drop_nulls().unique(maintain_order=True).to_list()
        readings = dates.read(
            different, order=configured.order, where=table.where("submitted_at"), place=configured.place
        )
        found_order = readings.order
        instants = [readings.instant(value, zone) for value in different]
        known = pl.DataFrame(
            {
                "submitted_at": pl.Series(different, dtype=pl.String),
                "moment": pl.Series([i[0] if i else None for i in instants], dtype=_MOMENT),
                "day": pl.Series([i[1] if i else None for i in instants], dtype=pl.Date),
            }
        )
        times = submitted.to_frame("submitted_at").join(known, on="submitted_at", how="left", maintain_order="left")
        moment, day = times["moment"], times["day"]
    else:
        midnight = dates.midnight(undated_as, zone) if undated_as else None
        moment = pl.repeat(midnight, rows.height, dtype=_MOMENT, eager=True)
        day = pl.repeat(undated_as, rows.height, dtype=pl.Date, eager=True)
    frame = pl.DataFrame(
        {
            "file": pl.repeat(table.file.name, rows.height, dtype=pl.String, eager=True),
            "sheet": pl.repeat(table.sheet.name, rows.height, dtype=pl.String, eager=True),
            "row": rows["row"],
            "employee_id": text("employee_id"),
            "address": address,
            "anonymous": anonymous,
            "response_id": text("response_id"),
            "submitted_at": moment,
            "submitted_on": day,
            "preview": among("preview", _PREVIEW),
            "finished": ~among("finished", _UNFINISHED),
            "submitted_text": submitted,
            **{q.id: text(q.id) for q in asked if table.has(q.id)},
        }
    )
    return frame, found_order
