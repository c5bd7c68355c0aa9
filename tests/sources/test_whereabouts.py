"""DESIGN §6, Place: a text that is not understood is never overridden, and never taken for another place."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.sources import whereabouts
from reporter.sources.whereabouts import Found, Places

Texts = tuple[str | None, str | None, str | None]


def found(country: str | None = None, region: str | None = None, place: str | None = None, **known: str) -> Found:
    default = known.pop("default", None)
    return whereabouts.find(country, region, place, Places(texts=known, default=default))


def code(one: Found) -> str | None:
    return one.region or one.country


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        # Country, State, Location, and what they say
        (("Germany", None, None), "DE"),
        (("US", "CO", None), "US-CO"),
        (("US", None, "USA - Colorado"), "US-CO"),
        (("USA - Colorado", None, None), "US-CO"),
        (("US-CO", None, None), "US-CO"),
        (("Hamburg, Germany", None, None), "DE"),
        (("GB", "EMEA", "London office"), "GB"),  # what is not understood there decides nothing
        ((None, "Colorado", None), "US-CO"),
        ((None, "CO", "USA"), "US-CO"),
        ((None, "EMEA", "Ireland"), "IE"),
        ((None, None, "Ireland (IE)"), "IE"),
        ((None, None, "US-CO"), "US-CO"),
        (("Puerto Rico", "US-PR", None), "PR"),
    ],
)
def test_the_columns_of_a_roster_say_together_where_somebody_works(texts: Texts, place: str) -> None:
    assert code(found(*texts)) == place


@pytest.mark.parametrize(
    ("texts", "unread"),
    [
        (("Hamburg", None, None), "Hamburg"),
        (("Hamburg", "CO", None), "Hamburg"),
        ((None, "CO", None), "CO"),
        ((None, "CO", "Denver office"), "CO"),
        ((None, "EMEA", "Hamburg"), "Hamburg"),
        ((None, None, "CA"), "CA"),  # California, or Canada
        ((None, None, "276"), "276"),
        (("DE", "US-CO", None), "DE / US-CO"),  # they contradict each other
        (("Germany", "California", None), "Germany / California"),
        (("Ireland", None, "London, United Kingdom"), "Ireland / London, United Kingdom"),
        (("US", "CO", "USA - Texas"), "US / CO / USA - Texas"),
    ],
)
def test_what_is_not_understood_is_named_and_is_no_place(texts: Texts, unread: str) -> None:
    assert found(*texts) == Found(unread=unread)
    assert found(*texts, default="SE") == Found(unread=unread)  # a default overrides nothing
    assert code(found(*texts, **{unread.upper(): "FR"})) == "FR"


@pytest.mark.parametrize(
    ("texts", "unread"),
    [
        (("US", None, None), None),
        (("US", "Denver, CO", None), "Denver, CO"),
        (("US", None, "Denver office"), "Denver office"),
        (("Denver, United States", None, None), "Denver, United States"),
    ],
)
def test_a_default_completes_a_bare_country_and_no_text_that_is_not_understood(
    texts: Texts, unread: str | None
) -> None:
    assert found(*texts) == Found(country="US", unread=unread)
    completed = found(*texts, default="US-TX")
    assert code(completed) == ("US" if unread else "US-TX")
    assert completed.configured == (unread is None)
    assert code(found(*texts, default="CA-ON")) == "US"


@pytest.mark.parametrize(
    ("texts", "default", "place"),
    [
        ((None, None, None), "DE", "DE"),
        ((None, None, None), "US-TX", "US-TX"),
        ((None, "CO", None), "US", "US-CO"),
        ((None, "CO", None), "US-TX", "US-CO"),
        ((None, "Georgia", None), "US", "US-GA"),
        ((None, "Colorado", None), "DE", "US-CO"),
        (("Canada", None, None), "US-TX", "CA"),
    ],
)
def test_a_default_fills_what_is_empty(texts: Texts, default: str, place: str) -> None:
    assert code(found(*texts, default=default)) == place


@pytest.mark.parametrize(
    ("texts", "known", "place"),
    [
        (("US", "Denver, CO", None), {"denver,  CO": "US-CO"}, "US-CO"),
        (("US", None, "Denver"), {"Denver": "US-CO"}, "US-CO"),
        ((None, None, "Hamburg"), {"Hamburg": "DE"}, "DE"),
        (("HQ", "Colorado", None), {"HQ": "US"}, "US-CO"),
        (("US", None, None), {"US": "US-TX"}, "US-TX"),  # completes the bare country …
        (("US", "CO", None), {"US": "US-TX"}, "US-CO"),  # … and overrides no state
        (("US", "Denver, CO", None), {"US": "US-TX"}, "US"),
        (("Germany", "California", None), {"Germany / California": "DE"}, "DE"),
        (("Denver", "TX", None), {"Denver": "US-CO"}, None),
    ],
)
def test_the_configuration_says_what_texts_mean(texts: Texts, known: Mapping[str, str], place: str | None) -> None:
    assert code(found(*texts, **known)) == place


def test_each_different_row_is_looked_up_once_and_rows_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    real = whereabouts.find

    def find(country: str | None, region: str | None, place: str | None, known: Places) -> Found:
        asked.append(country)
        return real(country, region, place, known)

    monkeypatch.setattr(whereabouts, "find", find)
    rows = [("DE", None, None), ("US", "CO", None), ("DE", None, None), (None, None, None)] * 50
    columns = [pl.Series(column, dtype=pl.String) for column in zip(*rows, strict=True)]
    read = whereabouts.read(columns[0], columns[1], columns[2], Places())
    assert read["country"].to_list() == ["DE", "US", "DE", None] * 50
    assert read["region"].to_list() == [None, "US-CO", None, None] * 50
    assert len(asked) == 3


TEXT = st.none() | st.text(max_size=12) | st.sampled_from(
    ["US", "USA", "DE", "Germany", "CO", "Colorado", "US-CO", "Denver, CO", "Hamburg", "Colo.", "EMEA", "CA", "Canada",
     "Georgia", "Hamburg, Germany", "USA - Texas", "Ireland", "n / a", "Remote"]
)  # fmt: skip


@settings(deadline=None)
@given(TEXT, TEXT, TEXT, st.sampled_from([None, "DE", "US", "US-TX"]))
def test_no_default_changes_what_is_written(
    country: str | None, region: str | None, place: str | None, default: str | None
) -> None:
    texts = (country or None, region or None, place or None)
    plain = found(*texts)
    filled = whereabouts.find(*texts, Places(default=default))
    assert filled.country in {plain.country, (default or "")[:2] or None}
    if plain.country:
        assert filled.country == plain.country
    if plain.region:
        assert filled == plain
    if plain.unread and plain.country is None:
        assert filled.country is None or (region and filled.configured)  # a state that the default's country has
