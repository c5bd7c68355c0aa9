from __future__ import annotations

import re
from email.header import decode_header, make_header
from email.headerregistry import Address

import pytest

from reporter.mailbox import as_written, mailbox, safe_name, stated_mailbox, written


@pytest.mark.parametrize(
    ("address", "sent_to"),
    [
        ("ada@brightwater.example", "ada@brightwater.example"),
        ("o'neill+work@brightwater.example", "o'neill+work@brightwater.example"),
        ("ada@MÜLLER.example", "ada@xn--mller-kva.example"),
        ("ada@straße.example", "ada@xn--strae-oqa.example"),
        ("ada@例え。example", "ada@xn--r8jz45g.example"),
    ],
)
def test_a_domain_is_written_in_ascii_and_stays_the_same_domain(address: str, sent_to: str) -> None:
    assert mailbox(address).addr_spec == sent_to


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b",
        "a@x.example, evil@y.example",
        "a@x.example evil@y.example",
        "a@x.example;evil@y.example",
        "a@x@y.example",
        "<a@x.example>",
        "Ada <a@x.example>",
        '"a b"@x.example',
        '"a@x.example, evil"@y.example',
        "jörg@x.example",
        "a@x.example\r\nBcc: evil@y.example",
        "a\u2028@x.example",
        "a\0@x.example",
        "a@x.example\0",
        "a@-x.example",
        "a@[127.0.0.1]",
        "a(comment)@x.example",
        "=?utf-8?q?a=40y.example?=@x.example",
        f"{'a' * 10_000}@x.example",
        f"a@{'x' * 10_000}.example",
        f"a@{'ü' * 70}.example",
    ],
)
def test_what_is_not_exactly_one_mailbox_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(ValueError, match=r"^the ") as caught:
        mailbox(address)
    assert not address or address not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "Zoë Ó Briain-D’Arcy", "J. R. O'Neill", "Иван Петров", "山田 太郎", "आर्या राव"]
)
def test_names_of_all_scripts_are_shown(name: str) -> None:
    assert safe_name(name) == name
    assert mailbox("a@x.example", name).display_name == name


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "evil.example",
        "https://evil.example",
        "Ada, evil@y.example",
        "evil@y.example",
        "Ada <evil@y.example>",
        'Ada" <evil@y.example>, "',
        "Ada;Eve",
        "Ada\u202egro.elpmaxe",
        "Ada\u200bLovelace",
        "Ada\0",
        '=HYPERLINK("https://evil.example","x")',
        "<b>Ada</b>",
        "a" * 10_000,
    ],
)
def test_what_might_be_more_than_a_name_is_left_out(name: str | None) -> None:
    assert safe_name(name) == ""


def test_line_breaks_in_a_name_become_spaces() -> None:
    assert safe_name("Ada\r\nLovelace\u2028King") == "Ada Lovelace King"


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("privacy@x.example", "", "privacy@x.example"),
        ("Privacy Office <privacy@müller.example>", "Privacy Office", "privacy@xn--mller-kva.example"),
        ('"Office, Privacy" <privacy@x.example>', "Office, Privacy", "privacy@x.example"),
        ("Büro für Datenschutz <privacy@x.example>", "Büro für Datenschutz", "privacy@x.example"),
        ("<privacy@x.example>", "", "privacy@x.example"),
    ],
)
def test_a_sender_may_have_a_name_and_is_one_address(text: str, name: str, address: str) -> None:
    sender = stated_mailbox(text)
    assert (sender.display_name, sender.addr_spec) == (name, address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Privacy Office",
        "a@x.example, b@y.example",
        "a@x.example; b@y.example",
        "a@x.example b@y.example",
        "A <a@x.example>; B <b@y.example>",
        "A <a@x.example>, B <b@y.example>",
        "Privacy <a@x.example",
        "Privacy a@x.example>",
        "<<a@x.example>>",
        "Privacy <a@x.example> (office)",
        "ceo@other.example <a@x.example>",
        '"ceo@other.example" <a@x.example>',
        "Group: a@x.example, b@y.example;",
        "a@x.example\r\nBcc: b@y.example",
    ],
)
def test_a_sender_that_might_be_two_or_another_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"^the ") as caught:
        stated_mailbox(text)
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Ada Lovelace",
        "J. R. O'Neill",
        "Office, Privacy",
        'Office "Privacy" \\',
        "María del Carmen Fernández-Rodríguez Gutiérrez de la Vega",
        "Ж" * 80,
        "अनीता देवी शर्मा चतुर्वेदी त्रिपाठी",
        "a" * 80,
        "=?utf-8?q?a?=",
        "Zoë =?utf-8?b?YQ==?=",
    ],
)
def test_a_name_is_read_back_as_it_was_written_however_long(name: str) -> None:
    """Python's own writer and reader make another name of a long one, and a run with such a name could not be sent."""
    box = Address(name, "ada", "x.example")
    header = written(box)
    assert header.isascii()
    assert max(len(line) for line in f"Reply-To: {header}".split("\r\n")) <= 91
    unfolded = header.replace("\r\n", "")
    assert as_written(unfolded) == box
    shown = str(make_header(decode_header(unfolded.rpartition("<")[0].strip())))  # as a mail program reads it
    assert re.sub(r"\\(.)", r"\1", shown.removeprefix('"').removesuffix('"')) == name


@pytest.mark.parametrize(
    "text",
    [
        "a@x.example, evil@y.example",
        '"evil@y.example <a@x.example>',
        "=?utf-8?q?evil=40y?= <a@x.example>",
        "=?utf-8?b?/w==?= <a@x.example>",
        "=?utf-8?b?YQo=?= <a@x.example>",
        "=?utf-8?b?YQ==?=  <a@x.example>",
        "A (evil@y.example) <a@x.example>",
        "A <a@x.example> <evil@y.example>",
        "<a@x.example>",
        "A <A@X.example>",
        "",
    ],
)
def test_a_header_that_is_written_in_another_way_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(?!.*evil)") as caught:
        as_written(text)
    assert not text or text not in str(caught.value)
