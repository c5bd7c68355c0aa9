"""Floor 1: secrets, from where the configuration says they are: the environment, an open descriptor, the keyring.

The machine's keyring also keeps the tokens of who signed in by `reporter login`. A secret is never shown: no message
holds it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from stat import S_IMODE

from reporter.errors import UsageError

SERVICE = "reporter"
_RECOMMENDED = 1  # keyring's own measure: below it are keyrings that keep plain text, or nothing
_LARGEST = 100_000  # bytes; a certificate with its key has five thousand
_ELSEWHERE = "keep the secret in the environment and write env:NAME"


def stated(text: str, *, environ: Mapping[str, str], where: str, what: str) -> str:
    """Return the secret that a key of the configuration says the place of.

    Args:
        text: `env:NAME`, `fd:NUMBER` or `keyring:NAME`.
        environ: The environment.
        where: The key that holds `text`, for messages.
        what: What the secret is, for messages: `client secret`.

    Raises:
        UsageError: There is none.
    """
    kind, _, name = text.partition(":")
    match kind:
        case "env":
            value, hint = environ.get(name), f"Set the variable {name} to the {what}, for this command alone."
        case "fd":
            value, hint = _descriptor(name, where), f"Open it for this command, such as: reporter … {name}< secret.txt"
        case _:
            value, hint = secret(name), f"Put the {what} there: keyring set {SERVICE} {name}"
    if not value or not value.strip():
        raise UsageError(f"{text} holds no secret", where=where, hint=hint)
    return value.strip()


def read(path: Path, where: str, *, private: bool = False) -> bytes:
    """Return a small file that holds a key, a certificate or a token.

    Args:
        path: The file.
        where: The key or flag that names it, for messages.
        private: It holds a private key, and nobody but its owner may be able to open it.

    Raises:
        UsageError: It cannot be read, or others can open it.
    """
    try:
        with path.open("rb") as stream:
            mode = S_IMODE(os.fstat(stream.fileno()).st_mode)
            data = stream.read(_LARGEST)
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or "the path is not valid"
        raise UsageError(f"{path} cannot be read: {why}", where=where, hint="Correct the path.") from error
    if private and mode & 0o077:
        hint = f"Type: chmod 600 {path}"
        raise UsageError("others than its owner can open the private key", where=str(path), hint=hint)
    return data


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


def _descriptor(name: str, where: str) -> str:
    try:
        with os.fdopen(int(name), "rb") as stream:
            return stream.read(_LARGEST).decode("utf-8")
    except (OSError, ValueError) as error:
        hint = "Write the number of an open descriptor, fd:3, and open it: reporter … 3< secret.txt"
        raise UsageError(f"fd:{name} cannot be read", where=where, hint=hint) from error
