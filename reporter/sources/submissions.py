"""When responses were submitted: as their file says, or as the configuration says for the whole file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import polars as pl

from reporter.errors import SourceError
from reporter.model.assessment import Notice
from reporter.model.inputs import DateSpan
from reporter.sources import dates
from reporter.sources.dates import Column, Kind, Readings
from reporter.sources.headers.configured import Configured
from reporter.sources.headers.survey_tools import Tool, is_a_time, stated_zone
from reporter.sources.tables import Table

_MOMENT = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submissions:
    """One file's times of submission, row by row; null where none is readable."""

    moments: pl.Series
    """In UTC."""
    days: pl.Series
    """In the organisation's zone."""
    order: str | None
    """As `reporter.sources.dates.Settled.order`."""
    spans: tuple[DateSpan, ...] = ()
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How long an answer counts: what hangs on the day of its submission."""

    as_of: date
    """The day of the assessment."""
    valid_for: frozenset[int]
    """The ages in days up to which an answer to some question counts."""

    def effects(self, days: pl.Series, people: pl.DataFrame) -> pl.DataFrame:
        """Return what hangs on the days of submission, row by row.

        Args:
            days: When each response was submitted.
            people: Columns that tell whose a response is: of several that somebody gave, the last one counts.
        """
        age = (pl.lit(self.as_of) - pl.col("day")).dt.total_days()
        stale = [age > most for most in sorted(self.valid_for)]
        effect = (
            pl.when(pl.col("day").is_null())
            .then(pl.lit("unreadable"))
            .when(age < 0)
            .then(pl.lit("after the day of the assessment"))
        )
        turns = [
            pl.when(pl.col(name).is_duplicated() & pl.col(name).is_not_null())
            .then(pl.col("day").rank("dense").over(name))
            .alias(f"turn of {name}")
            for name in people.columns
        ]
        return people.with_columns(days.alias("day")).select(
            effect.when(pl.any_horizontal(stale)).then(pl.lit("stale")).alias("effect")
            if stale
            else effect.alias("effect"),
            *(flag.alias(f"stale {n}") for n, flag in enumerate(stale)),
            *turns,
        )


def read(
    table: Table,
    tool: Tool | None,
    *,
    configured: Configured,
    zone: ZoneInfo,
    undated_as: date | None,
    freshness: Freshness,
    people: pl.DataFrame,
) -> Submissions:
    """Return when the rows of a survey file were submitted.

    Args:
        table: The file's rows.
        tool: What wrote it.
        configured: What the configuration says about its columns and dates.
        zone: The organisation's.
        undated_as: The day of every row of a file that has no times of submission.
        freshness: How long an answer counts.
        people: Columns that tell whose a response is.

    Raises:
        SourceError: The dates can be read in two ways that differ in what counts, most of them cannot be read, or
            LimeSurvey recorded no times and the configuration states no day.
    """
    texts = table.rows["submitted_at"] if table.has("submitted_at") else pl.Series(dtype=pl.String)
    written = texts.drop_nulls().unique(maintain_order=True)
    times = [text for text in written if is_a_time(text, tool)]
    if not table.has("submitted_at") or (len(written) and not times):
        if undated_as is None:
            what = "LimeSurvey recorded no times: it dates every response 1980-01-01"
            hint = f"Set date = 2026-12-31, the day that counts for the whole file, {configured.place}."
            raise SourceError(what, where=table.where("submitted_at"), hint=hint)
        return _undated(table, zone, undated_as)

    def instants(readings: Mapping[str, Readings]) -> dict[str, pl.DataFrame]:
        return {role: _instants(table, role, readings[role], zone) for role in readings}

    def last(found: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        return _last(found["submitted_at"], found["modified_at"]) if "modified_at" in found else found["submitted_at"]

    stated_times = texts if len(times) == len(written) else texts.set(~texts.is_in(times), None)
    columns = [
        Column(
            role=role,
            kind=Kind.ANSWER,
            texts=stated_times if role == "submitted_at" else table.rows[role],
            where=table.where(role),
            needed=role == "submitted_at",
        )
        for role in ("submitted_at", "modified_at")
        if table.has(role)
    ]
    settled = dates.settle(
        columns,
        rows=table.rows["row"],
        as_of=freshness.as_of,
        asked=configured.asked,
        effects=lambda readings: freshness.effects(last(instants(readings))["day"], people),
        counted=("stale",),
    )
    each = instants(settled.readings)
    found = last(each)
    spans = (DateSpan.of(table.title(role), frame["day"]) for role, frame in each.items())
    return Submissions(
        moments=found["moment"],
        days=found["day"],
        order=settled.order,
        spans=tuple(span for span in spans if span),
        notices=(Notice(code="dates-exchanged", values={"file": table.file.name}),) if settled.exchanged else (),
    )


def _instants(table: Table, role: str, readings: Readings, zone: ZoneInfo) -> pl.DataFrame:
    """Return a column's moments in UTC and days in `zone`, row by row."""
    stated = stated_zone(table.header, table.header.columns[role][0])
    found = [readings.instant(text, zone, stated=stated) for text in readings.moments]
    known = pl.DataFrame(
        {
            "text": pl.Series(list(readings.moments), dtype=pl.String),
            "moment": pl.Series([i[0] if i else None for i in found], dtype=_MOMENT),
            "day": pl.Series([i[1] if i else None for i in found], dtype=pl.Date),
        }
    )
    return table.rows.select(text=role).join(known, on="text", how="left", maintain_order="left")


def _last(submitted: pl.DataFrame, edited: pl.DataFrame) -> pl.DataFrame:
    """Return when responses were last changed: an edit counts from its own time, where it is later."""
    later = pl.col("edited") > pl.col("moment")
    both = submitted.select("moment", "day").with_columns(edited=edited["moment"], edited_on=edited["day"])
    return both.select(
        moment=pl.when(later).then("edited").otherwise("moment"), day=pl.when(later).then("edited_on").otherwise("day")
    )


def _undated(table: Table, zone: ZoneInfo, day: date) -> Submissions:
    """Return `day` for every row."""
    height = table.rows.height
    return Submissions(
        moments=pl.repeat(dates.midnight(day, zone), height, dtype=_MOMENT, eager=True),
        days=pl.repeat(day, height, dtype=pl.Date, eager=True),
        order=None,
        notices=(Notice(code="survey-undated", values={"file": table.file.name, "day": str(day)}),),
    )
