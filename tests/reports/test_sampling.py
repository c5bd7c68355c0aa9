"""The sampling sheet: what it draws from, and what it never asks for."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO

import pytest

from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.reports import enclosures, findings, pdf, sampling

MakeReport = Callable[..., Report]


def people(n: int) -> list[dict[str, str]]:
    return [
        {"employee_id": f"E{i}", "address": f"p{i}@brightwater.example", "place": "IE", "linkedin.account": "company"}
        for i in range(n)
    ]


@pytest.fixture
def report(make_report: MakeReport) -> Report:
    survey = [{"address": p["address"], "LI-01": "On", "LI-05": "No", "LI-08": "Off"} for p in people(60)[:50]]
    return make_report(roster=people(60), survey=survey)


def drawn(report: Report) -> sampling.Sheet:
    carried = enclosures.enclosures(report)
    return sampling.sheet(report.assessment, carried.findings, carried.findings_sha256)


def test_each_row_is_where_the_sheet_says_it_is_in_findings_csv(report: Report) -> None:
    lines = [[], *csv.reader(StringIO(findings.render(report).decode()))]
    sample = drawn(report).findings
    assert sample.out_of == 180
    assert len(sample.rows) == 46
    for row in sample.rows:
        assert lines[row.row][:4] == [row.pseudonym, row.control, row.outcome, row.reason]


def test_of_company_accounts_only_known_settings_are_drawn(report: Report) -> None:
    sample = drawn(report).company
    assert sample.out_of == 100, "fifty people, two controls about an account"
    assert {row.control for row in sample.rows} == {"LI-01", "LI-08"}
    assert {row.outcome for row in sample.rows} == {"satisfied", "not-satisfied"}


def test_controls_of_few_people_are_not_drawn_in_any_edition(make_report: MakeReport) -> None:
    report = make_report(roster=people(3), survey=[{"address": "p0@brightwater.example", "LI-01": "On"}])
    assert drawn(report).findings.out_of == 0
    for edition in Edition:
        html = pdf.page(report, edition).split('id="sampling"')[1].split("</section>")[0]
        assert "There is no finding to trace" in html
        assert "<table" not in html


def test_the_sheet_says_how_to_draw_again_and_that_nobody_shows_a_personal_account(report: Report) -> None:
    html = pdf.page(report, Edition.AUDITOR).split('id="sampling"')[1].split("</section>")[0]
    seed = enclosures.enclosures(report).findings_sha256
    assert f">{seed}:i</strong> " in html
    assert "divided by 180" in html
    assert "Nobody may be asked to show a personal account" in html
    assert len(re.findall("<tr><td", html)) == len(drawn(report).findings.rows) + len(drawn(report).company.rows)


def test_hr_is_told_no_reasons(report: Report) -> None:
    html = pdf.page(report, Edition.HR).split('id="sampling"')[1].split("</section>")[0]
    assert "no-response" not in html
    assert "no-response" in pdf.page(report, Edition.AUDITOR).split('id="sampling"')[1].split("</section>")[0]
