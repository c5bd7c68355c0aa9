"""Whatever a roster's name and address hold, a message has one recipient and the headers it must have."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.headerregistry import Address

from hypothesis import example, given
from hypothesis import strategies as st

from reporter.mail.envelope import Envelope, sealed
from reporter.mail.sending import messages
from reporter.mailbox import mailbox
from tests.mail.conftest import HEADERS

SENDER = Address(display_name="Privacy Office", addr_spec="privacy@brightwater.example")
HOSTILE = st.text(alphabet='ab.@<>;:,"\\()[] -_=?\r\n\t\0\u2028\u202e\u200bé\u00fcß\uff20\u3002क', max_size=24)
TEXTS = HOSTILE | st.text(max_size=40) | st.sampled_from(["a@x.example", "o'neill+1@müller.example", "Zoë Ó Briain"])


def sent(recipient: Address, subject: str = "Privacy settings", text: str = "x", html: str = "<p>x</p>") -> bytes:
    envelope = Envelope(
        sender=SENDER,
        reply_to=SENDER,
        recipient=recipient,
        subject=subject,
        message_id="0123456789abcdef@brightwater.example",
        language="en",
    )
    return sealed(envelope, text=text, html=html)


@given(TEXTS, TEXTS)
@example("a@x.example", 'Ada" <evil@y.example>, "')
@example("a@x.example", "María del Carmen Fernández-Rodríguez Gutiérrez de la Vega")
@example("a@x.example", "Ada\r\nBcc: evil@y.example")
@example("a@x.example", "=?utf-8?q?Ada=0ABcc=3A_evil=40y=2Eexample?=")
@example("a@x.example, evil@y.example", "Ada")
@example("a@x\uff0cevil.example", "Ada")
def test_one_recipient_and_no_other_header_whatever_name_and_address_hold(address: str, name: str) -> None:
    """Issue 7: hostile names and addresses "never change recipients or headers"."""
    try:
        box = mailbox(address, name)
    except ValueError:
        return
    data = sent(box)
    message = message_from_bytes(data, policy=policy.default)
    assert message.keys() == HEADERS
    (to,) = message["To"].addresses
    assert (to.username, to.domain) == (box.username, box.domain)
    assert to.addr_spec.isascii()
    assert address.strip().partition("@")[0] == to.username
    assert (message["From"], message["Reply-To"]) == (str(SENDER), str(SENDER))
    assert not message.defects
    assert data.count(b"\r\n\r\n") >= 3
    assert data.isascii()
    assert messages.headers(data).recipient == box


@given(st.text(max_size=400), st.text(max_size=400))
@example("é" * 200, "क" * 200)
@example("--=_0123456789abcdef\n\n.\n", "--=_0123456789abcdef--")
@example(" \t\n= \n.\r\n", "\u2028\x0c\x1c")
def test_both_parts_come_out_as_they_went_in(text: str, html: str) -> None:
    text, html = (part.replace("\r", "") for part in (text, html))
    data = sent(mailbox("a@x.example"), text=text, html=html)
    message = message_from_bytes(data, policy=policy.default)
    found = [str(part.get_content()).replace("\r\n", "\n").rstrip("\n") for part in message.iter_parts()]
    assert found == [part.rstrip("\n") for part in (text, html)]
    assert max(len(line) for line in data.split(b"\r\n")) <= 98
