from __future__ import annotations

import html as escapes
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from reporter.model.documents import Report
from reporter.model.policy import AppliesTo, Control, PolicySet
from reporter.model.vocabulary import Edition, Level, Severity
from reporter.reports import excel, html, pdf
from reporter.reports.headline import headline

MakeReport = Callable[..., Report]
PLAIN_SPACES = str.maketrans("\u00a0", " ")
Given = Callable[..., Report]


@pytest.fixture
def given(
    make_report: MakeReport, make_control: Callable[..., Control], make_policies: Callable[..., PolicySet]
) -> Given:
    """Build a report of people who gave these answers to one control; None is silence."""

    def build(answers: Sequence[str | None], *controls: Control, **changes: Any) -> Report:
        roster = [{"employee_id": f"e{n}", "place": "FR"} for n in range(len(answers))]
        survey = [{"employee_id": f"e{n}", "LI-01": text} for n, text in enumerate(answers) if text is not None]
        policies = make_policies(*(controls or (make_control(title="The switch is off", **changes),)))
        return make_report(roster=roster, survey=survey, policies=policies)

    return build


def said(report: Report) -> str:
    return headline(report.assessment).translate(PLAIN_SPACES)


def test_it_says_who_answered_how_the_control_stands_and_what_is_open(given: Given) -> None:
    assert said(given(["Off"] * 6 + ["On"] * 2 + [None] * 2)) == (
        "8 of 10 people in scope answered. At least 60 % and at most 80 % of the 10 people concerned satisfy LI-01 "
        "(“The switch is off”). 2 findings on it are open; each takes about 2 minutes to mend."
    )


def test_one_finding_takes_one_verb(given: Given) -> None:
    assert said(given(["Off"] * 6 + ["On", None])).endswith(
        "”). 1 finding on it is open; it takes about 2 minutes to mend."
    )


def test_without_minutes_nothing_is_said_about_time(given: Given) -> None:
    assert said(given(["Off"] * 6 + ["On"] * 2, remediation=None)) == (
        "All 8 people in scope answered. 6 of the 8 people concerned satisfy LI-01 (“The switch is off”). "
        "2 findings on it are open."
    )


def test_a_miss_with_a_waiver_is_not_open(given: Given) -> None:
    report = given(["On", *["Off"] * 5, None])
    assessment = report.assessment
    waived = replace(assessment.totals.by_control[0].tally, open=0, waived=1)
    totals = replace(assessment.totals, by_control=(replace(assessment.totals.by_control[0], tally=waived),))
    report = replace(report, assessment=replace(assessment, totals=totals))
    assert said(report).endswith(
        "of the 7 people concerned satisfy LI-01 (“The switch is off”). No finding on it is open."
    )


def test_everything_satisfied_is_said_in_one_word(given: Given) -> None:
    assert said(given(["Off"] * 6)) == (
        "All 6 people in scope answered. All 6 people concerned satisfy LI-01 (“The switch is off”)."
    )


def test_nothing_satisfied_and_nothing_known_are_told_apart(given: Given) -> None:
    nobody = ". None of the 6 people concerned satisfies LI-01 (“The switch is off”). 6 findings on it are open"
    assert nobody in said(given(["On"] * 6))
    assert said(given(["I don't know"] * 6)).endswith(
        ". Whether the 6 people concerned satisfy LI-01 (“The switch is off”) is unknown. No finding on it is open."
    )


def test_a_share_under_one_per_cent_is_not_rounded_to_nothing(given: Given) -> None:
    assert ". 1 of the 300 people concerned satisfies LI-01" in said(given(["Off"] + ["On"] * 299))
    assert ". More than 0 % and at most 1 % of the 300 people" in said(given(["Off"] + ["On"] * 298 + [None]))


@pytest.mark.parametrize(
    ("answers", "start"),
    [
        (["Off"], "The one person in scope answered."),
        (["Off", "Off"], "Both people in scope answered."),
        (["Off", None], "1 of 2 people in scope answered."),
    ],
)
def test_few_people_are_counted_in_plain_words_and_no_outcome_is_told(
    given: Given, answers: list[str | None], start: str
) -> None:
    expected = f"{start} No outcome is told here, because it would be that of fewer than 5 people."
    assert said(given(answers)) == expected


def test_the_outcome_of_the_one_person_whom_a_control_concerns_is_not_told(given: Given) -> None:
    answers = ["On", *["I have no LinkedIn account"] * 5]
    assert "No outcome is told here" in said(given(answers))


def test_silence_tells_nothing(given: Given) -> None:
    assert said(given([None] * 9)) == "None of the 9 people in scope answered, so nothing is known yet."
    assert said(given([None])) == "The one person in scope did not answer, so nothing is known yet."


def test_nobody_in_scope_leaves_nothing_to_report(make_report: MakeReport) -> None:
    start = "Nobody is in scope, so there is nothing to report: "
    assert said(make_report(roster=[], survey=[])) == f"{start}the roster holds no row."
    left = [{"employee_id": "1", "status": "Terminated"}]
    assert said(make_report(roster=left, survey=[])) == f"{start}every row of the roster was rejected or excluded."


def test_a_control_that_concerns_nobody_is_not_the_one_spoken_of(given: Given) -> None:
    assert said(given(["I have no LinkedIn account"] * 6)) == (
        "All 6 people in scope answered. No control applies to anybody in scope."
    )


def test_it_speaks_of_the_weightiest_control_that_may_be_shown(
    given: Given, make_control: Callable[..., Control]
) -> None:
    few = make_control("LI-09", severity=Severity.CRITICAL, applies_to=AppliesTo(countries=("DE",)))
    weak, strong = make_control("LI-02", level=Level.RECOMMENDED), make_control("LI-01", severity=Severity.MEDIUM)
    assert "satisfy LI-01 (" in said(given(["Off"] * 6, few, weak, strong))


def test_all_documents_open_with_the_same_sentence(given: Given) -> None:
    report = given(["Off"] * 6 + ["On", None])
    sentence = headline(report.assessment)
    book = openpyxl.load_workbook(BytesIO(excel.render(report)))
    assert book["Overview"]["A2"].value == sentence
    for edition in Edition:
        for text in (pdf.page(report, edition), html.render(report, edition).decode()):
            assert sentence in escapes.unescape(text)


def test_a_title_stays_text_in_every_document(given: Given, make_control: Callable[..., Control]) -> None:
    report = given(["Off"] * 6, make_control(title="Off & <b>done</b>"))
    assert "LI-01 (“Off & <b>done</b>”)" in said(report)
    for text in (pdf.page(report, Edition.AUDITOR), html.render(report, Edition.AUDITOR).decode()):
        assert "LI-01 (“Off &amp; &lt;b&gt;done&lt;/b&gt;”)" in text
