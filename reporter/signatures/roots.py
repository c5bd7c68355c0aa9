"""The root certificates that somebody trusts."""

from __future__ import annotations

from pathlib import Path

from reporter.errors import UsageError

_LARGEST = 4_000_000  # bytes; the roots of a whole operating system have a quarter of a million


def roots(path: Path, where: str) -> tuple[bytes, ...]:
    """Return the certificates of a PEM file, or of a DER file with one, as DER.

    Args:
        path: The file.
        where: The key or flag that names it, for messages.

    Raises:
        UsageError: It cannot be read, or holds none.
    """
    from pyhanko.keys.pemder import load_certs_from_pemder_data  # noqa: PLC0415 - only where a signature is checked

    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST)
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or "the path is not valid"
        raise UsageError(f"{path} cannot be read: {why}", where=where, hint="Correct the path.") from error
    try:
        found = tuple(certificate.dump() for certificate in load_certs_from_pemder_data(data) if certificate.subject)
    except (ValueError, TypeError, KeyError) as error:
        raise _none(path, where) from error
    if not found:
        raise _none(path, where)
    return found


def _none(path: Path, where: str) -> UsageError:
    hint = "Give a PEM file with the certificate of whoever issued the signer's: -----BEGIN CERTIFICATE----- …"
    return UsageError(f"{path} holds no certificate", where=where, hint=hint)
