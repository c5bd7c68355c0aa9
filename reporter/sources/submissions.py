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
    edits = table.rows["modified_at"] if table.has("modified_at") else pl.Series(dtype=pl.String)
    every = list(dict.fromkeys((*times, *edits.drop_nulls().unique(maintain_order=True))))
    readings = dates.read(every, order=configured.order, where=table.where("submitted_at"), place=configured.place)

    def instants(role: str, texts: list[str]) -> pl.DataFrame:
        stated = stated_zone(table.header, table.header.columns[role][0])
        found = [readings.instant(text, zone, stated=stated) for text in texts]
        known = pl.DataFrame(
            {
                "text": pl.Series(texts, dtype=pl.String),
                "moment": pl.Series([i[0] if i else None for i in found], dtype=_MOMENT),
                "day": pl.Series([i[1] if i else None for i in found], dtype=pl.Date),
            }
        )
        return table.rows.select(text=role).join(known, on="text", how="left", maintain_order="left")

    found = instants("submitted_at", times)
    if table.has("modified_at"):
        found = _last(found, instants("modified_at", every))
    return Submissions(moments=found["moment"], days=found["day"], order=readings.order, notices=())


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
