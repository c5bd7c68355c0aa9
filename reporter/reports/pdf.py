"""The report on paper: `report.pdf` for auditors, `report-hr.pdf` with names."""

from __future__ import annotations

from functools import partial

from reporter.model.documents import Report
from reporter.model.inputs import read_alike
from reporter.model.vocabulary import Edition
from reporter.reports import sampling
from reporter.reports.enclosures import Enclosures, enclosures
from reporter.reports.headline import headline
from reporter.reports.paper import printed
from reporter.reports.view import view
from reporter.wording import colours, environment


def render(report: Report, edition: Edition) -> bytes:
    """Return the report as a PDF; the same report gives the same bytes.

    Raises:
        RenderError: The logo cannot be drawn, or asks for something from outside.
    """
    carried = enclosures(report)
    return printed(partial(_laid_out, report, edition, carried), report, report.report_id, carried.files)


def page(report: Report, edition: Edition) -> str:
    """Return the HTML the PDF is laid out from, of an organisation without a logo."""
    return _laid_out(report, edition, enclosures(report), None)


def _laid_out(report: Report, edition: Edition, carried: Enclosures, logo: str | None) -> str:
    """Return the HTML the PDF is laid out from, in the report's language; `logo` is the name it is served under."""
    language = report.language
    said = report.said
    return (
        environment(language)
        .get_template("report/report.html.j2")
        .render(
            report=said,
            assessment=said.assessment,
            edition=edition.value,
            view=view(report, edition, language),
            logo=logo,
            headline=headline(report.assessment, language),
            carried=carried,
            samples=sampling.sheet(report.assessment, carried.findings, carried.findings_sha256),
            inputs=read_alike(report.inputs),
            questions={asked.id: asked.wordings for asked in report.assessment.policies.asked},
            accent=colours.accent(report.organisation.accent),
        )
    )
