"""A report on paper with one page, and all that the real one carries: it takes a tenth of a second."""

from __future__ import annotations

from dataclasses import replace

from reporter.model.documents import Document, Printing, Report
from reporter.reports import findings, manifest, paper
from reporter.reports.enclosures import enclosures


def light(report: Report, *, listed: int = 50) -> bytes:
    """Lay the page out."""

    def page(_logo: str | None) -> str:
        return "<html lang=en><title>Report</title><body><h1>Report</h1><p>It stands for many pages.</body></html>"

    return paper.printed(
        page, report, report.report_id, enclosures(replace(report, printing=Printing(listed=listed))).files
    )


def run_of(report: Report, *names: str, pdf: bytes, csv: bool = True) -> list[Document]:
    """Return a run's documents, with the PDF under each of the names."""
    made = [Document(name=name, data=pdf) for name in names]
    if csv:
        made.append(Document(name="findings.csv", data=findings.render(report)))
    made.append(Document(name="manifest.json", data=manifest.render(report, made)))
    return [*made, Document(name="SHA256SUMS", data=manifest.checksums(made))]
