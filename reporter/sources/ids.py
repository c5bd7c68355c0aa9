"""Employee ids as files hold them: what Excel and pandas put round them is taken off, and what they lost is told."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from reporter.errors import SourceError
from reporter.model.assessment import Notice
from reporter.sources import placeholders
from reporter.sources.tables import Table

_WRAPPED = r'^=\s*"([^"]*)"$'  # ="007", by which a spreadsheet program keeps the zeros
_MARKED = r"^'+([^'].*)$"  # '007, the same
_DECIMAL = r"^([0-9]+)(?:\.0+|,0)$"  # 7.0, which pandas makes of a column of numbers with an empty cell
_FRACTION = r"^[0-9]+[.,][0-9]*[1-9][0-9]*$"
_LOST = r"^[0-9](?:[.,][0-9]+)?E\+[0-9]+$"


_LOST_DIGITS = "an id has lost digits, as in 4.01E+11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """One file's employee ids, row by row."""

    texts: pl.Series
    """Null: none, a word for none, or one whose digits are lost."""
    lost: pl.Series
    """The digits are lost: `4.01E+11` may be any of ten thousand numbers."""
    notices: tuple[Notice, ...]


def read(table: Table) -> Ids:
    """Return the employee ids of a file."""
    if not table.has("employee_id"):
        nothing = pl.repeat(None, table.rows.height, dtype=pl.String, eager=True)
        return Ids(texts=nothing, lost=nothing.is_not_null(), notices=())
    written = unwrapped(table.rows["employee_id"])
    lost = written.str.to_uppercase().str.contains(_LOST).fill_null(value=False)
    bare = _without_decimals(written)
    told = {"ids-lost": lost, "ids-decimal": (bare != written).fill_null(value=False)}
    kept = bare.set(lost, None)
    texts = placeholders.ids(kept)
    notices = [notice for code, rows in told.items() if (notice := _notice(table, code, rows))]
    words = placeholders.notices(table.file.name, table.rows["row"], {table.title("employee_id"): (kept, texts)})
    return Ids(texts=texts, lost=lost, notices=(*notices, *words))


def must_have_another(table: Table, found: Ids, address: pl.Series) -> None:
    """Refuse a roster in which somebody had nothing but an id, and its digits are lost.

    Raises:
        SourceError: There is such a row.
    """
    rows = table.rows["row"].filter(found.lost & address.is_null())
    if len(rows):
        raise SourceError(
            f"{_LOST_DIGITS} (row {placeholders.listed(rows)}), and nothing else says who it is",
            where=table.where("employee_id"),
            hint="Export the file again with this column as text, or give these rows an address.",
        )


def unwrapped(texts: pl.Series) -> pl.Series:
    """Return texts without the signs by which a spreadsheet program is told that they are texts; null if none is left.

    That is `="007"`, and `'007`.
    """
    if not texts.str.contains("^[=']").any():
        return texts
    found = texts.str.replace(_WRAPPED, "$1").str.replace(_MARKED, "$1").str.strip_chars()
    return found.replace("", None)


def _without_decimals(texts: pl.Series) -> pl.Series:
    """Return `101` for `101.0`, where no id of the column has decimals of its own, nor is `101` there beside it."""
    whole = texts.str.contains(_DECIMAL)
    if not whole.any() or texts.str.contains(_FRACTION).any():
        return texts
    bare = texts.str.replace(_DECIMAL, "$1")
    both = bare.filter(whole).is_in(texts.filter(~whole).drop_nulls().implode()).any()
    return texts if both else bare


def _notice(table: Table, code: str, rows: pl.Series) -> Notice | None:
    numbers = table.rows["row"].filter(rows)
    if numbers.is_empty():
        return None
    where: dict[str, str | int] = {"file": table.file.name, "column": table.title("employee_id")}
    return Notice(code=code, values={**where, "rows": placeholders.listed(numbers), "count": len(numbers)})
