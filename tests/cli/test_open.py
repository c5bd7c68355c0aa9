from __future__ import annotations

import shutil
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest

Call = Callable[..., Any]


@pytest.fixture
def shown(here: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """Make a program the machine's browser, and return a way to ask which files it was told to open."""
    program = here / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" >> "{here}/opened"\n', encoding="utf-8")
    program.chmod(0o700)
    webbrowser.register("of these tests", None, webbrowser.GenericBrowser([str(program), "%s"]), preferred=True)
    monkeypatch.setenv("DISPLAY", ":0")

    def opened() -> list[Path]:
        addresses = (here / "opened").read_text(encoding="utf-8").splitlines()
        assert all(address.startswith("file:///") for address in addresses)
        return [Path(unquote(urlparse(address).path)) for address in addresses]

    return opened


def a_run(folder: Path, as_of: str, *pages: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(f'{{"as_of": "{as_of}"}}', encoding="utf-8")
    for page in pages:
        (folder / page).write_text("<!doctype html>", encoding="utf-8")
    return folder


def test_it_opens_the_page_of_a_run(call: Call, here: Path, shown: Callable[[], list[Path]]) -> None:
    folder = a_run(here / "fourth quarter", "2026-11-23", "report.html")
    said = call("open", "fourth quarter")
    assert said.code == 0
    assert "report.html is open in a browser." in said.out
    assert shown() == [(folder / "report.html").resolve()]


def test_hrs_page_goes_before_the_auditors(call: Call, here: Path, shown: Callable[[], list[Path]]) -> None:
    folder = a_run(here / "q4", "2026-11-23", "report.html", "report-hr.html")
    said = call("open", "q4")
    assert shown() == [(folder / "report-hr.html").resolve()]
    assert "It names people: keep it with HR." in said.out


def test_a_page_may_be_named_itself(call: Call, here: Path, shown: Callable[[], list[Path]]) -> None:
    folder = a_run(here / "q4", "2026-11-23", "report.html", "report-hr.html")
    assert call("open", "q4/report.html").code == 0
    assert shown() == [(folder / "report.html").resolve()]


@pytest.mark.parametrize("place", ["runs", "."])
def test_without_a_folder_it_opens_the_run_with_the_latest_day(
    call: Call, here: Path, shown: Callable[[], list[Path]], place: str
) -> None:
    if place == "runs":
        (here / "reporter.toml").write_text("", encoding="utf-8")
    newest = a_run(here / place / "first made", "2026-11-23", "report.html")
    a_run(here / place / "later made", "2026-08-20", "report.html")
    a_run(here / place / ".reporter-0123456789abcdef", "2026-12-01", "report.html")  # of a run that was killed
    assert call("open").code == 0
    assert shown() == [(newest / "report.html").resolve()]


def test_without_a_display_it_says_where_the_page_is(call: Call, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    folder = a_run(here / "q4", "2026-11-23", "report.html")
    said = call("open", "q4")
    assert said.code == 0
    assert f"The page is: {(folder / 'report.html').resolve()}" in said.out


def test_what_cannot_be_opened_is_exit_2_with_words(call: Call, here: Path) -> None:
    said = call("open")
    assert said.code == 2
    assert "no folder here is a run" in said.err
    folder = a_run(here / "q4", "2026-11-23", "findings.csv")
    for name, what in (("q4", "holds no page"), ("nowhere", "there is no such folder")):
        said = call("open", name)
        assert said.code == 2
        assert f"{name}: {what}" in said.err
    shutil.rmtree(folder)
    (here / "reporter.toml").write_text("", encoding="utf-8")
    assert "runs/ of this workspace holds no run" in call("open").err
