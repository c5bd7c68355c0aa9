"""DESIGN §6: a placeholder address is no identity; 'one normalised address for two people is an error'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[..., Any]


def people(*names: str, address: str = "desk@x.example", **more: object) -> list[dict[str, Any]]:
    return [
        {"employee_id": f"{n}1", "address": address, "name": name, "place": "IE", **more}
        for n, name in enumerate(names, start=1)
    ]


def told(result: Any) -> list[Any]:  # noqa: ANN401 - an Assessment
    return [notice.values for notice in result.notices if notice.code == "addresses-shared"]


def test_an_address_of_three_people_is_nobody_s_own(judge: Judge) -> None:
    result = judge(
        [*people("Ada", "Bo", "Cy"), {"address": "desk@x.example", "place": "IE"}], [{"address": "desk@x.example"}]
    )
    assert (result.roster.in_scope, result.roster.rejected["no-identity"]) == (3, 1)
    assert (result.responses.used, result.responses.unmatched) == (0, 1)
    assert (result.mail.mails.height, result.mail.withheld["no-address"]) == (0, 3)
    assert told(result) == [{"file": "people.csv", "rows": "2, 3, 4, 5", "count": 4}]


def test_the_ids_of_those_who_share_it_identify_them_still(judge: Judge) -> None:
    result = judge(people("Ada", "Bo", "Cy"), [{"employee_id": "21", "address": "desk@x.example"}])
    assert result.population.filter(result.population["responded"])["employee_id"].to_list() == ["21"]


@pytest.mark.parametrize(
    "rows",
    [
        people("Ada", "Bo"),
        people("Ada", "ada ", "ADA"),  # one person with three ids
        [*people("Ada"), *people("Ada", "Bo")],
    ],
)
def test_an_address_of_two_people_or_of_one_with_several_ids_stays_an_error(
    judge: Judge, rows: list[dict[str, Any]]
) -> None:
    result = judge(rows)
    assert not told(result)
    assert [n.values["count"] for n in result.notices if n.code == "conflicting-duplicates"] == [1]


def test_an_address_that_somebody_had_before_them_is_theirs(judge: Judge) -> None:
    rows = [*people("Ada", "Bo", status="Left"), {**people("Cy")[0], "employee_id": "31"}]
    result = judge(rows)
    assert not told(result)
    assert (result.roster.in_scope, result.mail.withheld["no-address"]) == (1, 0)


def test_an_alias_that_three_people_share_is_nobody_s(judge: Judge) -> None:
    rows = [{**row, "address": None, "aliases": ["desk@x.example"]} for row in people("Ada", "Bo", "Cy")]
    result = judge(rows, [{"address": "desk@x.example"}])
    assert result.responses.unmatched == 1
    assert told(result)[0]["count"] == 3


def test_people_without_names_are_told_apart_by_their_ids(judge: Judge) -> None:
    rows = [{**row, "name": None} for row in people("Ada", "Bo", "Cy")]
    assert judge(rows).roster.in_scope == 3
