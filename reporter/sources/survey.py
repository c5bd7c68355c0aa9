"""The survey: what people answered, as the files state it. No response is judged, and none is dropped, here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from reporter.model.assessment import Notice
from reporter.model.inputs import InputFile, SurveyTable
from reporter.model.policy import Asked
from reporter.model.tables import SURVEY
from reporter.model.text import comparable
from reporter.sheets import files
from reporter.sources import completion, respondents, submissions, tables
from reporter.sources.headers import survey_tools, titles
from reporter.sources.headers.configured import Configured
from reporter.sources.headers.header import Need, Vocabulary, named
from reporter.sources.headers.survey_tools import Tool
from reporter.sources.mending import corrections
from reporter.sources.mending.written import written
from reporter.sources.submissions import Freshness, Submissions

_BETWEEN = "\x1f"  # the unit separator: in no answer that a person types


def vocabulary(asked: Sequence[Asked], configured: Configured, *, dated: bool) -> Vocabulary:
    """Return the roles that a survey's columns can play.

    Args:
        asked: The questions that the policies ask.
        configured: What the configuration says about the columns.
        dated: A file without submission times has a day all the same.
    """
    needs = _needs(asked, configured.place, dated=dated)
    return Vocabulary(roles=titles.SURVEY, needs=needs, asked=tuple(asked), configured=configured)


def read_survey(
    paths: Sequence[Path],
    *,
    asked: Sequence[Asked],
    columns: Mapping[str, str],
    timezone: ZoneInfo,
    undated_as: date | None,
    as_of: date,
    valid_for: Collection[int] = (),
    dates: str | None = None,
    configuration: str = "reporter.toml",
) -> SurveyTable:
    """Read the survey files as one table.

    A column belongs to a question if its header is the question's id, is one of its wordings (compared as texts are),
    holds the id in square brackets, is mapped in `columns`, or is any of these as survey tools write it: see
    `reporter.sources.headers.questions`. Several columns of one question are one where no row answers it differently
    in two. The columns that a tool adds beside a question are not matched. What is peculiar to a tool is in
    `reporter.sources.headers.survey_tools`.

    Args:
        paths: Files, or folders of `*.csv` and `*.xlsx`.
        asked: The questions that the policies ask.
        columns: Question id or canonical column → header, from the configuration; `date_order` may be `dmy` or `mdy`.
        timezone: The organisation's zone: a time without a zone is in it, and days are its days.
        undated_as: The day of every row of a file that has no times of submission.
        as_of: The day of the assessment: no answer is later, and most are of the weeks before.
        valid_for: The ages in days up to which an answer to some question counts.
        dates: `day-first`, `month-first` or `year-first` where the configuration says how its dates are written.
        configuration: The name of the configuration, for messages.

    Returns:
        One row for each row of data, files in the order given; frames as `reporter.model.tables.SURVEY` says.

    Raises:
        UsageError: `columns` cannot be followed.
        SourceError: All that keeps the files from being read.
    """
    configured = Configured(file=configuration, table="survey", columns=columns, dates=dates)
    freshness = Freshness(as_of=as_of, valid_for=frozenset(valid_for))
    known = vocabulary(asked, configured, dated=undated_as is not None)
    configured.check(known.names)
    frames: list[pl.DataFrame] = []
    entries: list[InputFile] = []
    notices: list[Notice] = []

    def take(table: tables.Table) -> None:
        alone = len(loaded.tables) == 1
        frame, when, found_notices = _frame(
            table, asked, configured, timezone, undated_as=undated_as, freshness=freshness, alone=alone
        )
        frames.append(frame)
        entries.append(table.input_file("survey", date_order=when.order, dates=when.spans))
        notices.extend((*table.notices, *found_notices))

    loaded = corrections.read(paths, known, "survey")
    files.collect(loaded.tables, take)
    rows = pl.concat(frames, how="diagonal")
    carried = [question.id for question in asked if question.id in rows.columns]
    whole = ["employee_id", "address", "response_id", "submitted_text", *carried]
    text = pl.concat_str([pl.col(c).fill_null("") for c in whole], separator=_BETWEEN)
    # Of a million rows the texts would be half of all there is to hold.
    tied = pl.struct("submitted_at", "response_id").is_duplicated()
    rows = rows.with_columns(pl.when(tied).then(text).otherwise(pl.lit("")).alias("row_text"))
    return SurveyTable(
        rows=rows.select(*SURVEY, *carried),
        files=(*entries, *loaded.files),
        notices=(*notices, *loaded.notices),
        written=tuple(map(written, loaded.tables)),
    )


def _needs(asked: Sequence[Asked], place: str, *, dated: bool) -> tuple[Need, ...]:
    """Return what a survey file must have."""
    ids = ", ".join(question.id for question in asked)
    identity = Need(
        any_of=titles.IDENTITY,
        what="there is neither a column for the address of who answered nor one for the employee id",
        hint=f'Head one "Email" or "Employee ID", or map it {place}; reporter map FILE shows how.',
    )
    question = Need(
        any_of=tuple(q.id for q in asked),
        what="no column is recognised as a question",
        hint=f"Head each with its question's text or id ({ids}), or map it {place}; reporter map FILE shows how.",
    )
    submission = Need(
        any_of=("submitted_at",),
        what="there is no column that says when a response was submitted",
        hint='Head it "Completion time" or "Timestamp", map submitted_at, or set date = 2026-12-31 for the whole file, '
        f"{place}.",
    )
    return (identity, question) if dated else (identity, question, submission)


def _frame(
    table: tables.Table,
    asked: Sequence[Asked],
    configured: Configured,
    zone: ZoneInfo,
    *,
    undated_as: date | None,
    freshness: Freshness,
    alone: bool,
) -> tuple[pl.DataFrame, Submissions, tuple[Notice, ...]]:
    """Return one file's rows in the survey's schema, with the submission as written; its times, and notices.

    Beside the schema stands `submitted_text`, the time as it is written.
    """
    rows = table.rows
    tool = survey_tools.recognised(cell for row in table.header.rows for cell in row)

    def text(role: str) -> pl.Series:
        return rows[role] if role in rows.columns else pl.repeat(None, rows.height, dtype=pl.String, eager=True)

    def among(role: str, words: frozenset[str]) -> pl.Series:
        values = text(role)
        these = [v for v in values.drop_nulls().unique().to_list() if comparable(v) in words]
        return values.is_in(these).fill_null(value=False)

    who = respondents.read(table, tool)
    completed = completion.read(table, tool)
    # Of two files nobody knows which holds somebody's last response, so each day may matter.
    people = pl.DataFrame([who.address.alias("address"), who.employee_id.alias("employee_id")])
    when = submissions.read(
        table,
        tool,
        configured=configured,
        zone=zone,
        undated_as=undated_as,
        freshness=freshness,
        people=people if alone else pl.select(pl.repeat("anybody", rows.height).alias("anybody")),
    )
    answers = {q.id: text(q.id) for q in asked if table.has(q.id)}
    if tool is Tool.MICROSOFT_FORMS:
        answers = {name: survey_tools.only_choice(texts) for name, texts in answers.items()}
    frame = pl.DataFrame(
        {
            "file": pl.repeat(table.file.name, rows.height, dtype=pl.String, eager=True),
            "sheet": pl.repeat(table.sheet.name, rows.height, dtype=pl.String, eager=True),
            "row": rows["row"],
            # A footer is nobody's response, whatever stands under the heading for who answered.
            "employee_id": who.employee_id.set(table.nobody, None),
            "address": who.address.set(table.nobody, None),
            "anonymous": who.anonymous,
            "response_id": text("response_id"),
            "submitted_at": when.moments,
            "submitted_on": when.days,
            "preview": among("preview", survey_tools.preview_words(tool)),
            "finished": completed.finished,
            "submitted_text": text("submitted_at"),
            **answers,
        }
    )
    return frame, when, (*who.notices, *when.notices, *completed.notices, *_begun(table))


def _begun(table: tables.Table) -> Iterator[Notice]:
    """Yield which columns are taken for a question by the beginning of its wording."""
    roles = {place: role for role, places in table.header.columns.items() for place in places}
    for place in table.header.begun:
        values = {"file": table.file.name, "column": named(place, table.header.titles[place]), "question": roles[place]}
        yield Notice(code="question-cut", values=values)
