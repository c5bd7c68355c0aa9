"""DESIGN §5, verifying: what `verify` recomputes, and that any disagreement is exit 7."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Reporter = Callable[..., subprocess.CompletedProcess[str]]


def seal(folder: Path, change: Callable[[dict[str, Any]], object] = lambda _: None) -> None:
    """Write manifest and checksums anew to match the files, as somebody would who wants to deceive."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for listed in manifest["outputs"]:
        content = (folder / listed["name"]).read_bytes()
        listed |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    names = [line.split(maxsplit=1)[1].lstrip("*") for line in lines]
    sums = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def swap_two_outcomes(folder: Path) -> None:
    """Let two employees exchange all but their pseudonyms in the findings of HR-02: all totals stay."""
    path = folder / "findings.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    good = next(r for r in rows if r["control"] == "HR-02" and r["outcome"] == "satisfied")
    bad = next(r for r in rows if r["control"] == "HR-02" and r["outcome"] == "not-satisfied")
    good["employee"], bad["employee"] = bad["employee"], good["employee"]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda r: (r["employee"], r["control"])))
    path.write_text(text.getvalue(), encoding="utf-8")


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory,
    reporter: Reporter,
    organisation: Callable[[Path], Path],
    inputs: tuple[str, ...],
) -> Path:
    home = organisation(tmp_path_factory.mktemp("verify") / "home")
    said = reporter("run", *inputs, "--outputs", "csv,mail", "--out", "out", cwd=home)
    assert said.returncode == 0, said.stderr
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the organisation's folder, with the run's output in `out`, to spoil."""
    return shutil.copytree(made, tmp_path / "copy")


@pytest.fixture(scope="module")
def same(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the options for judging again: those of the run, but for the day, which the manifest says."""
    return inputs[:-2]


def test_a_run_as_it_was_written_is_in_order_and_verifying_changes_nothing(
    reporter: Reporter, home: Path, same: tuple[str, ...]
) -> None:
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(home.rglob("*")) if p.is_file()}
    assert reporter("verify", "out", cwd=home).returncode == 0
    assert reporter("verify", "out", *same, cwd=home, TZ="Asia/Tokyo", PYTHONHASHSEED="7").returncode == 0
    after = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(home.rglob("*")) if p.is_file()}
    assert after == before


def test_it_says_that_only_a_signature_or_the_ledgers_head_proves_the_manifest(reporter: Reporter, home: Path) -> None:
    said = reporter("verify", "out", cwd=home).stdout.casefold()
    assert "only" in said
    assert "signature" in said
    assert "ledger" in said


@pytest.mark.parametrize("name", ["findings.csv", "manifest.json", "SHA256SUMS", "mail/reminder"])
def test_a_changed_file_is_exit_7(reporter: Reporter, home: Path, name: str) -> None:
    path = home / "out" / name
    path = next(path.iterdir()) if path.is_dir() else path
    content = path.read_bytes()
    path.write_bytes(content.replace(b"e", b"f", 1) if name != "SHA256SUMS" else content[:64].swapcase() + b"\n")
    said = reporter("verify", "out", cwd=home)
    assert said.returncode == 7
    assert path.name in said.stdout + said.stderr


@pytest.mark.parametrize("name", [".hidden", "mail/reminder/extra.eml"])
def test_a_file_that_is_not_listed_is_exit_7(reporter: Reporter, home: Path, name: str) -> None:
    (home / "out" / name).write_text("not of this run")
    said = reporter("verify", "out", cwd=home)
    assert said.returncode == 7
    assert name.rsplit("/", 1)[-1] in said.stdout + said.stderr


@pytest.mark.parametrize("name", ["findings.csv", "SHA256SUMS"])
def test_a_missing_file_is_exit_7(reporter: Reporter, home: Path, name: str) -> None:
    (home / "out" / name).unlink()
    said = reporter("verify", "out", cwd=home)
    assert said.returncode == 7
    assert name in said.stdout + said.stderr


def test_findings_that_no_longer_give_the_totals_are_exit_7_even_under_fresh_hashes(
    reporter: Reporter, home: Path
) -> None:
    findings = home / "out" / "findings.csv"
    findings.write_text(findings.read_text().replace(",not-satisfied,", ",satisfied,", 1))
    seal(home / "out")
    assert reporter("verify", "out", cwd=home).returncode == 7


def test_totals_that_do_not_add_up_are_exit_7_even_under_fresh_hashes(reporter: Reporter, home: Path) -> None:
    for section, key in (("population", "roster_rows"), ("mail", "composed")):
        copy = shutil.copytree(home / "out", home / section)

        def change(manifest: dict[str, Any], section: str = section, key: str = key) -> None:
            manifest[section][key] += 1

        seal(copy, change)
        assert reporter("verify", copy, cwd=home).returncode == 7, section


def test_with_the_inputs_findings_that_the_answers_do_not_give_are_exit_7(
    reporter: Reporter, home: Path, same: tuple[str, ...]
) -> None:
    swap_two_outcomes(home / "out")
    seal(home / "out")
    assert reporter("verify", "out", cwd=home).returncode == 0  # only a signature would prove it
    assert reporter("verify", "out", *same, cwd=home).returncode == 7


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("answers.csv", ",On,No", ",Off,No"),
        ("own.yaml", "level: required", "level: recommended"),
    ],
)
def test_with_other_inputs_than_the_runs_it_is_exit_7(
    reporter: Reporter, home: Path, same: tuple[str, ...], name: str, old: str, new: str
) -> None:
    text = (home / name).read_text()
    assert old in text
    (home / name).write_text(text.replace(old, new, 1))
    assert reporter("verify", "out", *same, cwd=home).returncode == 7
