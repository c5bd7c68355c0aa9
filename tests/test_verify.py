from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter import folder, mail
from reporter.errors import VerificationError
from reporter.model.documents import Document, Report
from reporter.reports import findings, manifest
from reporter.verify import Proof, verify
from tests.needs import examples

MakeReport = Callable[..., Report]


def documents_of(report: Report) -> list[Document]:
    made = [
        Document(name="findings.csv", data=findings.render(report)),
        *mail.compose(report, lambda purpose, text: sha256(f"{purpose}{text}".encode()).hexdigest()[:32]),
    ]
    made.append(Document(name="manifest.json", data=manifest.render(report, made)))
    made.append(Document(name="SHA256SUMS", data=manifest.checksums(made)))
    return made


@pytest.fixture
def run(make_report: MakeReport, tmp_path: Path) -> Path:
    folder.write(tmp_path / "run", documents_of(make_report()))
    return tmp_path / "run"


def faults(run: Path) -> str:
    with pytest.raises(VerificationError) as caught:
        verify(run)
    assert caught.value.exit_code == 7
    return "\n".join(str(problem) for problem in caught.value.problems)


def forge(run: Path, **files: bytes) -> None:
    """Write files and make both lists of hashes agree with them, as a careful forger would."""
    for name, data in files.items():
        (run / name.replace("_csv", ".csv").replace("_json", ".json")).write_bytes(data)
    tree = json.loads((run / "manifest.json").read_text())
    if isinstance(tree, dict) and isinstance(tree.get("outputs"), list):
        for output in tree["outputs"]:
            data = (run / output["name"]).read_bytes()
            output |= {"sha256": sha256(data).hexdigest(), "bytes": len(data)}
        (run / "manifest.json").write_text(json.dumps(tree))
    checksum(run)


def checksum(run: Path) -> None:
    names = sorted(p.relative_to(run).as_posix() for p in run.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    made = [Document(name=name, data=(run / name).read_bytes()) for name in names]
    (run / "SHA256SUMS").write_bytes(manifest.checksums(made))


def edit(run: Path, change: Callable[[dict[str, Any]], object]) -> None:
    tree = json.loads((run / "manifest.json").read_text())
    change(tree)
    (run / "manifest.json").write_text(json.dumps(tree))
    checksum(run)


def test_a_run_as_it_was_written_is_in_order(run: Path) -> None:
    proof = verify(run)
    assert isinstance(proof, Proof)
    assert len(proof.proven) == 3
    assert any("signature" in sentence for sentence in proof.not_proven)


def test_an_organisation_of_nobody_is_in_order(make_report: MakeReport, tmp_path: Path) -> None:
    folder.write(tmp_path / "run", documents_of(make_report(roster=({"name": "x"},), survey=())))
    verify(tmp_path / "run")


def test_a_run_without_findings_or_mail_is_in_order_and_says_what_was_not_counted(
    make_report: MakeReport, tmp_path: Path
) -> None:
    made = [Document(name="manifest.json", data=manifest.render(make_report(), []))]
    folder.write(tmp_path / "run", [*made, Document(name="SHA256SUMS", data=manifest.checksums(made))])
    assert any("Not counted again" in sentence for sentence in verify(tmp_path / "run").not_proven)


def test_a_changed_file_is_found_by_every_list_that_holds_its_hash(run: Path) -> None:
    (run / "findings.csv").write_bytes((run / "findings.csv").read_bytes().replace(b"false", b"true ", 1))
    said = faults(run)
    assert "findings.csv: was changed: its hash is not the one in SHA256SUMS" in said
    assert "findings.csv: was changed: its hash or size is not the one in manifest.json" in said


def test_a_changed_mail_is_found(run: Path) -> None:
    message = min((run / "mail").rglob("*.eml"))
    message.write_bytes(message.read_bytes() + b"PS: send money\n")
    checksum(run)
    assert "was changed: its hash is not the one in mail/index.csv" in faults(run)


def test_a_file_that_is_not_listed_is_a_failure(run: Path) -> None:
    (run / "notes.txt").write_text("x")
    assert "notes.txt: is not listed in SHA256SUMS" in faults(run)
    checksum(run)
    assert "notes.txt: is not listed in manifest.json" in faults(run)
    (run / "notes.txt").rename(run / "mail" / "reminder" / "P-0.eml")
    checksum(run)
    assert "mail/reminder/P-0.eml: is not listed in mail/index.csv" in faults(run)


@pytest.mark.parametrize("name", ["findings.csv", "mail/index.csv", "SHA256SUMS"])
def test_a_missing_file_is_a_failure(run: Path, name: str) -> None:
    (run / name).unlink()
    assert f"{name}: is missing" in faults(run)


def test_a_missing_mail_is_a_failure(run: Path) -> None:
    min((run / "mail").rglob("*.eml")).unlink()
    checksum(run)
    assert "is missing; mail/index.csv lists it" in faults(run)


def test_a_link_and_a_pipe_are_no_files_of_a_run_and_are_not_opened(run: Path) -> None:
    (run / "link").symlink_to("/etc/passwd")
    (run / "folder").symlink_to("/etc")
    os.mkfifo(run / "pipe")
    said = faults(run)
    for name in ("link", "folder", "pipe"):
        assert f"{name}: is no plain file" in said


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda t: t["population"].update(roster_rows=99), "roster_rows = Σ rejected"),
        (lambda t: t["population"].update(silent=99), "in_scope = responded + silent"),
        (lambda t: t["responses"].update(survey_rows=99), "survey_rows = Σ rejected"),
        (lambda t: t["responses"].update(used=99), "used = responded"),
        (lambda t: t["controls"]["LI-01"].update(satisfied=99), "the outcomes of LI-01 = in_scope"),
        (lambda t: t["controls"]["LI-01"]["reasons"].update(answered=99), "the reasons of LI-01 = in_scope"),
        (lambda t: t["controls"]["LI-01"].update(waived=99), "controls.LI-01.waived"),
        (lambda t: t["levels"]["required"].update(applicable=99), "levels.required.applicable"),
        (lambda t: t["mail"].update(composed=99), "composed = Σ by_kind"),
        (lambda t: t["mail"]["by_kind"].update(reminder=99), "mail.by_kind.reminder"),
        (lambda t: t["controls"].pop("LI-01"), "holds controls that manifest.json does not"),
        (lambda t: t["policies"][0]["controls"].append("XX-99"), "the controls of policies"),
    ],
)
def test_a_number_that_was_changed_is_found_although_all_hashes_agree(
    run: Path, change: Callable[[dict[str, Any]], object], place: str
) -> None:
    edit(run, change)
    assert place in faults(run)


def test_findings_that_were_made_good_are_found_although_all_hashes_agree(run: Path) -> None:
    data = (run / "findings.csv").read_bytes()
    forge(run, findings_csv=data.replace(b",not-satisfied,", b",satisfied,"))
    said = faults(run)
    assert "controls.LI-01.satisfied: manifest.json says" in said
    assert "against their outcome and waiver" in said


def test_silence_that_was_made_satisfied_is_found(run: Path) -> None:
    data = (run / "findings.csv").read_bytes()
    forge(run, findings_csv=data.replace(b",not-assessed,no-response,", b",satisfied,answered,"))
    assert "say that silence is satisfied" in faults(run)


def test_a_finding_left_out_or_doubled_is_found(run: Path) -> None:
    lines = (run / "findings.csv").read_bytes().splitlines(keepends=True)
    forge(run, findings_csv=b"".join(lines[:-1]))
    assert "one for each person in scope and each control" in faults(run)
    forge(run, findings_csv=b"".join([*lines[:-1], lines[1]]))
    assert "are there more than once" in faults(run)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"a,b\n1,2\n", b"\xff\xfe", b'"', b"employee,control\nx\n", b"\x00" * 100],
)
def test_findings_that_are_no_table_are_said_to_be_so(run: Path, data: bytes) -> None:
    forge(run, findings_csv=data)
    assert "findings.csv: " in faults(run)


def test_words_nobody_knows_are_found(run: Path) -> None:
    data = (run / "findings.csv").read_bytes()
    forge(run, findings_csv=data.replace(b",satisfied,", b",splendid,"))
    assert "hold a word that `outcome` does not know" in faults(run)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"{",
        b"\xff",
        b'{"schema": 2}',
        b'{"schema": "1"}',
        b'{"schema": true}',
        b'{"schema": 1}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 10_000,
        b'{"schema": 1, "outputs": {"name": "../../etc/passwd"}}',
        b"NaN",
    ],
)
def test_a_manifest_that_is_none_is_said_to_be_so(run: Path, data: bytes) -> None:
    (run / "manifest.json").write_bytes(data)
    checksum(run)
    assert "manifest.json" in faults(run)


def test_a_key_stated_twice_is_found(run: Path) -> None:
    text = (run / "manifest.json").read_text()
    (run / "manifest.json").write_text(text.replace('"schema": 1,', '"schema": 1, "period": "2020-Q1",', 1))
    checksum(run)
    assert "states `period` twice" in faults(run)


def test_a_folder_that_holds_no_run_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        assert "not the output of a run" in faults(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not,an,index\n",
        "name,sha256,kind,language\nx\n",
        '"',
        "name,sha256,kind,language\n../../x,y,z,en\n",
        "\x00",
    ],
)
def test_an_index_of_mails_that_is_none_is_said_to_be_so(run: Path, text: str) -> None:
    (run / "mail" / "index.csv").write_text(text)
    assert "mail/index.csv" in faults(run)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda c: st.lists(c) | st.dictionaries(st.text(), c),
)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_manifest_however_hostile_makes_it_fail_otherwise(run: Path, data: st.DataObject) -> None:
    original = (run / "manifest.json").read_bytes()
    tree = json.loads(original)
    node, key = tree, data.draw(st.sampled_from(sorted(tree)))
    while isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
        node = node[key]
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
    node[key] = data.draw(JSON)
    try:
        (run / "manifest.json").write_text(json.dumps(tree), encoding="utf-8", errors="backslashreplace")
        checksum(run)
        with suppress(VerificationError):
            verify(run)
    finally:
        (run / "manifest.json").write_bytes(original)
        checksum(run)


def test_every_failure_says_what_a_reader_can_do(run: Path) -> None:
    (run / "added.txt").write_text("x")
    (run / "findings.csv").write_text("changed")
    with pytest.raises(VerificationError) as caught:
        verify(run)
    hints = {problem.where: problem.hint for problem in caught.value.problems}
    assert all(hints.values())
    assert "move it out of the folder" in hints["added.txt"]
    assert "Do not rely on this folder" in hints["findings.csv"]
