"""What a PDF carries inside, and what its signatures say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """By whose word, and from which day, signatures are judged."""

    roots: tuple[bytes, ...] = ()
    """Root certificates, as DER: a certificate that leads to one of them is vouched for."""
    at: datetime | None = None
    """When it is looked; None: when the signature says it was made."""
    required: bool = False
    """Every report must be signed, by somebody whom a root vouches for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Whose key signed."""

    subject: str
    issuer: str
    serial: str
    """In hexadecimal digits."""
    sha256: str
    begins: datetime
    ends: datetime
    """The last moment of its validity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A timestamp of an authority (RFC 3161) over a signature."""

    authority: str
    """The subject of its certificate."""
    time: datetime
    sound: bool
    """It is the authority's, and about this signature."""
    trusted: bool
    """It is sound, and a trusted root vouches for the authority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature of a PDF."""

    certificate: Certificate
    claimed: datetime | None
    """When it was made, by the signer's own word."""
    intact: bool
    """It is the key's, and about these bytes."""
    weak: bool
    """It was made by a method that can be forged today."""
    whole: bool
    """It covers every byte of the file but its own."""
    harmless: bool
    """Nothing stands after what it covers but timestamps and what is needed to check them."""
    root: str | None
    """The trusted root that vouches for the certificate, for signing and at that time; None: nobody does."""
    why: str
    """Why nobody does, in the words of ETSI EN 319 102-1, such as NO_CERTIFICATE_CHAIN_FOUND."""
    stamp: Stamp | None

    @property
    def proven(self) -> datetime | None:
        """When it was there already, by a trusted authority's word."""
        return self.stamp.time if self.stamp and self.stamp.trusted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a PDF holds beside its pages."""

    carried: Mapping[str, bytes] = field(repr=False)
    """The files inside, by name."""
    signatures: tuple[Signature, ...]
    """In the order in which they were made."""
