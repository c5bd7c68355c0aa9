"""README's sample run is of this version, and says what the demo says today. When it does not: make sample."""

from __future__ import annotations

import email
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from reporter import __version__, sample
from reporter.pseudonyms import PUBLISHED
from reporter.reports import findings
from reporter.run import judge
from reporter.settings import FILE_NAME, load

FOLDER = Path(__file__).parent.parent / "docs" / "sample"
MEND = "docs/sample/ is stale; type: make sample"


@pytest.mark.parametrize("name", ["report.pdf", "guidance.pdf"])
def test_a_sample_on_paper_is_of_this_version(name: str) -> None:
    said = PdfReader(FOLDER / name).metadata
    assert said is not None
    assert said.creator == f"reporter {__version__}", MEND


def test_the_sample_workbook_is_of_this_version() -> None:
    with ZipFile(FOLDER / "report.xlsx") as archive:
        assert f"reporter {__version__}".encode() in archive.read("docProps/core.xml"), MEND


def test_the_sample_report_carries_the_findings_of_todays_demo() -> None:
    settings = load(Path(sample.__file__).parent / FILE_NAME, environ={}, flags={})
    today = judge(settings, as_of=date(2026, 11, 23), key=PUBLISHED).report
    [carried] = PdfReader(BytesIO((FOLDER / "report.pdf").read_bytes())).attachments["findings.csv"]
    assert carried == findings.render(today), MEND


def test_the_sample_page_fetches_nothing_and_the_sample_mail_is_one() -> None:
    assert "default-src &#39;none&#39;" in (FOLDER / "report.html").read_text(encoding="utf-8")
    message = email.message_from_bytes((FOLDER / "mail.eml").read_bytes())
    assert "@larkmere.example" in message["To"]
