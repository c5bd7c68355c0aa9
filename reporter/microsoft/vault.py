"""The machine's keyring: secrets that somebody put there, and the tokens of who signed in by `reporter login`."""

from __future__ import annotations

from reporter.errors import UsageError

SERVICE = "reporter"
_RECOMMENDED = 1  # keyring's own measure: below it are keyrings that keep plain text, or nothing
_ELSEWHERE = "keep the secret in the environment and write env:NAME"


def secret(name: str) -> str | None:
    """Return a secret that was put into the keyring by `keyring set reporter NAME`; None: there is none.

    Raises:
        UsageError: The keyring cannot be opened.
    """
    import keyring  # noqa: PLC0415 - it looks for its back ends when it is imported
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError as error:
        raise _closed(error) from error


def keep(name: str, value: str) -> None:
    """Put a secret into the keyring.

    Raises:
        UsageError: There is no keyring that encrypts what it keeps, or it cannot be opened.
    """
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    check()
    try:
        keyring.set_password(SERVICE, name, value)
    except KeyringError as error:
        raise _closed(error) from error


def check() -> None:
    """Make sure, before anybody signs in, that there is a keyring that encrypts what it keeps.

    Raises:
        UsageError: There is none. We never fall back to a file.
    """
    import keyring  # noqa: PLC0415

    found = keyring.get_keyring()
    members = getattr(found, "backends", None) or [found]  # a chain passes on to the next what the first refuses
    if any(member.priority < _RECOMMENDED for member in members):
        raise UsageError(
            "this machine has no keyring that encrypts what it keeps, and tokens are kept nowhere else",
            hint="Sign in on a desktop with GNOME Keyring, KWallet or the macOS Keychain. On a server use a client "
            'secret ("env:NAME"), a certificate or a workload identity as [microsoft] credential.',
        )


def _closed(error: Exception) -> UsageError:
    return UsageError(
        f"the keyring cannot be opened ({type(error).__name__})", hint=f"Unlock or install one, or {_ELSEWHERE}."
    )
