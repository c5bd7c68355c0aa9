"""What was read: the tables of the sources and the files they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

import polars as pl

from reporter.model.assessment import Notice, Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """The days of one column of dates."""

    column: str
    """Its header."""
    first: date
    last: date
    rows: int
    """How many have a day."""

    @classmethod
    def of(cls, column: str, days: pl.Series) -> Self | None:
        """Return the span of a column's days; None where there is none."""
        first, last = days.min(), days.max()
        if not isinstance(first, date) or not isinstance(last, date):
            return None
        return cls(column=column, first=first, last=last, rows=len(days) - days.null_count())


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One file as it was read; an entry of the manifest's `inputs`."""

    role: str
    """roster | survey | roster-corrections | survey-corrections | waivers | aliases | objected | suppress | previous"""
    name: str
    """Without folder."""
    sha256: str
    size: int
    """Bytes."""
    rows: int
    """Rows of data: neither empty ones nor titles, headers and labels."""
    dialect: Mapping[str, str | int | None]
    """Keys encoding, delimiter, header_row, date_order, sheet, null where one does not apply; and last_header_row where
    more rows than one are the header."""
    columns: Mapping[str, str]
    """Canonical column or question id → the header it was found under."""
    dropped: tuple[str, ...]
    """Headers of columns that no rule needs and that were not kept."""
    dates: tuple[DateSpan, ...] = ()
    """The first and last day of each column of dates."""


def read_alike(files: Iterable[InputFile]) -> list[tuple[InputFile, ...]]:
    """Return the files in groups that differ in name, bytes and rows alone, as the questionnaires of a folder do."""
    groups: dict[str, list[InputFile]] = {}
    for file in files:
        how = (file.role, sorted(file.dialect.items(), key=str), list(file.columns.items()), file.dropped)
        groups.setdefault(repr(how), []).append(file)
    return [tuple(group) for group in groups.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The kept columns of one file of a roster or survey, as they stand in it: what HR mends a row in."""

    file: str
    sheet: str | None
    heads: tuple[tuple[str, str], ...]
    """(role, head) of each column, in the file's order; several columns may play one role."""
    cells: pl.DataFrame = field(repr=False)
    """`row` (UInt32), and a String column `0`, `1`, … for each head: trimmed, null if empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterTable:
    """Who works here, as the files state it."""

    rows: pl.DataFrame
    """Schema ROSTER, and the account columns."""
    files: tuple[InputFile, ...]
    notices: tuple[Notice, ...] = ()
    written: tuple[Written, ...] = ()
    """One for each file that has rows; a row stands there as it was corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTable:
    """What they answered, as the files state it."""

    rows: pl.DataFrame
    """Schema SURVEY, and a column for each question carried."""
    files: tuple[InputFile, ...]
    notices: tuple[Notice, ...] = ()
    written: tuple[Written, ...] = ()
    """One for each file that has rows; a row stands there as it was corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverTable:
    """The waiver file."""

    waivers: tuple[Waiver, ...]
    file: InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasTable:
    """The alias file: another address → the employee (id or address) it belongs to."""

    aliases: tuple[tuple[str, str], ...]
    """Pairs (alias, employee), as written."""
    file: InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """A file that lists people by id or address: who objected, who gets no mail."""

    people: frozenset[str]
    """Normalised as `reporter.model.text` does."""
    file: InputFile
