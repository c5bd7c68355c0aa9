"""What `verify` says of the PDFs of a run: what they carry, who signed them, and every way to tamper with them."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from reporter import folder, signatures
from reporter.errors import UsageError, VerificationError
from reporter.model.documents import Document, Report
from reporter.reports import enclosures, manifest
from reporter.run import signing
from reporter.signatures import Trust
from reporter.verify import Proof, verify
from tests.signatures.authorities import AT, LOOPBACK, PASSPHRASE, issue, office, organisation, root
from tests.signatures.light import light, run_of

pytestmark = [LOOPBACK, pytest.mark.thorough]

MakeReport = Callable[..., Report]
ROOTS = Trust(roots=(root().der,), at=AT)


def seal(path: Path, tsa: str | None = None) -> signatures.Seal:
    return signatures.load(organisation().pkcs12(path), PASSPHRASE, at=AT, tsa=tsa, where="x")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    home = tmp_path_factory.mktemp("kept")
    return lambda: home


@pytest.fixture
def plain(kept: Callable[[], Path], make_report: MakeReport, tmp_path: Path) -> Path:
    """Return the folder of a run that nobody signed."""
    if not (kept() / "plain").exists():
        folder.write(kept() / "plain", run_of(make_report(), "report.pdf", pdf=light(make_report())))
    return shutil.copytree(kept() / "plain", tmp_path / "run")


@pytest.fixture
def run(kept: Callable[[], Path], plain: Path, tmp_path: Path) -> Path:
    """Return the folder of a run that was signed, and timestamped."""
    if not (kept() / "signed").exists():
        with office() as opened:
            assert signing.sign_folder(plain, seal(tmp_path / "key.p12", opened.url)) == ("report.pdf",)
        shutil.copytree(plain, kept() / "signed")
    shutil.rmtree(plain)
    return shutil.copytree(kept() / "signed", tmp_path / "run")


def forge(run: Path, data: bytes | None = None, **changes: Any) -> None:
    """Change the PDF and the manifest, and make all lists agree, as a careful forger would."""
    made = [Document(name="report.pdf", data=(run / "report.pdf").read_bytes() if data is None else data)]
    tree = json.loads(manifest.amended((run / "manifest.json").read_bytes(), made))
    made.append(Document(name="manifest.json", data=json.dumps(tree | changes).encode()))
    for document in made:
        (run / document.name).write_bytes(document.data)
    others = [p for p in run.iterdir() if p.name != "SHA256SUMS"]
    sums = manifest.checksums(Document(name=p.name, data=p.read_bytes()) for p in others)
    (run / "SHA256SUMS").write_bytes(sums)


def faults(run: Path, trust: Trust | None = None) -> str:
    with pytest.raises(VerificationError) as caught:
        verify(run, trust=trust)
    assert all(problem.hint for problem in caught.value.problems)
    return "\n".join(str(problem) for problem in caught.value.problems)


def told(proof: Proof) -> tuple[str, str]:
    return "\n".join(proof.proven), "\n".join(proof.not_proven)


def test_a_signed_run_under_a_trusted_root_says_who_and_when(run: Path) -> None:
    proven, not_proven = told(verify(run, trust=ROOTS))
    assert "report.pdf: signed, and nothing was changed or added since" in proven
    assert "Common Name: Brightwater Root vouches for that certificate on 2026-11-24" in proven
    assert "signed by 2026-11-24 10:30:03 UTC at the latest; Common Name: Time Authority timestamped it" in proven
    assert "all that manifest.json says but about mail and the files made" in proven
    assert "who signed" not in not_proven
    assert "not proven when" not in not_proven
    assert "that the other files are the run's" in not_proven
    assert "whether the certificate was revoked" in not_proven


def test_without_roots_nobody_vouches_and_the_certificate_can_be_compared(run: Path) -> None:
    proven, not_proven = told(verify(run))
    assert f"SHA-256 {organisation().sha256}" in proven
    assert "not proven who signed" in not_proven
    assert "no root here vouches for that authority" in not_proven


def test_an_unsigned_run_is_fine_and_said_unless_a_signature_is_asked_for(plain: Path) -> None:
    proof = verify(plain, trust=ROOTS)
    assert not proof.signed
    assert "report.pdf: not signed." in proof.not_proven
    assert any("only a signature or the head of the ledger" in sentence for sentence in proof.not_proven)
    assert "is not signed, and --trust asks" in faults(plain, Trust(roots=ROOTS.roots, at=AT, required=True))


def test_signing_changes_nothing_but_the_report_and_its_hashes(
    plain: Path, run: Path, kept: Callable[[], Path]
) -> None:
    before, after = kept() / "plain", run
    same = {p.name for p in before.iterdir() if p.read_bytes() == (after / p.name).read_bytes()}
    assert same == {"findings.csv"}
    assert (after / "report.pdf").read_bytes().startswith((before / "report.pdf").read_bytes())
    trees = [json.loads((place / "manifest.json").read_bytes()) for place in (before, after)]
    assert all(trees[0][key] == trees[1][key] for key in trees[0] if key != "outputs")
    assert {p.name for p in run.parent.iterdir() if p.name.startswith(".")} == set()
    assert plain == run


def test_a_signature_by_somebody_else_is_a_failure_where_roots_are_named(run: Path) -> None:
    other = Trust(roots=(issue("Another Root", authority=True).der,), at=AT)
    assert "leads to no root that is trusted" in faults(run, other)


def test_after_the_certificate_has_ended_only_a_timestamp_helps(plain: Path, tmp_path: Path) -> None:
    signing.sign_folder(plain, seal(tmp_path / "key.p12"))
    later = Trust(roots=ROOTS.roots, at=AT + timedelta(days=900))
    proven, not_proven = told(verify(plain, trust=later))
    assert "vouches for that certificate on 2026-11-24" in proven
    assert "not proven when; it says 2026-11-24 10:30:00 UTC itself" in not_proven
    assert "only a timestamp could show that it was signed before" in not_proven


def resaved(data: bytes) -> bytes:
    writer, stream = PdfWriter(clone_from=BytesIO(data)), BytesIO()
    writer.write(stream)
    return stream.getvalue()


def appended(data: bytes) -> bytes:
    writer, stream = PdfWriter(BytesIO(data), incremental=True), BytesIO()
    writer.add_metadata({"/Title": "Another report"})
    writer.add_blank_page(100, 100)
    writer.write(stream)
    return stream.getvalue()


def flipped(data: bytes) -> bytes:
    return data[:5000] + bytes([data[5000] ^ 1]) + data[5001:]


TAMPERED = [
    (resaved, "its signature is broken"),
    (appended, "was changed after it was signed: the signature covers only an earlier state"),
    (flipped, "report.pdf: "),
    (lambda data: data[: len(data) // 2], "is no whole PDF"),
    (lambda _: b"", "is no whole PDF"),
    (lambda data: data + b"\n% more\n", "report.pdf: "),
]


@pytest.mark.parametrize(
    ("change", "said"), TAMPERED, ids=["saved again", "added to", "one bit", "cut off", "empty", "a line more"]
)
def test_a_report_that_was_tampered_with_is_found_even_under_fresh_hashes(
    run: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    (run / "report.pdf").write_bytes(change((run / "report.pdf").read_bytes()))
    assert "report.pdf: was changed: its hash is not the one in SHA256SUMS" in faults(run)
    forge(run)
    assert said in faults(run)


def test_an_unsigned_report_saved_again_carries_the_same_and_is_found_by_its_hash(plain: Path) -> None:
    (plain / "report.pdf").write_bytes(resaved((plain / "report.pdf").read_bytes()))
    assert "report.pdf: was changed: its hash is not the one in SHA256SUMS" in faults(plain)


def test_a_manifest_written_anew_disagrees_with_the_signed_report(run: Path) -> None:
    forge(run, period="2026-Q3", notices=["nothing"])
    assert "report.pdf: carries other numbers than manifest.json states: notices, period" in faults(run)


def test_findings_written_anew_disagree_with_the_report(run: Path) -> None:
    lines = (run / "findings.csv").read_bytes().splitlines(keepends=True)
    (run / "findings.csv").write_bytes(b"".join([lines[0], *reversed(lines[1:])]))
    made = [Document(name="findings.csv", data=(run / "findings.csv").read_bytes())]
    (run / "manifest.json").write_bytes(manifest.amended((run / "manifest.json").read_bytes(), made))
    forge(run)
    assert faults(run) == "report.pdf: carries another findings.csv than the one of the run"


def test_a_policy_that_the_manifest_does_not_name_is_found(run: Path) -> None:
    tree = json.loads((run / "manifest.json").read_text())
    forge(run, policies=[{**tree["policies"][0], "sha256": "0" * 64}])
    assert "than the policy that manifest.json names" in faults(run)


def test_a_report_that_carries_nothing_is_found(make_report: MakeReport, tmp_path: Path) -> None:
    def page(_logo: str | None) -> str:
        return "<html lang=en><title>Report</title><body><h1>Report</h1></body></html>"

    from reporter.reports import paper  # noqa: PLC0415

    report = make_report()
    bare = paper.printed(page, report, "x")
    folder.write(tmp_path / "run", run_of(report, "guidance.pdf", pdf=bare))
    verify(tmp_path / "run")
    folder.write(tmp_path / "run", run_of(report, "report.pdf", pdf=bare), replace=True)
    assert "does not carry what a report of a run carries: findings.csv, manifest-core.json" in faults(tmp_path / "run")


def test_of_many_findings_the_listed_ones_are_compared_with_the_whole(
    make_report: MakeReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosures, "LARGEST", 10)
    folder.write(tmp_path / "run", run_of(make_report(), "report.pdf", pdf=light(make_report(), listed=3)))
    verify(tmp_path / "run")
    data = (tmp_path / "run" / "findings.csv").read_bytes().replace(b",not-satisfied,", b",satisfied,")
    (tmp_path / "run" / "findings.csv").write_bytes(data)
    assert "carries findings in findings-listed.csv that are not in findings.csv" in faults(tmp_path / "run")


def test_without_findings_csv_those_that_the_report_carries_are_counted(
    make_report: MakeReport, tmp_path: Path
) -> None:
    report = make_report()
    folder.write(tmp_path / "run", run_of(report, "report.pdf", pdf=light(report), csv=False))
    assert any("gives the same totals" in sentence for sentence in verify(tmp_path / "run").proven)


def test_a_report_that_changed_meanwhile_and_a_run_without_one_are_not_signed(plain: Path, tmp_path: Path) -> None:
    (plain / "report.pdf").write_bytes(b"%PDF-1.7 another")
    before = {p.name: p.read_bytes() for p in plain.iterdir()}
    with pytest.raises(VerificationError, match="was changed just now"):
        signing.sign_folder(plain, seal(tmp_path / "key.p12"))
    assert {p.name: p.read_bytes() for p in plain.iterdir()} == before
    (plain / "report.pdf").unlink()
    with pytest.raises(UsageError, match="holds no report"):
        signing.sign_folder(plain, seal(tmp_path / "other.p12"))


def bomb() -> bytes:
    """Return a PDF whose one embedded file unfolds to three gigabytes: one packed block, over and over."""
    size, times = 1 << 24, 192
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(size)) + packer.flush(zlib.Z_FULL_FLUSH)
    check = (size * times % 65521) << 16 | 1  # Adler-32 of so many zeros
    data = b"\x78\xda" + block * times + packer.flush() + check.to_bytes(4, "big")
    return pdf_of(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(data) + data + b"\nendstream")


def pdf_of(stream: bytes, tree: bytes = b"<< /Names [(findings.csv) 5 0 R] >>") -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        tree,
        stream,
        b"<< /Type /Filespec /UF (findings.csv) /EF << /F 4 0 R >> >>",
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


@pytest.mark.parametrize(
    "data",
    [
        bomb(),
        pdf_of(b"<< /Length 0 >>\nstream\n\nendstream", b"<< /Kids [3 0 R 3 0 R] >>"),
        pdf_of(b"<< /Length 0 >>\nstream\n\nendstream", b"[" * 20_000 + b"]" * 20_000),
        pdf_of(b"(no stream)"),
        b"%PDF-1.7\n" + b"\0" * 1000,
    ],
    ids=["a bomb", "a loop", "nested", "no stream", "zeros"],
)
def test_a_pdf_made_to_harm_is_a_failure_with_words(plain: Path, data: bytes) -> None:
    forge(plain, data)
    assert "report.pdf: " in faults(plain)


def test_a_pdf_that_kills_its_reader_does_not_hide_the_others(plain: Path) -> None:
    nested = pdf_of(b"<< /Length 0 >>\nstream\n\nendstream", b"[" * 20_000 + b"]" * 20_000)
    for name in ("a.pdf", "c.pdf"):
        (plain / name).write_bytes(nested)
    read = dict(signatures.read_each(plain, ["a.pdf", "report.pdf", "c.pdf", "gone.pdf"], Trust()))
    assert [isinstance(one, signatures.Contents) for one in read.values()] == [False, True, False, False]
