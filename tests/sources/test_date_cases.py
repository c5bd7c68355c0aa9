"""Files whose dates were once read as other days: each gives its right value, or stops with what settles it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reporter import assets
from reporter.errors import SourceError
from reporter.run import Judged, judge
from reporter.settings import load

CASES = Path(__file__).with_name("cases")
AS_OF = date(2026, 11, 23)


@pytest.fixture
def judged(tmp_path: Path) -> Judging:
    """Return a function that judges a case, with what the configuration says."""
    return Judging(tmp_path)


class Judging:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, case: str, configuration: str = "") -> Judged:
        (folder,) = CASES.glob(f"{case}-*")
        path = self._folder / "reporter.toml"
        path.write_text(configuration)
        flags = {
            "run.roster": [*folder.glob("roster.*")],
            "run.survey": [*folder.glob("survey.*")],
            "run.policies": [assets.folder("policies") / "linkedin-ai-training.yaml"],
        }
        return judge(load(path, environ={}, flags=flags), as_of=AS_OF)


def right(found: Judged) -> None:
    """Five people are in scope, one has left, and five answers count and are fresh."""
    assessment = found.report.assessment
    assert assessment.roster.in_scope == 5
    assert {reason: n for reason, n in assessment.roster.excluded.items() if n} == {"left": 1}
    assert (assessment.responses.used, assessment.responses.unmatched) == (5, 0)
    assert not any(assessment.responses.rejected.values())
    reasons = assessment.findings.filter(control="LI-01")["reason"].cast(str).to_list()
    assert reasons == ["answered"] * 5


def refused(judged: Judging, case: str, configuration: str = "") -> str:
    """Return what is said about a case that cannot be read."""
    with pytest.raises(SourceError) as caught:
        judged(case, configuration)
    (problem,) = caught.value.problems
    return f"{problem} | {problem.hint}"


@pytest.mark.parametrize("case", ["01", "21", "26", "32", "33"])
def test_a_case_has_its_right_value(judged: Judging, case: str) -> None:
    right(judged(case))


def test_two_digits_of_a_year_mean_a_past_hire_date(judged: Judging) -> None:
    (hired, left) = judged("01").report.inputs[0].dates
    assert (hired.column, hired.first, hired.last) == ("Hire Date", date(1985, 6, 1), date(2022, 2, 14))
    assert (left.first, left.last, left.rows) == (date(2026, 6, 30), date(2026, 6, 30), 1)


def test_a_day_that_stands_for_none_is_said(judged: Judging) -> None:
    notices = {n.code: n.values for n in judged("21").report.assessment.notices}
    assert notices["roster-dates-none"] == {"file": "roster.csv", "column": "Termination Date", "row": 2, "count": 2}


def test_answers_that_a_spreadsheet_exchanged_wait_for_a_word(judged: Judging) -> None:
    said = refused(judged, "04")
    assert said.startswith('survey.xlsx, sheet Sheet1, column A "Timestamp": a spreadsheet seems to have exchanged')
    assert "read month-first they are 2026-11-02 to 2026-11-17, 0 stale" in said
    assert "read year-first they are 2026-02-11 to 2026-11-17, 2 stale" in said
    assert "It decides about rows 2, 3" in said
    assert '[survey] dates = "month-first" or [survey] dates = "year-first"' in said
    found = judged("04", '[survey]\ndates = "month-first"\n')
    right(found)
    assert "dates-exchanged" in [n.code for n in found.report.assessment.notices]
    as_it_stands = judged("04", '[survey]\ndates = "year-first"\n').report.inputs[1].dates
    assert as_it_stands[0].first == date(2026, 2, 11)


def test_last_days_that_a_spreadsheet_exchanged_wait_for_a_word(judged: Judging) -> None:
    said = refused(judged, "05")
    assert 'column I "Termination Date": a spreadsheet seems to have exchanged' in said
    assert "1 left, 0 not started" in said
    assert "2 left, 0 not started" in said
    assert "It decides about row 2 " in said
    found = judged("05", '[roster]\ndates = "month-first"\n')
    right(found)
    hired = found.report.inputs[0].dates[0]  # days beyond 12: nothing of this column was exchanged
    assert (hired.first, hired.last) == (date(2015, 6, 1), date(2022, 2, 14))


def test_one_odd_row_turns_no_column(judged: Judging) -> None:
    said = refused(judged, "06")
    assert 'survey.csv, column A "Timestamp"' in said
    assert "read day-first they are 2026-11-05 to 2026-11-10, 0 stale, 1 unreadable" in said
    assert "read month-first they are 2026-05-11 to 2026-11-13, 2 stale" in said
    assert '[survey] dates = "day-first" or [survey] dates = "month-first"' in said
    found = judged("06", '[survey]\ndates = "day-first"\n').report.assessment
    assert {reason: n for reason, n in found.responses.rejected.items() if n} == {"unreadable-date": 1}
