"""Puts a signature into a PDF: PAdES B-B, and B-T where an authority timestamps it.

It is a certification that permits no changes, in a field that shows nothing: whatever is added later breaks it, but
for the timestamps that keep it checkable for decades.
"""

from __future__ import annotations

import asyncio
from io import BytesIO

from reporter.errors import RenderError
from reporter.signatures.key import Seal
from reporter.signatures.records import Trust

_FIELD = "Signature"
_READABLE = "Signature of the organisation that issued this report"
_ROOM = 8_192  # bytes for the signature beside its certificates
_ROOM_FOR_A_STAMP = 16_384  # for the timestamp, with the authority's certificates
_MOST_ROOM = 32_767  # no text in a PDF/A is longer (ISO 19005-3, 6.1.13)


def sign(pdf: bytes, seal: Seal, name: str) -> bytes:
    """Return a PDF with a signature; all of it but the signature is as it was.

    Args:
        pdf: A PDF of ours that is not signed.
        seal: What to sign with.
        name: The file's, for messages.

    Raises:
        RenderError: The authority gives no timestamp, or what came out does not hold.
    """
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - importing pyHanko costs half a second
    from pyhanko.sign.general import SigningError  # noqa: PLC0415
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError  # noqa: PLC0415
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415

    from reporter.signatures.judging import look  # noqa: PLC0415

    try:
        signed = asyncio.run(_signed(pdf, seal))
        [made] = look(signed, Trust(at=seal.at)).signatures
    except TimestampRequestError as error:
        raise _unstamped(seal, str(error)) from error
    except (SigningError, SignatureValidationError, PdfError) as error:
        hint = (
            "Leave certificates that the signer's does not lead to out of the PKCS#12 file, or name another [sign] tsa."
        )
        raise RenderError(f"cannot be signed: {error}", where=name, hint=hint) from error
    if seal.tsa and not (made.stamp and made.stamp.sound):
        raise _unstamped(seal, "gives a timestamp that does not hold")
    if not (made.intact and made.whole) or made.weak:
        hint = "Look whether key and certificate of [sign] pkcs12 belong together, and how strong the key is."
        raise RenderError("the signature that was made does not hold", where=name, hint=hint)
    return signed


async def _signed(pdf: bytes, seal: Seal) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields  # noqa: PLC0415
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes  # noqa: PLC0415

    from reporter.signatures.timestamps import Authority  # noqa: PLC0415

    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=_FIELD,
            name=seal.certificate.subject,  # pyHanko takes it apart, and stumbles where it has no common name
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        ),
        seal.signer,
        timestamper=Authority(seal.tsa) if seal.tsa else None,
        new_field_spec=fields.SigFieldSpec(
            _FIELD,
            readable_field_name=_READABLE,
            invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),  # else PDF/UA wants it tagged
        ),
    )
    session = signer.init_signing_session(IncrementalPdfFileWriter(BytesIO(pdf)))
    session.system_time = seal.at  # instead of the clock
    certificates = [seal.signer.signing_cert, *seal.signer.cert_registry]
    room = _ROOM + (_ROOM_FOR_A_STAMP if seal.tsa else 0) + sum(len(c.dump()) for c in certificates)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * min(room, _MOST_ROOM))  # as digits
    prepared, output = document.digest_tbs_document()
    finished = await document.perform_signature(
        prepared.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=seal.at)
    )
    await finished.post_signature_processing(output)
    output.seek(0)
    return bytes(output.read())


def _unstamped(seal: Seal, why: str) -> RenderError:
    return RenderError(
        f"the timestamp authority {why}",
        where=f"[sign] tsa, {seal.tsa}",
        hint="Try again later, name another authority, or take the key out: a signature needs no timestamp, and then "
        "states its time on the signer's word alone.",
    )
