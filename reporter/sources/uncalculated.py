"""Formulas that nothing has calculated, in columns that are used."""

from __future__ import annotations

from reporter.errors import Problem
from reporter.sheets.sheet import Sheet
from reporter.sources.headers.header import Header, named


def problems(sheet: Sheet, header: Header) -> list[Problem]:
    """Return the columns that are used and hold formulas without a result: they are not empty, nobody knows them."""
    used = {place for places in header.columns.values() for place in places}
    found = []
    for place, (count, *rows) in sheet.uncalculated.items():
        if place in used and any(row > header.last + 1 for row in rows):
            listed = ", ".join(map(str, rows)) + (", …" if count > len(rows) else "")
            cells = "a formula that was" if count == 1 else f"{count:,} formulas that were"
            what = f"the column {named(place, header.titles[place])} holds {cells} never calculated"
            hint = "Open the file in a spreadsheet program and save it: that calculates them. Or paste values there."
            found.append(Problem(what=what, where=f"{sheet.where}, row {listed}", hint=hint))
    return found
