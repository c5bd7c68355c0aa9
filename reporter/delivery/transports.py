"""From `[mail]` of the configuration to what hands mails over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from reporter import vault
from reporter.errors import DeliveryError, SourceError, UsageError
from reporter.mail.sending.graph import Direct, Draft
from reporter.mail.sending.pace import PER_MINUTE
from reporter.mail.sending.quiet import Hours, Quiet
from reporter.mail.sending.smtp import Password, Server, Smtp, Token
from reporter.mailbox import stated_mailbox
from reporter.model.delivery import Sleep, Step, Transport
from reporter.run.connection import Connection, connect
from reporter.settings import Settings
from reporter.settings.records import Smtp as Stated

_PATIENCE = 4 * 3600.0  # seconds of waiting that a server may ask for, all together


def sends(settings: Settings) -> bool:
    """Return whether the configured transport hands anything over; `files` does not."""
    return settings.mail.transport != "files"


def per_minute(settings: Settings) -> int:
    """Return how many mails go in a minute at most."""
    return settings.mail.per_minute or PER_MINUTE


def quiet(settings: Settings) -> Quiet:
    """Return the quiet times."""
    stated = settings.mail.quiet
    if stated is None:
        return Quiet(elsewhere=Hours(zones=(settings.zone,)))
    hours = {"start": stated.start, "end": stated.end}
    everywhere = Hours(**hours, days=frozenset(stated.days), dates=frozenset(stated.dates), zones=(settings.zone,))
    countries = {}
    for country, there in stated.countries.items():
        countries[country] = Hours(
            start=there.start if there.start is not None else stated.start,
            end=there.end if there.end is not None else stated.end,
            days=frozenset(there.days if there.days is not None else stated.days),
            dates=frozenset(there.dates if there.dates is not None else stated.dates),
            zones=(there.zone_info,) if there.zone_info else (),
        )
    return Quiet(elsewhere=everywhere, countries=countries)


@contextmanager
def transport(
    settings: Settings, environ: Mapping[str, str], *, sleep: Sleep, step: Step = lambda _: None
) -> Iterator[Transport]:
    """Return the configured transport; nobody is asked yet.

    Raises:
        UsageError: Keys are missing or wrong, or the secret is not where they say.
    """
    sender = stated_mailbox(settings.mail.sender or "").addr_spec
    if settings.mail.transport == "graph":
        with connect(settings, environ, sleep=sleep, patience=_PATIENCE) as connection:
            kind = Draft if settings.mail.graph == "draft" else Direct
            yield kind(connection.graph, sender, step)
        return
    stated = settings.mail.smtp
    if stated is None:
        raise UsageError(
            "is missing, and [mail] transport is smtp",
            where=f"{settings.file_name}, [mail] smtp",
            hint=f"Write it with your own values: smtp = {Stated.example}",
        )
    server = Server(host=stated.host, port=stated.port, security=stated.security)
    if stated.credential == "microsoft":
        with connect(settings, environ, sleep=sleep) as connection:
            yield Smtp(server, sender, _token(stated, sender, connection), sleep=sleep, step=step)
        return
    yield Smtp(server, sender, _password(stated, settings, environ), sleep=sleep, step=step)


def _token(stated: Stated, sender: str, connection: Connection) -> Token:
    tokens = connection.outlook

    def get() -> str:
        try:
            return tokens.get()
        except SourceError as error:
            raise DeliveryError(*error.problems) from None

    return Token(username=stated.username or sender, get=get)


def _password(stated: Stated, settings: Settings, environ: Mapping[str, str]) -> Password | None:
    where = f"{settings.file_name}, [mail] smtp"
    if (stated.username is None) != (stated.credential is None):
        hint = 'Write both, as in username = "reporter", credential = "env:SMTP"; or neither, where nobody signs in.'
        raise UsageError("username and credential go together", where=where, hint=hint)
    if stated.username is None or stated.credential is None:
        return None
    secret = vault.stated(stated.credential, environ=environ, where=f"{where} credential", what="password")
    return Password(username=stated.username, value=secret)
