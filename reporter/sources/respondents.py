"""Who a response is from: somebody whom the survey tool knows, or who people typed that they are."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from reporter.model.assessment import Notice
from reporter.model.text import comparable
from reporter.sources import addresses, ids, placeholders, unused_addresses
from reporter.sources.headers.survey_tools import Tool, known_address, own_columns
from reporter.sources.tables import Table

_ANONYMOUS = frozenset(
    {"anonymous", "anonym", "anonyme", "anónimo", "anônimo", "anonimo", "anónima", "anoniem", "anonymous user"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondents:
    """One file's respondents, row by row."""

    employee_id: pl.Series
    address: pl.Series
    anonymous: pl.Series
    """The survey tool says that nobody signed in."""
    notices: tuple[Notice, ...]


def read(table: Table, tool: Tool | None) -> Respondents:
    """Return who the rows of a survey file are from.

    Where the tool writes whom it knows, by a sign-in or the link it sent, that counts before an address that people
    typed, although the configuration maps the one they typed; that one fills in where the tool knows nobody, and a
    notice says so. A column of addresses that nothing maps is never used, and a notice names it.
    """
    stated = placeholders.addresses(ids.unwrapped(table.rows["address"])) if table.has("address") else _nothing(table)
    known_ids = ids.read(table)
    known = known_address(table.header.titles, tool)
    typed = known is not None and table.header.columns.get("address") != (known,)
    seen = placeholders.addresses(unused_addresses.cells(table, known)) if typed and known is not None else stated
    words = seen.filter(~seen.str.contains("@", literal=True)).unique().drop_nulls()
    anonymous = seen.is_in([word for word in words if comparable(word) in _ANONYMOUS]).fill_null(value=False)
    nobody = anonymous if known is None else anonymous | seen.is_null()
    texts = pl.DataFrame({"seen": seen, "stated": stated if typed else _nothing(table), "nobody": nobody})
    address, _ = addresses.read(texts.select(pl.when("nobody").then("stated").otherwise("seen"))["stated"])
    told = [*known_ids.notices]
    if table.has("address"):
        cells = {table.title("address"): (table.rows["address"], stated)}
        told += placeholders.notices(table.file.name, table.rows["row"], cells)
    notices = (*told, *_notices(table, nobody, known_ids.texts, address))
    return Respondents(employee_id=known_ids.texts, address=address, anonymous=anonymous, notices=notices)


def _notices(table: Table, nobody: pl.Series, employee_id: pl.Series, address: pl.Series) -> tuple[Notice, ...]:
    """Return what a reader must know of rows for which the tool knows `nobody`, and of those from nobody at all."""
    # An id among the tool's own columns is one that the survey was sent with.
    typed = table.has("employee_id") and table.header.columns["employee_id"][0] >= own_columns(table.header.titles)
    claimed = int((nobody & (address.is_not_null() | (employee_id.is_not_null() if typed else False))).sum())
    unnamed = address.is_null() & employee_id.is_null()
    notices = []
    if claimed:
        notices.append(Notice(code="self-asserted", values={"file": table.file.name, "count": claimed}))
    if unnamed.any() and (column := unused_addresses.column(table, unnamed)) is not None:
        values: dict[str, str | int] = {"file": table.file.name, "count": int(unnamed.sum()), "column": column}
        notices.append(Notice(code="addresses-not-used", values=values))
    return tuple(notices)


def _nothing(table: Table) -> pl.Series:
    return pl.repeat(None, table.rows.height, dtype=pl.String, eager=True)
