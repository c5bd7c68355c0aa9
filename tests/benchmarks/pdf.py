"""How long the auditor's PDF takes at any size of the organisation: `make bench`, or by hand.

    python -m tests.benchmarks.pdf                  the demo, then 1,000 to 100,000 people
    python -m tests.benchmarks.pdf 1000000

All sizes are rendered in one process, the demo first and once more at the end, so that the ratios hold on a machine of
whatever speed; each file is then judged by veraPDF. 100,000 people may take 1.5 times the demo (issue 5).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
from pypdf import PdfReader

from reporter import sample
from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.pseudonyms import PUBLISHED
from reporter.reports import pdf
from reporter.run import judge
from reporter.settings import load
from tests import verapdf
from tests.benchmarks import organisation

_SIZES = (1_000, 10_000, 100_000)
_AS_OF = date(2026, 11, 23)
_TOML = '[consultation]\nDE = { date = 2026-02-02, reference = "Works agreement" }\n'


def main() -> None:
    """Render the demo and each size, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=_SIZES, metavar="PEOPLE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        reports = {"demo": _demo(), **{f"{n:,}": _made(Path(folder), n) for n in given.sizes}, "demo again": _demo()}
        pdf.render(reports["demo"], Edition.AUDITOR)  # what is done once: imports, fonts
        print(f"{'people':>12} {'seconds':>8} {'ratio':>6} {'pages':>6} {'kB':>7} {'rules broken':>13}")  # noqa: T201 - this is the table
        first = None
        for name, report in reports.items():
            start = time.perf_counter()
            data = pdf.render(report, Edition.AUDITOR)
            seconds = time.perf_counter() - start
            first = first or seconds
            pages = len(PdfReader(BytesIO(data)).pages)
            file = Path(folder) / "report.pdf"
            file.write_bytes(data)
            broken = sum((verapdf.failures(file, standard) for standard in verapdf.PROFILES), Counter())
            print(f"{name:>12} {seconds:8.2f} {seconds / first:6.2f} {pages:6} {len(data) // 1000:7,} {len(broken):13}")  # noqa: T201


def _demo() -> Report:
    settings = load(Path(sample.__file__).parent / "reporter.toml", environ={}, flags={})
    return judge(settings, as_of=_AS_OF, key=PUBLISHED).report


def _made(folder: Path, people: int) -> Report:
    (folder / "reporter.toml").write_text(_TOML, encoding="utf-8")
    roster, survey = folder / f"roster-{people}.csv", folder / f"survey-{people}.csv"
    settings = load(folder / "reporter.toml", environ={}, flags={"run.roster": [roster], "run.survey": [survey]})
    policies = _demo().assessment.policies
    _write(organisation.roster(people), roster)
    _write(organisation.survey(people, policies), survey)
    return judge(settings, as_of=_AS_OF, key=PUBLISHED).report


def _write(table: pl.DataFrame, path: Path) -> None:
    table.write_csv(path)


if __name__ == "__main__":
    main()
