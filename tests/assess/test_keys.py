from __future__ import annotations

import re

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.assess.keys import address_keys, keys
from reporter.model.text import comparable_key

ODD = st.text(alphabet="aB9 @,;<>\t\n\x1c\x1f\u0085\u00a0\u00ad\u200b\u2028\u3000\ufeffßİé", max_size=6)


@given(st.lists(st.one_of(st.none(), ODD), max_size=30))
@settings(deadline=None)
def test_a_column_is_compared_as_its_texts_are_one_by_one(texts: list[str | None]) -> None:
    column = pl.Series("address", texts, dtype=pl.String)
    wanted = [None if text is None else comparable_key(text) or None for text in texts]
    one = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
    assert keys(column).to_list() == wanted
    assert address_keys(column).to_list() == [key if key and one.fullmatch(key) else None for key in wanted]
