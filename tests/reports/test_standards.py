"""One file for two standards, as veraPDF judges them, with what it carries inside."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from reporter.model.documents import Printing, Report
from reporter.model.vocabulary import Edition
from reporter.reports import enclosures, findings, manifest, paper, pdf
from tests import verapdf

MakeReport = Callable[..., Report]


@pytest.mark.thorough
@pytest.mark.parametrize("edition", Edition)
def test_the_report_holds_to_pdf_a_3a_and_to_pdf_ua_1(
    edition: Edition, make_report: MakeReport, tmp_path: Path
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf.render(make_report(), edition))
    assert {standard: verapdf.failures(file, standard) for standard in verapdf.PROFILES} == {"3a": {}, "ua1": {}}


EDGES: dict[str, dict[str, list[dict[str, str]]]] = {
    "nobody": {"roster": [], "survey": []},
    "one person": {"roster": [{"employee_id": "1", "place": "IE"}], "survey": [{"employee_id": "1", "LI-01": "On"}]},
    "long and right-to-left names": {
        "roster": [
            {"employee_id": "1", "name": "N" * 300, "department": "D" * 300, "place": "IE"},
            {"employee_id": "2", "name": "عبد الرحمن بن محمد", "department": "مكتب الخصوصية", "place": "IE"},
            *(
                {"employee_id": str(n), "name": "王小明 🦊", "department": "मुख्यालय", "place": "IE"}
                for n in range(3, 12)
            ),
        ],
        "survey": [{"employee_id": str(n), "LI-01": "On", "LI-05": "No"} for n in range(1, 12)],
    },
}


@pytest.mark.thorough
@pytest.mark.parametrize("edge", EDGES)
def test_neither_an_empty_organisation_nor_strange_names_break_them(
    edge: str, make_report: MakeReport, tmp_path: Path
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf.render(make_report(**EDGES[edge]), Edition.HR))
    assert {standard: verapdf.failures(file, standard) for standard in verapdf.PROFILES} == {"3a": {}, "ua1": {}}
    text = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert not re.search(r"\b(nan|none|null|undefined|inf)\b %", text.lower())


@pytest.mark.thorough
def test_no_name_breaks_the_standards_in_whatever_script_it_is(make_report: MakeReport, tmp_path: Path) -> None:
    names = (
        "Ōtāhuhu",
        "प्रिया शर्मा",
        "عبد الرحمن",
        "דָּוִד",
        "王小明",
        "🦊 Fox",
        "Zoë\u200d\u202e",
        "\U0001f9d1\u200d\U0001f680",
    )

    def page(_logo: str | None) -> str:
        listed = "".join(f"<p>{name}</p>" for name in names)
        return f"<html lang=en><title>Names</title><body><h1>Names</h1>{listed}</body></html>"

    file = tmp_path / "names.pdf"
    file.write_bytes(paper.printed(page, make_report(), "x"))
    assert {standard: verapdf.failures(file, standard) for standard in verapdf.PROFILES} == {"3a": {}, "ua1": {}}
    text = PdfReader(file).pages[0].extract_text()
    assert "Ōtāhuhu" in text
    assert paper.MISSING in text or "\U0001f98a" in text  # the fox: by a font of this machine, or visibly replaced


@pytest.mark.thorough
def test_verapdf_finds_what_is_wrong(make_report: MakeReport, tmp_path: Path) -> None:
    def page(_logo: str | None) -> str:
        return "<html lang=en><body><h1>No title</h1><h4>A level left out</h4></body></html>"

    file = tmp_path / "report.pdf"
    file.write_bytes(paper.printed(page, make_report(), "x"))
    assert "7.1-9" in verapdf.failures(file, "ua1")  # a document has a title
    assert "7.4.2-1" in verapdf.failures(file, "ua1")  # headings leave no level out


def test_the_pdf_carries_findings_policies_and_the_manifest_s_core(make_report: MakeReport) -> None:
    report = make_report()
    inside = PdfReader(BytesIO(pdf.render(report, Edition.AUDITOR))).attachments
    policy = report.assessment.policies.policies[0]
    assert inside["findings.csv"] == [findings.render(report)]
    assert inside[f"{policy.id}.yaml"] == [policy.source]
    core = manifest.core(report, mailed=True)
    assert json.loads(inside["manifest-core.json"][0]) == {k: v for k, v in core.items() if k != "mail"}


def test_of_a_large_findings_csv_only_the_listed_ones_are_carried(
    make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = make_report()
    monkeypatch.setattr(enclosures, "LARGEST", 10)
    carried = enclosures.enclosures(replace(report, printing=Printing(listed=1))).files[0]
    assert carried.name == "findings-listed.csv"
    lines = carried.data.decode().splitlines()
    assert len(lines) == 2
    assert lines[1] in findings.render(report).decode().splitlines()
    assert lines[1].endswith(",true")  # it is open
