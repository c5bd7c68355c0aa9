"""The report on paper: `report.pdf` for auditors, `report-hr.pdf` with names."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import cast

from reporter import assets
from reporter.errors import Problem, RenderError
from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.reports.headline import headline
from reporter.reports.view import view
from reporter.wording import colours, environment

_EPOCH = "SOURCE_DATE_EPOCH"
_LOGO_TYPES = {b"\x89PNG": "logo.png"}


def render(report: Report, edition: Edition) -> bytes:
    """Return the report as a tagged PDF (PDF/UA-1 as far as WeasyPrint goes).

    The same report gives the same bytes: dates inside the file are `as_of`, its identifier is the report's.

    Raises:
        RenderError: the logo cannot be drawn, or asks for something from outside.
    """
    from weasyprint import HTML  # noqa: PLC0415 - importing it costs a second
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    from reporter.reports.fetcher import AssetFetcher  # noqa: PLC0415

    logo = report.organisation.logo
    name = _LOGO_TYPES.get(logo[:4], "logo.svg") if logo else None
    fetcher = AssetFetcher(assets.folder("templates"), {name: logo} if name and logo else {})
    document = HTML(string=page(report, edition, logo=name), url_fetcher=fetcher)
    try:
        with _dated(report.assessment.parameters.as_of), _complaints() as complaints:
            pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=report.report_id.encode())
    except FatalURLFetchingError as error:
        raise _incomplete(str(error), logo=logo) from error
    if complaints:
        raise _incomplete("; ".join(complaints), logo=logo)
    return cast("bytes", pdf)


def _incomplete(why: str, *, logo: bytes | None) -> RenderError:
    return RenderError(
        Problem(
            what=f"the document cannot be drawn whole: {why}",
            where="[organisation] logo" if logo else "",
            hint="use a logo that holds everything it shows: a PNG, or an SVG without links to other files"
            if logo
            else "this is a bug: please report it",
        )
    )


def page(report: Report, edition: Edition, *, logo: str | None = None) -> str:
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
            accent=colours.accent(report.organisation.accent),
        )
    )


class _Errors(logging.Handler):
    """Keeps what WeasyPrint logs as an error: a picture or a style sheet that it left out and went on without."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append(record.getMessage())


@contextmanager
def _complaints() -> Iterator[list[str]]:
    messages: list[str] = []
    logger, handler = logging.getLogger("weasyprint"), _Errors(messages)
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)


@contextmanager
def _dated(as_of: date) -> Iterator[None]:
    """Let fontTools stamp the fonts it cuts with `as_of` instead of the clock."""
    before = os.environ.get(_EPOCH)
    os.environ[_EPOCH] = str(int(datetime.combine(as_of, time(), UTC).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_EPOCH]
        else:
            os.environ[_EPOCH] = before
