"""`reporter login`: a person signs in to Microsoft, for runs on this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reporter.cli import options, screen
from reporter.cli.typed import typed
from reporter.errors import UsageError

if TYPE_CHECKING:  # imported when the command runs
    from reporter.microsoft import Code


def login(*, config: options.Config = None) -> None:
    """Sign in to Microsoft Entra ID with a code, in whatever browser, and keep the sign-in in this machine's keyring.

    For credential = "device" under [microsoft] in reporter.toml; every other credential needs no login.
    """
    settings = options.settings(config, {})
    if settings.microsoft.credential not in {None, "device"}:
        raise UsageError(
            "nobody needs to sign in: the application proves by itself who it is",
            where=f"{settings.file_name}, [microsoft] credential",
            hint='See that it works: reporter doctor --entra. Write credential = "device" to sign in as a person.',
        )
    from reporter.run.connection import connect  # noqa: PLC0415 - msal and httpx are imported when they are used

    with connect(settings, os.environ) as connection:
        connection.tokens.sign_in(_show)
    screen.line(
        typed("You are signed in; the keyring of this machine keeps it. See what works: reporter doctor --entra")
    )


def _show(code: Code) -> None:
    screen.line(f"Open {code.address} in a browser and type the code {code.code}.")
    screen.line(f"It is valid for {code.minutes} minutes. Waiting; Ctrl-C gives up.")
