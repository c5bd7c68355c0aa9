"""The page as people meet it: opened from disk in a real Chromium, without a network, by mouse, by keyboard, on paper.

One small report is made once. Every test ends with a look at what the page asked for and complained of: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from pypdf import PdfReader

from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.reports import html, listing
from tests.conftest import ROSTER_ROWS, SURVEY_ROWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = pytest.mark.browser

HOSTILE = "Mallory </script><img src=x onerror=alert(1)>"
ROWS = 5


@pytest.fixture(scope="module")
def report(make_report: Callable[..., Report]) -> Report:
    people = (
        {"employee_id": "21", "name": HOSTILE, "department": HOSTILE, "place": "FR"},
        {"employee_id": "22", "name": "Zoë Müller-Łask", "department": "Research", "place": "FR"},
    )
    answers = (
        {"employee_id": "21", "LI-01": "On", "LI-05": HOSTILE},
        {"employee_id": "22", "LI-01": "On", "LI-05": "No"},
    )
    return make_report(roster=[*ROSTER_ROWS, *people], survey=[*SURVEY_ROWS, *answers])


@pytest.fixture(scope="module")
def files(report: Report, tmp_path_factory: pytest.TempPathFactory) -> dict[Edition, Path]:
    """Return the page of both editions: short pages of its lists, and HR's with less on paper than it lists."""
    folder = tmp_path_factory.mktemp("run")
    paths = {Edition.AUDITOR: folder / "report.html", Edition.HR: folder / "report-hr.html"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "ROWS", ROWS)
        patch.setattr(html, "ROWS", ROWS)
        for edition, path in paths.items():
            path.write_bytes(html.render(report, edition))
            patch.setattr(html, "PRINTED", 3)
    return paths


@dataclass
class Visit:
    """Opens a page in a browser of its own, and keeps what it asked for and complained of."""

    files: dict[Edition, Path]
    chromium: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __call__(self, edition: Edition, width: int = 1440, height: int = 900, *, script: bool = True) -> Page:
        context = self.chromium.new_context(
            offline=True,
            reduced_motion="reduce",
            viewport={"width": width, "height": height},
            java_script_enabled=script,
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.asked_for.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.goto(self.files[edition].as_uri())
        return page


@pytest.fixture
def visit(files: dict[Edition, Path], chromium: Browser) -> Iterator[Visit]:
    visit = Visit(files, chromium)
    yield visit
    for context in visit.contexts:
        context.close()
    assert visit.complaints == []
    asked_for = [url for url in visit.asked_for if not url.startswith("data:")]
    assert len(asked_for) == len(visit.contexts)
    assert all(url.startswith("file:") and url.endswith(".html") for url in asked_for)


def the_list(page: Page) -> Locator:
    return page.locator("#open .list")


def rows(page: Page) -> list[list[str]]:
    """Return the cells of the list of open findings, as shown."""
    lines = the_list(page).locator("tbody tr").all()
    return [line.locator("th, td").all_inner_texts() for line in lines]


def said(page: Page) -> str:
    return the_list(page).get_by_role("status").inner_text()


def listed(report: Report, edition: Edition) -> int:
    open_ = report.assessment.findings.filter("open")
    return open_.height if edition is Edition.AUDITOR else open_.filter("writable").height


def test_a_search_finds_every_word_in_any_column_whatever_its_accents(visit: Visit, report: Report) -> None:
    page = visit(Edition.HR)
    everybody = listed(report, Edition.HR)
    assert said(page) == f"Rows 1 to {ROWS} of {everybody}"
    field = the_list(page).get_by_label("Search in all columns")
    field.fill("LI-01 zoe muller")
    the_list(page).get_by_text("that match").wait_for()
    assert said(page) == f"Rows 1 to 1 of 1 that match; {everybody} in all"
    assert rows(page)[0][0].startswith("Zoë Müller-Łask")
    field.fill("nobody is called so")
    the_list(page).get_by_text("Clear the search").wait_for()
    assert said(page) == f"No row matches; {everybody} in all"
    the_list(page).get_by_role("button", name="Clear").click()
    the_list(page).locator("tbody tr").nth(1).wait_for()
    assert said(page) == f"Rows 1 to {ROWS} of {everybody}"


def test_filters_and_sorting_hold_together_and_the_third_press_gives_the_order_back(
    visit: Visit, report: Report
) -> None:
    page = visit(Edition.AUDITOR)
    found = the_list(page)
    first = rows(page)
    found.get_by_label("Control").select_option(label="LI-01: The account's data does not train models (LI-01)")
    count = report.assessment.findings.filter(pl.col("open") & (pl.col("control").cast(pl.String) == "LI-01")).height
    assert said(page) == f"Rows 1 to {ROWS} of {count} that match; {listed(report, Edition.AUDITOR)} in all"
    assert {row[1][:5] for row in rows(page)} == {"LI-01"}
    chosen = rows(page)
    head = found.get_by_role("columnheader", name="Employee")
    for order, words in (("ascending", "; sorted by Employee"), ("descending", "; sorted by Employee, reversed")):
        head.get_by_role("button").click()
        names = [row[0] for row in rows(page)]
        assert names == sorted(names, reverse=order == "descending")
        assert {row[1][:5] for row in rows(page)} == {"LI-01"}
        assert head.get_attribute("aria-sort") == order
        assert said(page).endswith(words)
    head.get_by_role("button").click()
    assert rows(page) == chosen
    assert head.get_attribute("aria-sort") is None
    found.get_by_label("Control").select_option(label="All")
    assert rows(page) == first


def test_pages_are_turned_and_every_row_knows_its_place(visit: Visit, report: Report) -> None:
    page = visit(Edition.AUDITOR)
    found = the_list(page)
    total = listed(report, Edition.AUDITOR)
    table = found.get_by_role("table")
    assert table.get_attribute("aria-rowcount") == str(total + 1)
    seen = rows(page)
    places = [found.locator("tbody tr").last.get_attribute("aria-rowindex")]
    button = found.get_by_role("button", name="Next")
    while button.get_attribute("aria-disabled") != "true":
        button.click()
        seen += rows(page)
        places.append(found.locator("tbody tr").last.get_attribute("aria-rowindex"))
    assert len(seen) == len({(row[0], row[1]) for row in seen}) == total
    assert places[-1] == str(total + 1)
    assert places[0] == str(ROWS + 1)
    found.get_by_label("Rows per page").select_option("200")
    assert rows(page) == seen
    found.get_by_role("button", name="Level").click()
    levels = [row[2] for row in rows(page)]
    assert levels == sorted(levels, key=["Required", "Recommended", "Information"].index)


def test_a_control_leads_to_its_steps_and_on_to_its_findings(visit: Visit) -> None:
    page = visit(Edition.AUDITOR)
    details = page.locator("#control-LI-05")
    assert not details.get_by_text("How to mend it").is_visible()
    page.locator("#outcomes").get_by_role("link", name="LI-05").click()
    assert details.get_by_text("How to mend it").is_visible()
    assert details.get_by_role("listitem").first.is_visible()
    details.get_by_role("link", name="Its open findings").click()
    assert {row[1][:5] for row in rows(page)} == {"LI-05"}
    assert the_list(page).get_by_label("Control").evaluate("field => field.selectedOptions[0].label")[:5] == "LI-05"
    assert page.locator("#open").evaluate("place => Math.abs(place.getBoundingClientRect().top) < 100")


STOP = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const box = at.getClientRects()[0];
  const across = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const over = document.elementFromPoint(across, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2);
  const style = getComputedStyle(at);
  return {
    name: (at.labels?.[0] ?? at).textContent.trim().replace(/\\s+/g, " ").slice(0, 40),
    kind: at.localName,
    seen: over !== null && (at.contains(over) || over.contains(at)),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    small: at.localName !== "a" && Math.min(box.width, box.height) < 24,
  };
}"""


@pytest.mark.parametrize(("width", "height"), [(320, 256), (390, 700)])
def test_the_keyboard_reaches_everything_and_what_has_the_focus_is_in_sight(
    visit: Visit, width: int, height: int
) -> None:
    page = visit(Edition.AUDITOR, width, height)
    stops = []
    page.keyboard.press("Tab")
    while stop := page.evaluate(STOP):
        stops.append(stop)
        page.keyboard.press("Tab")
    assert [stop for stop in stops if not stop["seen"]] == []
    assert [stop for stop in stops if not stop["marked"]] == []
    assert [stop for stop in stops if stop["small"]] == []
    assert stops[0]["name"] == "Skip to the figures"
    kinds = [stop["kind"] for stop in stops]
    assert kinds.count("summary") == page.locator("summary").count()
    reached = {stop["name"] for stop in stops}
    assert {"Search in all columns", "Clear", "Next", "Employee", "Answered on"} <= reached


def test_the_list_is_worked_by_keyboard_alone(visit: Visit) -> None:
    page = visit(Edition.AUDITOR)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    while "Search" not in page.evaluate("document.activeElement.labels?.[0]?.textContent ?? ''"):
        page.keyboard.press("Tab")
    page.keyboard.type("required")
    the_list(page).get_by_text("that match").wait_for()
    assert {row[2] for row in rows(page)} == {"Required"}
    while page.evaluate("document.activeElement.textContent") != "Employee":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    names = [row[0] for row in rows(page)]
    assert names == sorted(names, reverse=True)
    while page.evaluate("document.activeElement.localName") != "summary":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#control-LI-01").get_by_text("How to mend it").is_visible()


def printed(page: Page) -> str:
    """Return the text of the page as paper, with single spaces."""
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())


def test_paper_holds_every_open_finding_and_what_is_folded(visit: Visit, report: Report) -> None:
    page = visit(Edition.AUDITOR)
    text = printed(page)
    open_ = report.assessment.findings.filter("open").join(report.assessment.population, on="employee")
    for pseudonym, control, level in open_.select("pseudonym", "control", "level").iter_rows():
        assert text.count(f"{pseudonym} {control} {level.capitalize()}") == 1
    assert f"Rows 1 to {open_.height} of {open_.height}" in text
    assert text.count("How to mend it") == len(report.assessment.policies.controls)
    assert "The switch is on unless switched" in text
    assert len(rows(page)) == ROWS  # the screen is as it was
    assert not page.get_by_text("How to mend it").first.is_visible()


def test_paper_says_what_it_leaves_out_and_what_was_chosen(visit: Visit) -> None:
    page = visit(Edition.HR)
    the_list(page).get_by_label("Department").select_option("Research")
    text = printed(page)
    match = re.search(r"Rows 1 to 3 of (\d+) that match; \d+ in all\. Only these are printed; report\.xlsx", text)
    assert match is not None
    assert int(match[1]) > 3
    assert "Department Research" in text
    assert "Search in all columns" not in text


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("edition", "schemes"),
    [(Edition.AUDITOR, ("light", "dark", "light")), (Edition.HR, ("dark", "light", "dark"))],
)
def test_axe_finds_nothing_at_any_width_in_either_scheme(visit: Visit, edition: Edition, schemes: Any) -> None:  # noqa: ANN401 - Playwright's literals
    """WCAG 2.2 A and AA, and axe's best practices; contrast, which hangs on the scheme alone, once in each.

    At 320 pixels tables scroll sideways, and axe cannot tell the contrast of what is out of sight.
    """
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - brings Playwright

    page = visit(edition)
    page.evaluate("for (const place of document.querySelectorAll('details')) place.open = true")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for width, scheme in zip((320, 768, 1440), schemes, strict=True):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        rules = {"target-size": {"enabled": True}, "color-contrast": {"enabled": width > 320}}
        found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": tags, "rules": rules})
        assert found.violations_count == 0, (width, scheme, found.generate_report())


def test_names_and_answers_stay_text_and_nothing_foreign_runs(visit: Visit) -> None:
    page = visit(Edition.HR)
    the_list(page).get_by_label("Search in all columns").fill("mallory")
    the_list(page).get_by_text("that match").wait_for()
    assert rows(page)[0][0].startswith(HOSTILE)
    assert page.locator("#open td", has_text=HOSTILE).count() >= 2  # the department, and the answer to map
    assert page.locator("img, iframe, object").count() == 0
    barred = ["img-src", "script-src-attr", "script-src-elem", "style-src-attr", "style-src-elem"]
    assert page.evaluate(FOREIGN) == barred
    assert page.evaluate("window.ran") is None
    assert all("Content Security Policy" in complaint for complaint in visit.complaints)
    visit.complaints.clear()
    visit.asked_for.remove("https://example.org/x.png")  # what the policy stopped: offline or not, it never left


FOREIGN = """async () => {
  const barred = [];
  document.addEventListener("securitypolicyviolation", (event) => barred.push(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  const style = document.createElement("style");
  style.textContent = "* { color: red }";
  const place = document.createElement("div");
  place.innerHTML = "<p style='color:red' onclick='window.ran = true'>x</p><img src='https://example.org/x.png'>";
  document.body.append(script, style, place);
  await new Promise((resolve) => setTimeout(resolve, 50));
  place.remove();
  return [...new Set(barred)].sort();
}"""


def test_without_javascript_the_first_rows_stand_there_and_it_is_said(visit: Visit) -> None:
    page = visit(Edition.AUDITOR, script=False)
    assert the_list(page).locator("tbody tr").count() == ROWS
    assert the_list(page).get_by_text("need JavaScript, which is off").is_visible()
    assert not the_list(page).locator("form").is_visible()
    assert not the_list(page).get_by_role("button").first.is_visible()
