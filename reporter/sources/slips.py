"""Rows whose cells have slipped to the right: a text that holds the delimiter, without quotation marks round it.

The last column is often empty, so that such a row is no longer than the others. What gives it away is its address, one
column or two behind that of the addresses.
"""

from __future__ import annotations

import polars as pl

from reporter.errors import Problem
from reporter.sheets.sheet import Sheet
from reporter.sources.headers.header import Header, named

_ADDRESSES = ("address", "sign_in", "aliases")
_ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_BEYOND = 2  # columns
_SHOWN = 20
_STRAY = 0.1  # of a column of addresses more cells hold one


def slipped(below: pl.DataFrame, header: Header, sheet: Sheet) -> list[Problem]:
    """Return what is wrong with the rows that have slipped, by row.

    Args:
        below: The rows below the header: texts trimmed, null where a cell is empty.
        header: Which column holds addresses.
        sheet: Where they stand.
    """
    places = header.columns.get("address", ())
    if len(places) != 1:
        return []
    place = places[0]
    kept = {p for role in _ADDRESSES for p in header.columns.get(role, ())}
    used = {p for ps in header.columns.values() for p in ps}
    here = below[str(place)]
    astray = (here.is_not_null() & ~here.str.contains("@", literal=True)).fill_null(value=False)
    if not astray.any():
        return []
    problems: list[Problem] = []
    for beyond in range(place + 1, place + 1 + _BEYOND):
        if str(beyond) not in below.columns or beyond in kept:
            continue
        addresses = below[str(beyond)].str.contains(_ADDRESS).fill_null(value=False)
        rows = below["row"].filter(astray & addresses).to_list()
        others = addresses.filter(~astray)
        if not rows or (beyond not in used and (others.sum() if len(others) else 0) > _STRAY * len(others)):
            continue
        title = header.titles[beyond] if beyond < len(header.titles) else ""
        what = (
            f"the cells of the row have slipped to the right: what stands under {named(beyond, title)} is an address, "
            f"and under {named(place, header.titles[place])} is none"
        )
        hint = "Move the cells of the row back under their headers."
        if sheet.delimiter:
            hint = "The row has a cell too many before it. Put quotation marks round a text that holds a "
            hint += f'"{sheet.delimiter}", as in "Novak, Ada".'
        problems += [Problem(what=what, where=f"{sheet.where}, row {row}", hint=hint) for row in rows[:_SHOWN]]
        if len(rows) > _SHOWN:
            problems.append(Problem(what=f"so have {len(rows) - _SHOWN:,} more rows", where=sheet.where, hint=hint))
    return problems
