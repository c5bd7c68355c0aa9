"""How the application proves who it is: where the configuration says the secret is, and the secret itself.

A secret is never shown: no record prints it, and no message holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reporter import vault
from reporter.errors import UsageError

PASSPHRASE = "REPORTER_CERTIFICATE_PASSPHRASE"  # noqa: S105 - the name of a variable
TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE"  # noqa: S105 - the name of a variable, which Kubernetes sets


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
        return vault.read(self.file, f"the environment, {TOKEN_FILE}").decode("ascii", "replace").strip()


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
        case _:
            return Secret(vault.stated(text, environ=environ, where=where, what="client secret"))


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

    data = vault.read(path, where, private=True)
    try:
        private, public = certificates.as_pem(data, passphrase)
    except ValueError as error:
        raise UsageError(
            "holds no certificate with its private key, or needs another passphrase",
            where=str(path),
            hint=f"Give a PEM file with both, or a PFX file; its passphrase in the variable {PASSPHRASE}.",
        ) from error
    return Certificate({"private_key": private, "public_certificate": public})
