"""Trying out the way that mails will go: a sign-in, a test mail to the operator, a mailbox that must be barred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.headerregistry import Address

from reporter import __version__
from reporter.delivery import transports
from reporter.errors import DeliveryError, NotPermittedError, SourceError, UsageError
from reporter.mail.envelope import Envelope, sealed
from reporter.mail.sending import messages
from reporter.mail.sending.graph import Direct
from reporter.mailbox import mailbox, stated_mailbox
from reporter.microsoft.tokens import granted
from reporter.model.delivery import Fate, Mail, Receipt, Sleep, Transport
from reporter.model.vocabulary import MailKind
from reporter.run.connection import connect
from reporter.settings import Settings
from reporter.wording import environment

_REFUSED = "ErrorAccessDenied"
_UNKNOWN = "whether the application may send from another mailbox is not known"


def sender(settings: Settings) -> Address:
    """Return the address that mails come from.

    Raises:
        NotPermittedError: It is not stated.
    """
    if settings.mail.sender is None:
        where = f"{settings.file_name}, [mail] from"
        raise NotPermittedError("is not stated: where mails come from", where=where, hint="State it.")
    return stated_mailbox(settings.mail.sender)


@contextmanager
def signed_in(settings: Settings, environ: Mapping[str, str], sleep: Sleep) -> Iterator[Transport]:
    """Connect, and sign in.

    Raises:
        UsageError: The configuration cannot be followed.
        DeliveryError: It does not let us in.
    """
    with transports.transport(settings, environ, sleep=sleep) as transport, transport.open():
        yield transport


def try_out(settings: Settings, to: str, transport: Transport, now: datetime) -> Receipt:
    """Send one test mail to the operator.

    Raises:
        UsageError: The address is none.
        DeliveryError: It is not accepted.
    """
    origin = sender(settings)
    mail, data = _written(origin, _operator(to), transport.name, now, expected_refusal=False)
    receipt = transport.send(mail, data, known=None, note=lambda _: None)
    if receipt.fate is not Fate.ACCEPTED:
        hint = "Look the answer up in the server's documentation; the address after --to-me may be wrong, too."
        raise DeliveryError(f"the test mail is {receipt.fate} ({receipt.answer})", hint=hint)
    return receipt


def roles(settings: Settings, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the permissions that the application's token carries.

    Raises:
        DeliveryError: There is no token.
        UsageError: The configuration cannot be followed.
    """
    with connect(settings, environ) as connection:
        try:
            return granted(connection.tokens.get())
        except SourceError as error:
            raise DeliveryError(*error.problems) from None


def barred(settings: Settings, other: str, to: str | None, environ: Mapping[str, str], *, now: datetime) -> str:
    """Make sure that Graph does not let the application send from another mailbox; return its word for that.

    There is no way to ask without trying. If it may, one test mail goes from that mailbox to the operator, else to
    the address that mails come from, and says what it means.

    Raises:
        DeliveryError: It may, or nobody can tell.
        UsageError: An address is none.
    """
    origin, recipient = _operator(other), _operator(to) if to else sender(settings)
    if origin.addr_spec.casefold() == sender(settings).addr_spec.casefold():
        raise UsageError(
            "--other-mailbox is the mailbox that mails come from", hint="Name a colleague's, or any other."
        )
    with connect(settings, environ) as connection:
        mail, data = _written(origin, recipient, Direct.name, now, expected_refusal=True)
        try:
            receipt = Direct(connection.graph, origin.addr_spec).send(mail, data, known=None, note=lambda _: None)
        except DeliveryError as error:
            if any(_REFUSED in problem.what for problem in error.problems):
                return _REFUSED
            raise DeliveryError(*error.problems, _UNKNOWN) from None
    if receipt.fate is Fate.ACCEPTED:
        raise DeliveryError(
            f"the application can send as {origin.addr_spec}, and so as anybody; a test mail went to "
            f"{recipient.addr_spec}",
            hint="In Exchange Online limit it by RBAC for Applications: New-ServicePrincipal, New-ManagementScope, "
            'New-ManagementRoleAssignment -Role "Application Mail.Send"; then take the consent to Mail.Send out of '
            "Entra, for the two add up. It may take an hour to hold.",
        )
    raise DeliveryError(f"{_UNKNOWN} ({receipt.answer})")


def records(domain: str) -> tuple[tuple[str, str], ...]:
    """Return what to look up for a domain, and what should stand there."""
    return (
        (f"TXT {domain}", 'one record, "v=spf1 …", that names whoever sends for you, and ends in -all or ~all'),
        (
            f"TXT or CNAME <selector>._domainkey.{domain}",
            "your server's DKIM key; Microsoft 365 has selector1 and selector2. Sign as this very domain",
        ),
        (f"TXT _dmarc.{domain}", '"v=DMARC1; p=quarantine" or "p=reject", with rua= where reports go'),
    )


def _operator(text: str) -> Address:
    try:
        return mailbox(text)
    except ValueError as error:
        raise UsageError(f"{text[:80]!r} is no address: {error}", hint="Write one address alone.") from None


def _written(
    origin: Address, to: Address, transport: str, now: datetime, *, expected_refusal: bool
) -> tuple[Mail, bytes]:
    text = (
        environment()
        .get_template("mail/test.txt.j2")
        .render(
            version=__version__,
            operator=to.addr_spec,
            sender=origin.addr_spec,
            transport=transport,
            domain=origin.domain,
            expected_refusal=expected_refusal,
        )
    )
    message_id = f"test{int(now.timestamp()):x}@{origin.domain}"
    envelope = Envelope(
        sender=origin,
        reply_to=origin,
        recipient=Address(username=to.username, domain=to.domain),
        subject="Test mail of reporter",
        message_id=message_id,
        language="en",
    )
    lines = "".join(f"<p>{line}</p>" for line in text.split("\n\n"))
    data = sealed(envelope, text=text, html=f'<!doctype html><html lang="en"><title>Test mail</title>{lines}</html>')
    mail = Mail(
        name="test",
        row=1,
        kind=MailKind.REMINDER,
        language="en",
        person="test",
        place=None,
        digest="",
        says="",
        subject=envelope.subject,
        recipient=to.addr_spec,
        message_id=f"<{message_id}>",
    )
    return mail, messages.dated(data, now)
