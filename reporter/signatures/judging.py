"""What one PDF carries, and what its signatures prove. Of a PDF that is not ours call it in a child process alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from reporter.signatures.key import described, may_sign
from reporter.signatures.records import Contents, Signature, Stamp, Trust

for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).addHandler(logging.NullHandler())  # else Python prints their complaints on stderr

_MOST_NODES = 1_000  # of the tree that names the files inside
_MOST_SIGNATURES = 50
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=64 * 1024**2),
    document_budget=DocumentDecodeBudget(base_allowance=192 * 1024**2, max_ratio=20),
)
_WEAK = ("CRYPTO_CONSTRAINTS_FAILURE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE")


def look(pdf: bytes, trust: Trust) -> Contents:
    """Return what a PDF holds beside its pages.

    Raises:
        PdfReadError: It is damaged, or holds what a PDF of ours does not.
        SignatureValidationError: A signature cannot be understood; pyHanko raises much else on files made to harm.
    """
    reader = PdfFileReader(BytesIO(pdf), decode_limits=_LIMITS)
    if reader.encrypted:
        raise PdfReadError("it is encrypted")
    carried: dict[str, bytes] = {}
    for name, data in _carried(reader):
        if name in carried:
            raise PdfReadError(f"it carries {name} more than once")
        carried[name] = data
    filled = sum(1 for _ in enumerate_sig_fields(reader, filled_status=True))
    signatures = reader.embedded_signatures
    if len(signatures) != filled or filled > _MOST_SIGNATURES:
        raise PdfReadError("it holds a signature of an unknown kind, or too many of them")
    ours = [s for s in signatures if s.sig_object_type != "/DocTimeStamp"]  # these say nothing of who made the report
    return Contents(carried=carried, signatures=tuple(asyncio.run(_judged(s, trust)) for s in ours))


def _carried(reader: PdfFileReader) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the document's name tree, each with its name."""
    try:
        waiting = [reader.root["/Names"]["/EmbeddedFiles"]]
    except KeyError:
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        waiting += [kid.get_object() for kid in node.get("/Kids", ())]
        for entry in list(node.get("/Names", ()))[1::2]:
            specification = entry.get_object()
            if not isinstance(specification, DictionaryObject):
                raise PdfReadError("a file inside has no description")
            name = str(specification.get("/UF", specification.get("/F", "")))
            yield name, specification["/EF"]["/F"].data
    raise PdfReadError("the tree of the files inside has no end")


async def _judged(signature: EmbeddedPdfSignature, trust: Trust) -> Signature:
    claimed = signature.self_reported_timestamp
    if claimed is not None and claimed.tzinfo is None:
        claimed = claimed.replace(tzinfo=UTC)
    moment = claimed or trust.at or signature.signer_cert.not_valid_before
    status = await _status(signature, trust, moment)
    stamp = _stamp(status)
    if stamp is not None and stamp.trusted:
        status = await _status(signature, trust, stamp.time)
    return _told(signature, status, claimed, stamp)


async def _status(signature: EmbeddedPdfSignature, trust: Trust, moment: datetime) -> PdfSignatureStatus:
    """Ask pyHanko, as if it were `moment` for the signer, and `trust.at` for who timestamps."""
    roots = [x509.Certificate.load(root) for root in trust.roots]
    return await async_validate_pdf_signature(
        signature,
        signer_validation_context=ValidationContext(trust_roots=roots, moment=moment),
        ts_validation_context=ValidationContext(trust_roots=roots, moment=trust.at or moment),
        key_usage_settings=may_sign(),
    )


def _stamp(status: PdfSignatureStatus) -> Stamp | None:
    found = status.timestamp_validity
    if found is None:
        return None
    return Stamp(
        authority=found.signing_cert.subject.human_friendly,
        time=found.timestamp,
        sound=found.intact and found.valid and not _weak(found.trust_problem_indic),
        trusted=found.trusted,
    )


def _told(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, claimed: datetime | None, stamp: Stamp | None
) -> Signature:
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    problem = status.trust_problem_indic
    path = status.validation_path if status.trusted else None
    return Signature(
        certificate=described(signature.signer_cert),
        claimed=claimed,
        intact=status.intact and status.valid,
        weak=_weak(problem),
        whole=whole,
        harmless=whole
        or (
            status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
            and bool(status.docmdp_ok)
            and status.modification_level is ModificationLevel.LTA_UPDATES  # none: bytes that are no part of the PDF
        ),
        root=path.trust_anchor.authority.name.human_friendly if path else None,
        why=getattr(problem, "name", ""),
        stamp=stamp,
    )


def _weak(problem: object) -> bool:
    return getattr(problem, "name", "") in _WEAK
