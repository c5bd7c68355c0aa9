"""DESIGN §6: `check` says not ready where there are responses and none matches anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[..., Any]
ROSTER = [{"employee_id": "1", "address": "ada@x.example", "place": "IE"}]


def codes(result: Any) -> list[str]:  # noqa: ANN401 - an Assessment
    return [notice.code for notice in result.notices if notice.code == "nothing-matched"]


def test_where_no_response_is_anybody_s_the_columns_to_compare_are_named(judge: Judge) -> None:
    result = judge(ROSTER, [{"address": "zed@y.example"}, {"employee_id": "99"}, {}])
    (notice,) = [notice for notice in result.notices if notice.code == "nothing-matched"]
    assert (notice.code, notice.values) == (
        "nothing-matched",
        {"theirs": "“Employee ID”, “Work Email”", "ours": "“Employee ID”, “Work Email”", "count": 3},
    )


@pytest.mark.parametrize(
    "survey",
    [
        [],
        [{"preview": True}, {"finished": False}],
        [{"address": "zed@y.example"}, {"employee_id": "1", "on": None}],
        [{"address": "zed@y.example"}, {"address": "ada@x.example"}],
    ],
)
def test_a_survey_nobody_answered_and_one_that_somebody_answered_are_no_such_case(
    judge: Judge, survey: list[dict[str, Any]]
) -> None:
    assert codes(judge(ROSTER, survey)) == []
