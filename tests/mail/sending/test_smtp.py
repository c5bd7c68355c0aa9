"""SMTP against a real server: verified TLS, sign-in, refusals for a while and for good, and no secret said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from reporter.errors import DeliveryError
from reporter.mail.sending.smtp import Password, Server, Smtp, Token
from reporter.model.delivery import Fate, Receipt
from tests.delivery.crashing import mail
from tests.mailserver import PASSWORD, TOKEN, USER, Post, dated_out, running
from tests.microsoft.tenant import LOOPBACK, NAME

pytestmark = LOOPBACK

FIRST, DATA = mail(0)
SENDER = f"privacy@{NAME}"
LOGIN = Password(username=USER, value=PASSWORD)


def smtp(port: int, login: Password | Token | None = LOGIN, *, tls: bool = False, host: str = "127.0.0.1") -> Smtp:
    server = Server(host=host, port=port, security="tls" if tls else "starttls")
    return Smtp(server, SENDER, login, sleep=lambda _: None)


def sent(transport: Smtp, *numbers: int) -> list[Receipt]:
    with transport.open():
        return [transport.send(*mail(n), known=None, note=lambda _: None) for n in numbers or (0,)]


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(DeliveryError) as caught:
        do()
    said = "\n".join(f"{p}\n{p.hint}" for p in caught.value.problems)
    seen = ""
    error: BaseException | None = caught.value
    while error is not None:
        seen += repr(error) + repr(error.__dict__)
        error = error.__cause__
    for hidden in (PASSWORD, TOKEN, "somebody@"):
        assert hidden not in said + seen
    return said


def test_bytes_arrive_as_they_are_over_starttls_and_one_connection(post: Post) -> None:
    assert [r.fate for r in sent(smtp(post.port), 0, 1)] == [Fate.ACCEPTED] * 2
    assert [(f, to) for f, to, _ in post.accepted] == [(SENDER, (f"person{n}@{NAME}",)) for n in (0, 1)]
    assert dated_out(post.accepted[0][2]) == DATA
    assert post.signed_in == ["PLAIN"]


def test_a_line_that_begins_with_a_dot_stays(post: Post) -> None:
    data = DATA.replace(b"Hello", b".Hello\r\n.\r\n..")
    with (transport := smtp(post.port)).open():
        transport.send(FIRST, data, known=None, note=lambda _: None)
    assert post.accepted[0][2] == data


def test_tls_from_the_start(authority: tuple[trustme.CA, Path], post: Post) -> None:
    del post  # its authority is trusted
    with running(authority[0], starttls=False, tls=True) as encrypted:
        assert sent(smtp(encrypted.port, tls=True))[0].fate is Fate.ACCEPTED


def test_a_token_signs_in_by_xoauth2(post: Post) -> None:
    assert sent(smtp(post.port, Token(username=USER, get=lambda: TOKEN)))[0].fate is Fate.ACCEPTED
    said = refused(lambda: sent(smtp(post.port, Token(username=USER, get=lambda: "another"))))
    assert "does not accept the sign-in (535)" in said


def test_a_wrong_password_is_said_without_it(post: Post) -> None:
    said = refused(lambda: sent(smtp(post.port, Password(username=USER, value="wrong-and-secret"))))
    assert "does not accept the sign-in (535)" in said
    assert "wrong-and-secret" not in said
    assert "wrong-and-secret" not in repr(LOGIN) + repr(Password(username=USER, value="wrong-and-secret"))


def test_a_password_that_is_not_ascii_is_not_repeated(post: Post) -> None:
    said = refused(lambda: sent(smtp(post.port, Password(username=USER, value="pässword"))))
    assert "not ASCII" in said
    assert "pässword" not in said


def test_a_certificate_of_nobodys_is_refused_before_anything_is_said() -> None:
    with running(trustme.CA()) as stranger:
        assert "its certificate is not trusted" in refused(lambda: sent(smtp(stranger.port)))
    assert not stranger.signed_in
    assert not stranger.accepted


def test_a_certificate_for_another_name_is_refused(authority: tuple[trustme.CA, Path], post: Post) -> None:
    del post
    with running(authority[0], name="mail.elsewhere.example") as other:
        assert "is for another name" in refused(lambda: sent(smtp(other.port)))


def test_nothing_is_sent_in_the_clear(authority: tuple[trustme.CA, Path], post: Post) -> None:
    del post
    with running(authority[0], starttls=False) as clear:
        assert "offers no encryption" in refused(lambda: sent(smtp(clear.port)))
    assert not clear.accepted


def test_a_server_that_is_not_there_is_said_to_be_so() -> None:
    assert "cannot be reached" in refused(lambda: sent(smtp(1)))


@pytest.mark.parametrize(
    ("stage", "answer", "fate", "said"),
    [
        ("rcpt", "550 5.1.1 no somebody@nowhere.example here", Fate.REFUSED, "550 5.1.1"),
        ("rcpt", "450 4.2.1 later", Fate.DEFERRED, "450 4.2.1"),
        ("data", "554 5.7.1 no", Fate.REFUSED, "554 5.7.1"),
        ("data", "451 busy", Fate.DEFERRED, "451"),
        ("cut", "", Fate.UNCLEAR, "no answer"),
    ],
)
def test_a_refusal_is_for_good_for_a_while_or_unclear_and_the_next_mail_goes(
    stage: str, answer: str, fate: Fate, said: str, post: Post
) -> None:
    post.faults.append((stage, "person0", answer))
    first, second = sent(smtp(post.port), 0, 1)
    assert (first.fate, first.answer) == (fate, said)
    assert second.fate is Fate.ACCEPTED


def test_a_connection_that_was_closed_while_idle_is_made_again(post: Post) -> None:
    with (transport := smtp(post.port)).open():
        transport.send(*mail(0), known=None, note=lambda _: None)
        line = transport._line  # noqa: SLF001 - as an idle server would
        assert line is not None
        line.close()
        assert transport.send(*mail(1), known=None, note=lambda _: None).fate is Fate.ACCEPTED
    assert post.recipients == {f"person{n}@{NAME}": 1 for n in (0, 1)}


def test_a_server_that_hangs_up_before_the_message_gets_none_and_nothing_is_in_doubt(post: Post) -> None:
    post.faults.append(("hang up", "person0", ""))
    assert "breaks off" in refused(lambda: sent(smtp(post.port)))
    assert not post.accepted
