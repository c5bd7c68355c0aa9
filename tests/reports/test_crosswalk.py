"""From a clause of the company policy to the law behind it, and how it stands, in every document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from reporter import mail
from reporter.model.documents import Report
from reporter.model.policy import Clause, PolicySet
from reporter.model.vocabulary import Edition, Kind, Level, Verdict
from reporter.reports import excel, html, pdf
from reporter.reports.crosswalk import crosswalk
from reporter.reports.headline import headline
from tests.conftest import Judge, control, policy_set

CLAUSES = (
    Clause(
        id="3.1",
        title="Accounts train nobody's AI",
        controls=("LI-01", "GPT-01"),
        titles={"de": "Konten trainieren nichts"},
    ),
    Clause(id="4.2", title="The second step is on", controls=("CP-06",)),
    Clause(id="8.1", title="Records are deleted in time"),
)


def policies() -> PolicySet:
    """A company policy with one control of its own, and a pack with two, one of which a clause names."""
    pack = policy_set(
        control(law=("gdpr-21", "ccpa-1798-120", "us-co-8-2-127")), control("LI-02", level=Level.RECOMMENDED)
    )
    company = policy_set(
        control("CP-06", kind=Kind.CONDUCT, service=None, title="The second step is on everywhere")
    ).policies[0]
    company = replace(
        company, id="company-privacy", title="Privacy policy of Example Ltd", clauses=CLAUSES, hosts=("linkedin.com",)
    )
    return replace(pack, policies=(company, replace(pack.policies[0], id="pack", title="A pack")))


@pytest.fixture
def report(make_report: Callable[..., Report], judge: Judge) -> Report:
    rows = [{"employee_id": f"E{n}", "address": f"e{n}@example.com", "place": "DE"} for n in range(9)]
    said = [
        {"employee_id": r["employee_id"], "LI-01": "On" if n < 2 else "Off", "LI-02": "On", "CP-06": "Off",
         "linkedin.account": "The company's" if n < 6 else None}
        for n, r in enumerate(rows[:8])
    ]  # fmt: skip
    return replace(make_report(), assessment=judge(rows, said, policies=policies()))


def lines(report: Report, edition: Edition = Edition.AUDITOR) -> list[tuple[Any, ...]]:
    parts = crosswalk(report.assessment, report.assessment.policies, edition)
    return [
        (part.policy.id, line.clause and line.clause.id, line.control and line.control.id)
        for part in parts
        for line in part.lines
    ]


def test_the_company_policy_goes_clause_by_clause_and_then_what_no_clause_names(report: Report) -> None:
    assert lines(report) == [
        ("company-privacy", "3.1", "LI-01"),
        ("company-privacy", "4.2", "CP-06"),
        ("company-privacy", "8.1", None),
        ("pack", None, "LI-02"),
    ]


def test_every_control_stands_in_it_with_its_law_and_its_verdict(report: Report) -> None:
    [company, _] = crosswalk(report.assessment, report.assessment.policies, Edition.AUDITOR)
    first, second, unchecked = company.lines
    assert [n.id for n in first.provisions("GDPR")] == ["gdpr-21"]
    assert [n.id for n in first.provisions("CCPA")] == ["ccpa-1798-120"]
    assert list(first.others("GDPR", "CCPA")) == ["US-PERSONAL-ACCOUNT"]
    assert first.required is not None
    assert first.required.verdict is Verdict.NOT_MET
    assert second.required is not None
    assert second.required.verdict is Verdict.CANNOT_BE_SAID
    assert (unchecked.control, unchecked.tally, unchecked.required) == (None, None, None)
    assert company.verdict is not None
    assert dict(company.verdict.controls) == {"met": 0, "not-met": 1, "cannot-be-said": 1}


def test_a_control_of_few_people_shows_the_auditor_nothing_and_hr_everything(
    make_report: Callable[..., Report], judge: Judge
) -> None:
    rows = [{"employee_id": f"E{n}", "place": "DE"} for n in range(3)]
    few = replace(make_report(), assessment=judge(rows, [], policies=policies()))
    [line] = [
        x
        for p in crosswalk(few.assessment, few.assessment.policies, Edition.AUDITOR)
        for x in p.lines
        if x.control and x.control.id == "CP-06"
    ]
    assert (line.tally, line.required, line.hidden) == (None, None, True)
    [line] = [
        x
        for p in crosswalk(few.assessment, few.assessment.policies, Edition.HR)
        for x in p.lines
        if x.control and x.control.id == "CP-06"
    ]
    assert line.required is not None
    assert line.tally is not None


def test_the_pdfs_first_page_names_the_company_policy_its_verdicts_and_the_laws(report: Report) -> None:
    page = pdf.page(report, Edition.AUDITOR)
    cover = page[: page.index('class="contents"')]
    assert "Compliance report: Privacy policy of Example Ltd; A pack" in cover
    assert "LI-01 (clause 3.1): <strong>Not met</strong>" in cover
    assert "CP-06 (clause 4.2): <strong>Cannot be said</strong>" in cover
    assert "GDPR, CCPA, US-PERSONAL-ACCOUNT" in cover
    assert "Remediation" in cover


def test_the_section_says_what_no_control_checks_and_how_each_policy_stands(report: Report) -> None:
    page = pdf.page(report, Edition.AUDITOR)
    section = page[page.index('id="crosswalk"') : page.index('id="population"')]
    assert "Clause 8.1. Records are deleted in time" in section
    assert "No control of this survey checks it" in section
    assert "2 controls are required: 0 met, 1 not met, 1 cannot be said." in section
    assert "of 6 required: 2 open, 0 unknown" not in section, "the three others are few: their answers would be told"
    assert "of 9 required: 0 open, 1 unknown" not in section
    assert "No company privacy policy was given" not in section


def test_a_run_without_a_company_policy_says_so(make_report: Callable[..., Report]) -> None:
    page = pdf.page(make_report(), Edition.AUDITOR)
    assert "No company privacy policy was given to this run." in page
    assert "No company privacy policy was given to this run." in html.render(make_report(), Edition.AUDITOR).decode()


def test_the_headline_counts_what_the_company_policy_requires_and_names_the_clause(report: Report) -> None:
    said = headline(report.assessment)
    assert (
        "Under the Privacy policy of Example Ltd, 2 controls are required: 0 met, 1 not met, 1 cannot be said." in said
    )
    assert "LI-01, clause 3.1 (“" in said
    assert "Privacy policy of Example Ltd: 2 Regeln sind verlangt, 0 erfüllt" in headline(report.assessment, "de")


def test_the_page_links_each_law_note_that_applies(report: Report) -> None:
    page = html.render(report, Edition.AUDITOR).decode()
    section = page[page.index('<section id="crosswalk">') : page.index('<section id="missing">')]
    assert "3.1 Accounts train nobody&#39;s AI" in section
    assert '<a href="#law-gdpr-21">' in section
    assert '<a href="#law-ccpa-1798-120">' not in section, "nobody in scope works there"


def test_the_workbook_has_a_row_for_each_clause_and_control(report: Report) -> None:
    sheet = load_workbook(BytesIO(excel.render(report)))["Crosswalk"]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    found = {row[head.index("Control")]: dict(zip(head, row, strict=True)) for row in rows}
    assert found["LI-01"]["Clause"] == "3.1"
    assert found["LI-01"]["Verdict"] == "Not met"
    assert found["LI-01"]["CCPA"] == "Provision ccpa-1798-120"
    assert found["LI-02"]["Level by policy"] == "Recommended"
    assert found[None]["Title"] == "No control of this survey checks it"


def test_a_mail_names_the_clause_of_the_company_policy(report: Report) -> None:
    [first, *_] = list(mail.compose(report, lambda purpose, text: f"{purpose}{text}".encode().hex()))
    assert "Company policy: Privacy policy of Example Ltd, clause 3.1." in first.data.decode()
