"""Finding a person: by employee id, else by address, else by alias; never by name, never by similarity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.model.assessment import Notice
from reporter.model.text import comparable_key

_DISPLAYED = re.compile(r"[^<>]*<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Directory:
    """Keys of everybody on the roster, in scope or not → their `person` number."""

    by_id: Mapping[str, int]
    by_address: Mapping[str, int]
    by_alias: Mapping[str, int]

    def find(self, text: str) -> int | None:
        """Return the person an id, an address (`Ada <ada@x>` too) or an alias names, or None."""
        key = comparable_key(text)
        if shown := _DISPLAYED.fullmatch(key):
            key = comparable_key(shown.group(1))
        for table in (self.by_id, self.by_address, self.by_alias):
            if (person := table.get(key)) is not None:
                return person
        return None


def directory(people: pl.DataFrame, aliases: Sequence[tuple[str, str]]) -> tuple[Directory, list[Notice]]:
    """Build the directory of `people` and of an alias file.

    `people` has `person`, `file`, `row`, `id_key`, `address_key` and `alias_keys`.

    Raises:
        SourceError: one alias, or one address, names two people.
    """
    by_id = _table(people, "id_key")
    by_address = _table(people, "address_key")
    known = Directory(by_id, by_address, {})
    pairs: list[tuple[str, int]] = [
        (alias, person)
        for person, listed in people.select("person", "alias_keys")
        .filter(pl.col("alias_keys").list.len() > 0)
        .iter_rows()
        for alias in listed
    ]
    unknown = 0
    for alias, employee in aliases:
        if (owner := known.find(employee)) is None:
            unknown += 1
        else:
            pairs.append((comparable_key(alias), owner))
    notices = [Notice(code="unknown-alias", values={"count": unknown})] if unknown else []
    return Directory(by_id, by_address, _aliases(pairs, by_address, people)), notices


def _table(people: pl.DataFrame, column: str) -> dict[str, int]:
    rows = people.select(column, "person").drop_nulls()
    return dict(zip(rows[column].to_list(), rows["person"].to_list(), strict=True))


def _aliases(pairs: Iterable[tuple[str, int]], by_address: Mapping[str, int], people: pl.DataFrame) -> dict[str, int]:
    found: dict[str, int] = {}
    clashes: set[tuple[int, ...]] = set()
    for alias, person in pairs:
        owners = {person, found.setdefault(alias, person), by_address.get(alias, person)}
        if len(owners) > 1:
            clashes.add(tuple(sorted(owners)))
    if clashes:
        places = {
            person: f"{file}, row {row}" for person, file, row in people.select("person", "file", "row").iter_rows()
        }
        hint = "An alias belongs to one person: take it out of one of these rows, or out of the alias file."
        raise SourceError(
            *(
                Problem(what="one alias names two people", where=" and ".join(places[o] for o in owners), hint=hint)
                for owners in sorted(clashes)
            )
        )
    return found
