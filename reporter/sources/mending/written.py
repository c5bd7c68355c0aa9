"""The kept columns of a file as they stand in it, for those who mend its rows."""

from __future__ import annotations

import polars as pl

from reporter.model.inputs import Written
from reporter.model.text import EDGES
from reporter.sources.tables import Table


def written(table: Table) -> Written:
    """Return a table's kept columns, each under its own head, in the file's order."""
    roles: dict[int, str] = {}
    for role, places in table.header.columns.items():
        for place in places:
            roles.setdefault(place, role)  # a column may play two: what people work as, and whether they do
    kept = sorted(roles.items())
    numbers = table.rows["row"]

    def column(place: int, role: str) -> pl.Series:
        if len(table.header.columns[role]) == 1:
            return table.rows[role]
        return table.sheet.cells[str(place)].gather(numbers - 1).str.strip_chars(EDGES).replace("", None)

    columns = {str(i): column(place, role) for i, (place, role) in enumerate(kept)}
    return Written(
        file=table.file.name,
        sheet=table.sheet.name,
        heads=tuple((role, table.header.titles[place]) for place, role in kept),
        cells=pl.DataFrame({"row": numbers, **columns}),
    )
