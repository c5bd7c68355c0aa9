"""Whatever disorder a file is in: everybody's outcome is right, or the run stops with a named cause."""

from __future__ import annotations

import random

import pytest

from tests.mess import combinations
from tests.mess.registry import DISORDERS, Combination
from tests.mess.trial import RIGHT, STOPPED, tried

SEED = 20261123
SOME, PAIRS, WORKBOOKS = 20, 50, 8
"""Disorders alone that are tried always; pairs that are tried; disorders alone that are tried in a workbook too."""


def _named(given: Combination) -> str:
    disorders, form = given
    return f"{' + '.join(disorder.name for disorder in disorders)}, {form}"


def _alone() -> list[Combination]:
    """Return each disorder in a file of text, where it is there in one; and some in workbooks, which take longer."""
    every = list(combinations.alone())
    texts = [(one, form) for one, form in every if form == "csv" or "csv" not in one[0].forms]
    books = [given for given in every if given not in texts]
    return texts + random.Random(SEED).sample(books, WORKBOOKS)  # noqa: S311 - a fixed seed


ALONE = _alone()
ALWAYS = random.Random(SEED).sample(ALONE, SOME)  # noqa: S311 - the same
IN_PAIRS = random.Random(SEED).sample(list(combinations.pairs()), PAIRS)  # noqa: S311 - the same


def test_there_are_many_disorders_of_every_kind() -> None:
    assert len(DISORDERS) >= 40


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_clean_organisation_is_read_right(form: str) -> None:
    assert tried((), form).kind == RIGHT


def _right_or_as_it_must(given: Combination) -> None:
    (disorder,), form = given
    verdict = tried((disorder,), form)
    assert verdict.kind == RIGHT or (verdict.kind == STOPPED and disorder.stops), verdict


@pytest.mark.parametrize("given", ALWAYS, ids=_named)
def test_a_disorder_is_read_right_and_stops_a_run_only_where_it_must(given: Combination) -> None:
    _right_or_as_it_must(given)


@pytest.mark.thorough
@pytest.mark.parametrize("given", [given for given in ALONE if given not in ALWAYS], ids=_named)
def test_every_other_disorder_is_so_too(given: Combination) -> None:
    _right_or_as_it_must(given)


@pytest.mark.thorough
@pytest.mark.parametrize("given", IN_PAIRS, ids=_named)
def test_two_disorders_are_read_right_or_stop_a_run(given: Combination) -> None:
    verdict = tried(*given)
    assert verdict.kind in {RIGHT, STOPPED}, verdict
