"""Rows of the roster that are the same person twice (DESIGN §6, Roster)."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import polars as pl

from reporter.model.tables import PLACE_IN_FILE, ROSTER
from reporter.model.text import comparable, comparable_key
from reporter.model.vocabulary import RosterReject

_AS_WRITTEN = ("country_text", "region_text", "place_text", "place_unread")
_DERIVED = {*PLACE_IN_FILE, *_AS_WRITTEN, "not_a_person", "account_off"}
_ROLES = {"id_key": "employee_id", "address_key": "address"} | {
    name: name for name in ROSTER if name not in {*_DERIVED, "employee_id", "address", "address_usable"}
}
"""Column that is compared → the role it plays in the file."""
# Two rows are equal if they agree in every column used; these say where a row stands or are derived from others.
_NOT_COMPARED = {*_DERIVED, "employee_id", "address", "alias_keys", "row_index"}


class _Verdict(NamedTuple):
    """Why a row is dropped, the row to compare it with, and what the two differ in."""

    rejection: str
    twin: str
    differing: str | None


def with_rejection(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Add `rejection` (RosterReject as text, null: kept) and count the people of whom no row could be kept.

    Beside it stand `twin`, the place of the row to compare a duplicate with, and `differing`, the roles of the columns
    in which the two differ, joined by ";".

    `rows` has `row_index`, `id_key`, `address_key` and `active`. Rows that share an id or an address, directly or
    through a third row, are one person. Equal rows: one is kept. Rows that differ: if exactly one is active on `as_of`
    it is kept, else none.
    """
    identified = rows.filter(pl.col("id_key").is_not_null() | pl.col("address_key").is_not_null())
    shared = identified.filter(
        (pl.col("id_key").is_not_null() & pl.col("id_key").is_duplicated())
        | (pl.col("address_key").is_not_null() & pl.col("address_key").is_duplicated())
    )
    verdicts: dict[int, _Verdict] = {}
    unresolved = 0
    for person in _people(shared):
        dropped, kept_none = _judge(person)
        verdicts |= dropped
        unresolved += kept_none
    found = pl.DataFrame(
        [(index, *verdict) for index, verdict in sorted(verdicts.items())],
        schema={"row_index": pl.UInt32, "rejection": pl.String, "twin": pl.String, "differing": pl.String},
        orient="row",
    )
    no_identity = pl.col("id_key").is_null() & pl.col("address_key").is_null()
    rows = rows.join(found, on="row_index", how="left", maintain_order="left").with_columns(
        rejection=pl.when(pl.col("not_a_person"))
        .then(pl.lit(RosterReject.NOT_A_PERSON.value))
        .when(no_identity)
        .then(pl.lit(RosterReject.NO_IDENTITY.value))
        .otherwise(pl.col("rejection"))
    )
    return rows, unresolved


def _people(shared: pl.DataFrame) -> list[list[dict[str, object]]]:
    """Return the rows grouped by person: connected through equal ids or addresses."""
    rows = shared.to_dicts()
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[tuple[str, object], int] = {}
    for i, row in enumerate(rows):
        for column in ("id_key", "address_key"):
            if row[column] is not None:
                j = seen.setdefault((column, row[column]), i)
                parent[root(i)] = root(j)
    groups = defaultdict(list)
    for i, row in enumerate(rows):
        groups[root(i)].append(row)
    return list(groups.values())


def _judge(person: list[dict[str, object]]) -> tuple[dict[int, _Verdict], bool]:
    """Return row index → verdict for the rows dropped, and whether none is kept."""
    different: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in person:
        different[repr([(k, _compared(row[k])) for k in sorted(row) if k not in _NOT_COMPARED])].append(row)
    firsts = [min(rows, key=_place) for rows in different.values()]
    dropped = {
        _index(row): _Verdict(RosterReject.DUPLICATE.value, _named(first), None)
        for rows, first in zip(different.values(), firsts, strict=True)
        for row in rows
        if row is not first
    }
    if len(firsts) == 1:
        return dropped, False
    active = [row for row in firsts if row["active"]]
    kept = active[0] if len(active) == 1 else None
    for row in firsts:
        if row is not kept:
            twin = kept or min((other for other in firsts if other is not row), key=_place)
            reason = RosterReject.CONFLICTING_DUPLICATE.value
            dropped[_index(row)] = _Verdict(reason, _named(twin), _differing(row, twin))
    return dropped, kept is None


def _differing(row: dict[str, object], twin: dict[str, object]) -> str:
    """Return the roles of the columns in which two rows differ, in the roster's order."""
    roles = _ROLES | {name: name for name in row if name.endswith(".account")}
    return ";".join(role for name, role in roles.items() if _compared(row[name]) != _compared(twin[name]))


def _compared(value: object) -> object:
    """Text is compared as DESIGN §6 compares text: `Active` and `active ` do not differ."""
    if isinstance(value, list):
        return sorted(comparable_key(v) for v in value)
    return comparable(value) or None if isinstance(value, str) else value


def _place(row: dict[str, object]) -> tuple[str, str, int]:
    return str(row["file"]), str(row["sheet"] or ""), int(str(row["row"]))


def _named(row: dict[str, object]) -> str:
    """Return a row's place as a message names it."""
    sheet = f", sheet {row['sheet']}" if row["sheet"] else ""
    return f"{row['file']}{sheet}, row {row['row']}"


def _index(row: dict[str, object]) -> int:
    return int(str(row["row_index"]))
