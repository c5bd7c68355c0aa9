"""The report on paper: `report.pdf` for auditors, `report-hr.pdf` with names."""

from __future__ import annotations

from functools import partial
from hashlib import sha256

from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.reports import findings
from reporter.reports.enclosures import enclosures
from reporter.reports.headline import headline
from reporter.reports.paper import printed
from reporter.reports.view import LISTED, view
from reporter.wording import colours, environment


def render(report: Report, edition: Edition) -> bytes:
    """Return the report as a PDF; the same report gives the same bytes.

    Raises:
        RenderError: The logo cannot be drawn, or asks for something from outside.
    """
    return printed(partial(page, report, edition), report, report.report_id, enclosures(report, listed=LISTED))


def page(report: Report, edition: Edition, logo: str | None = None) -> str:
    """Return the HTML the PDF is laid out from; `logo` is the name it is served under."""
    return (
        environment()
        .get_template("report/report.html.j2")
        .render(
            report=report,
            assessment=report.assessment,
            edition=edition.value,
            view=view(report, edition),
            logo=logo,
            headline=headline(report.assessment),
            findings_sha256=sha256(findings.render(report)).hexdigest(),
            accent=colours.accent(report.organisation.accent),
        )
    )
