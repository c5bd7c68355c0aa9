"""Addresses that several people share: a front desk's, or one written where there was none. They are nobody's own.

Three different ids are enough, where two of them work here and their names differ. Two people with one address are one
whose address somebody mistyped: which of them it belongs to is for HR to say, and so it stays an error.
"""

from __future__ import annotations

import polars as pl

from reporter.assess.keys import comparables
from reporter.model.assessment import Notice

_MANY = 3
_LISTED = 10


def without(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Notice]]:
    """Return a roster's rows without the addresses and aliases that several people share, and which rows had them.

    Args:
        rows: With `id_key`, `address_key`, `alias_keys`, `name` and `active`.
    """
    own = rows.select("id_key", "active", "name", key="address_key")
    shared = _shared(own.filter(pl.col("key").is_not_null() & pl.col("key").is_duplicated()))
    several = rows.filter(pl.col("alias_keys").list.len() > 0).select("id_key", "active", "name", key="alias_keys")
    each = several.explode("key").unique(["id_key", "key"], maintain_order=True)
    shared = pl.concat([shared, _shared(each.filter(pl.col("key").is_duplicated()))]).unique()
    if shared.is_empty():
        return rows, []
    its = pl.col("address_key").is_in(shared.implode()).fill_null(value=False)
    aliases = pl.col("alias_keys").list.set_intersection(shared.to_list()).list.len() > 0
    told = rows.filter(its | aliases)
    rows = rows.with_columns(
        address_key=pl.when(~its).then("address_key"),
        address_usable=pl.col("address_usable") & ~its,
        alias_keys=pl.when(aliases)
        .then(pl.col("alias_keys").list.set_difference(shared.to_list()).list.sort())
        .otherwise("alias_keys"),
    )
    return rows, [_notice(str(file), part["row"]) for (file,), part in told.group_by("file", maintain_order=True)]


def _shared(given: pl.DataFrame) -> pl.Series:
    """Return the keys that different people have."""
    people = given.with_columns(name=comparables(given["name"])).drop_nulls("id_key")
    groups = people.group_by("key").agg(
        ids=pl.col("id_key").n_unique(),
        here=pl.col("id_key").filter(pl.col("active")).n_unique(),
        names=pl.col("name").drop_nulls().n_unique(),
    )
    return groups.filter((pl.col("ids") >= _MANY) & (pl.col("here") > 1) & (pl.col("names") != 1))["key"]


def _notice(file: str, rows: pl.Series) -> Notice:
    listed = ", ".join(map(str, rows.sort().head(_LISTED))) + (", …" if len(rows) > _LISTED else "")
    return Notice(code="addresses-shared", values={"file": file, "rows": listed, "count": len(rows)})
