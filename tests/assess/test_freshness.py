from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from reporter.assess.freshness import first_day
from tests.conftest import AS_OF

Judge = Callable[..., Any]


def told(judge: Judge, *ages: int) -> list[str]:
    """Return what is said where somebody answered so many days ago, each."""
    roster = [{"employee_id": str(n), "place": "IE"} for n in range(len(ages) + 1)]
    survey = [{"employee_id": str(n), "on": AS_OF - timedelta(days=age)} for n, age in enumerate(ages)]
    return [notice.code for notice in judge(roster, survey).notices if notice.code.startswith("answers-")]


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ((93, 93, 93, 0), ["answers-stale"]),
        ((93, 93, 0, 0), []),
        ((93, 93), []),
        ((92, 92, 92, 92), ["answers-of-earlier-period"]),
        ((54, 54, 54), ["answers-of-earlier-period"]),
        ((53, 53, 53), []),
        ((92, 92, 92, 1), []),
        ((92,) * 19 + (1,), ["answers-of-earlier-period"]),
        ((), []),
    ],
    ids=[
        "most",
        "half",
        "two",
        "as old as may be",
        "a day before the quarter",
        "its first day",
        "a few",
        "95 %",
        "none",
    ],
)
def test_most_answers_being_old_is_said_and_some_are_not(judge: Judge, ages: tuple[int, ...], said: list[str]) -> None:
    assert told(judge, *ages) == said


def test_a_quarter_begins_on_its_first_day() -> None:
    assert [first_day(f"2026-Q{n}") for n in (1, 2, 3, 4)] == [date(2026, m, 1) for m in (1, 4, 7, 10)]
