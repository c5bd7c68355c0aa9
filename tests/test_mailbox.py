from __future__ import annotations

import pytest

from reporter.mailbox import mailbox, safe_name, stated_mailbox


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
