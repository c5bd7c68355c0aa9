"""Who a row is about, in files as people keep them: a weak identity is never taken for a strong one.

Each folder of `cases` is one kind of fault; everybody in them is invented.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import SourceError
from reporter.model.assessment import Assessment
from reporter.run import judge
from reporter.settings import load

CASES = Path(__file__).parent / "cases"
AS_OF = date(2026, 11, 23)


def judged(case: str, roster: str = "roster.csv", survey: str = "survey.csv") -> Assessment:
    folder = next(CASES.glob(f"{case}-*"))
    flags: dict[str, Any] = {"run.roster": [folder / roster], "run.survey": [folder / survey]}
    return judge(load(None, environ={}, flags=flags), as_of=AS_OF).report.assessment


def codes(assessment: Assessment) -> set[str]:
    return {notice.code for notice in assessment.notices}


def switch(assessment: Assessment) -> tuple[int, int]:
    """Return how often LI-01 is satisfied, and not."""
    (tally,) = [total.tally for total in assessment.totals.by_control if total.control == "LI-01"]
    return tally.satisfied, tally.not_satisfied


def test_a_word_for_nothing_in_place_of_an_id_makes_no_stranger_s_answer_somebody_s() -> None:
    assessment = judged("13")
    assert switch(assessment) == (1, 0)
    assert (assessment.responses.used, assessment.responses.unmatched, assessment.responses.superseded) == (1, 1, 0)
    assert "placeholders" in codes(assessment)


@pytest.mark.parametrize("word", ["0", "(null)", "TBD", "unknown", "#N/A", "xxx", "unbekannt", "-"])
def test_it_does_so_whatever_the_word_is(word: str, tmp_path: Path) -> None:
    paths = {}
    for name in ("roster", "survey"):
        text = (CASES / "13-placeholder-ids" / f"{name}.csv").read_text(encoding="utf-8")
        paths[name] = tmp_path / f"{name}.csv"
        paths[name].write_text(text.replace("nan,", f"{word},"), encoding="utf-8")
    flags: dict[str, Any] = {f"run.{name}": [path] for name, path in paths.items()}
    assessment = judge(load(None, environ={}, flags=flags), as_of=AS_OF).report.assessment
    assert switch(assessment) == (1, 0)
    assert (assessment.responses.used, assessment.responses.unmatched) == (1, 1)


def test_a_mistyped_id_beside_a_stranger_s_address_does_not_replace_the_owner_s_own_answer() -> None:
    assessment = judged("14")
    assert switch(assessment) == (1, 0)
    assert assessment.responses.rejected["identity-conflict"] == 1
    assert (assessment.responses.used, assessment.responses.superseded) == (1, 0)


def test_addresses_under_a_header_of_another_country_identify_people_too() -> None:
    assessment = judged("20")
    assert (assessment.responses.used, assessment.mail.withheld["no-address"]) == (5, 0)


def test_formulas_without_values_are_an_error_and_no_empty_column() -> None:
    with pytest.raises(SourceError) as caught:
        judged("27", roster="roster.xlsx")
    (problem,) = caught.value.problems
    assert problem.what == 'the column C "Work Email" holds 6 formulas that were never calculated'
    assert problem.where == "roster.xlsx, sheet Sheet1, row 2, 3, 4, 5, 6, 7"


@pytest.mark.parametrize("spelling", ['"=""{}"""', "'{}", "{}", "{}\u00a0", "{:.1f}"])
def test_ids_as_excel_and_pandas_leave_them_are_the_ids_they_were(spelling: str, tmp_path: Path) -> None:
    folder = CASES / "22-ids-as-excel-and-pandas-leave-them"
    text = (folder / "roster.csv").read_text(encoding="utf-8")
    for number in range(1, 7):
        before = f'"=""0000{number}"""'
        assert before in text
        after = spelling.format(float(number)) if "f" in spelling else spelling.format(f"0000{number}")
        text = text.replace(before, after)
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    assessment = judged("22", roster=str(tmp_path / "roster.csv"))
    assert (assessment.responses.used, assessment.responses.unmatched) == (5, 0)
    assert ("ids-bridged" in codes(assessment)) == ("f" in spelling)


def test_a_number_that_counts_the_rows_is_no_id_and_the_address_identifies() -> None:
    assessment = judged("12")
    assert (assessment.responses.used, assessment.responses.rejected["identity-conflict"]) == (5, 0)
    assert "ids-counted" in codes(assessment)


def test_ids_of_a_survey_are_never_taken_for_such_numbers() -> None:
    assessment = judged("12", survey="survey-ids-only.csv")
    assert (assessment.responses.used, assessment.responses.unmatched) == (0, 5)
    assert {"nothing-matched", "ids-counted"} <= {notice.code for notice in assessment.notices}


def test_who_joins_shifts_nobody_s_identity() -> None:
    known = {}
    for quarter in ("q3", "q4"):
        people = judged("12", f"{quarter}-roster.csv", f"{quarter}-survey.csv").population
        known[quarter] = dict(people.select("address", "pseudonym").iter_rows())
        assert people["employee_id"].null_count() == people.height
    assert len(known["q3"].keys() & known["q4"].keys()) == 6


@pytest.mark.parametrize("address", ["noemail@acme.example", "reception@acme.example"])
def test_people_who_share_an_address_are_different_people_without_one(address: str, tmp_path: Path) -> None:
    text = (CASES / "29-shared-placeholder-address" / "roster.csv").read_text(encoding="utf-8")
    (tmp_path / "roster.csv").write_text(text.replace("noemail@acme.example", address), encoding="utf-8")
    assessment = judged("29", roster=str(tmp_path / "roster.csv"))
    assert (assessment.roster.in_scope, assessment.responses.used) == (5, 2)
    assert assessment.mail.withheld["no-address"] == 3
    assert codes(assessment) & {"placeholders", "addresses-shared"}
    assert "conflicting-duplicates" not in codes(assessment)
