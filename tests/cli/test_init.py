from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter.cli import init
from reporter.settings import load
from reporter.settings.records import File

Call = Callable[..., Any]

WORKSPACE = Path(init.__file__).with_name("workspace.toml")


@pytest.mark.usefixtures("inputs")
def test_a_fresh_workspace_runs_without_options(call: Call, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("init", "office").code == 0
    shutil.move("people.csv", "office/inbox/roster/people.csv")
    shutil.move("answers.csv", "office/inbox/survey/answers.csv")
    monkeypatch.chdir("office")
    assert call("check").code == 0
    said = call("run", "--outputs", "csv", "--as-of", "2026-11-23")
    assert said.code == 0, said.err
    run = here / "office" / "runs" / "2026-11-23"
    assert '"pseudonyms": "stable"' in (run / "manifest.json").read_text()
    assert call("verify", "runs/2026-11-23", "--config", "reporter.toml").code == 0
    assert call("doctor").code == 0


def test_the_company_policy_is_the_workspaces_own_file_and_the_pack_the_shipped_one(
    call: Call, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = call("init", "office")
    assert "office/policies/company-privacy.yaml yours in five minutes" in said.out
    monkeypatch.chdir(here / "office")
    own = Path("policies/company-privacy.yaml")
    own.write_text(own.read_text(encoding="utf-8").replace('version: "2026.11"', 'version: "ours"'), encoding="utf-8")
    packs = json.loads(call("policy", "list", "--format", "json").out)["policies"]
    used = {pack["id"]: pack["version"] for pack in packs if pack["in_force"]}
    assert used == {"company-privacy": "ours", "linkedin-ai-training": "2026.11"}
    assert call("policy", "lint").code == 0


def test_what_is_private_is_closed_to_others(call: Call, here: Path) -> None:
    call("init")
    assert (here / "pseudonym.key").stat().st_mode & 0o777 == 0o600
    for name in ("inbox", "inbox/roster", "inbox/survey", "runs"):
        assert (here / name).stat().st_mode & 0o777 == 0o700
    assert "*.key" in (here / ".gitignore").read_text()


def test_init_never_overwrites(call: Call, here: Path) -> None:
    call("init")
    key = (here / "pseudonym.key").read_text()
    (here / "reporter.toml").write_text("# mine\n")
    (here / "policies" / "company-privacy.yaml").unlink()
    said = call("init")
    assert said.code == 0
    assert (here / "pseudonym.key").read_text() == key
    assert (here / "reporter.toml").read_text() == "# mine\n"
    assert (here / "policies" / "company-privacy.yaml").is_file()
    assert "Kept as is" in said.out


def test_init_where_a_file_is_in_the_way_is_a_usage_error(call: Call, here: Path) -> None:
    (here / "office").write_text("mine")
    said = call("init", "office")
    assert said.code == 2
    assert said.err.startswith("error: office")


def test_every_example_in_the_workspace_file_is_valid(tmp_path: Path) -> None:
    lines = WORKSPACE.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line.removeprefix("# ") if " = " in line else line for line in lines)
    (tmp_path / "reporter.toml").write_text(text, encoding="utf-8")
    settings = load(tmp_path / "reporter.toml", environ={}, flags={})
    assert settings.defaults == ()


def test_the_workspace_file_shows_every_key() -> None:
    lines = WORKSPACE.read_text(encoding="utf-8").splitlines()
    shown = tomllib.loads("\n".join(line.removeprefix("# ") if " = " in line else line for line in lines))
    for name, section in File.model_fields.items():
        known = getattr(section.annotation, "model_fields", {})
        keys = {field.alias or key for key, field in known.items()} - (
            {"columns", "words"} if name in {"roster", "survey"} else set()
        )
        assert keys <= set(shown[name]), name
