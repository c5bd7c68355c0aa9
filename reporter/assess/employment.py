"""Who works here on the day: what every column says about it, and which counts where they contradict (DESIGN §6).

Dates beat words. Where words contradict each other and no date decides, the stricter holds, so that nobody who left is
written to; and it is said, with the rows.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from reporter.assess import statuses
from reporter.assess.keys import comparables
from reporter.assess.status_words import CONTRACTOR
from reporter.assess.statuses import Meaning, counted
from reporter.model.assessment import Notice, Parameters

_LISTED = 20
_CONTRADICTIONS = {"status-contradicts": "torn", "status-against-date": "by_date", "account-off": "is_off"}
_SAYS = ("status", "other_status", "active_flag", "left_flag")


def with_employment(rows: pl.DataFrame, parameters: Parameters) -> tuple[pl.DataFrame, list[Notice]]:
    """Add `left`, `not_started`, `on_leave` and `external`, each a Boolean, to roster rows; and what to know of it.

    `rows` has the ROSTER columns.
    """
    said = {name: _said(rows[name], name, parameters.words) for name in _SAYS}
    seen = rows.select("file", "row", "first_day", "last_day", "account_off").with_columns(
        *(_any(said, meaning).alias(meaning.name.lower()) for meaning in Meaning),
        understood=pl.any_horizontal(*(s["meanings"].list.len() > 0 for s in said.values())).fill_null(value=False)
        if said
        else pl.lit(value=False),
    )
    as_of = pl.lit(parameters.as_of)
    leaves = (pl.col("last_day") >= as_of).fill_null(value=False)  # or is there for good, as far as that tells
    gone = (pl.col("last_day") < as_of).fill_null(value=False)
    begun = (pl.col("first_day") <= as_of).fill_null(value=False)
    comes = (pl.col("first_day") > as_of).fill_null(value=False)
    works = pl.col("active") | pl.col("on_leave")
    seen = seen.with_columns(
        is_left=gone | (pl.col("left") & ~leaves),
        by_date=(pl.col("left") & leaves)
        | (pl.col("not_started") & begun)
        | (works & gone),  # active before the first day is how systems write it
        torn=~gone & ~leaves & pl.col("left") & (works | pl.col("not_started"))
        | ~begun & ~comes & pl.col("not_started") & works,
        is_off=pl.col("account_off").fill_null(value=False) & pl.col("active") & ~pl.col("left") & ~pl.col("on_leave"),
    ).with_columns(is_not_started=~pl.col("is_left") & (comes | (pl.col("not_started") & ~begun)))
    employment = comparables(rows["employment"])
    stated = {word for word, meaning in parameters.words.items() if meaning == Meaning.CONTRACTOR}
    otherwise = set(parameters.words) - stated
    rows = rows.with_columns(
        left=seen["is_left"],
        not_started=seen["is_not_started"],
        on_leave=seen["on_leave"],
        external=seen["contractor"]
        | employment.is_in(sorted((CONTRACTOR | stated) - otherwise)).fill_null(value=False),
    )
    return rows, _notices(rows, said, seen)


def _said(texts: pl.Series, name: str, stated: Mapping[str, str]) -> pl.DataFrame:
    """Return what a column says: `text` as it is compared, and `meanings`, a list; null where the cell is empty."""
    compared = comparables(texts)
    counts = dict(compared.drop_nulls().value_counts().iter_rows())
    if name == "active_flag":
        found = statuses.flags(counts, stated, yes=Meaning.ACTIVE)
    elif name == "left_flag":
        found = statuses.flags(counts, stated, yes=Meaning.LEFT)
    else:
        found = statuses.read(counts, stated)
    table = pl.DataFrame(
        {"text": list(found), "meanings": [sorted(m.value for m in meanings) for meanings in found.values()]},
        schema={"text": pl.String, "meanings": pl.List(pl.String)},
    )
    return compared.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left")


def _any(said: Mapping[str, pl.DataFrame], meaning: Meaning) -> pl.Series:
    """Return whether any column says `meaning`, row by row."""
    each = pl.DataFrame(
        {name: column["meanings"].list.contains(meaning.value).fill_null(value=False) for name, column in said.items()}
    )
    return each.select(pl.any_horizontal(pl.all()).alias("any"))["any"]


def _notices(rows: pl.DataFrame, said: Mapping[str, pl.DataFrame], seen: pl.DataFrame) -> list[Notice]:
    unread = {
        name: (column["text"].is_not_null() & (column["meanings"].list.len() == 0)).fill_null(value=False)
        for name, column in said.items()
    }
    notices = []
    unknown = (unread["status"] | unread["other_status"]) & ~seen["understood"]
    if unknown.any():
        texts = pl.concat([said[name]["text"].filter(unknown & unread[name]) for name in ("status", "other_status")])
        notices.append(Notice(code="unknown-status", values={"count": int(unknown.sum()), "words": counted(texts)}))
    for name in ("active_flag", "left_flag"):
        if unread[name].any():
            texts = said[name]["text"].filter(unread[name])
            values = _rows(seen.filter(unread[name]))
            notices.append(Notice(code="unknown-flag", values={**values, "words": counted(texts)}))
    # Where a column says only yes, or nothing, nothing may mean no.
    blank = _blank(rows, said["active_flag"])
    if blank.any():
        notices.append(Notice(code="flag-empty", values=_rows(seen.filter(blank))))
    notices += [
        Notice(code=code, values=_rows(at))
        for code, column in (
            ("status-contradicts", "torn"),
            ("status-against-date", "by_date"),
            ("account-off", "is_off"),
        )
        if (at := seen.filter(pl.col(column))).height
    ]
    return notices


def _blank(rows: pl.DataFrame, flag: pl.DataFrame) -> pl.Series:
    """Return the rows that say nothing in a file whose column says active of others, and left of nobody."""
    said = pl.DataFrame({
        "file": rows["file"],
        "there": flag["text"].is_not_null(),
        "active": flag["meanings"].list.contains(Meaning.ACTIVE.value).fill_null(value=False),
        "left": flag["meanings"].list.contains(Meaning.LEFT.value).fill_null(value=False),
        "person": ~rows["not_a_person"].fill_null(value=False),
    })  # fmt: skip
    return said.select(
        blank=~pl.col("there")
        & pl.col("person")
        & pl.col("active").any().over("file")
        & ~pl.col("left").any().over("file")
    )["blank"]


def _rows(at: pl.DataFrame) -> dict[str, str | int]:
    """Return how many rows there are, and where: by number, with their file where there are several."""
    shown = at.head(_LISTED)
    files = shown.partition_by("file", maintain_order=True)
    listed = "; ".join(f"{part['file'][0]} {', '.join(map(str, part['row']))}" for part in files)
    return {"count": at.height, "rows": listed + (" …" if at.height > _LISTED else "")}
