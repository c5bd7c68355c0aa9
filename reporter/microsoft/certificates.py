"""Reading a certificate with its private key, from a PEM or a PFX file."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)


def as_pem(data: bytes, passphrase: str | None) -> tuple[str, str]:
    """Return private key and certificate as PEM.

    Args:
        data: The file.
        passphrase: What it is encrypted with; None: with nothing.

    Raises:
        ValueError: It does not hold both, or the passphrase is wrong.
    """
    try:
        key, certificate = _pair(data, passphrase.encode() if passphrase else None)
    except TypeError as error:  # a passphrase is needed, or one was given for nothing
        raise ValueError from error
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.decode(), certificate.public_bytes(Encoding.PEM).decode()


def _pair(data: bytes, passphrase: bytes | None) -> tuple[RSAPrivateKey, x509.Certificate]:
    if b"-----BEGIN" in data:
        key: object = load_pem_private_key(data, passphrase)
        certificate: x509.Certificate | None = x509.load_pem_x509_certificate(data)
    else:
        store = pkcs12.load_pkcs12(data, passphrase)
        key, certificate = store.key, store.cert.certificate if store.cert else None
    if not isinstance(key, RSAPrivateKey) or certificate is None:  # Entra takes no other kind of key
        raise ValueError
    return key, certificate
