"""Where documents explain waivers they say how long one may last, and where each stands in its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reporter.model.assessment import Waiver
from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.reports import pdf
from reporter.reports.excel.people import waivers


@pytest.fixture
def report(make_report: Callable[..., Report]) -> Report:
    made = make_report()
    parameters = replace(made.assessment.parameters, waiver_days=90)
    return replace(made, assessment=replace(made.assessment, parameters=parameters))


def test_the_report_prints_the_longest_term(report: Report) -> None:
    page = pdf.page(report, Edition.AUDITOR)
    assert "for 90 days at most" in page
    assert '<th scope="row">Longest waiver</th><td>90 days</td>' in page


def test_the_workbook_prints_the_longest_term(report: Report) -> None:
    assert "It counts for 90 days at most." in waivers(report.assessment).about


@pytest.mark.parametrize(("file", "place"), [("w.csv", "w.csv, row 2"), ("w.yaml", "w.yaml, line 2")])
def test_a_waiver_of_a_yaml_file_stands_on_a_line(
    report: Report, make_waiver: Callable[..., Waiver], file: str, place: str
) -> None:
    assessment = report.assessment
    judged = (replace(assessment.waivers[0], waiver=make_waiver(file=file)), *assessment.waivers[1:])
    assert ("The row of a YAML file is its line." in waivers(replace(assessment, waivers=judged)).about) == (
        "line" in place
    )
    assert place in pdf.page(replace(report, assessment=replace(assessment, waivers=judged)), Edition.AUDITOR)
