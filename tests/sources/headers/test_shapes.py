from __future__ import annotations

import polars as pl
import pytest

from reporter.sources.headers.shapes import Look, shape


@pytest.mark.parametrize(
    ("values", "look", "words"),
    [
        ([], Look.NOTHING, "nothing, all empty"),
        ([None, None], Look.NOTHING, "nothing, all empty"),
        (["a@x.example", None, "Zoë <z@x.example>"], Look.ADDRESSES, "addresses"),
        (["2026-11-02", "2026-11-03T10:00:00Z"], Look.DATES, "dates, year first"),
        (["2.11.2026 10:00", "3.11.2026"], Look.DATES, "dates, day first"),
        (["11/2/2026", "11/25/2026"], Look.DATES, "dates, month first"),
        (["11/2/2026", "11/3/2026"], Look.DATES, "dates, day or month first"),
        (["11/25/2026", "25/11/2026"], Look.DATES, "dates, some day first and some month first"),
        (["45000", "45001"], Look.CODES, "numbers, all different"),
        (["007", "012"], Look.CODES, "numbers with leading zeros"),
        (["LM-1201", "LM-1202"], Look.CODES, "codes, all different"),
        (["Yes", "No", "Yes"], Look.CHOICES, "2 texts"),
        (["Yes", "Yes"], Look.CHOICES, "one text"),
        (["Ana", "Bo", "Cy"], Look.TEXTS, "texts, all different"),
        ([str(i % 40) for i in range(100)], Look.TEXTS, "many texts"),
    ],
)
def test_a_column_is_known_by_its_shape_and_no_value_is_told(values: list[str | None], look: Look, words: str) -> None:
    found = shape(pl.Series(values, dtype=pl.String))
    assert (found.look, found.words) == (look, words)
