"""Whose a response is: by employee id, else by address, else by alias, each checked against the others (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from reporter.assess import spellings
from reporter.assess.directory import Directory
from reporter.assess.keys import ONE_ADDRESS
from reporter.model.assessment import Notice
from reporter.model.tables import MATCHED_BY
from reporter.model.vocabulary import MatchedBy, ResponseFate

SAID = ("conflict", "bridged", "unsettled", "beside")
"""The columns that `matched` adds beside `person` and `matched_by`."""

_LISTED = 10
_CODES = {"bridged": "ids-bridged", "unsettled": "ids-ambiguous", "beside": "addresses-beside-ids"}


def matched(rows: pl.DataFrame, people: pl.DataFrame, who: Directory, counts: pl.Expr) -> pl.DataFrame:
    """Return the rows of a survey with whose they are.

    Added are `person` and `matched_by` (null: nobody's); `conflict`: id and address do not belong together; `bridged`:
    the id is written otherwise than on the roster, and one person's alone reads so; `unsettled`: more than one reads
    so, and nothing else says who it is; `beside`: an address that nobody has stands beside the id of somebody who has
    another.

    Args:
        rows: With `id_key` and `address_key`.
        people: Everybody on the roster, with `person`, `id_key`, `address_key`.
        who: Their directory.
        counts: Whether a row can count, if it is somebody's.
    """
    ids = spellings.read(rows["id_key"], people["id_key"])
    found = pl.DataFrame(
        {
            "by_id": [who.by_id.get(key) for key in ids.keys],
            "by_address": [who.by_address.get(key) for key in rows["address_key"]],
            "by_alias": [who.by_alias.get(key) for key in rows["address_key"]],
        },
        schema={"by_id": pl.UInt32, "by_address": pl.UInt32, "by_alias": pl.UInt32},
    )
    addressed = people.filter(pl.col("address_key").is_not_null())["person"]
    by_any_address = pl.coalesce("by_address", "by_alias")
    rows = rows.hstack(
        found.select(
            person=pl.coalesce("by_id", "by_address", "by_alias"),
            matched_by=pl.when(pl.col("by_id").is_not_null())
            .then(pl.lit(MatchedBy.EMPLOYEE_ID.value))
            .when(pl.col("by_address").is_not_null())
            .then(pl.lit(MatchedBy.ADDRESS.value))
            .when(pl.col("by_alias").is_not_null())
            .then(pl.lit(MatchedBy.ALIAS.value))
            .cast(MATCHED_BY),
            conflict=(pl.col("by_id") != by_any_address).fill_null(value=False),
            stranger=pl.col("by_id").is_in(addressed.implode()) & by_any_address.is_null(),
        ),
    ).with_columns(
        bridged=ids.bridged & pl.col("person").is_not_null(),
        unsettled=ids.unsettled & pl.col("person").is_null(),
        beside=pl.col("stranger").fill_null(value=False)
        & pl.col("address_key").str.contains(ONE_ADDRESS).fill_null(value=False),
    )
    return _held_back(rows.drop("stranger"), counts)


def notices(rows: pl.DataFrame, id_titles: Mapping[str, str]) -> Iterator[Notice]:
    """Yield what a reader must know of how rows were matched, with their `verdict`, file by file."""
    counted = rows["verdict"].is_null() | (rows["verdict"] == ResponseFate.SUPERSEDED.value)
    of = {"bridged": counted, "unsettled": rows["verdict"] == ResponseFate.UNMATCHED.value, "beside": counted}
    for column, code in _CODES.items():
        told = rows.filter(rows[column] & of[column])
        for (file,), part in told.group_by("file", maintain_order=True):
            numbers = part["row"].sort()
            listed = ", ".join(map(str, numbers.head(_LISTED))) + (", …" if len(numbers) > _LISTED else "")
            values: dict[str, str | int] = {"file": str(file), "rows": listed, "count": len(numbers)}
            yield Notice(code=code, values=values | {"column": id_titles.get(str(file), "employee_id")})


def _held_back(rows: pl.DataFrame, counts: pl.Expr) -> pl.DataFrame:
    """Return rows with `conflict` where an address that nobody has stands beside an id whose owner answered otherwise.

    Otherwise is under their own address, or by the id alone: then somebody else mistyped theirs.
    """
    if not rows["beside"].any():
        return rows
    own = ~pl.col("beside") & ~pl.col("conflict") & counts
    owners = rows.filter(own)["person"].drop_nulls().unique()
    held = pl.col("beside") & pl.col("person").is_in(owners.implode())
    return rows.with_columns(conflict=pl.col("conflict") | held, beside=pl.col("beside") & ~held)
