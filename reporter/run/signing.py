"""Signs a run's reports on paper: while it is made, or in its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from reporter import folder, signatures, vault
from reporter.errors import UsageError, VerificationError
from reporter.model.documents import MANIFEST, Document
from reporter.reports import manifest
from reporter.reports.enclosures import REPORTS
from reporter.settings import Settings
from reporter.signatures import Seal, Trust


def seal(settings: Settings, *, environ: Mapping[str, str], at: datetime) -> Seal:
    """Return what `[sign]` says to sign with.

    Args:
        settings: The configuration.
        environ: The environment, for the passphrase.
        at: The time that the signatures will state.

    Raises:
        UsageError: There is no such key, or it cannot sign.
    """
    stated = settings.sign

    def where(key: str) -> str:
        return f"{settings.file_name}, [sign] {key}"

    if stated.pkcs12 is None:
        hint = "Name there the PKCS#12 file (.p12, .pfx) with the organisation's key and certificate."
        raise UsageError("is missing, and something is to be signed", where=where("pkcs12"), hint=hint)
    passphrase = None
    if stated.credential is not None:
        passphrase = vault.stated(stated.credential, environ=environ, where=where("credential"), what="passphrase")
    return signatures.load(stated.pkcs12, passphrase, at=at, tsa=stated.tsa, where=where("pkcs12"))


def trust(settings: Settings, roots: Path | None, *, at: datetime) -> Trust:
    """Return by whose word signatures are judged: by that of `roots`, else of `[sign] trust`, else nobody's.

    Args:
        settings: The configuration.
        roots: Root certificates that a signer's certificate must lead to, and every report be signed.
        at: When it is looked.

    Raises:
        UsageError: The file cannot be read, or holds no certificate.
    """
    if roots is not None:
        return Trust(roots=signatures.roots(roots, "--trust"), at=at, required=True)
    if settings.sign.trust is not None:
        return Trust(roots=signatures.roots(settings.sign.trust, f"{settings.file_name}, [sign] trust"), at=at)
    return Trust(at=at)


def signed(documents: Sequence[Document], seal: Seal, say: Callable[[str], None] = lambda _: None) -> list[Document]:
    """Return documents, the reports on paper among them signed.

    Raises:
        RenderError: The timestamp authority gives none, or the key makes no signature that holds.
    """
    from reporter.signatures.signing import sign  # noqa: PLC0415 - pyHanko is imported when it is used

    made = []
    for document in documents:
        if document.name in REPORTS:
            say(f"Signing {document.name}")
            made.append(Document(name=document.name, data=sign(document.data, seal, document.name)))
        else:
            made.append(document)
    return made


def sign_folder(target: Path, seal: Seal, say: Callable[[str], None] = lambda _: None) -> tuple[str, ...]:
    """Sign the reports in a run's folder, and state their new hashes in its lists; return their names.

    All of it, or nothing; nothing else in the folder changes.

    Args:
        target: The folder; it was verified just now.
        seal: What to sign with.
        say: Is told what happens next.

    Raises:
        UsageError: The run has no report on paper.
        VerificationError: A file was changed meanwhile.
        RenderError: A report cannot be signed, or the folder not written.
    """
    reports = [Document(name=name, data=(target / name).read_bytes()) for name in REPORTS if (target / name).exists()]
    if not reports:
        raise UsageError(
            "holds no report.pdf to sign", where=str(target), hint="Make the run again with pdf among --outputs."
        )
    lists = {name: (target / name).read_bytes() for name in (MANIFEST, manifest.CHECKSUMS)}
    for document in (*reports, Document(name=MANIFEST, data=lists[MANIFEST])):
        if f"{document.sha256}  {document.name}\n".encode() not in lists[manifest.CHECKSUMS]:
            raise VerificationError("was changed just now", where=document.name)
    made = signed(reports, seal, say)
    made.append(Document(name=MANIFEST, data=manifest.amended(lists[MANIFEST], made)))
    made.append(Document(name=manifest.CHECKSUMS, data=manifest.amended_checksums(lists[manifest.CHECKSUMS], made)))
    say("Writing")
    folder.amend(target, made)
    return tuple(document.name for document in reports)
