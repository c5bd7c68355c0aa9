from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfReader

from reporter import signatures
from reporter.errors import RenderError, ReporterError, UsageError
from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.reports import pdf
from reporter.signatures import Contents, Seal, Signature, Trust, timestamps
from reporter.signatures.signing import sign
from tests import verapdf
from tests.signatures import authorities
from tests.signatures.authorities import (
    AT,
    LOOPBACK,
    PASSPHRASE,
    STAMPED,
    Answer,
    Holder,
    Office,
    granted,
    issue,
    open_office,
    organisation,
    root,
    rsa_key,
)
from tests.signatures.light import light

__all__ = ["open_office"]
pytestmark = LOOPBACK  # pyHanko's event loop has a socket too

MakeReport = Callable[..., Report]
ROOTS = Trust(roots=(root().der,), at=AT)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """Hold the page, which is laid out once."""
    return {}


@pytest.fixture
def page(made: dict[str, bytes], make_report: MakeReport) -> bytes:
    return made.get("page") or made.setdefault("page", light(make_report()))


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Seal]:
    """Load a holder's key, the organisation's unless another is given."""

    def _load(holder: Holder | None = None, passphrase: str | None = PASSPHRASE, tsa: str | None = None) -> Seal:
        path = (holder or organisation()).pkcs12(tmp_path / "key.p12")
        return signatures.load(path, passphrase, at=AT, tsa=tsa, where="[sign] pkcs12")

    return _load


def read(data: bytes, folder: Path, trust: Trust = ROOTS) -> Contents:
    (folder / "signed.pdf").write_bytes(data)
    [(name, found)] = signatures.read_each(folder, ["signed.pdf"], trust)
    assert name == "signed.pdf"
    assert isinstance(found, Contents)
    return found


def signature(data: bytes, folder: Path, trust: Trust = ROOTS) -> Signature:
    [found] = read(data, folder, trust).signatures
    return found


def refused(error: type[ReporterError], do: Callable[[], object]) -> str:
    with pytest.raises(error) as caught:
        do()
    assert all(problem.hint for problem in caught.value.problems)
    said = "\n".join(f"{problem}\n{problem.hint}" for problem in caught.value.problems)
    assert PASSPHRASE not in said
    return said


@pytest.mark.thorough
def test_a_signed_report_holds_to_both_standards_with_and_without_a_timestamp(
    make_report: MakeReport, load: Callable[..., Seal], office: Office, tmp_path: Path
) -> None:
    report = pdf.render(make_report(), Edition.AUDITOR)
    rsa_holder = issue("Brightwater Instruments", root(), key=rsa_key())
    for name, seal in (("B-B", load()), ("B-T", load(rsa_holder, tsa=office.url))):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(sign(report, seal, "report.pdf"))
        assert file.read_bytes().startswith(report)
        assert {standard: verapdf.failures(file, standard) for standard in verapdf.PROFILES} == {"3a": {}, "ua1": {}}


def test_a_signature_says_who_when_and_that_it_covers_the_whole_file(
    page: bytes, load: Callable[..., Seal], tmp_path: Path
) -> None:
    found = signature(sign(page, load(), "report.pdf"), tmp_path)
    assert (found.intact, found.whole, found.harmless, found.weak) == (True, True, True, False)
    assert found.claimed == AT
    assert found.root == "Common Name: Brightwater Root"
    assert found.certificate.subject == "Common Name: Brightwater Instruments"
    assert found.certificate.sha256 == organisation().sha256
    assert found.stamp is None


def test_it_is_pades_a_certification_that_permits_no_changes_and_shows_nothing(
    page: bytes, load: Callable[..., Seal]
) -> None:
    reader = PdfReader(BytesIO(sign(page, load(), "report.pdf")))
    [field] = (reader.get_fields() or {}).values()
    value: Any = field["/V"]
    assert value["/SubFilter"] == "/ETSI.CAdES.detached"
    assert value["/Reference"][0]["/TransformParams"]["/P"] == 1
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Perms"]["/DocMDP"] == value
    annotations: Any = reader.pages[0]["/Annots"]
    [widget] = [a.get_object() for a in annotations]
    assert widget["/Rect"][2] - widget["/Rect"][0] == 0
    assert "/Location" not in value


def test_what_the_report_carries_is_read_with_its_signature(
    page: bytes, make_report: MakeReport, load: Callable[..., Seal], tmp_path: Path
) -> None:
    carried = read(sign(page, load(), "report.pdf"), tmp_path).carried
    assert carried == {name: data for name, [data] in PdfReader(BytesIO(page)).attachments.items()}
    assert json.loads(carried["manifest-core.json"])["report_id"] == make_report().report_id


def test_a_timestamp_proves_when_and_the_authority_is_asked_once(
    page: bytes, load: Callable[..., Seal], office: Office, tmp_path: Path
) -> None:
    signed = sign(page, load(tsa=office.url), "report.pdf")
    assert len(office.asked) == 1
    assert len(office.asked[0]) < 100  # a hash and a number
    found = signature(signed, tmp_path)
    assert found.stamp == signatures.Stamp(
        authority="Common Name: Time Authority", time=STAMPED, sound=True, trusted=True
    )
    assert found.proven == STAMPED
    unknown = signature(signed, tmp_path, Trust(at=AT))
    assert unknown.stamp == replace(found.stamp, trusted=False)
    assert (unknown.root, unknown.proven, unknown.intact) == (None, None, True)


def test_with_a_timestamp_it_is_trusted_after_the_certificate_has_ended(
    page: bytes, load: Callable[..., Seal], office: Office, tmp_path: Path
) -> None:
    later = Trust(roots=(root().der,), at=AT + timedelta(days=900))
    assert signature(sign(page, load(tsa=office.url), "report.pdf"), tmp_path, later).root


def page_of_a_proxy(_request: bytes) -> tuple[int, str, bytes]:
    return 200, "text/html", b"<html>Sign in"


def half(request: bytes) -> tuple[int, str, bytes]:
    status, kind, content = granted(request)
    return status, kind, content[: len(content) // 2]


def of_before(request: bytes, kept: list[bytes] = []) -> tuple[int, str, bytes]:  # noqa: B006 - it is to be kept
    """Give the answer to the first request ever after: its nonce is another's."""
    kept.append(granted(request)[2])
    return 200, "application/timestamp-reply", kept[0]


def forged(request: bytes) -> tuple[int, str, bytes]:
    status, kind, content = granted(request)
    return status, kind, content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (page_of_a_proxy, "no timestamp"),
        (lambda _: (503, "text/plain", b""), "answers HTTP 503"),
        (lambda _: (302, "text/plain", b""), "answers HTTP 302"),
        (lambda _: (200, "application/timestamp-reply", b""), "no timestamp"),
        (lambda _: (200, "application/timestamp-reply", b"\x30\x80nonsense" * 9), "no timestamp"),
        (lambda _: (200, "application/timestamp-reply", b"0" * 1_100_000), "too long"),
        (authorities.refused, "no timestamp"),
        (half, "no timestamp"),
        (authorities.of_something_else, "does not hold"),
        (forged, "does not hold"),
    ],
    ids=["a page", "busy", "elsewhere", "empty", "no ASN.1", "no end", "refused", "half", "another hash", "forged"],
)
def test_an_authority_that_answers_nonsense_is_an_error_with_a_hint(
    page: bytes, load: Callable[..., Seal], office: Office, answer: Answer, said: str
) -> None:
    office.answer = answer
    message = refused(RenderError, lambda: sign(page, load(tsa=office.url), "report.pdf"))
    assert said in message
    assert office.url in message


def test_an_answer_to_somebody_else_is_refused(page: bytes, load: Callable[..., Seal], office: Office) -> None:
    office.answer = of_before
    sign(page, load(tsa=office.url), "report.pdf")
    assert "no timestamp" in refused(RenderError, lambda: sign(page, load(tsa=office.url), "report.pdf"))


def test_an_authority_that_is_not_there_or_says_nothing_is_an_error_within_seconds(
    page: bytes, load: Callable[..., Seal], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "cannot be reached" in refused(
        RenderError, lambda: sign(page, load(tsa="http://127.0.0.1:9/"), "report.pdf")
    )
    monkeypatch.setattr(timestamps, "_TIMEOUT", 0.05)

    def slow(request: bytes) -> tuple[int, str, bytes]:
        time.sleep(0.2)
        return granted(request)

    office.answer = slow
    assert "cannot be reached (ReadTimeout)" in refused(
        RenderError, lambda: sign(page, load(tsa=office.url), "report.pdf")
    )


def test_signing_says_nothing_on_the_side(
    page: bytes, load: Callable[..., Seal], capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sign(page, load(), "report.pdf")
    assert capfd.readouterr() == ("", "")
    assert PASSPHRASE not in caplog.text


def test_no_record_shows_the_key(load: Callable[..., Seal]) -> None:
    assert "signer" not in repr(load())


def test_a_key_without_passphrase_and_keys_of_other_kinds_sign(page: bytes, tmp_path: Path) -> None:
    for number, key in enumerate((None, ed25519.Ed25519PrivateKey.generate())):
        path = issue("Other", root(), key=key).pkcs12(tmp_path / f"{number}.p12", None)
        seal = signatures.load(path, None, at=AT, tsa=None, where="x")
        assert signature(sign(page, seal, "report.pdf"), tmp_path).intact


def test_a_passphrase_that_is_wrong_or_missing_and_a_file_that_is_none_are_said_to_be_so(
    load: Callable[..., Seal], tmp_path: Path
) -> None:
    assert "its passphrase is another" in refused(UsageError, lambda: load(passphrase=PASSPHRASE.upper()))
    assert "needs a passphrase" in refused(UsageError, lambda: load(passphrase=None))
    for data in (b"", b"-----BEGIN CERTIFICATE-----", b"\0" * 5000):
        (tmp_path / "none.p12").touch(0o600)
        (tmp_path / "none.p12").write_bytes(data)
        assert "no PKCS#12 file" in refused(
            UsageError, lambda: signatures.load(tmp_path / "none.p12", PASSPHRASE, at=AT, tsa=None, where="x")
        )


def test_a_file_without_a_key_with_one_that_others_can_open_or_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.p12"
    path.touch(0o600)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", None, None, [root().certificate], NoEncryption()))

    def load() -> Seal:
        return signatures.load(path, None, at=AT, tsa=None, where="[sign] pkcs12")

    assert "holds no private key with its certificate" in refused(UsageError, load)
    path.chmod(0o640)
    assert "chmod 600" in refused(UsageError, load)
    path.unlink()
    assert "No such file" in refused(UsageError, load)


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (
            lambda: issue("Old", root(), ends=AT - timedelta(seconds=1)),
            "valid from 2025-10-20 to 2026-11-24, and not now",
        ),
        (lambda: issue("Server", root(), usage=authorities.usage(signing=False)), "may not sign documents"),
        (lambda: issue("Root", authority=True), "may not sign documents"),
        (lambda: issue("", root()), "names nobody"),
    ],
    ids=["ended", "for encryption", "an authority", "of nobody"],
)
def test_a_certificate_that_cannot_sign_documents_now_is_refused(
    load: Callable[..., Seal], holder: Callable[[], Holder], said: str
) -> None:
    assert said in refused(UsageError, lambda: load(holder()))


def test_a_certificate_whose_subject_has_no_common_name_signs(
    page: bytes, load: Callable[..., Seal], tmp_path: Path
) -> None:
    unit = issue("Privacy Office", root(), kind=NameOID.ORGANIZATIONAL_UNIT_NAME)
    [signature] = read(sign(page, load(unit), "report.pdf"), tmp_path).signatures
    assert signature.certificate.subject == "Organizational Unit: Privacy Office"
    assert signature.root


def test_a_key_that_could_be_forged_is_refused(page: bytes, load: Callable[..., Seal]) -> None:
    weak = issue("Weak", root(), key=rsa.generate_private_key(65537, 1024))  # noqa: S505
    assert "how strong the key is" in refused(RenderError, lambda: sign(page, load(weak), "report.pdf"))


@pytest.mark.parametrize("data", [b"", b"nothing", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_roots_that_are_none_are_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "roots.pem").write_bytes(data)
    assert "holds no certificate" in refused(UsageError, lambda: signatures.roots(tmp_path / "roots.pem", "--trust"))
    assert "No such file" in refused(UsageError, lambda: signatures.roots(tmp_path / "nowhere.pem", "--trust"))


def test_roots_are_read_from_pem_and_from_der(tmp_path: Path) -> None:
    (tmp_path / "two.pem").write_bytes(root().pem + b"\n" + organisation().pem)
    (tmp_path / "one.cer").write_bytes(root().der)
    assert signatures.roots(tmp_path / "two.pem", "--trust") == (root().der, organisation().der)
    assert signatures.roots(tmp_path / "one.cer", "--trust") == (root().der,)
