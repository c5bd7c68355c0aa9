"""The printed documents in German, French, Spanish and Hindi: whole, true to their numbers, and valid."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from pypdf import PdfReader

from reporter import assets, policy
from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.reports import annex, guidance, pdf
from reporter.reports.paper import MISSING
from reporter.wording import formats, languages
from tests import verapdf

MakeReport = Callable[..., Report]

LANGUAGES = [code for code in languages() if code != "en"]
ANSWERS = ("Aus", "On", "I don't know", "nobody knows", "Prefer not to say", "")
PLACES = ("DE", "FR", "US-CO", "IE")


def person(n: int) -> dict[str, Any]:
    who = {"employee_id": f"E{n}", "address": f"p{n}@brightwater.example", "name": f"Zora Quillonby{n}"}
    owned = {"linkedin.account": "company"} if n % 2 else {}
    return {**who, "department": ("Sales", "Board")[n % 2], "place": PLACES[n % 4], **owned}


ROSTER = [person(n) for n in range(24)]
SURVEY = [{"address": f"p{n}@brightwater.example", "LI-01": ANSWERS[n % 6], "LI-07": "On"} for n in range(20)]


class _Texts(HTMLParser):
    """Keeps the texts of a page that are in its own language: those of elements marked as English are left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in {"br", "img", "meta", "rect", "path"}:
            inside = self._open[-1][1] if self._open else False
            foreign = given["lang"] == "en" if "lang" in given else inside
            self._open.append((tag, foreign or tag == "style"))
        self.texts += [v or "" for k, v in attrs if k.startswith("data-") or k in {"alt", "content"}]

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open or not self._open[-1][1]:
            self.texts.append(" ".join(data.split()))


@pytest.fixture
def report(make_report: MakeReport) -> Report:
    pack = policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])
    return make_report(roster=ROSTER, survey=SURVEY, policies=pack)


def said(report: Report, language: str) -> Report:
    return replace(report, language=language)


def pages(report: Report) -> list[str]:
    """All that is printed: both editions, the sheet, and the annexes."""
    found = annex.annexes(report, "department")
    return [*(pdf.page(report, e) for e in Edition), guidance.page(report), annex.page(report, found[0], "department")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_a_document_is_left_in_english(report: Report, language: str) -> None:
    with (assets.folder("templates") / "wording" / f"{language}.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    pieces = {
        piece.strip()
        for message in catalogue
        for one in ([message.id] if isinstance(message.id, str) else message.id)
        for piece in re.split(r"%\(\w+\)s|<[^>]*>", one.replace("&nbsp;", "\u00a0").replace("%%", "%"))
        if len(piece.split()) > 2
    }
    assert len(pieces) > 300
    translated = " ".join(
        form for m in catalogue for form in ([m.string] if isinstance(m.string, str) else m.string or ())
    )
    for page in pages(said(report, language)):
        text = " ".join(_Texts(page).texts)
        assert [piece for piece in pieces if piece in text and piece not in translated] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_shares_and_days_are_those_of_the_assessment_in_every_language(report: Report, language: str) -> None:
    text = " ".join(_Texts(pdf.page(said(report, language), Edition.AUDITOR)).texts)
    total, form = report.assessment.totals.overall, formats(language)
    assert form.day(report.assessment.parameters.as_of) in text
    for control in report.assessment.totals.by_control:
        assert control.small or " ".join(form.bounds(control.tally.bounds).split()) in text
    counts = (total.applicable, total.satisfied, total.not_satisfied, total.not_assessed)
    assert " ".join(map(form.number, counts)) in text


def test_an_answer_table_lists_the_documents_wordings_and_the_english_ones_beside(report: Report) -> None:
    page = pdf.page(said(report, "de"), Edition.AUDITOR)
    assert "Ist ausgeschaltet" in page
    assert re.search(r'auf Englisch: <span lang="en">Off;? ?', page)
    assert "auf Englisch" not in pdf.page(report, Edition.AUDITOR)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_glued_to_a_long_code(report: Report, language: str) -> None:
    """WeasyPrint sets one word a line before a code that it can break off nowhere, such as one in quotation marks."""
    page = pdf.page(said(report, language), Edition.AUDITOR)
    around = re.findall(r'(.)<strong class="code">[^<]+</strong>(.)', page)
    assert set(around) == {(" ", " ")}


def test_facts_and_law_notes_are_marked_as_english_and_a_sentence_says_so(report: Report) -> None:
    page = pdf.page(said(report, "fr"), Edition.AUDITOR)
    assert "Les faits sont donnés en anglais" in page
    assert "Ce qui n’est pas traduit est donné en anglais" in page
    assert '<td lang="en">' in page
    assert 'lang="en"' not in pdf.page(report, Edition.AUDITOR)


def test_a_law_note_is_told_in_the_documents_language_where_it_is_translated(report: Report) -> None:
    page = pdf.page(said(report, "de"), Edition.AUDITOR)
    law = page.split('id="law"')[1].split("</section>")[0]
    assert "<strong>Art. 12 bis 14 DSGVO</strong><br>Information</th><td>Menschen erfahren in klaren Worten" in law
    assert "Datenschutz-Grundverordnung (EU und EWR)</th>" in law
    assert '<strong><span lang="en">Art. 25</span></strong>' in law
    assert "Art. 21 Abs. 1 und 4 DSGVO" in page.split('id="LI-02"')[1].split("<h3")[0], (
        "where a control names its notes"
    )
    assert "DSGVO" not in pdf.page(report, Edition.AUDITOR)


@pytest.mark.thorough
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_editions_the_sheet_and_the_annexes_hold_to_both_standards_and_lack_no_character(
    report: Report, language: str, tmp_path: Path
) -> None:
    told = said(report, language)
    found = annex.annexes(told, "department")
    for edition in Edition:
        _hold(pdf.render(told, edition), tmp_path)
    _hold(guidance.render(told), tmp_path)
    _hold(annex.render(told, found[0], "department"), tmp_path)
    _hold(annex.render_index(told, found, "department", hidden=2), tmp_path)


def _hold(data: bytes, folder: Path) -> None:
    assert MISSING not in " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    file = folder / "document.pdf"
    file.write_bytes(data)
    assert {flavour: verapdf.failures(file, flavour) for flavour in verapdf.PROFILES} == {"3a": {}, "ua1": {}}
