"""The survey's page as people meet it: opened from disk in a real Chromium, answered, saved, and judged by a run."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from reporter.cli import app
from tests.cli.conftest import ROSTER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

Call = Callable[..., Any]
NOW = "2026-11-20T10:15:00+01:00"


@dataclass
class Opened:
    """The page in a browser without a network, and everything it asked for or complained of."""

    page: Page
    asked_for: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def save(self) -> Path:
        """Press the button at the end, and return the file that comes of it under the name the page gave it."""
        with self.page.expect_download() as download:
            self.page.keyboard.press("Enter")
        folder = Path("answers")
        folder.mkdir(exist_ok=True)
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the page, as HR does."""
    folder = tmp_path_factory.mktemp("office")
    stated = '[organisation]\nname = "Small & Co"\ncontact = "privacy@small.example"\n'
    (folder / "reporter.toml").write_text(stated, encoding="utf-8")
    arguments = ["--format", "html", "--config", str(folder / "reporter.toml"), "--out", str(folder / "survey")]
    get_command(app).main(["survey", "build", "--policy", "linkedin-ai-training", *arguments], standalone_mode=False)
    return folder / "survey" / "survey.html"


@pytest.fixture
def opened(file: Path, here: Path, chromium: Browser) -> Iterator[Opened]:
    assert here == Path.cwd()
    context = chromium.new_context(offline=True, timezone_id="Europe/Berlin", accept_downloads=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    seen = Opened(page)
    page.on("request", lambda request: seen.asked_for.append(request.url))
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.goto(file.as_uri())
    yield seen
    context.close()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def choose(page: Page, question: str, answer: str) -> None:
    page.locator(f"[data-question='{question}']").get_by_label(answer, exact=True).check()


def focused(page: Page) -> str:
    return str(
        page.evaluate("document.activeElement.id || document.activeElement.value || document.activeElement.className")
    )


def judged(call: Call, here: Path) -> list[dict[str, str]]:
    """Run over the folder of saved files, and return the findings on LI-01 in order of the roster's ids."""
    (here / "people.csv").write_text(ROSTER.replace("\n2,", "\n=1+1,"), encoding="utf-8")
    said = call(
        "run",
        "--roster",
        "people.csv",
        "--survey",
        "answers",
        "--outputs",
        "csv",
        "--policy",
        "linkedin-ai-training",
        "--as-of",
        "2026-11-23",
        "--out",
        "q4",
    )
    assert said.code == 0, said.err
    return list(csv.DictReader((here / "q4" / "findings.csv").read_text(encoding="utf-8").splitlines()))


def test_answered_by_keyboard_alone_and_judged_by_a_run(opened: Opened, call: Call, here: Path) -> None:
    page = opened.page
    press(page, "Tab", "Enter")  # the first stop skips to the questions
    press(page, "Tab")
    assert focused(page) == "employee"
    page.keyboard.type("1")
    press(page, "Tab", "Tab")
    assert focused(page) == "The organisation provides or manages it"
    press(page, "ArrowDown", "ArrowDown")  # whose account: my own
    assert focused(page) == "It is my own"
    press(page, "Tab")
    assert focused(page) == "clear"
    press(page, "Tab", "Space")  # LI-01: the first answer
    assert focused(page) == "Off"
    while focused(page) != "save":
        press(page, "Tab")
    path = opened.save()
    row = dict(zip(*csv.reader(path.read_text(encoding="utf-8-sig").splitlines()), strict=True))
    assert row.pop("Submitted at") == NOW
    assert {head: text for head, text in row.items() if text} == {
        "Employee ID": "1",
        "linkedin.account": "It is my own",
        "LI-01": "Off",
    }
    findings = {f["control"]: f for f in judged(call, here) if f["responded"] == "true"}
    assert (findings["LI-01"]["outcome"], findings["LI-01"]["ownership"]) == ("satisfied", "personal")
    assert (findings["LI-01"]["answered_on"], findings["LI-07"]["reason"]) == ("2026-11-20", "unanswered")
    assert opened.complaints == []
    assert {url.partition(":")[0] for url in opened.asked_for} <= {"file", "data", "blob"}
    assert sum(url.startswith("file:") for url in opened.asked_for) == 1


def test_a_file_names_nobody_and_never_collides(opened: Opened) -> None:
    page = opened.page
    page.fill("#address", "ana@small.example")
    choose(page, "LI-01", "Prefer not to say")
    names = set()
    for _ in range(2):
        page.focus(".save")
        names.add(opened.save().name)
    assert len(names) == 2
    assert all(name.startswith("survey-answer-20261120T101500-") and name.endswith(".csv") for name in names)


def test_what_a_spreadsheet_would_run_is_text_and_read_back_as_typed(opened: Opened, call: Call, here: Path) -> None:
    page = opened.page
    page.fill("#employee", " =1+1 ")
    choose(page, "LI-01", "On")
    page.focus(".save")
    path = opened.save()
    [_, row] = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    assert row[0] == "\u200b=1+1"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert [f["outcome"] for f in judged(call, here) if f["responded"] == "true" and f["control"] == "LI-01"] == [
        "not-satisfied"
    ]


def test_what_is_missing_is_said_at_the_top_and_leads_there(opened: Opened) -> None:
    page = opened.page
    page.focus(".save")
    press(page, "Enter")
    assert focused(page) == "errors"
    assert page.locator("#errors li").all_inner_texts() == [
        "Fill in your employee ID or your work e-mail address.",
        "No question is answered. If you do not wish to answer any, there is nothing to save or send.",
    ]
    press(page, "Tab", "Enter")
    assert focused(page) == "employee"
    assert page.get_attribute("#employee", "aria-invalid") == "true"
    page.fill("#address", "ana at small")
    choose(page, "LI-01", "Off")
    page.click(".save")
    assert "This is not an e-mail address" in page.inner_text("#errors")


def test_an_answer_can_be_taken_back_and_focus_is_not_lost(opened: Opened) -> None:
    page = opened.page
    question = page.locator("[data-question='LI-01']")
    choose(page, "LI-01", "On")
    question.get_by_role("button", name="Clear this answer").click()
    assert question.locator("input:checked").count() == 0
    assert focused(page) == "Off"
    assert not question.get_by_role("button").is_visible()


def test_it_fits_320_pixels_and_says_where_the_file_goes(opened: Opened) -> None:
    page = opened.page
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.fill("#employee", "1")
    choose(page, "LI-01", "Off")
    page.focus(".save")
    name = opened.save().name
    said = page.inner_text("#saved")
    assert f"Saved: {name}" in said
    assert "Then send that file to privacy@small.example." in said


def test_nothing_is_left_in_the_browser(opened: Opened) -> None:
    page = opened.page
    page.fill("#employee", "1")
    choose(page, "LI-01", "Off")
    page.focus(".save")
    opened.save()
    kept = page.evaluate("JSON.stringify([document.cookie, Object.keys(localStorage), Object.keys(sessionStorage)])")
    assert json.loads(kept) == ["", [], []]
    page.reload()
    assert page.input_value("#employee") == ""
    assert page.locator("input:checked").count() == 0


def test_without_javascript_it_says_what_to_do_and_prints_as_a_form(opened: Opened, chromium: Browser) -> None:
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(opened.page.url)
    assert not page.locator(".save").is_visible()
    assert "print this page and fill it in by hand, or ask privacy@small.example" in page.inner_text(".no-script")
    page.emulate_media(media="print")
    assert page.get_by_text("Date of your answers").is_visible()
    assert page.get_by_text("Responsible for the survey (the controller)").is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_controls_have_enough_contrast(opened: Opened, scheme: Any) -> None:  # noqa: ANN401 - Playwright's literal
    """WCAG 2.2, 1.4.3 and 1.4.11: 4.5 for text, 3 for the frame of what can be operated."""
    page = opened.page
    page.emulate_media(color_scheme=scheme)
    found = page.evaluate(CONTRAST)
    assert {name: value for name, value in found.items() if value < (3 if name == "frame" else 4.5)} == {}


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (colour) => {
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => {
    const linear = (c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = rgb(colour).map((n) => linear(n / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  const paper = style("body").backgroundColor;
  return {
    text: ratio(style("body").color, paper),
    organisation: ratio(style(".organisation").color, paper),
    disclaimer: ratio(style("footer p").color, paper),
    save: ratio(style(".save").color, style(".save").backgroundColor),
    frame: ratio(style("#employee").borderTopColor, paper),
  };
}"""
