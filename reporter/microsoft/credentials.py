"""How the application proves who it is: where the configuration says the secret is, and the secret itself.

A secret is never shown: no record prints it, and no message holds it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_IMODE

from reporter.errors import UsageError
from reporter.microsoft import vault

PASSPHRASE = "REPORTER_CERTIFICATE_PASSPHRASE"  # noqa: S105 - the name of a variable
TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE"  # noqa: S105 - the name of a variable, which Kubernetes sets
_LARGEST = 100_000  # bytes; a certificate with its key has five thousand


@dataclass(frozen=True, slots=True)
class Secret:
    """A client secret."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its private key, as msal takes it."""

    content: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Workload:
    """A workload identity: the token that the platform projects into a file, and renews there."""

    file: Path

    def assertion(self) -> str:
        """Return the token as it is now.

        Raises:
            UsageError: It cannot be read.
        """
        return _read(self.file, f"the environment, {TOKEN_FILE}").decode("ascii", "replace").strip()


@dataclass(frozen=True, slots=True)
class Device:
    """A person who signed in by `reporter login`."""


Credential = Secret | Certificate | Workload | Device


def read(text: str, *, environ: Mapping[str, str], folder: Path, where: str) -> Credential:
    """Return what `[microsoft] credential` stands for.

    Args:
        text: `env:NAME`, `fd:NUMBER`, `keyring:NAME`, `certificate:PATH`, `workload` or `device`.
        environ: The environment.
        folder: What the path of a certificate is relative to.
        where: The key that holds `text`, for messages.

    Raises:
        UsageError: What it names is not there, or is no secret.
    """
    kind, _, name = text.partition(":")
    match kind:
        case "device":
            return Device()
        case "workload":
            return _workload(environ, where)
        case "certificate":
            return _certificate(folder / name, environ.get(PASSPHRASE), where)
        case "env":
            value, hint = environ.get(name), f"Set the variable {name} to the client secret, for this command alone."
        case "fd":
            value, hint = _descriptor(name, where), f"Open it for this command, such as: reporter … {name}< secret.txt"
        case _:
            value, hint = vault.secret(name), f"Put the client secret there: keyring set {vault.SERVICE} {name}"
    if not value or not value.strip():
        raise UsageError(f"{text} holds no secret", where=where, hint=hint)
    return Secret(value.strip())


def _descriptor(name: str, where: str) -> str:
    try:
        with os.fdopen(int(name), "rb") as stream:
            return stream.read(_LARGEST).decode("utf-8")
    except (OSError, ValueError) as error:
        hint = "Write the number of an open descriptor, fd:3, and open it: reporter … 3< secret.txt"
        raise UsageError(f"fd:{name} cannot be read", where=where, hint=hint) from error


def _workload(environ: Mapping[str, str], where: str) -> Workload:
    if not (path := environ.get(TOKEN_FILE)):
        raise UsageError(
            f"workload needs the variable {TOKEN_FILE}, and it is not set",
            where=where,
            hint="Azure Kubernetes Service sets it in pods with the label azure.workload.identity/use.",
        )
    workload = Workload(Path(path))
    workload.assertion()
    return workload


def _certificate(path: Path, passphrase: str | None, where: str) -> Certificate:
    from reporter.microsoft import certificates  # noqa: PLC0415 - it imports much that the other kinds do not need

    data = _read(path, where, private=True)
    try:
        private, public = certificates.as_pem(data, passphrase)
    except ValueError as error:
        raise UsageError(
            "holds no certificate with its private key, or needs another passphrase",
            where=str(path),
            hint=f"Give a PEM file with both, or a PFX file; its passphrase in the variable {PASSPHRASE}.",
        ) from error
    return Certificate({"private_key": private, "public_certificate": public})


def _read(path: Path, where: str, *, private: bool = False) -> bytes:
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
