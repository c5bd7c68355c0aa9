"""`reporter doctor --mail`: would mails arrive, and can nobody be impersonated?"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime

from reporter.cli import screen
from reporter.delivery import probe, transports
from reporter.errors import UsageError
from reporter.model.delivery import Transport
from reporter.settings import Settings


class Mail:
    """The questions, each of which needs the answer to the one before."""

    def __init__(self, settings: Settings, stack: ExitStack, *, to_me: str | None, other: str | None) -> None:
        """Ask nothing yet.

        Args:
            settings: The workspace's.
            stack: Closes what is opened.
            to_me: The operator's address, for a test mail; None: none is sent.
            other: A mailbox that must be barred; None: that is not tried.
        """
        self._settings = settings
        self._stack = stack
        self._to_me = to_me
        self._other = other
        self._transport: Transport

    @property
    def checks(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        """What is looked at, and how."""
        graph = self._settings.mail.transport == "graph"
        if self._other and not graph:
            raise UsageError('--other-mailbox is for transport = "graph"', hint="Leave it out.")
        return (
            ("Sender", self._sender),
            ("Transport", self._connected),
            *((("Other mailbox", self._barred),) if graph else ()),
            ("Test mail", self._test_mail),
        )

    def look_up(self) -> None:
        """Print what to look up in the domain name system: no answer of it can be had without another library."""
        if self._settings.mail.sender is None:
            return
        domain = probe.sender(self._settings).domain
        screen.heading(f"To look up for {domain}, by nslookup -type=TXT or your provider's console")
        for number, (name, should) in enumerate(probe.records(domain), start=1):
            screen.item(f"{number}.", f"{name}: {should}")
        screen.line(
            "The test mail's own headers show what a receiver made of it: Authentication-Results, all three pass."
        )

    def _sender(self) -> str:
        origin = probe.sender(self._settings)
        if "organisation.contact" in self._settings.defaults:
            where = f"{self._settings.file_name}, [organisation] contact"
            raise UsageError("is not stated: whom people can ask", where=where, hint="State it.")
        minute = transports.per_minute(self._settings)
        return f"{origin.addr_spec}; at most {minute:,} mails a minute"

    def _connected(self) -> str:
        if not transports.sends(self._settings):
            where = f"{self._settings.file_name}, [mail] transport"
            raise UsageError("is files: nothing is sent", where=where, hint='Write "smtp" or "graph" to send.')
        self._transport = self._stack.enter_context(probe.signed_in(self._settings, os.environ, time.sleep))
        stated = self._settings.mail
        if stated.smtp and stated.transport == "smtp":
            signed = "signed in" if stated.smtp.credential else "without a sign-in"
            return f"SMTP, {stated.smtp.host}:{stated.smtp.port}, over verified TLS, {signed}"
        way = "as drafts first" if stated.graph == "draft" else "in one step: a mail in doubt stays so"
        everybody = "Mail.Send" in probe.roles(self._settings, os.environ)
        consent = "; Entra's consent to Mail.Send lets it send as anybody" if everybody else ""
        return f"Microsoft Graph, {way}{consent}"

    def _barred(self) -> str:
        if self._other is None:
            return "not tried: name one that the application must not send from with --other-mailbox"
        now = datetime.now(UTC)  # noqa: TID251 - this is reporter.cli
        word = probe.barred(self._settings, self._other, self._to_me, os.environ, now=now)
        return f"the application may not send from it ({word}), as it should be"

    def _test_mail(self) -> str:
        if self._to_me is None:
            return "not sent: name your own address with --to-me"
        now = datetime.now(UTC)  # noqa: TID251 - this is reporter.cli
        receipt = probe.try_out(self._settings, self._to_me, self._transport, now)
        return f"accepted for {self._to_me} ({receipt.answer})"
