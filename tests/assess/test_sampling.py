"""An attribute sample: large enough for what is said of it, and drawn so that anybody can draw it again."""

from __future__ import annotations

from hashlib import sha256
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.assess import sampling


def chance_of_seeing_none(findings: int, deviating: int, drawn: int) -> float:
    return comb(findings - deviating, drawn) / comb(findings, drawn)


@pytest.mark.parametrize(("findings", "size"), [(0, 0), (1, 1), (2, 2), (10**9, 59)])
def test_the_size_of_nothing_of_one_and_of_very_many(findings: int, size: int) -> None:
    assert sampling.size(findings) == size


@given(st.integers(1, 3000))
def test_the_size_is_the_smallest_that_would_hardly_miss_more_than_tolerable_deviations(findings: int) -> None:
    size, deviating = sampling.size(findings), findings * 5 // 100 + 1
    assert 1 <= size <= min(findings, 59)
    assert size + deviating > findings or chance_of_seeing_none(findings, deviating, size) <= 0.05
    assert chance_of_seeing_none(findings, deviating, size - 1) > 0.05


@given(st.integers(0, 5000), st.text(max_size=8))
def test_places_are_drawn_once_each_and_the_same_every_time(findings: int, seed: str) -> None:
    places = sampling.drawn(seed, findings)
    assert len(set(places)) == len(places) == sampling.size(findings)
    assert all(0 <= place < findings for place in places)
    assert places == sampling.drawn(seed, findings)


def test_an_auditor_draws_the_same_with_nothing_but_sha256() -> None:
    first = [int(sha256(f"abc:{i}".encode()).hexdigest(), 16) % 1736 for i in (1, 2, 3)]
    assert list(sampling.drawn("abc", 1736)[:3]) == first


def test_another_seed_draws_others() -> None:
    assert set(sampling.drawn("a", 100_000)) != set(sampling.drawn("b", 100_000))
