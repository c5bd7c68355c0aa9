from __future__ import annotations

import polars as pl
import pytest

from reporter.sheets.sheet import shared


@pytest.mark.parametrize("distinct", [1, 3, 6_000, 30_000])
def test_holding_equal_texts_once_changes_none_of_them(distinct: int) -> None:
    texts = [None if i % 7 == 0 else f"an answer of some length, number {i % distinct}" for i in range(30_000)]
    column = pl.Series("LI-01", texts, dtype=pl.String)
    assert shared(column).to_list() == texts
    assert shared(column).name == "LI-01"


@pytest.mark.parametrize("texts", [[], [None, None], ["a"], ["x"] * 20_000, [None] * 20_000])
def test_a_short_or_empty_column_stays_as_it_is(texts: list[str | None]) -> None:
    assert shared(pl.Series("c", texts, dtype=pl.String)).to_list() == texts
