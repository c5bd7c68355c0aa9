from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.domains import ascii_form
from reporter.mailbox import mailbox
from reporter.model.text import comparable_key
from tests.needs import examples


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.Example", "xn--bcher-kva.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("faß.example", "xn--fa-hia.example"),
        ("βόλος.example", "xn--nxasmm1c.example"),
        ("例え。example", "xn--r8jz45g.example"),
        ("r3---sn.example", "r3---sn.example"),
    ],
)
def test_a_domain_has_one_form_in_ascii_and_stays_the_same_domain(name: str, form: str) -> None:
    assert ascii_form(name) == form


@pytest.mark.parametrize(
    "name",
    ["\uff42ücher.example", "\ufb01rma.example", "☃.example", "😀.example", "xn--zzzzzzzz-.example", "a b.example",
     "-a.example", "a..example", "", "ü" * 70 + ".example", "ex\u0430mple\u2044.example", "a\u3002.example"],
)  # fmt: skip
def test_what_is_no_domain_is_refused_and_never_made_another(name: str) -> None:
    assert ascii_form(name) == ""
    with pytest.raises(ValueError, match="not the name of a domain"):
        mailbox(f"ada@{name}")


def test_both_spellings_of_an_address_are_one_and_another_domain_is_another() -> None:
    assert comparable_key("Ada@BÜCHER.example ") == comparable_key("ada@xn--bcher-kva.example")
    assert comparable_key("ada@straße.example") != comparable_key("ada@strasse.example")
    assert comparable_key("ada@☃.example") == "ada@☃.example"
    assert comparable_key("STRASSE-7") == comparable_key("straße-7")  # an id is a text


@settings(max_examples=examples(200))
@given(st.text(alphabet="aäßςéİıſЖ例ａ-.。1☃", min_size=1, max_size=12))
def test_mail_never_goes_to_a_domain_that_reads_back_as_another(name: str) -> None:
    form = ascii_form(name)
    if form:
        assert form.isascii()
        assert ascii_form(form) == form
        assert comparable_key(f"a@{name}") == comparable_key(f"a@{form}") == f"a@{form}"
