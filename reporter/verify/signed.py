"""The signatures of a run's PDFs: what is wrong with them, and what they prove, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reporter.errors import Problem
from reporter.model.documents import MANIFEST
from reporter.reports.enclosures import REPORTS
from reporter.signatures import Certificate, Contents, Signature, Trust

_REMAINS = (
    "Not proven: that the other files are the run's. The signature covers the PDF and what it carries; the hashes of "
    f"the others stand in {MANIFEST} alone, and whoever can change the files can write them anew. Only the head of the "
    "ledger proves that."
)
_REVOKED = "Not looked up: whether the certificate was revoked, for nothing is fetched. Who issued it can tell."


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the signatures of a run prove, and what they do not."""

    proven: tuple[str, ...]
    not_proven: tuple[str, ...]
    signed: tuple[str, ...]
    """The PDFs that are signed."""


def faults(name: str, contents: Contents, trust: Trust) -> Iterator[Problem]:
    """Yield what is wrong with the signatures of a PDF."""
    for signature in contents.signatures:
        if not signature.intact:
            what = "its signature is broken: this is not the file that was signed"
            yield Problem(what=what, where=name)
        elif not signature.harmless:
            what = "was changed after it was signed: the signature covers only an earlier state of it"
            yield Problem(what=what, where=name)
        elif signature.weak:
            yield Problem(what="is signed by a method, or with a key, that can be forged today", where=name)
        elif signature.stamp is not None and not signature.stamp.sound:
            yield Problem(what="carries a timestamp that does not belong to its signature", where=name)
        elif trust.roots and signature.root is None:
            yield Problem(what=f"{_untrusted(signature)}; it was signed by {_named(signature.certificate)}", where=name)
    if trust.required and name in REPORTS and not contents.signatures:
        hint = "Without --trust an unsigned report may pass. Ask whoever made the run for the signed one."
        yield Problem(what="is not signed, and --trust asks for a signature", where=name, hint=hint)


def say(read: Mapping[str, Contents], trust: Trust) -> Said:
    """Return what signatures that have no fault prove."""
    signed = {name: contents.signatures for name, contents in read.items() if contents.signatures}
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for name, signatures in signed.items():
        proven = [sentence for signature in signatures for sentence in _proven(signature)]
        not_proven = [sentence for signature in signatures for sentence in _not_proven(signature, trust)]
        alike.setdefault((tuple(proven), tuple(not_proven)), []).append(name)
    unsigned = [name for name in REPORTS if name in read and name not in signed]
    return Said(
        proven=tuple(f"{_and(names)}: {sentence}" for (proven, _), names in alike.items() for sentence in proven),
        not_proven=(
            *(f"{_and(names)}: {sentence}" for (_, lacking), names in alike.items() for sentence in lacking),
            *([f"{_and(unsigned)}: not signed."] if unsigned else []),
            *([_REVOKED, _REMAINS] if signed else []),
        ),
        signed=tuple(signed),
    )


def _proven(signature: Signature) -> Iterator[str]:
    after = "nothing was changed or added since" if signature.whole else "only what keeps it checkable was added since"
    yield f"signed, and {after}. So its pages, and the findings and counts it carries, are those that were signed."
    yield f"the key belongs to {_named(signature.certificate)}."
    if signature.root is not None:
        moment = signature.proven or signature.claimed
        when = f" on {_day(moment)}" if moment else ""
        yield f"the trusted root {signature.root} vouches for that certificate{when}."
    if signature.proven:
        authority = signature.stamp.authority if signature.stamp else ""
        yield f"it was signed by {_time(signature.proven)} at the latest; {authority} timestamped it."


def _not_proven(signature: Signature, trust: Trust) -> Iterator[str]:
    certificate, claimed = signature.certificate, signature.claimed
    if signature.root is None:
        yield (
            "not proven who signed: anybody can make a certificate with any name, and nobody vouches for this one here."
            " Compare its SHA-256 with the one you were told, or name a root certificate that you trust with --trust."
        )
        if claimed and not certificate.begins <= claimed <= certificate.ends:
            yield "the certificate was not valid when it claims to have been signed."
    if signature.proven:
        return
    stated = f"it says {_time(claimed)} itself" if claimed else "it does not say"
    if signature.stamp:
        stamped = f"a timestamp of {signature.stamp.authority} says {_time(signature.stamp.time)}"
        yield f"not proven when; {stated}, and {stamped}, but no root here vouches for that authority."
    else:
        yield f"not proven when; {stated}, and no authority timestamped it."
    if trust.at and trust.at > certificate.ends:
        ended = _day(certificate.ends)
        yield f"the certificate ended on {ended}, and only a timestamp could show that it was signed before."


def _untrusted(signature: Signature) -> str:
    certificate = signature.certificate
    moment = signature.proven or signature.claimed
    if moment and not certificate.begins <= moment <= certificate.ends:
        return "the signer's certificate was not valid when it was signed"
    if "CHAIN_CONSTRAINTS" in signature.why:
        return "the signer's certificate leads to no root that is trusted, or may not sign documents"
    return "the signer's certificate leads to no root that is trusted"


def _named(certificate: Certificate) -> str:
    return (
        f"the certificate of {certificate.subject} (issued by {certificate.issuer}, serial {certificate.serial}, valid "
        f"{_day(certificate.begins)} to {_day(certificate.ends)}, SHA-256 {certificate.sha256})"
    )


def _and(names: Sequence[str]) -> str:
    return " and ".join(names)


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d")


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
