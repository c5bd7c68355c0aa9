"""Sending by SMTP: over TLS whose certificate is verified, or not at all."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

from reporter.errors import DeliveryError
from reporter.model.delivery import Fate, Mail, Receipt, Row, Sleep, Step

_TIMEOUT = 60.0  # seconds
_TRIES = 3
_PATIENCE = 600.0  # seconds for the answer to a message (RFC 5321 §4.5.3.2.6): a doubt costs more than a wait
_DONE, _CLOSING = 250, 421
_KNOWN = {"CRAM-MD5", "PLAIN", "LOGIN"}
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
_FIRST_DOT = re.compile(rb"^\.", re.MULTILINE)
_ASCII = "Set another password for this account: SMTP servers differ in what they make of other letters."
_FROM = "See that this account may send from the address under [mail] from; then send again."
_CONNECTION = "Check [mail] smtp host, port and security, and that this machine may reach the server; then send again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The mail server."""

    host: str
    port: int
    security: Literal["starttls", "tls"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Password:
    """Signs in by PLAIN or LOGIN, as the server offers it."""

    username: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Signs in by XOAUTH2."""

    username: str
    get: Callable[[], str]
    """Returns a token that is valid now."""


class Smtp:
    """One connection, made again when the server closes it."""

    name = "smtp"

    def __init__(
        self, server: Server, sender: str, login: Password | Token | None, *, sleep: Sleep, step: Step = lambda _: None
    ) -> None:
        """Connect to nothing yet.

        Args:
            server: Where to.
            sender: The bare address of the envelope's sender: bounces go there.
            login: How to sign in; None: the server asks for none.
            sleep: Waits between attempts to connect.
            step: Is told of each step.
        """
        self._server = server
        self._sender = sender
        self._login = login
        self._sleep = sleep
        self._step = step
        self._line: smtplib.SMTP | None = None

    @contextmanager
    def open(self) -> Iterator[None]:
        """Connect and sign in."""
        self._line = self._connect()
        try:
            yield
        finally:
            self._close()

    def send(self, mail: Mail, data: bytes, *, known: str | None, note: Callable[[str], None]) -> Receipt:
        """Hand over one message."""
        del known, note
        for fresh in (False, True):
            line = self._line = self._line or self._connect()
            try:
                refusal = self._envelope(line, mail)
            except (OSError, smtplib.SMTPException):  # closed while it was idle: nothing was handed over
                self._close()
                if fresh:
                    raise self._unreachable("the connection breaks off") from None
                continue
            if fresh or self._line is not None:  # else it said that it closes this connection: once more on another
                break
        if refusal is not None:
            self._begin_anew(line)
            return refusal
        self._step("data")
        try:
            line.send(_FIRST_DOT.sub(b"..", data) + b".\r\n")
            self._step("data sent")
            with _patient(line):
                code, said = line.getreply()
        except (OSError, smtplib.SMTPException):
            self._close()
            return Receipt(fate=Fate.UNCLEAR, answer="no answer")
        self._step("answered")
        return self._receipt(code, said)

    def look(self, _row: Row) -> Receipt | None:
        """Know nothing."""
        return None

    def _envelope(self, line: smtplib.SMTP, mail: Mail) -> Receipt | None:
        """Name sender and recipient and ask to go on; None: the message may follow.

        Raises:
            SMTPException: The answer is none of the protocol's: the line cannot be used any more.
            DeliveryError: The server takes nothing from this sender.
        """
        for command, good in (
            (f"MAIL FROM:<{self._sender}>", 2),
            (f"RCPT TO:<{mail.recipient}>", 2),
            ("DATA", 3),
        ):
            self._step(command[:4])
            code, said = line.docmd(command)
            if code // 100 == good:
                continue
            if code // 100 not in {4, 5}:
                raise smtplib.SMTPServerDisconnected
            receipt = self._receipt(code, said)
            if receipt.fate is Fate.REFUSED and command.startswith("MAIL"):
                raise self._unreachable(f"it takes no mail from this sender ({receipt.answer})", _FROM)
            return receipt
        return None

    def _begin_anew(self, line: smtplib.SMTP) -> None:
        """Forget a sender and a recipient that were named, or the line with them."""
        with suppress(OSError, smtplib.SMTPException):
            if self._line is not None and line.rset()[0] == _DONE:
                return
        self._close()

    def _receipt(self, code: int, said: bytes) -> Receipt:
        """Judge an answer by its first digit (RFC 5321 §4.2.1); one that is none of the protocol's says nothing."""
        fate = {2: Fate.ACCEPTED, 4: Fate.DEFERRED, 5: Fate.REFUSED}.get(code // 100, Fate.UNCLEAR)
        if fate is Fate.UNCLEAR or code == _CLOSING:
            self._close()  # what comes next on this line could be taken for the answer to something else
        enhanced = _ENHANCED.search(said)
        answer = f"{code} {enhanced[0].decode('ascii')}" if enhanced else str(code)
        return Receipt(fate=fate, answer="no answer" if fate is Fate.UNCLEAR else answer)

    def _connect(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in.

        Raises:
            DeliveryError: That cannot be done.
        """
        for attempt in range(1, _TRIES + 1):
            try:
                return self._signed_in(self._encrypted())
            except ssl.SSLCertVerificationError:
                hint = (
                    "Name the host as its certificate does; where your organisation signs its own, set SSL_CERT_FILE."
                )
                raise self._unreachable("its certificate is not trusted, or is for another name", hint) from None
            except smtplib.SMTPNotSupportedError:
                hint = (
                    'Write security = "tls" and its port if it encrypts from the start. Nothing is sent in the clear.'
                )
                raise self._unreachable("it offers no encryption (STARTTLS)", hint) from None
            except UnicodeError:  # it would repeat what it cannot encode
                raise self._unreachable("a user name or password that is not ASCII cannot be used", _ASCII) from None
            except smtplib.SMTPAuthenticationError as error:
                hint = "Correct [mail] smtp username and credential, and see that this account may send by SMTP."
                raise self._unreachable(f"it does not accept the sign-in ({error.smtp_code})", hint) from None
            except (OSError, smtplib.SMTPException) as error:
                if attempt == _TRIES:
                    raise self._unreachable(f"it cannot be reached ({type(error).__name__})") from None
            self._sleep(2.0**attempt)
        raise AssertionError

    def _encrypted(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        name = self._sender.partition("@")[2]
        if server.security == "tls":
            return smtplib.SMTP_SSL(server.host, server.port, name, timeout=_TIMEOUT, context=context)
        line = smtplib.SMTP(server.host, server.port, name, timeout=_TIMEOUT)
        try:
            line.starttls(context=context)
        except BaseException:
            line.close()
            raise
        return line

    def _signed_in(self, line: smtplib.SMTP) -> smtplib.SMTP:
        try:
            line.ehlo()
            match self._login:
                case Password(username=username, value=value):
                    if not _KNOWN & {*line.esmtp_features.get("auth", "").upper().split()}:
                        raise smtplib.SMTPNotSupportedError  # noqa: TRY301 - as where it offers none at all
                    line.login(username, value)
                case Token(username=username, get=get):
                    said = f"user={username}\1auth=Bearer {get()}\1\1"
                    # A refusal comes as a challenge, which is answered with nothing.
                    line.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")
                case None:
                    pass
        except smtplib.SMTPNotSupportedError:
            line.close()
            hint = "Take username and credential out of [mail] smtp if it needs none."
            raise self._unreachable("it offers no way to sign in with a password", hint) from None
        except BaseException:
            line.close()
            raise
        return line

    def _close(self) -> None:
        if self._line is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._line.quit()
            self._line.close()
        self._line = None

    def _unreachable(self, what: str, hint: str = _CONNECTION) -> DeliveryError:
        return DeliveryError(what, where=f"mail server {self._server.host}:{self._server.port}", hint=hint)


@contextmanager
def _patient(line: smtplib.SMTP) -> Iterator[None]:
    """Wait longer than for other answers."""
    socket = line.sock
    if socket is None:
        raise smtplib.SMTPServerDisconnected
    socket.settimeout(_PATIENCE)
    yield
    socket.settimeout(_TIMEOUT)
