"""SMTP against a real server: verified TLS, sign-in, refusals for a while and for good, and no secret said."""

from __future__ import annotations

import socketserver
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

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


def test_a_sender_that_is_refused_stops_it_and_no_recipient_is_refused_for_good(post: Post) -> None:
    post.faults.append(("mail", SENDER, "550 5.7.60 no somebody@nowhere.example"))
    said = refused(lambda: sent(smtp(post.port)))
    assert "takes no mail from this sender (550 5.7.60)" in said


@contextmanager
def scripted(authority: trustme.CA, answers: dict[str, list[bytes]]) -> Iterator[tuple[int, list[str]]]:
    """Run a server over TLS that answers each command as told, the last answer again and again.

    Yields:
        Its port, and the commands it got.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    heard: list[str] = []

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError), context.wrap_socket(self.request, server_side=True) as line:
                stream = line.makefile("rwb", buffering=0)
                stream.write(b"220 ready\r\n")
                while command := stream.readline().decode("ascii").strip():
                    heard.append(command)
                    said = answers.get(command[:4].upper(), [b"250 OK\r\n"])
                    stream.write(said.pop(0) if len(said) > 1 else said[0])
                    while command == "DATA" and said[0].startswith(b"354") and stream.readline() != b".\r\n":
                        pass
                    if command == "DATA" and said[0].startswith(b"354"):
                        heard.append(".")
                        said = answers.get(".", [b"250 OK\r\n"])
                        stream.write(said.pop(0) if len(said) > 1 else said[0])

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield int(server.server_address[1]), heard
        finally:
            server.shutdown()
            thread.join()


GO_ON = b"354 go on\r\n"


@pytest.mark.parametrize(
    ("answers", "fates"),
    [
        # An answer that is none: what comes next on the line is not taken for the next mail's.
        ({".": [b"what?\r\n250 late\r\n", b"250 OK\r\n"]}, [Fate.UNCLEAR, Fate.ACCEPTED]),
        ({".": [b"what?\r\n" + b"250 late\r\n" * 9, b"451 no\r\n"]}, [Fate.UNCLEAR, Fate.DEFERRED]),
        ({".": [b"99 what?\r\n"]}, [Fate.UNCLEAR] * 2),
        ({".": [b"354 what?\r\n"]}, [Fate.UNCLEAR] * 2),
        # The first digit decides: any of the two hundreds took it, and it must not go again.
        ({".": [b"251-taken,\r\n251 of nobody's\r\n", b"200 taken\r\n"]}, [Fate.ACCEPTED] * 2),
        ({".": [b"452 4.2.2 full\r\n", b"552 5.2.2 full\r\n"]}, [Fate.DEFERRED, Fate.REFUSED]),
        ({"RCPT": [b"251 will forward\r\n"]}, [Fate.ACCEPTED] * 2),
        # Many servers close a connection after so many messages: the next goes over another.
        ({"MAIL": [b"250 OK\r\n", b"421 too many\r\n", b"250 OK\r\n"]}, [Fate.ACCEPTED] * 2),
        ({"RCPT": [b"421 4.7.0 later\r\n"]}, [Fate.DEFERRED] * 2),
        ({"RCPT": [b"450 grey\r\n", b"250 OK\r\n"], "RSET": [b"nonsense\r\n"]}, [Fate.DEFERRED, Fate.ACCEPTED]),
    ],
)
def test_what_a_server_says_is_taken_for_no_more_than_it_says(
    answers: dict[str, list[bytes]], fates: list[Fate], authority: tuple[trustme.CA, Path], post: Post
) -> None:
    del post  # its authority is trusted
    with scripted(authority[0], {"DATA": [GO_ON], **answers}) as (port, _):
        assert [r.fate for r in sent(smtp(port, None, tls=True), 0, 1)] == fates


@pytest.mark.parametrize(
    ("command", "answer"),
    [("DATA", b"250 OK\r\n"), *((c, a) for c in ("MAIL", "RCPT", "DATA") for a in (b"what?\r\n", b"199 wait\r\n"))],
)
def test_a_message_that_was_not_asked_for_is_not_handed_over_and_counts_for_nothing(
    command: str, answer: bytes, authority: tuple[trustme.CA, Path], post: Post
) -> None:
    del post
    with scripted(authority[0], {"DATA": [GO_ON], command: [answer]}) as (port, heard):
        assert "breaks off" in refused(lambda: sent(smtp(port, None, tls=True)))
    assert "." not in heard


def test_a_server_that_takes_no_password_is_said_to_be_one(authority: tuple[trustme.CA, Path], post: Post) -> None:
    del post
    with scripted(authority[0], {"EHLO": [b"250-mail.test\r\n250 AUTH GSSAPI XOAUTH2\r\n"]}) as (port, _):
        assert "offers no way to sign in with a password" in refused(lambda: sent(smtp(port, tls=True)))
