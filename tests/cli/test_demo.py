from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter import run, sample

Call = Callable[..., Any]
Inputs = tuple[str, ...]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make tables only: the documents are looked at elsewhere, and cost seconds."""
    whole = run.render
    monkeypatch.setattr(run, "render", lambda judged, **more: whole(judged, **(more | {"outputs": ("csv",)})))


@pytest.mark.usefixtures("quick")
def test_the_demo_needs_nothing_and_may_be_repeated(call: Call, here: Path) -> None:
    said = call("demo")
    assert said.code == 0, said.err
    first = {p.name: p.read_bytes() for p in (here / "demo-run").iterdir() if p.is_file()}
    assert json.loads(first["manifest.json"])["as_of"] == "2026-11-23"
    assert "reporter run --roster people.csv --survey answers.xlsx" in said.out
    assert call("demo").code == 0
    assert {p.name: p.read_bytes() for p in (here / "demo-run").iterdir() if p.is_file()} == first
    assert call("verify", "demo-run").code == 0
    assert call("verify", "demo-run", "--config", Path(sample.__file__).parent / "reporter.toml").code == 0


@pytest.mark.usefixtures("quick")
def test_the_demo_replaces_nothing_but_a_demo(call: Call, here: Path, inputs: Inputs) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "thesis.txt").write_text("x")
    assert call("demo", "--out", "mine").code == 2
    assert call("demo", "--out", "mine", "--force").code == 2
    assert call("run", *inputs, "--outputs", "csv", "--out", "q4").code == 0
    assert call("demo", "--out", "q4").code == 2
    assert call("demo", "--out", "q4", "--force").code == 0


@pytest.mark.usefixtures("quick")
def test_the_demo_ignores_the_workspace_it_is_called_in(call: Call, here: Path) -> None:
    (here / "reporter.toml").write_text("[run]\nrooster = 1\n")
    assert call("demo").code == 0


@pytest.mark.thorough
@pytest.mark.usefixtures("quick")
def test_the_demo_tells_what_changed_since_the_quarters_before(call: Call, here: Path) -> None:
    assert call("demo", "--quarters", "3").code == 0
    assert sorted(p.name for p in here.iterdir()) == ["demo-run", "demo-run-2026-Q2", "demo-run-2026-Q3"]
    told = [json.loads((here / n / "manifest.json").read_text())["previous"] for n in ("demo-run", "demo-run-2026-Q3")]
    assert [earlier["period"] for earlier in told] == ["2026-Q3", "2026-Q2"]
    assert json.loads((here / "demo-run-2026-Q2" / "manifest.json").read_text())["previous"] is None
    assert call("demo", "--quarters", "3").code == 0
    again = call("verify", "demo-run", "--config", Path(sample.__file__).parent / "reporter.toml")
    assert again.code == 7
    assert "--previous" in again.err
    whole = ("--config", Path(sample.__file__).parent / "reporter.toml", "--previous", "demo-run-2026-Q3")
    assert call("verify", "demo-run", *whole).code == 0
