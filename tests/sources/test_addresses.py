from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.sources import addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("a@x.example", "a@x.example"),
        ("First.Last+tag@Mail.X.Example", "First.Last+tag@Mail.X.Example"),
        ("Zoë <z@x.example>", "z@x.example"),
        ('"Byron, Ada" <a@x.example>', "a@x.example"),
        ("<a@x.example>", "a@x.example"),
        ("a@x.example\u200b", "a@x.example"),
        ("mailto:a@x.example", "a@x.example"),
        ("Zoë <mailto:z@x.example>", "z@x.example"),
        ("SMTP:a@x.example", "a@x.example"),
        ("a@x.example;", "a@x.example"),
        ("a＠x.example", "a@x.example"),
        ("a@bücher.example", "a@bücher.example"),
    ],
)
def test_exactly_one_mailbox_is_usable(text: str, address: str) -> None:
    assert addresses.mailbox(text) == (address, True)


@pytest.mark.parametrize(
    "text",
    [
        "a@x.example, b@x.example", "a@x.example;b@x.example", "a@x.example b@x.example", "a", "a@", "@x.example",
        "a@x", "a@@x.example", "a@b@x.example", "jörg@x.example", "a\r\nBcc: b@x.example", "a@x.example\nb",
        "a\x00@x.example",
        "a b@x.example", ".a@x.example", "a..b@x.example", "a@-x.example", "a@x..example", "a@[127.0.0.1]",
        "A <a@x.example> B <b@x.example>", "A <a@x.example>, b@x.example", "a@x.example>", "a@" + "x" * 64 + ".example",
        "b" * 65 + "@x.example", "a@x.1", '"a b"@x.example',
    ],
)  # fmt: skip
def test_what_is_not_exactly_one_mailbox_is_kept_as_written_and_not_usable(text: str) -> None:
    assert addresses.mailbox(text) == (text, False)


def test_a_column_is_read_as_its_cells_are() -> None:
    texts = [
        "a@x.example",
        None,
        "Zoë <z@x.example>",
        "a@x.example; b@x.example",
        "jörg@x.example",
        "a" * 60 + "@x.example",
    ]
    found, usable = addresses.read(pl.Series(texts, dtype=pl.String))
    assert found.to_list() == ["a@x.example", None, "z@x.example", *texts[3:]]
    assert usable.to_list() == [True, False, True, False, False, True]


@given(st.lists(st.none() | st.text(alphabet="ab.@<>;, -\u200bé\n", max_size=16), max_size=8))
@settings(deadline=None)
def test_the_fast_way_through_a_column_agrees_with_the_slow_one(texts: list[str | None]) -> None:
    trimmed = [t.strip() if t else t for t in texts]
    found, usable = addresses.read(pl.Series(trimmed, dtype=pl.String))
    slow = [addresses.mailbox(t) if t is not None else (None, False) for t in trimmed]
    assert list(zip(found.to_list(), usable.to_list(), strict=True)) == slow


@given(st.text(max_size=40))
@settings(deadline=None)
def test_a_usable_address_has_one_at_sign_and_nothing_that_ends_a_header_line(text: str) -> None:
    address, usable = addresses.mailbox(text)
    if usable:
        assert address.count("@") == 1
        assert address.isprintable()
        assert not set(address) & set(" ,;<>\r\n")


def test_an_endless_text_is_no_address_and_takes_no_time() -> None:
    text = "a" + " " * 1_000_000 + "<a@x.example>"  # looked through as shorter ones are, it takes half an hour
    assert addresses.mailbox(text) == (text, False)
