from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator

import pytest

from reporter import assets
from reporter.errors import RenderError
from reporter.model.documents import Organisation, Report
from reporter.reports import paper


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x.css",
        "https://example.org/x.png",
        "file:///etc/hostname",
        "data:text/css,p{}",
        "asset:../pyproject.toml",
        "asset:../../etc/passwd.svg",
        "asset:wording/en.yaml",
        "asset:report/missing.css",
    ],
)
def test_a_document_may_load_nothing_but_our_own_assets(address: str) -> None:
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - importing it costs a second

    from reporter.reports.fetcher import AssetFetcher  # noqa: PLC0415

    with pytest.raises(FatalURLFetchingError):
        AssetFetcher(assets.folder("templates"), {}).fetch(address)


@pytest.mark.parametrize(
    "logo",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="http://127.0.0.1:9/x.png"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/hostname"/></svg>',
        b"no picture at all",
        b"\x89PNG, or so it says",
    ],
)
def test_a_logo_that_cannot_be_drawn_or_asks_for_more_stops_with_a_hint(
    make_report: Callable[..., Report], logo: bytes
) -> None:
    def page(name: str | None) -> str:
        return (
            f"<html lang=en><title>Cover</title><body><h1>Cover</h1><img src='asset:{name}' alt='Logo'></body></html>"
        )

    with pytest.raises(RenderError) as caught:
        paper.printed(page, make_report(organisation=Organisation(name="Brightwater", logo=logo)), "x")
    assert "logo" in caught.value.problems[0].hint


@pytest.fixture
def collector() -> Iterator[None]:
    """Leave the garbage collector as it was, whatever a test does to it."""
    was = gc.isenabled()
    yield
    if was:
        gc.enable()
    else:
        gc.disable()


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("on", [True, False])
def test_the_garbage_collector_rests_while_a_document_is_laid_out_and_is_as_before_after_it(
    make_report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch, *, on: bool
) -> None:
    from weasyprint import HTML  # noqa: PLC0415 - importing it costs a second

    during = []
    laid_out = HTML.write_pdf

    def write_pdf(*args: object, **options: object) -> bytes:
        during.append(gc.isenabled())
        data: bytes = laid_out(*args, **options)
        return data

    monkeypatch.setattr(HTML, "write_pdf", write_pdf)
    (gc.enable if on else gc.disable)()
    report = make_report()
    paper.printed(lambda _: "<html lang=en><title>x</title><p>x</p></html>", report, "x")
    assert (during, gc.isenabled()) == ([False], on)
    with pytest.raises(RenderError):
        paper.printed(lambda _: "<html lang=en><title>x</title><img src='asset:none.svg' alt=''></html>", report, "x")
    assert gc.isenabled() is on


@pytest.mark.parametrize("folder", ["annex", "guidance", "report"])
def test_no_printed_document_has_balanced_columns(folder: str) -> None:
    """WeasyPrint lays columns out again and again until they are even: most of what a sheet then costs."""
    for file in (assets.folder("templates") / folder).rglob("*.j2"):
        assert not re.search(r"\b(column-(count|width|fill)|columns)\s*:", file.read_text(encoding="utf-8")), file
