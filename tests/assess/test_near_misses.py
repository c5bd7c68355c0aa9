"""DESIGN §6, Match: 'near misses are *suggested* in the rejects'; what is looked for, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from reporter.assess import near_misses
from reporter.model.documents import Report
from reporter.reports import rejects
from reporter.wording import words

ROSTER = ("ada.lovelace@acme.example", "bob@acme.example", "grace.hopper@acme.example", "gustav@other.example")


def near(unmatched: str, *roster: str) -> str | None:
    return look_for([unmatched], roster or ROSTER).found.get(unmatched)


def look_for(unmatched: list[str], roster: tuple[str, ...] | list[str]) -> near_misses.Near:
    return near_misses.by_address(pl.Series(unmatched), pl.DataFrame({"address_key": roster}))


@pytest.mark.parametrize(
    "written",
    [
        "ada.lovelac@acme.example",
        "ada.lovellace@acme.example",
        "ada.lovelaec@acme.example",
        "adalovelace@acme.example",
        "ada_lovelace@acme.example",
        "ada.lovelace@acme.exmaple",
        "ada.lovlace@acme.exampel",
        "da.lovelace@acme.example",
        "ad.lovelac@acme.example",
        "a.lovelace@acme.example",
        "ada.love@acme.example; ada.lovelace@acme.example",
        "Ada <ada.lovelace@acme.example>",
    ],
)
def test_an_address_spelt_alike_or_held_among_others_is_suggested(written: str) -> None:
    assert near(written) == "ada.lovelace@acme.example"


@pytest.mark.parametrize(
    "written",
    [
        "lovelace@acme.example",
        "hopper.grace@acme.example",
        "bob@entirely-different.example",
        "bella@acme.example",
        "gustav@acme.example",
        "@acme.example",
        "a@",
        "",
    ],
)
def test_an_address_of_which_one_half_is_another_is_not(written: str) -> None:
    """Among colleagues the second half is the same, and says nothing."""
    assert near(written) is None


def test_of_several_near_ones_the_nearest_is_suggested_and_of_equally_near_ones_the_first() -> None:
    assert near("anne.mayer@x.example", "anna.meyer@x.example", "anne.meyer@x.example") == "anne.meyer@x.example"
    assert near("anne.mayer@x.example", "anne.maier@y.example", "anne.maier@x.example") == "anne.maier@x.example"
    assert near("jon@x.example", "john@x.example", "joan@x.example") == "joan@x.example"


def test_a_text_without_an_at_is_near_to_such_a_text_only() -> None:
    assert near("lovelac", "lovelace") == "lovelace"
    assert near("lovelac", "lovelac@x.example") is None


@pytest.mark.parametrize("strangers", [200, 201, 3_000])
def test_near_misses_are_suggested_however_many_rows_match_nobody(strangers: int) -> None:
    roster = [f"given.family{n}@acme.example" for n in range(10_000)]
    unmatched = [f"givn.family{n}@acme.example" for n in range(strangers)]
    found = look_for(unmatched, roster)
    assert found.found == dict(zip(unmatched, roster, strict=False))
    assert not found.unsought


def test_where_too_many_pairs_would_be_compared_those_with_few_come_first_and_the_others_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(near_misses, "COMPARED", 15_000)
    roster = ["zoe.moreno@x.example", *(f"famously{n}@x.example" for n in range(6_000))]
    looked = look_for(["fmosly1@x.example", "fmosly2@x.example", "zo.moren@x.example"], roster)
    assert looked.found == {"fmosly1@x.example": "famously1@x.example", "zo.moren@x.example": "zoe.moreno@x.example"}
    assert looked.unsought == {"fmosly2@x.example"}


def test_slips_of_one_letter_and_addresses_held_among_others_are_found_without_comparing_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(near_misses, "COMPARED", 0)
    looked = look_for(
        ["mailto:bob@acme.example", "bobb@acme.example", "bert@acme.example", "nina@acme.example"], ROSTER
    )
    assert looked.found == dict.fromkeys(["mailto:bob@acme.example", "bobb@acme.example"], "bob@acme.example")
    assert looked.unsought == {"bert@acme.example"}, "nobody on the roster begins like the last"


def test_slips_of_one_letter_are_looked_for_for_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_misses, "COMPARED", 0)
    monkeypatch.setattr(near_misses, "LOOKED_FOR", 1)
    looked = look_for(["adaa@x.example", "bobb@x.example"], ["ada@x.example", "bob@x.example"])
    assert looked.found == {"adaa@x.example": "ada@x.example"}
    assert looked.unsought == {"bobb@x.example"}


def test_halves_longer_than_an_address_may_have_are_not_compared() -> None:
    long = "a" * 20_000
    looked = look_for([f"{long}@x.example", f"a@{long}"], [f"{long}b@x.example", f"a@{long}b", "a@x.example"])
    assert (looked.found, looked.unsought) == ({}, frozenset())


def test_an_id_is_suggested_only_if_it_is_one_person_s() -> None:
    people = pl.DataFrame({"employee_id": ["EM12", "05", "005", "0"], "id_key": ["em12", "05", "005", "0"]})
    found = near_misses.by_id(pl.Series(["em-0012", "em 12", "5", "00", None]), people)
    assert found == {"em 12": "EM12"}


def test_a_row_for_which_nobody_was_looked_for_says_so(
    judge: Callable[..., Any], make_report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near_misses, "COMPARED", 0)
    roster = [{"employee_id": "007", "address": "ada@x.example", "place": "IE"}]
    result = judge(roster, [{"address": "anna@x.example"}, {"address": "x@y.example"}, {"employee_id": "0 07"}])
    assert result.rejects["unsought"].to_list() == [True, False, False]
    assert [n.values["count"] for n in result.notices if n.code == "near-misses-unsought"] == [1]
    log = rejects.render(replace(make_report(), assessment=result), (), ())[0].data.decode()
    assert [words()("reject", "survey", key) in log for key in ("unsought", "unmatched")] == [True, True]
