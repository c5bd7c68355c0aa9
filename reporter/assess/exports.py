"""Two exports of one roster given together: whoever left between them would stay, and nobody knows which is newer."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reporter.assess.keys import address_keys, keys
from reporter.model.assessment import Notice

TWICE, REPEATED = "roster-given-twice", "roster-repeated"

_MOST = 0.7
_ENOUGH = 3  # people; fewer may really stand in two files


def notices(rows: pl.DataFrame, *, conflicts: bool) -> Iterator[Notice]:
    """Yield which two files of a roster hold mostly the same people.

    Those that hold exactly the same with the same data are as good as one.

    Args:
        rows: The roster, schema ROSTER.
        conflicts: Somebody stands on it with different data.
    """
    places = rows.select("file", "sheet").unique()
    if places.height < 2:  # noqa: PLR2004 - two files
        return
    identity = pl.DataFrame({"id": keys(rows["employee_id"]), "address": address_keys(rows["address"])})
    people = rows.select(
        file=pl.concat_str(["file", pl.lit(", sheet ") + pl.col("sheet")], ignore_nulls=True),
        who=identity.select(pl.coalesce("id", "address")).to_series(),
    )
    people = people.drop_nulls().unique()
    sizes = dict(people.group_by("file").len().iter_rows())
    shared = people.join(people, on="who").filter(pl.col("file") < pl.col("file_right"))
    for first, second, both in shared.group_by("file", "file_right").len().sort("file", "file_right").iter_rows():
        sizes_here = sizes[first], sizes[second]
        if both < _ENOUGH or both < _MOST * min(sizes_here):
            continue
        alone = sum(sizes_here) - 2 * both
        code = TWICE if alone or conflicts else REPEATED
        yield Notice(code=code, values={"first": first, "second": second, "both": both, "alone": alone})
        return
