from __future__ import annotations

import polars as pl
import pytest

from reporter.sources import identities


def text(value: str | None) -> pl.Series:
    return pl.Series([value], dtype=pl.String)


@pytest.mark.parametrize(
    ("whole", "given", "family", "printed"),
    [
        ("Ada", "Adaeze", "Okafor", "Adaeze Okafor"),  # a preferred name beside both
        ("Ada Okafor", None, None, "Ada Okafor"),
        ("Okafor", "Ada", None, "Ada Okafor"),  # `Name` beside `Vorname`
        ("Okafor, Ada", "Ada", None, "Okafor, Ada"),
        ("OKAFOR ADA", "Ada", None, "OKAFOR ADA"),
        ("Ada Okafor", "Ada", None, "Ada Okafor"),
        ("Board Room", None, "Room", "Board Room"),
        (None, "Ada", None, "Ada"),
        (None, None, "Okafor", "Okafor"),
        ("(a+b", "[", None, "[ (a+b"),  # no pattern is made of a name
        (None, None, None, None),
    ],
)
def test_a_name_is_first_and_last_name_together_or_what_one_column_states(
    whole: str | None, given: str | None, family: str | None, printed: str | None
) -> None:
    assert identities.name(text(whole), text(given), text(family)).to_list() == [printed]


@pytest.mark.parametrize(
    ("aliases", "sign_in", "address", "usable", "found"),
    [
        ("b@x.example; <c@x.example>", None, "a@x.example", True, ["b@x.example", "c@x.example"]),
        ("SMTP:a@x.example+smtp:b+c@x.example", None, "a@x.example", True, ["a@x.example", "b+c@x.example"]),
        ("SMTP:a@x.example;smtp:b@x.example;SIP:s@x.example;x500:/o=X@y", None, None, False,
         ["a@x.example", "b@x.example"]),
        (None, "u@x.example", "a@x.example", True, ["u@x.example"]),
        (None, "a@x.example", "a@x.example", True, []),
        (None, None, "a@x.example / b@x.example", False, ["a@x.example", "b@x.example"]),
        ("b@x.example b@x.example", "b@x.example", None, False, ["b@x.example"]),
        ("none", None, "nobody", False, []),
        (None, None, None, False, []),
    ],
)  # fmt: skip
def test_further_addresses_are_each_listed_once_in_their_order(
    aliases: str | None, sign_in: str | None, address: str | None, usable: bool, found: list[str]
) -> None:
    usables = pl.Series([usable])
    assert identities.aliases(text(aliases), text(sign_in), text(address), usables).to_list() == [found]
