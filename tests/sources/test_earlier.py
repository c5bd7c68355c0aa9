"""An earlier run's folder as a source: only an unchanged one of the same key can be compared with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from reporter.errors import SourceError
from reporter.model.documents import Document, Report
from reporter.reports import findings, manifest
from reporter.sources import latest, read_earlier

AS_OF = date(2026, 11, 23)
NEXT = date(2027, 2, 22)
KEY = "0123456789abcdef"
MakeReport = Callable[..., Report]


@pytest.fixture
def runs(make_report: MakeReport, tmp_path: Path) -> Path:
    """Return a folder with one run in it, of 2026-Q4."""
    report = make_report()
    table = Document(name="findings.csv", data=findings.render(report))
    (tmp_path / "q4").mkdir()
    (tmp_path / "q4" / table.name).write_bytes(table.data)
    (tmp_path / "q4" / "manifest.json").write_bytes(manifest.render(report, [table]))
    return tmp_path


def change(folder: Path, **keys: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | keys))


def test_an_earlier_run_is_read_whole(runs: Path, make_report: MakeReport) -> None:
    report = make_report()
    earlier = read_earlier(runs / "q4", before=NEXT, key=KEY)
    assert (earlier.period, earlier.as_of, earlier.report_id) == ("2026-Q4", AS_OF, report.report_id)
    assert earlier.findings.height == report.assessment.findings.height
    assert set(earlier.findings["pseudonym"]) == set(report.assessment.population["pseudonym"])
    policy = report.assessment.policies.policies[0]
    assert earlier.policies == {policy.id: (policy.version, policy.sha256)}
    assert (earlier.file.role, earlier.file.rows) == ("previous", earlier.findings.height)


def test_the_newest_earlier_period_of_the_same_key_is_found(runs: Path) -> None:
    for name, keys in (
        ("older", {"as_of": "2026-08-24", "period": "2026-Q3"}),
        ("another-key", {"as_of": "2027-01-10", "pseudonym_key": "ffffffffffffffff"}),
        ("this-quarter", {"as_of": "2027-02-01", "period": "2027-Q1"}),
        ("without-findings", {"as_of": "2027-01-09", "outputs": []}),
    ):
        change(shutil.copytree(runs / "q4", runs / name), **keys)
    (runs / "broken").mkdir()
    (runs / "broken" / "manifest.json").write_text("{")
    (runs / "empty").mkdir()
    found = latest(sorted(runs.iterdir()), before=NEXT, period="2027-Q1", key=KEY)
    assert found == runs / "q4"
    assert latest([runs / "q4"], before=AS_OF, period="2026-Q4", key=KEY) is None
    assert latest([], before=NEXT, period="2027-Q1", key=KEY) is None


@pytest.mark.parametrize(
    ("key", "before", "why"),
    [
        ("ffffffffffffffff", NEXT, "another key"),
        (None, NEXT, "another key"),
        (KEY, AS_OF, "is not before 2026-11-23"),
    ],
)
def test_a_run_that_cannot_be_compared_says_why(runs: Path, key: str | None, before: date, why: str) -> None:
    with pytest.raises(SourceError, match=why) as caught:
        read_earlier(runs / "q4", before=before, key=key)
    assert caught.value.problems[0].hint


def test_a_changed_table_is_refused(runs: Path) -> None:
    path = runs / "q4" / "findings.csv"
    path.write_bytes(path.read_bytes().replace(b"not-satisfied", b"satisfied", 1))
    with pytest.raises(SourceError, match=r"is not the file that the run's manifest\.json lists"):
        read_earlier(runs / "q4", before=NEXT, key=KEY)


def test_a_table_that_is_none_is_refused_even_if_it_is_listed(runs: Path) -> None:
    folder = runs / "q4"
    table = b"employee,control,outcome\nP-1,LI-01,splendid\n"
    (folder / "findings.csv").write_bytes(table)
    change(folder, outputs=[{"name": "findings.csv", "sha256": sha256(table).hexdigest(), "bytes": len(table)}])
    with pytest.raises(SourceError, match="is no table of findings"):
        read_earlier(folder, before=NEXT, key=KEY)


def test_a_manifest_that_counts_otherwise_is_refused(runs: Path) -> None:
    said = json.loads((runs / "q4" / "manifest.json").read_text())
    [name, counts] = next((n, c) for n, c in said["controls"].items() if c["not-satisfied"])
    better = {**counts, "satisfied": counts["satisfied"] + 1, "not-satisfied": counts["not-satisfied"] - 1}
    for keys in ({"controls": said["controls"] | {name: better}}, {"population": said["population"] | {"silent": 99}}):
        folder = shutil.copytree(runs / "q4", runs / "changed", dirs_exist_ok=True)
        change(folder, **keys)
        with pytest.raises(SourceError, match="count differently"):
            read_earlier(folder, before=NEXT, key=KEY)


def test_a_finding_that_is_there_twice_is_refused_even_if_it_is_listed_and_counted(runs: Path) -> None:
    folder = runs / "q4"
    rows = pl.read_csv(folder / "findings.csv", infer_schema=False)
    same = rows.filter(pl.len().over("control", "outcome") > 1)
    kept, lost = same.sort("control", "outcome").rows()[:2]
    table = pl.DataFrame([kept if r == lost else r for r in rows.rows()], rows.schema, orient="row")
    data = table.write_csv().encode()
    (folder / "findings.csv").write_bytes(data)
    change(folder, outputs=[{"name": "findings.csv", "sha256": sha256(data).hexdigest(), "bytes": len(data)}])
    with pytest.raises(SourceError, match="count differently"):
        read_earlier(folder, before=NEXT, key=KEY)


@pytest.mark.parametrize("missing", ["manifest.json", "findings.csv"])
def test_a_folder_that_lacks_a_file_is_refused(runs: Path, missing: str) -> None:
    (runs / "q4" / missing).unlink()
    with pytest.raises(SourceError):
        read_earlier(runs / "q4", before=NEXT, key=KEY)
