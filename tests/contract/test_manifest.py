"""DESIGN §5, manifest.json: its keys, its equations, and the numbers of an organisation counted by hand."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Reporter = Callable[..., subprocess.CompletedProcess[str]]
Manifest = dict[str, Any]

OUTCOMES = ("satisfied", "not-satisfied", "not-applicable", "not-assessed")


def manifest_of(folder: Path) -> Manifest:
    read: Manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return read


def counted(counts: dict[str, int]) -> dict[str, int]:
    return {reason: n for reason, n in counts.items() if n}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, organisation: Callable[[Path], Path]) -> Path:
    return organisation(tmp_path_factory.mktemp("manifest") / "home")


@pytest.fixture(scope="module")
def manifest(home: Path, reporter: Reporter, inputs: tuple[str, ...]) -> Manifest:
    said = reporter("run", *inputs, "--outputs", "csv,mail", "--out", "out", cwd=home)
    assert said.returncode == 0, said.stderr
    return manifest_of(home / "out")


def assert_equations(manifest: Manifest) -> None:
    people, answers = manifest["population"], manifest["responses"]
    rejected, excluded = sum(people["rejected"].values()), sum(people["excluded"].values())
    assert people["roster_rows"] == rejected + excluded + people["in_scope"]
    assert people["in_scope"] == people["responded"] + people["silent"]
    fates = sum(answers["rejected"].values()) + answers["superseded"] + answers["unmatched"] + answers["used"]
    assert answers["survey_rows"] == fates
    assert answers["used"] == people["responded"]
    for control in manifest["controls"].values():
        assert sum(control[outcome] for outcome in OUTCOMES) == people["in_scope"]
        assert sum(control["reasons"].values()) == people["in_scope"]
    assert manifest["mail"]["composed"] == sum(manifest["mail"]["by_kind"].values())


def test_it_has_the_keys_of_design(manifest: Manifest) -> None:
    documented = {
        "": "schema tool report_id period as_of inputs policies population responses controls levels mail outputs",
        "tool": "name version",
        "population": "roster_rows rejected excluded in_scope responded silent",
        "responses": "survey_rows rejected superseded unmatched used",
        "mail": "composed by_kind withheld",
    }
    missing = {
        (place, key)
        for place, keys in documented.items()
        for key in keys.split()
        if key not in (manifest[place] if place else manifest)
    }
    assert missing == set()
    for control in manifest["controls"].values():
        assert set(control) >= {*OUTCOMES, "waived", "reasons"}
    for level in manifest["levels"].values():
        assert set(level) >= {"applicable", "satisfied", "not-satisfied", "not-assessed", "waived"}
    for given in manifest["inputs"]:
        assert set(given) >= {"role", "name", "sha256", "bytes", "rows", "dialect"}
        assert set(given["dialect"]) >= {"encoding", "delimiter", "header_row", "date_order", "sheet"}
    assert set(manifest["mail"]["by_kind"]) >= {"remediation", "reminder"}


def test_it_says_schema_tool_period_and_day(manifest: Manifest, reporter: Reporter, tmp_path: Path) -> None:
    version = reporter("--version", cwd=tmp_path).stdout.split()[-1]
    assert manifest["schema"] == 1
    assert manifest["tool"] == {"name": "reporter", "version": version}
    assert manifest["period"] == "2027-Q1"  # the quarter of as_of
    assert manifest["as_of"] == "2027-02-12"
    assert manifest["report_id"][14] == "5"  # a UUID of version 5


def test_the_equations_hold(manifest: Manifest) -> None:
    assert_equations(manifest)


def test_every_roster_row_is_counted_once(manifest: Manifest) -> None:
    population = manifest["population"]
    assert population["roster_rows"] == 20
    assert counted(population["rejected"]) == {"no-identity": 1, "duplicate": 1, "conflicting-duplicate": 1}
    assert counted(population["excluded"]) == {
        "left": 1,
        "not-started": 1,
        "contractor": 1,
        "objected": 1,
        "consultation-open": 1,
    }
    assert (population["in_scope"], population["responded"], population["silent"]) == (12, 9, 3)


def test_every_survey_row_is_counted_once(manifest: Manifest) -> None:
    responses = manifest["responses"]
    assert responses["survey_rows"] == 16
    assert counted(responses["rejected"]) == {
        "employee-out-of-scope": 1,
        "no-identity": 1,
        "unreadable-date": 1,
        "after-as-of": 1,
        "identity-conflict": 1,
    }
    assert (responses["superseded"], responses["unmatched"], responses["used"]) == (1, 1, 9)


def test_the_outcomes_and_reasons_of_each_control_are_those_counted_by_hand(manifest: Manifest) -> None:
    switch, posts = manifest["controls"]["LI-01"], manifest["controls"]["HR-02"]
    assert [switch[outcome] for outcome in OUTCOMES] == [2, 4, 0, 6]
    assert counted(switch["reasons"]) == {
        "answered": 6,
        "unsure": 1,
        "no-response": 3,
        "unrecognised-answer": 1,
        "stale": 1,
    }
    assert switch["waived"] == 0
    assert [posts[outcome] for outcome in OUTCOMES] == [4, 4, 0, 4]
    assert counted(posts["reasons"]) == {"answered": 8, "no-response": 3, "stale": 1}
    assert posts["waived"] == 1


def test_the_levels_are_those_counted_by_hand(manifest: Manifest) -> None:
    # required: the conduct of all 12, and the switch of the two whose account the company provides;
    # information: the switch of the two in US-CO.
    keys = ("applicable", "satisfied", "not-satisfied", "not-assessed", "waived")
    levels = {name: [level[key] for key in keys] for name, level in manifest["levels"].items()}
    assert levels == {
        "required": [14, 5, 5, 4, 1],
        "recommended": [8, 1, 2, 5, 0],
        "information": [2, 0, 1, 1, 0],
    }


def test_the_numbers_are_those_of_findings_csv(manifest: Manifest, home: Path) -> None:
    with (home / "out" / "findings.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    outcomes = Counter((row["control"], row["outcome"]) for row in rows)
    reasons = Counter((row["control"], row["reason"]) for row in rows)
    for control, totals in manifest["controls"].items():
        assert {o: outcomes[control, o] for o in OUTCOMES} == {o: totals[o] for o in OUTCOMES}
        assert counted(totals["reasons"]) == {reason: n for (c, reason), n in reasons.items() if c == control}


def test_mail_is_counted_by_kind_and_what_was_withheld_by_reason(manifest: Manifest) -> None:
    mail = manifest["mail"]
    assert mail["composed"] == 3
    assert counted(mail["by_kind"]) == {"remediation": 1, "reminder": 2}
    assert mail["withheld"]["no-address"] == 1
    assert mail["withheld"]["suppression-list"] == 1
    assert mail["withheld"]["law"] >= 1


def test_inputs_are_named_without_their_folder_and_hashed(manifest: Manifest, home: Path) -> None:
    given = {one["role"]: one for one in manifest["inputs"]}
    for role, name, rows in (
        ("roster", "people.csv", 20),
        ("survey", "answers.csv", 16),
        ("waivers", "waivers.csv", 2),
    ):
        content = (home / name).read_bytes()
        assert given[role]["name"] == name
        assert given[role]["sha256"] == hashlib.sha256(content).hexdigest()
        assert given[role]["bytes"] == len(content)
        assert given[role]["rows"] == rows


def test_policies_are_named_with_version_hash_and_controls(manifest: Manifest, home: Path) -> None:
    (policy,) = manifest["policies"]
    assert policy["id"] == "house-rules"
    assert policy["version"] == "2027.1"
    assert policy["sha256"] == hashlib.sha256((home / "own.yaml").read_bytes()).hexdigest()
    assert policy["controls"] == ["LI-01", "HR-02"]


def test_outputs_are_hashed_and_the_index_stands_for_the_messages(manifest: Manifest, home: Path) -> None:
    listed = {one["name"]: (one["sha256"], one["bytes"]) for one in manifest["outputs"]}
    made = {str(p.relative_to(home / "out")): p for p in (home / "out").rglob("*") if p.is_file()}
    expected = {
        name: (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_size)
        for name, p in made.items()
        if name not in {"manifest.json", "SHA256SUMS"} and not name.endswith(".eml")
    }
    assert "mail/index.csv" in expected
    assert listed == expected


def test_the_dialect_says_how_a_file_was_read(reporter: Reporter, policy: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(policy)
    (tmp_path / "people.csv").write_text("Employee ID;Work Email;Country\n1;a@staff.example;FR\n", "utf-8-sig")
    (tmp_path / "answers.csv").write_text("Timestamp\tEmployee ID\tLI-01\n2027-01-20\t1\tOff\n")
    said = reporter(
        *("run", "--roster", "people.csv", "--survey", "answers.csv", "--policy", "own.yaml"),
        *("--as-of", "2027-02-12", "--period", "2026-Q4", "--outputs", "csv", "--out", "out"),
        *("--accept-not-ready", "required-question-missing"),
        cwd=tmp_path,
    )
    assert said.returncode == 0, said.stderr
    manifest = manifest_of(tmp_path / "out")
    roster, survey = manifest["inputs"]
    assert roster["dialect"]["encoding"] == "utf-8-sig"
    assert roster["dialect"]["delimiter"] == ";"
    assert roster["dialect"]["header_row"] == 1
    assert survey["dialect"]["delimiter"] == "\t"
    assert manifest["period"] == "2026-Q4"  # selects nothing: the answer of January counts
    assert manifest["controls"]["LI-01"]["satisfied"] == 1


def test_rosters_and_surveys_repeat_and_take_a_folder(
    manifest: Manifest, reporter: Reporter, home: Path, inputs: tuple[str, ...], tmp_path: Path
) -> None:
    header, *people = (home / "people.csv").read_text().splitlines(keepends=True)
    top, *answers = (home / "answers.csv").read_text().splitlines(keepends=True)
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "north.csv").write_text("".join([header, *people[:9]]))
    (folder / "south.csv").write_text("".join([header, *people[9:]]))
    (tmp_path / "early.csv").write_text("".join([top, *answers[:5]]))
    (tmp_path / "late.csv").write_text("".join([top, *answers[5:]]))
    said = reporter(
        *("run", "--roster", folder, "--survey", tmp_path / "late.csv", "--survey", tmp_path / "early.csv"),
        *(*inputs[4:], "--outputs", "csv,mail", "--out", tmp_path / "out"),
        cwd=home,
    )
    assert said.returncode == 0, said.stderr
    parted = manifest_of(tmp_path / "out")
    for key in ("population", "responses", "controls", "levels", "mail"):
        assert parted[key] == manifest[key]
    names = sorted((one["role"], one["name"], one["rows"]) for one in parted["inputs"])
    assert [one for one in names if one[0] in {"roster", "survey"}] == [
        ("roster", "north.csv", 9),
        ("roster", "south.csv", 11),
        ("survey", "early.csv", 5),
        ("survey", "late.csv", 11),
    ]


def test_an_organisation_of_nobody_and_a_survey_nobody_answered_are_counted_as_such(
    reporter: Reporter, policy: str, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(policy)
    (tmp_path / "nobody.csv").write_text("Employee ID,Work Email,Country\n")
    (tmp_path / "people.csv").write_text("Employee ID,Work Email,Country\n1,a@staff.example,GB\n")
    (tmp_path / "answers.csv").write_text("Timestamp,Email Address,LI-01\n")
    for roster, in_scope in (("nobody.csv", 0), ("people.csv", 1)):
        said = reporter(
            *("run", "--roster", roster, "--survey", "answers.csv", "--policy", "own.yaml"),
            *("--as-of", "2027-02-12", "--outputs", "csv", "--out", f"out-{in_scope}"),
            cwd=tmp_path,
        )
        assert said.returncode == 0, said.stderr
        manifest = manifest_of(tmp_path / f"out-{in_scope}")
        assert_equations(manifest)
        assert manifest["population"]["in_scope"] == manifest["population"]["silent"] == in_scope
        assert manifest["responses"]["survey_rows"] == 0
        assert "0 %" not in said.stdout or in_scope  # nothing applicable is never 0 %
