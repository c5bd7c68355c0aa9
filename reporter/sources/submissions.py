"""When responses were submitted: as their file says, or as the configuration says for the whole file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import polars as pl

from reporter.errors import SourceError
from reporter.model.assessment import Notice
from reporter.sources import dates
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
    """As `reporter.sources.dates.Readings.order`."""
    notices: tuple[Notice, ...]


def read(
    table: Table, tool: Tool | None, *, configured: Configured, zone: ZoneInfo, undated_as: date | None
) -> Submissions:
    """Return when the rows of a survey file were submitted.

    Raises:
        SourceError: The order of day and month is not settled, or LimeSurvey recorded no times and the configuration
            states no day.
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
    readings = dates.read(times, order=configured.order, where=table.where("submitted_at"), place=configured.place)
    stated = stated_zone(table.header, table.header.columns["submitted_at"][0])
    instants = [readings.instant(text, zone, stated=stated) for text in times]
    known = pl.DataFrame(
        {
            "text": pl.Series(times, dtype=pl.String),
            "moment": pl.Series([i[0] if i else None for i in instants], dtype=_MOMENT),
            "day": pl.Series([i[1] if i else None for i in instants], dtype=pl.Date),
        }
    )
    found = texts.to_frame("text").join(known, on="text", how="left", maintain_order="left")
    return Submissions(moments=found["moment"], days=found["day"], order=readings.order, notices=())


def _undated(table: Table, zone: ZoneInfo, day: date) -> Submissions:
    """Return `day` for every row."""
    height = table.rows.height
    return Submissions(
        moments=pl.repeat(dates.midnight(day, zone), height, dtype=_MOMENT, eager=True),
        days=pl.repeat(day, height, dtype=pl.Date, eager=True),
        order=None,
        notices=(Notice(code="survey-undated", values={"file": table.file.name, "day": str(day)}),),
    )
