"""The control total: the roster beside what somebody else says about its size (issue 4, point 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reporter.model.documents import Headcount
from reporter.model.vocabulary import Edition
from reporter.reports import html, pdf

PAYROLL = "Payroll of 31 October 2026"
WHO = "(in scope, or excluded by an objection or an open consultation)"
NONE = "No control total is stated, so nothing outside the roster shows that it is complete."


@pytest.mark.parametrize(
    ("headcount", "sentence"),
    [
        (None, NONE),
        (Headcount(people=1248, expected=1248, source=PAYROLL, difference=0), "There is no difference."),
        (
            Headcount(people=1, expected=2, source=PAYROLL, difference=-1),
            f"{PAYROLL} says that 2 people work here; the roster holds 1 {WHO}. The difference is 1 person fewer",
        ),
        (
            Headcount(people=1250, expected=1248, source="A <b>list</b>", difference=2),
            f"A &lt;b&gt;list&lt;/b&gt; says that 1,248 people work here; the roster holds 1,250 {WHO}.",
        ),
    ],
)
def test_the_page_prints_the_difference_and_who_says_so(
    make_report: Callable[..., Any], headcount: Headcount | None, sentence: str
) -> None:
    page = html.render(replace(make_report(), headcount=headcount), Edition.AUDITOR).decode()
    assert sentence in page


def test_the_pdf_prints_it_too(make_report: Callable[..., Any]) -> None:
    headcount = Headcount(people=1250, expected=1248, source=PAYROLL, difference=2)
    page = pdf.page(replace(make_report(), headcount=headcount), Edition.AUDITOR)
    assert f"{PAYROLL} says that 1,248 people work here; the roster holds 1,250" in page
    assert "The difference is 2 people more on the roster." in page
    assert NONE in pdf.page(make_report(), Edition.AUDITOR)
