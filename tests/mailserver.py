"""A real mail server on loopback, over TLS, with faults on demand: what it accepted, and from whom."""

from __future__ import annotations

import re
import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER = "reporter"
PASSWORD = "correct-h0rse-battery"  # noqa: S105
TOKEN = "t0ken-of-a-mailbox"  # noqa: S105


@dataclass
class Post:
    """What the server took, what it refuses, and how it is reached."""

    port: int
    accepted: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    """Envelope sender, recipients, message."""
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """Stage (`mail`, `rcpt`, `data`, `cut`), part of the address, answer: each time."""
    signed_in: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def recipients(self) -> Counter[str]:
        return Counter(to for _, recipients, _ in self.accepted for to in recipients)

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(data, EmailMessage, policy=POLICY) for _, _, data in self.accepted]

    def fault(self, stage: str, recipient: str) -> str | None:
        return next((answer for where, part, answer in self.faults if where == stage and part in recipient), None)


class _Handler:
    def __init__(self, post: Post) -> None:
        self._post = post

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        del server
        return responses

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if (answer := self._post.fault("mail", address)) is not None:
            return answer
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if (answer := self._post.fault("rcpt", address)) is not None:
            return answer
        if self._post.fault("hang up", address) is not None:
            _hang_up(server)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        [to] = envelope.rcpt_tos
        if (answer := self._post.fault("data", to)) is not None:
            return answer
        content = envelope.original_content or b""
        self._post.accepted.append((envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        if self._post.fault("cut", to) is not None:
            _hang_up(server)
        return "250 2.0.0 accepted, for somebody@nowhere.example"


def _hang_up(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.close()


class _Smtp(SMTP):
    async def auth_XOAUTH2(self, _: SMTP, args: list[str]) -> Any:  # noqa: N802, ANN401 - aiosmtpd's name and type
        given = self._decode(args[1]) if len(args) > 1 else b""
        if given == f"user={USER}\1auth=Bearer {TOKEN}\1\1".encode():
            return AuthResult(success=True, auth_data=LoginPassword(USER.encode(), b""))
        await self.challenge_auth('{"status":"401"}')
        return AuthResult(success=False, handled=False)

    @staticmethod
    def _decode(text: str) -> bytes:
        import base64  # noqa: PLC0415

        return base64.b64decode(text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(ca: trustme.CA, *, name: str = "127.0.0.1", starttls: bool = True, tls: bool = False) -> Iterator[Post]:
    """Run a server that wants a sign-in.

    Args:
        ca: Signs its certificate.
        name: Whom the certificate is for.
        starttls: It offers encryption after the greeting.
        tls: It encrypts from the start.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name).configure_cert(context)
    post = Post(port=free_port())

    def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401
        good = isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode()
        if good:
            post.signed_in.append(mechanism)
        return AuthResult(success=good, handled=False)

    class Server(Controller):
        def factory(self) -> SMTP:
            post.connections += 1
            return _Smtp(
                self.handler,
                hostname="mail.test",
                tls_context=context if starttls else None,
                require_starttls=starttls,
                auth_required=starttls,
                auth_require_tls=starttls,
                authenticator=authenticate,
                auth_exclude_mechanism=(),
            )

    server = Server(_Handler(post), hostname="127.0.0.1", port=post.port, ssl_context=context if tls else None)
    server.start()
    try:
        yield post
    finally:
        server.stop()


def dated_out(data: bytes) -> bytes:
    """Return a message without its `Date`."""
    return re.sub(rb"^Date: [^\r]*\r\n", b"", data)


def trusted(folder: Path, ca: trustme.CA) -> Path:
    """Write a certificate authority into a file; SSL_CERT_FILE names it."""
    path = folder / "ca.pem"
    ca.cert_pem.write_to_path(path)
    return path
