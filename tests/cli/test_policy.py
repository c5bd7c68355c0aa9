"""`reporter policy …`, as a privacy officer calls it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter import assets
from reporter.cli import policy

Call = Callable[..., Any]
PACK = assets.folder("policies") / "linkedin-ai-training.yaml"
FAULTS = (
    ("severity: high", "severity: hi", '"severity": "hi"'),
    ("level: required", "level: must", '"level": "must"'),
    ("kind: account-setting", "kind: account-seting", '"kind": "account-seting"'),
    ("    rationale:", "    rational:", '"rational" is not a known key'),
    ("valid_for: 92", "valid_for: often", '"valid_for" must be a whole number'),
    ("https://www.linkedin.com/mypreferences", "https://www.linkedln.com/mypreferences", '"www.linkedln.com"'),
    ("law: [gdpr-4-11", "law: [gdpr-4-12", 'law note "gdpr-4-12" is not known'),
    ("          outcome: not-assessed\n          reason: unsure", "          outcome: not-assessed", "needs a reason"),
    ("  - id: LI-02", "  - id: LI-01", 'control "LI-01" is here a second time'),
    ('version: "2026.11"', "version: 2026", '"version" must be text'),
)


@pytest.fixture
def faulty(here: Path) -> Path:
    """Write a broken copy of a pack with ten different faults."""
    text = PACK.read_text(encoding="utf-8")
    for old, new, _ in FAULTS:
        assert old in text
        text = text.replace(old, new, 1)
    path = here / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_command_of_the_group_has_an_example_in_its_help(call: Call) -> None:
    names = [command.name for command in policy.app.registered_commands]
    assert names == ["list", "show", "lint", "test", "schema"]
    for name in names:
        said = call("policy", name, "--help")
        assert f"Example:  reporter policy {name}" in said.out


@pytest.mark.usefixtures("here")
def test_what_is_shipped_passes_lint_and_test(call: Call) -> None:
    said = call("policy", "lint", "--strict", "--as-of", "2026-11-23")
    assert (said.code, said.err) == (0, "")
    *languages, last = said.out.splitlines()
    assert last == "No errors and no warnings."
    assert all(line.startswith(("Translations of ", "In English only: ")) for line in languages)
    said = call("policy", "test")
    assert said.code == 0
    assert "each has the outcome it states." in said.out


def test_ten_faults_give_ten_located_lines_at_once(call: Call, faulty: Path) -> None:
    said = call("policy", "lint", faulty)
    assert said.code == 3
    lines = said.out.splitlines()
    assert len(lines) == 10
    assert all(line.startswith(f"{faulty}:") and " — " in line for line in lines)
    assert all(part.isdecimal() for line in lines for part in line.removeprefix(f"{faulty}:").split(":")[:2])
    assert [words for _, _, words in FAULTS if sum(words in line for line in lines) != 1] == []
    assert said.err.startswith("error: 10 errors\n")


@pytest.mark.parametrize("command", [("test",), ("list",), ("show", "LI-01", "--policy")])
def test_no_command_goes_on_with_a_faulty_policy(call: Call, faulty: Path, command: tuple[str, ...]) -> None:
    said = call("policy", *command, faulty)
    assert (said.code, said.out) == (3, "")
    assert said.err.count("error: ") == 10


def test_warnings_fail_only_when_strict(call: Call, here: Path) -> None:
    path = here / "own.yaml"
    title = "title: The account is protected by two-step verification"
    text = PACK.read_text(encoding="utf-8")
    assert title in text
    path.write_text(text.replace(title, "title: Ensure two-step verification"), encoding="utf-8")
    said = call("policy", "lint", path, "--as-of", "2026-11-23")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"{path}:")
    assert said.out.endswith("\n1 warning.\n")
    assert call("policy", "lint", path, "--as-of", "2026-11-23", "--strict").code == 3


def test_what_depends_on_the_day_is_a_warning(call: Call) -> None:
    """DESIGN §8: 'What depends on today (`review_every`) is a warning with exit 0, and tests pass a date.'"""
    said = call("policy", "lint", PACK, "--as-of", "2028-01-01")
    assert said.code == 0
    assert "the review of linkedin-ai-training was due on 2027-05-22" in said.out


def test_an_example_that_fails_is_exit_3_with_its_place(call: Call, here: Path) -> None:
    path = here / "own.yaml"
    right, wrong = '{answer: "OFF (no)", outcome: satisfied}', '{answer: "OFF (no)", outcome: not-satisfied}'
    path.write_text(PACK.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    said = call("policy", "test", path)
    assert said.code == 3
    first, summary = said.out.splitlines()
    assert first.startswith(f"{path}:")
    assert 'LI-01: "OFF (no)" is satisfied (answered), not not-satisfied' in first
    assert summary.startswith("1 of ")


def test_what_a_workspace_judges_by_comes_first_and_then_the_other_packs(call: Call, here: Path) -> None:
    (here / "policies").mkdir()
    text = PACK.read_text(encoding="utf-8").replace('version: "2026.11"', 'version: "ours"', 1)
    (here / "policies" / "our-copy.yaml").write_text(text, encoding="utf-8")
    (here / "reporter.toml").write_text('[run]\npolicies = ["linkedin-ai-training", "chatgpt"]\n', encoding="utf-8")
    packs = json.loads(call("policy", "list", "--format", "json").out)["policies"]
    assert [(p["id"], p["version"]) for p in packs if p["in_force"]] == [
        ("linkedin-ai-training", "ours"),
        ("chatgpt", "2026.11"),
    ]
    assert [p["in_force"] for p in packs] == sorted((p["in_force"] for p in packs), reverse=True)
    assert {"company-privacy", "claude", "zoom"} <= {p["id"] for p in packs}


@pytest.mark.usefixtures("here")
def test_a_policy_is_named_by_its_id_and_a_slip_is_an_invalid_policy_with_the_nearest(call: Call) -> None:
    assert call("policy", "list", "chatgpt").out.startswith("chatgpt: ChatGPT, version ")
    said = call("policy", "lint", "chatgtp")
    assert (said.code, said.out) == (3, "")
    assert "there is no policy 'chatgtp'" in said.err
    assert 'Did you mean "chatgpt"?' in said.err


@pytest.mark.usefixtures("inputs")
def test_a_configured_folder_of_policies_is_still_a_folder(call: Call, here: Path) -> None:
    (here / "rules").mkdir()
    shutil.copy(PACK, here / "rules")
    (here / "reporter.toml").write_text('[run]\npolicies = ["rules"]\n', encoding="utf-8")
    packs = json.loads(call("policy", "list", "--format", "json").out)["policies"]
    assert [p["id"] for p in packs if p["in_force"]] == ["linkedin-ai-training"]


@pytest.mark.usefixtures("here")
def test_the_list_fits_80_columns_and_names_every_control(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = call("policy", "list")
    entries = [
        c for pack in json.loads(call("policy", "list", "--format", "json").out)["policies"] for c in pack["controls"]
    ]
    assert max(map(len, said.out.splitlines())) <= 80
    assert [c["id"] for c in entries if f"  {c['id']} " not in said.out] == []
    assert set(entries[0]) == {"id", "title", "kind", "level", "severity", "service"}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("DE", {"level": "recommended", "mail": True, "reasons": ["personal-account"]}),
        ("US-CA", {"level": "recommended", "mail": True, "reasons": ["personal-account"]}),
        ("US-CO", {"level": "information", "mail": False, "reasons": ["personal-account", "settings-request-barred"]}),
        ("unknown", {"level": "information", "mail": False, "reasons": ["personal-account", "unknown-place"]}),
        ("US", {"level": "information", "mail": False, "reasons": ["personal-account", "unknown-place"]}),
    ],
)
def test_show_for_a_place_as_json_is_level_mail_and_reasons(call: Call, place: str, said: dict[str, Any]) -> None:
    given = call("policy", "show", "LI-01", "--for", place, "--format", "json")
    assert (given.code, json.loads(given.out)) == (0, said)


def test_show_for_a_company_account_lowers_nothing(call: Call) -> None:
    said = call("policy", "show", "LI-01", "--for", "US-CO", "--account", "company", "--format", "json")
    assert json.loads(said.out) == {"level": "required", "mail": True, "reasons": []}


def test_show_without_a_place_takes_it_as_unknown_if_an_account_is_given(call: Call) -> None:
    said = call("policy", "show", "LI-01", "--account", "company", "--format", "json")
    assert json.loads(said.out) == {"level": "information", "mail": False, "reasons": ["unknown-place"]}


def test_show_reads_as_a_page_and_as_json(call: Call) -> None:
    said = call("policy", "show", "LI-01")
    assert said.code == 0
    assert said.out.startswith("LI-01  The account's data")
    record = json.loads(call("policy", "show", "LI-01", "--format", "json").out)
    assert (record["id"], record["level"], record["references"][0]["as_of"]) == ("LI-01", "required", "2026-11-23")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [(("LI-1",), '"LI-01"'), (("LI-01", "--for", "UK"), "GB"), (("LI-01", "--for", "Mars"), "unknown")],
)
def test_a_slip_on_the_command_line_is_a_usage_error_with_a_hint(
    call: Call, arguments: tuple[str, ...], hint: str
) -> None:
    said = call("policy", "show", *arguments)
    assert (said.code, said.out) == (2, "")
    assert hint in said.err


@pytest.mark.parametrize("file", ["policy", "service", "law", "regimes", "retired"])
def test_schema_prints_a_json_schema(call: Call, file: str) -> None:
    schema = json.loads(call("policy", "schema", file).out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["schema"]["const"] == 1


def test_schema_is_that_of_a_policy_unless_another_is_named(call: Call) -> None:
    assert "controls" in json.loads(call("policy", "schema").out)["properties"]
    assert call("policy", "schema", "roster").code == 2
