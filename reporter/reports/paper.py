"""HTML laid out as a PDF/A-3a that is PDF/UA-1 too, from nothing but the product's own files and the logo."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import cast

from reporter import assets
from reporter.errors import OURS, Problem, RenderError
from reporter.model.documents import Report
from reporter.reports import standards, typesetter
from reporter.reports.enclosures import Enclosure

MISSING = "\u25a1"
"""Stands for a character that no font at hand has: one without a glyph would break both standards."""

_EPOCH = "SOURCE_DATE_EPOCH"
_LOGO_TYPES = {b"\x89PNG": "logo.png"}


def printed(
    page: Callable[[str | None], str], report: Report, identifier: str, enclosed: Sequence[Enclosure] = ()
) -> bytes:
    """Return a page as a PDF that holds to PDF/A-3a and PDF/UA-1.

    The same report gives the same bytes: dates inside the file are `as_of`. A character that neither our fonts nor
    those of the machine have is shown as `MISSING`.

    Args:
        page: Returns the HTML, given the name under which the organisation's logo is served; None: it has none.
        report: Whose organisation and day these are.
        identifier: Of this document, in its trailer.
        enclosed: The files it carries inside.

    Raises:
        RenderError: The logo cannot be drawn, or asks for something from outside; or Pango is missing.
    """
    typesetter.load()
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - importing it costs a second

    from reporter.reports.fetcher import AssetFetcher  # noqa: PLC0415

    logo = report.organisation.logo
    name = _LOGO_TYPES.get(logo[:4], "logo.svg") if logo else None
    fetcher = AssetFetcher(assets.folder("templates"), {name: logo} if name and logo else {})
    html = page(name)
    try:
        pdf, heard = _written(html, fetcher, report, identifier, enclosed)
        if heard.missing:
            shown = html.translate(dict.fromkeys(map(ord, heard.missing), MISSING))
            pdf, heard = _written(shown, fetcher, report, identifier, enclosed)
    except FatalURLFetchingError as error:
        raise _incomplete(str(error), logo=logo) from error
    if heard.complaints:
        raise _incomplete("; ".join(heard.complaints), logo=logo)
    return pdf


def _written(
    html: str, fetcher: object, report: Report, identifier: str, enclosed: Sequence[Enclosure]
) -> tuple[bytes, _Listener]:
    """Return a PDF, and what WeasyPrint had to say about it."""
    from weasyprint import HTML, Attachment  # noqa: PLC0415

    with _dated(report.assessment.parameters.as_of) as moment, _listening() as heard, _uncollected():
        pdf = HTML(string=html, url_fetcher=fetcher).write_pdf(
            pdf_variant=standards.VARIANT,
            pdf_identifier=identifier.encode(),
            finisher=standards.declare_pdf_ua,
            attachments=[
                Attachment(
                    file_obj=BytesIO(file.data),
                    name=file.name,
                    description=file.description,
                    relationship=file.relationship,
                    created=moment,
                    modified=moment,
                )
                for file in enclosed
            ],
        )
    return cast("bytes", pdf), heard


def _incomplete(why: str, *, logo: bytes | None) -> RenderError:
    return RenderError(
        Problem(
            what=f"the document cannot be drawn whole: {why}",
            where="[organisation] logo" if logo else "",
            hint="use a logo that holds everything it shows: a PNG, or an SVG without links to other files"
            if logo
            else OURS,
        )
    )


class _Listener(logging.Handler):
    """Keeps what WeasyPrint logs: a picture or a style sheet it went on without, and characters no font has."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.complaints: list[str] = []
        self.missing: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if ".notdef" in str(record.msg) and isinstance(record.args, tuple):
            self.missing.add(str(record.args[0]))
        elif record.levelno >= logging.ERROR:
            self.complaints.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[_Listener]:
    logger, heard = logging.getLogger("weasyprint"), _Listener()
    logger.addHandler(heard)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off: the boxes of a document live to its end, and it would go through all of them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def _dated(as_of: date) -> Iterator[datetime]:
    """Let fontTools stamp the fonts it cuts with `as_of` instead of the clock; give that moment."""
    before = os.environ.get(_EPOCH)
    moment = datetime.combine(as_of, time(), UTC)
    os.environ[_EPOCH] = str(int(moment.timestamp()))
    try:
        yield moment
    finally:
        if before is None:
            del os.environ[_EPOCH]
        else:
            os.environ[_EPOCH] = before
