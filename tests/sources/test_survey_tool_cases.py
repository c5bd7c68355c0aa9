"""Real shapes of survey files that were read wrongly once: each with its right value (see the README of each case)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reporter import assets, policy
from reporter.assess import assess
from reporter.model.assessment import Assessment, Parameters
from reporter.sources import read_roster, read_survey

AS_OF = date(2026, 11, 23)
CASES = Path(__file__).parent / "cases"
POLICIES = policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])


def judged(case: str) -> Assessment:
    folder = CASES / case
    roster = read_roster([folder / "roster.csv"], services=tuple(POLICIES.services.values()), columns={}, as_of=AS_OF)
    survey = read_survey(
        [folder / "survey.csv"],
        asked=POLICIES.asked,
        columns={},
        timezone=ZoneInfo("UTC"),
        undated_as=None,
        as_of=AS_OF,
    )
    parameters = Parameters(as_of=AS_OF, period="2026-Q4", consulted={})
    return assess(roster, survey, policies=POLICIES, parameters=parameters, pseudonym=str)


def outcomes(assessment: Assessment, control: str = "LI-01") -> Counter[tuple[str, str]]:
    findings = assessment.findings
    rows = findings.filter(findings["control"].cast(str) == control)
    return Counter(rows.select("outcome", "reason").iter_rows())


@pytest.mark.parametrize(
    "case",
    [
        "17-question-header-punctuation",
        "18-numbered-question-headers",
        "19-limesurvey-codes",
        "25-question-column-twice",
    ],
)
def test_questions_are_known_as_tools_write_them(case: str) -> None:
    assessment = judged(case)
    assert (assessment.responses.used, assessment.roster.silent) == (5, 0)
    for control in POLICIES.controls:
        assert sum(n for (_, reason), n in outcomes(assessment, control.id).items() if reason == "unanswered") == 0
    assert outcomes(assessment) == {("satisfied", "answered"): 5}
    missing = [notice.values["questions"] for notice in assessment.notices if notice.code == "question-missing"]
    assert missing == (["linkedin.account"] if case.startswith("19") else [])  # its code there is LIacc


def test_answers_that_were_edited_are_fresh() -> None:
    assessment = judged("15-forms-edited-responses")
    assert outcomes(assessment) == {("satisfied", "answered"): 5}


def test_a_partial_response_supersedes_no_finished_one_and_its_person_is_silent() -> None:
    assessment = judged("16-partial-responses")
    responses = assessment.responses
    rejected = {reason: count for reason, count in responses.rejected.items() if count}
    assert (responses.used, responses.superseded, rejected) == (1, 0, {"unfinished": 2})
    assert outcomes(assessment) == {("satisfied", "answered"): 1, ("not-assessed", "no-response"): 4}
