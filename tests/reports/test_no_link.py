"""Where a control has no link, every document says why in the place where the link would stand."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from hashlib import sha256

import pytest

from reporter import mail
from reporter.model.documents import Report
from reporter.model.policy import Control, Remediation
from reporter.model.vocabulary import Edition, Kind
from reporter.reports import html, pdf
from reporter.reports.excel.guidance import guidance

WHY = "It is about a person's own posts, and there is no one page for them."


@pytest.fixture
def report(
    make_report: Callable[..., Report], make_policies: Callable[..., object], make_control: Callable[..., Control]
) -> Report:
    unlinked = make_control(
        "LI-05", kind=Kind.CONDUCT, remediation=Remediation(no_link=WHY, desktop=("Read it again.",))
    )
    roster = [{"employee_id": "1", "address": "a@brightwater.example", "place": "FR"}]
    survey = [{"employee_id": "1", "LI-05": "On"}]
    return make_report(roster=roster, survey=survey, policies=make_policies(unlinked))


def test_the_report_says_why_there_is_no_link(report: Report) -> None:
    assert f"There is no link: {WHY}".replace("'", "&#39;") in pdf.page(report, Edition.AUDITOR)


def test_the_page_says_why_there_is_no_link(report: Report) -> None:
    assert f"There is no link: {WHY}".replace("'", "&#39;") in html.render(report, Edition.AUDITOR).decode()


def test_the_workbook_says_why_there_is_no_link(report: Report) -> None:
    sheet = guidance(report.assessment)
    column = [c.head for c in sheet.columns].index("Why there is no link")
    assert [rows[str(column)].to_list() for rows in sheet.rows.pieces()] == [[WHY]]


@pytest.mark.parametrize("part", ["plain", "html"])
def test_the_mail_says_why_there_is_no_link(report: Report, part: str) -> None:
    [message, _] = mail.compose(report, lambda purpose, text: sha256(f"{purpose}{text}".encode()).hexdigest()[:32])
    body = email.message_from_bytes(message.data, policy=email.policy.default).get_body((part,))
    assert body is not None
    said = " ".join(body.get_content().replace("&#39;", "'").split())
    assert f"There is no link: {WHY}" in said
    assert "The official page" not in said
