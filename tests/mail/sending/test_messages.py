"""A message read back: one recipient and our headers, or refused."""

from __future__ import annotations

from datetime import UTC, datetime
from email.headerregistry import Address

import pytest

from reporter.mail.envelope import Envelope, sealed
from reporter.mail.sending import messages

SENDER = Address("Privacy Office", "privacy", "ours.example")


def message(name: str = "Ana Lindqvist", subject: str = "Your settings", text: str = "Hello\n.\nBye\n") -> bytes:
    return sealed(
        Envelope(
            sender=SENDER,
            reply_to=SENDER,
            recipient=Address(name, "ana", "ours.example"),
            subject=subject,
            message_id=f"{'0a' * 16}@ours.example",
            language="en",
        ),
        text=text,
        html=f"<p>{text}</p>",
    )


def changed(old: bytes, new: bytes) -> bytes:
    data = message()
    assert old in data
    return data.replace(old, new, 1)


TO = b"To: Ana Lindqvist <ana@ours.example>\r\n"


@pytest.mark.parametrize("name", ["Ana Lindqvist", "", "Zoë Öztürk-O’Neill", "अनीता देवी", "A. B. Ch" + "a" * 70])
def test_what_we_compose_is_read_back(name: str) -> None:
    read = messages.headers(
        message(name, subject="Réglages : à vous de choisir, sans aucune conséquence pour personne")
    )
    assert read.recipient.addr_spec == "ana@ours.example"
    assert read.sender.addr_spec == "privacy@ours.example"
    assert read.subject.startswith("Réglages : à vous")
    assert read.message_id == f"<{'0a' * 16}@ours.example>"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (TO, b"To: ana@ours.example, evil@there.example\r\n", "not the name of a domain"),
        (TO, b"To: ana@ours.example evil@there.example\r\n", "not the name of a domain"),
        (TO, TO + TO, "the header to more than once"),
        (TO, TO + b"Cc: evil@there.example\r\n", "a header that no mail of ours has: cc"),
        (TO, TO + b"Bcc: evil@there.example\r\n", "bcc"),
        (TO, TO + b"Resent-To: evil@there.example\r\n", "resent-to"),
        (TO, TO + b"Date: Fri, 27 Nov 2026 10:00:00 +0000\r\n", "date"),
        (TO, b"To: undisclosed:;\r\n", "exactly one address"),
        (TO, b"To: team: ana@ours.example, evil@there.example;\r\n", "exactly one address"),
        (TO, b'To: "evil@there.example" <ana@ours.example>\r\n', "more than a name"),
        (TO, b"To: evil@there.example <ana@ours.example>\r\n", "more than a name"),
        (TO, b"To: =?utf-8?q?evil=40there=2Eexample?= <ana@ours.example>\r\n", "more than a name"),
        (TO, b"To: Ana (evil@there.example) <ana@ours.example>\r\n", "more than a name"),
        (TO, b"To: Ana\xe2\x80\xae <ana@ours.example>\r\n", "not ASCII"),
        (TO, b"To: =?utf-8?q?j=C3=B6rg?=@ours.example\r\n", "exactly one address"),
        (TO, b"To: ana@stra\xc3\x9fe.example\r\n", "not ASCII"),
        (TO, b"", "no header to"),
        (TO, b"To: ana@ours.example\nBcc: evil@there.example\r\n", "a line break"),
        (TO, b"To: ana@ours.example\rBcc: evil@there.example\r\n", "a line break"),
        (TO, b"To: ana@ours.example\0\r\n", "a character that no mail may hold"),
        (TO, b"To: " + b"a" * 10_000 + b"@ours.example\r\n", "a line that is too long"),
        (TO, b"To: " + b"a" * 300 + b"@ours.example\r\n", "too long"),
        (b"From: Privacy Office <privacy@ours.example>\r\n", b"From: a@b.example, c@d.example\r\n", "address|domain"),
        (b"Subject: Your settings\r\n", b"Subject: \r\n", "subject"),
        (b"Subject: Your settings\r\n", b"Subject: =?utf-8?q?Hi=0D=0ABcc=3A_evil?=\r\n", "subject"),
        (b"Message-ID: <", b"Message-ID: <two <", "Message-ID"),
        (b"MIME-Version: 1.0\r\n", b"MIME-Version: 1.0\r\nnonsense\r\n", "a header that no mail of ours has"),
    ],
)
def test_what_we_did_not_compose_is_refused(old: bytes, new: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        messages.headers(changed(old, new))
    assert "evil" not in str(caught.value)


def test_date_is_all_that_sending_adds() -> None:
    data = message()
    sent = messages.dated(data, datetime(2026, 11, 27, 10, 0, tzinfo=UTC))
    assert sent == b"Date: Fri, 27 Nov 2026 10:00:00 +0000\r\n" + data


def test_two_mails_say_the_same_though_their_case_references_differ() -> None:
    first, second, other = (
        messages.says("s", f"{text}\nCase reference {reference}\n")
        for text, reference in (("Hello", "4B1C-90FE-A2D7"), ("Hello", "0000-1111-2222"), ("Bye", "4B1C-90FE-A2D7"))
    )
    assert first == second
    assert first != other


def test_text_and_page_come_back_as_they_were_written() -> None:
    data = message(text="Grüße = fine\n.\n" + "long " * 50 + "\n")
    assert messages.text_of(data).rstrip() == ("Grüße = fine\n.\n" + "long " * 50 + "\n").rstrip()
    assert messages.text_of(data, "html").startswith("<p>Grüße")


def test_a_trial_goes_to_the_operator_alone_marked_and_with_another_id() -> None:
    data = messages.trial(message(subject="Wählen Sie " + "lange " * 20), Address("", "me", "ops.example"), "1")
    read = messages.headers(data)
    assert read.recipient.addr_spec == "me@ops.example"
    assert read.subject.startswith("[Trial] Wählen Sie")
    assert read.message_id == f"<trial-1-{'0a' * 16}@ours.example>"
    assert b"ana@ours.example" not in data
    assert messages.text_of(data) == messages.text_of(message())
