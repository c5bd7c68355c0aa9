"""The organisation's key and certificate, from a PKCS#12 file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reporter import vault
from reporter.errors import UsageError
from reporter.signatures.records import Certificate

if TYPE_CHECKING:  # imported when something is signed or read
    from asn1crypto import x509
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.validation.settings import KeyUsageConstraints

_LONGEST = 300  # characters of a name, which can be as long as its owner likes
USAGES = frozenset({"digital_signature", "non_repudiation"})
"""A certificate that may sign documents states one of these key usages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """All that a signature needs beside the document; `signing.sign` makes one."""

    signer: SimpleSigner = field(repr=False)
    certificate: Certificate
    at: datetime
    """The time that the signature states."""
    tsa: str | None
    """The address of the authority that timestamps it; None: no timestamp."""


def load(path: Path, passphrase: str | None, *, at: datetime, tsa: str | None, where: str) -> Seal:
    """Return what to sign with.

    Args:
        path: The PKCS#12 file.
        passphrase: Its passphrase; None: it has none.
        at: The time that signatures will state.
        tsa: The address of the authority that timestamps them; None: no timestamp.
        where: The key of the configuration that names the file, for messages.

    Raises:
        UsageError: The file holds no key that the passphrase opens, or one that cannot sign documents at `at`.
    """
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415 - only where something is signed
    from pyhanko.sign.general import SigningError  # noqa: PLC0415
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415
    from pyhanko_certvalidator.errors import InvalidCertificateError  # noqa: PLC0415

    data = vault.read(path, where, private=True)
    word = passphrase.encode() if passphrase else None
    try:
        key, public, _ = pkcs12.load_key_and_certificates(data, word)
    except (ValueError, TypeError) as error:
        said = "its passphrase is another" if word else "it needs a passphrase"
        raise UsageError(
            f"cannot be opened: {said}, or it is no PKCS#12 file",
            where=str(path),
            hint='Say in [sign] credential where its passphrase is: "env:NAME", "fd:3" or "keyring:NAME".',
        ) from error
    if key is None or public is None:
        hint = "Export both into one file: openssl pkcs12 -export -inkey key.pem -in certificate.pem -out signing.p12"
        raise UsageError("holds no private key with its certificate", where=str(path), hint=hint)
    try:
        signer = SimpleSigner.load_pkcs12_data(data, (), word)
        signer.get_signature_mechanism_for_digest("sha256")
    except (ValueError, NotImplementedError, SigningError) as error:  # of cryptography and pyHanko, each for some kinds
        raise UsageError(
            "holds a key of a kind that cannot sign PDFs", where=str(path), hint="Use an RSA key of 3072 bits."
        ) from error
    try:
        may_sign().validate(signer.signing_cert)
    except InvalidCertificateError as error:
        raise UsageError(
            "the certificate may not sign documents: it states no such key usage",
            where=str(path),
            hint="Ask its issuer for one with the key usage digitalSignature or nonRepudiation.",
        ) from error
    certificate = described(signer.signing_cert)
    if not certificate.subject:
        raise UsageError(
            "the certificate names nobody, so a signature would not say whose it is",
            where=str(path),
            hint="Ask its issuer for one with the organisation's name as its subject.",
        )
    if not certificate.begins <= at <= certificate.ends:
        raise UsageError(
            f"the certificate is valid from {certificate.begins:%Y-%m-%d} to {certificate.ends:%Y-%m-%d}, and not now",
            where=str(path),
            hint="Ask its issuer for a new one; a signature made now would convince nobody.",
        )
    return Seal(signer=signer, certificate=certificate, at=at, tsa=tsa)


def may_sign() -> KeyUsageConstraints:
    """Return what pyHanko asks of the certificate of somebody who signs documents."""
    from pyhanko.sign.validation.settings import KeyUsageConstraints  # noqa: PLC0415

    return KeyUsageConstraints(key_usage=USAGES)


def described(certificate: x509.Certificate) -> Certificate:
    """Return what people can compare of a certificate."""
    return Certificate(
        subject=certificate.subject.human_friendly[:_LONGEST],
        issuer=certificate.issuer.human_friendly[:_LONGEST],
        serial=f"{certificate.serial_number:x}",
        sha256=certificate.sha256.hex(),
        begins=certificate.not_valid_before,
        ends=certificate.not_valid_after,
    )
