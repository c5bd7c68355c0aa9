"""How soon the page can be worked with, and how large it is: `make bench`, or by hand.

    python -m tests.benchmarks.page              the demo beside 102,000 and 150,000 rows of a roster
    python -m tests.benchmarks.page 1000000      another size

Both editions are opened from disk in Chromium, in one run, in turns; the median of several times counts. *Interactive*
is when the page has loaded, its script has run, and the browser has drawn a frame and is free again. Then a reader
sorts, filters, searches and turns to the last page. The bounds of issue 6: under 3 × the demo's time, below 25 MB.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from reporter import assets, policy, sample
from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.pseudonyms import PUBLISHED
from reporter.reports import html
from reporter.run import judge
from reporter.settings import FILE_NAME, load
from tests.benchmarks import organisation

_SIZES = (103_100, 150_000)  # rows of a roster; of the first, 100,000 people are in scope
_TIMES = 7
_MOST_BYTES = 25_000_000
_MOST_TIMES = 3
_AS_OF = date(2026, 11, 23)
_CONFIGURATION = """
[run]
roster = "roster.csv"
survey = "survey.csv"
[scope]
contractors = true
[consultation]
DE = {date = 2026-09-01, reference = "Works agreement 12/2026"}
"""
_DONE = ("sort", "filter", "search", "last")
_COLUMNS = ("page", "people", "open", "MB", "made s", "ready ms", "ratio", *(f"{act} ms" for act in _DONE))

_READY = """window.ready = new Promise((done) => addEventListener("load", () => requestAnimationFrame(() => setTimeout(
  () => done(performance.now())
))));"""
_WORK = """async () => {
  const list = [...document.querySelectorAll("[data-list]")].at(-1);
  const took = async (act) => {
    const before = performance.now();
    act();
    document.body.getBoundingClientRect();
    return performance.now() - before;
  };
  const change = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const choice = list.querySelector("form select");
  const times = [];
  times.push(await took(() => list.querySelector("thead button").click()));
  times.push(await took(() => change(choice, "1")));
  change(choice, "");
  times.push(await took(() => change(list.querySelector("input"), "a e")));
  times.push(await took(() => list.querySelector("[data-go=last]").click()));
  return times;
}"""


def main() -> None:
    """Make the pages, open them in turns, print the table, and hold the bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=_SIZES, metavar="ROWS")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        sys.exit("error: there is no Chromium\nhint: type: make counterparts")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = dict(_pages(Path(folder), parser.parse_args().sizes))
        browser = playwright.chromium.launch(executable_path=path, args=("--headless", "--no-sandbox", "--disable-gpu"))
        found: dict[Path, list[list[float]]] = {page: [] for page in pages}
        for _ in range(_TIMES):
            for page, times in found.items():
                times.append(_opened(browser, page))
        browser.close()
        _table(pages, {page: [statistics.median(t) for t in zip(*times, strict=True)] for page, times in found.items()})


def _pages(folder: Path, sizes: list[int]) -> Iterator[tuple[Path, tuple[int, int, float]]]:
    """Make the pages of the demo and of each size; yield each with its people, open findings, and seconds."""
    for name, report in (("demo", _demo()), *((str(size), _large(folder, size)) for size in sizes)):
        for edition in Edition:
            path = folder / f"{name} {edition.value}.html"
            before = time.perf_counter()
            path.write_bytes(html.render(report, edition))
            took = time.perf_counter() - before
            assessment = report.assessment
            yield path, (assessment.roster.in_scope, assessment.totals.overall.open, took)


def _demo() -> Report:
    settings = load(Path(sample.__file__).parent / FILE_NAME, environ={}, flags={})
    return judge(settings, as_of=_AS_OF, key=PUBLISHED).report


def _large(folder: Path, rows: int) -> Report:
    policies = policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])
    organisation.roster(rows).write_csv(folder / "roster.csv")
    organisation.survey(rows, policies).write_csv(folder / "survey.csv")
    (folder / FILE_NAME).write_text(_CONFIGURATION, encoding="utf-8")
    return judge(load(folder / FILE_NAME, environ={}, flags={}), as_of=_AS_OF, key=PUBLISHED).report


def _opened(browser: Browser, path: Path) -> list[float]:
    """Open a page in a context of its own; return the milliseconds until it is ready, and of each thing done then."""
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(_READY)
    page.goto(path.as_uri(), wait_until="load")
    times = [float(page.evaluate("window.ready")), *map(float, page.evaluate(_WORK))]
    context.close()
    return times


def _table(pages: dict[Path, tuple[int, int, float]], times: dict[Path, list[float]]) -> None:
    _print("  ".join(f"{title:>16}" if title == "page" else f"{title:>9}" for title in _COLUMNS))
    demo: dict[str, float] = {}
    late = []
    for path, (people, open_, made) in pages.items():
        edition = path.stem.split()[-1]
        ready, *work = times[path]
        size = path.stat().st_size
        ratio = ready / demo.setdefault(edition, ready)
        numbers = [f"{people:,}", f"{open_:,}", f"{size / 1e6:.2f}", f"{made:.2f}", f"{ready:.0f}", f"{ratio:.2f}"]
        numbers += [f"{t:.0f}" for t in work]
        _print("  ".join((f"{path.stem:>16}", *(f"{number:>9}" for number in numbers))))
        if size >= _MOST_BYTES or ratio >= _MOST_TIMES:
            late.append(path.stem)
    if late:
        sys.exit(f"error: beyond the bounds of issue 6: {', '.join(late)}")


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
