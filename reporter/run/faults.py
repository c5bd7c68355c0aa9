"""The rejects in the words of their files: under which head the fault is, and what stands there."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from reporter.model.inputs import Written

_OTHER = {"employee_id": "address", "address": "employee_id", "name": "family_name", "finished": "preview"}
"""Role → the one to name where the file has no column for it: a file without ids has addresses."""


def named(rejects: pl.DataFrame, roster: Sequence[Written], survey: Sequence[Written]) -> pl.DataFrame:
    """Return rejects with heads of their files in `column`, and in `value` what stands there where nothing is said.

    Args:
        rejects: Schema REJECTS; `column` holds roles.
        roster: The roster's files as written.
        survey: The survey's files as written.
    """
    left = rejects
    parts = []
    for role, files in (("roster", roster), ("survey", survey)):
        for file in files:
            sheet = pl.lit(file.sheet, dtype=pl.String)
            here = (pl.col("role") == role) & (pl.col("file") == file.file) & pl.col("sheet").eq_missing(sheet)
            by_column = left.filter(here).partition_by("column", maintain_order=True)
            parts += [_named(part, file) for part in by_column]
            left = left.filter(~here)
    return pl.concat([left, *parts]).sort("role", "file", "sheet", "row")


def _named(rejects: pl.DataFrame, file: Written) -> pl.DataFrame:
    """Return rejects of one file that have their fault in the same roles."""
    roles = rejects["column"][0]
    places = _places(roles.split(";") if roles else [], file)
    heads = [" ".join(file.heads[place][1].split()) for place in places]
    rejects = rejects.with_columns(column=pl.lit("; ".join(heads) or None, dtype=pl.String))
    if len(places) != 1:
        return rejects
    texts = file.cells.select("row", _text=str(places[0]))
    rejects = rejects.join(texts, on="row", how="left", maintain_order="left")
    return rejects.with_columns(value=pl.coalesce("value", "_text")).drop("_text")


def _places(roles: Sequence[str], file: Written) -> list[int]:
    """Return the columns of a file that play the roles; what it does not have is left out."""
    known: dict[str, int] = {}
    for place, (role, _) in enumerate(file.heads):
        known.setdefault(role, place)
    found = (known.get(role, known.get(_OTHER.get(role, ""))) for role in roles)
    return sorted({place for place in found if place is not None})
