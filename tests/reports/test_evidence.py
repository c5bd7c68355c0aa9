"""The report's evidence: by what a reader sees that findings, consultation and headcount are those the run had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from reporter.model.documents import Headcount, Report
from reporter.model.vocabulary import Edition
from reporter.reports import findings, pdf


def test_the_hash_of_the_findings_is_printed(make_report: Callable[..., Report]) -> None:
    report = make_report()
    for edition in Edition:
        assert sha256(findings.render(report)).hexdigest() in pdf.page(report, edition)


def test_where_the_consultation_is_recorded_is_printed(make_report: Callable[..., Report]) -> None:
    page = pdf.page(make_report(consultations={"DE": "Works agreement 12/2026"}), Edition.AUDITOR)
    assert "Germany, 1 September 2026 (Works agreement 12/2026)" in page


def test_the_expected_headcount_and_its_source_are_printed(make_report: Callable[..., Report]) -> None:
    headcount = Headcount(people=240, expected=250, source="Payroll of October", difference=-10)
    assert "<td>250 (Payroll of October)</td>" in pdf.page(make_report(headcount=headcount), Edition.AUDITOR)
    assert '<th scope="row">Expected headcount</th><td>not stated</td>' in pdf.page(make_report(), Edition.AUDITOR)


def test_files_that_were_read_alike_are_told_together(make_report: Callable[..., Report]) -> None:
    report = make_report()
    one = report.inputs[1]
    forms = tuple(replace(one, name=f"{n}.xlsx", sha256=str(n) * 64) for n in range(1, 4))
    page = pdf.page(replace(report, inputs=(report.inputs[0], *forms)), Edition.AUDITOR)
    assert "<caption>Survey: 3 files that were read alike</caption>" in page
    assert page.count(">Columns dropped</th>") == 2
    assert all(form.sha256 in page and f">{form.name}</th>" in page for form in forms)
