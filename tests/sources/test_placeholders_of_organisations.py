"""A placeholder never matches anybody: whatever rows carry it, everybody else's outcome stays what it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.run import judge
from reporter.settings import load
from tests.needs import examples
from tests.sources.test_placeholders import WORDS

AS_OF = date(2026, 11, 23)
ADDRESSES = ("noemail@company.example", "none@none.com", "no@email.com", "", "n/a", "unknown", "-")
PLACEHOLDERS = st.sampled_from(WORDS)


def csv(path: Path, head: str, rows: Sequence[tuple[str, ...]]) -> None:
    lines = [head, *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def outcomes(folder: Path, roster: Sequence[tuple[str, ...]], survey: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """Return each clean employee's outcome on LI-01 and its reason, by address."""
    csv(folder / "people.csv", "Employee ID,Work Email,Country,Status", roster)
    csv(folder / "answers.csv", "Employee ID,Email,Completion time,LI-01", survey)
    flags: dict[str, object] = {
        "run.roster": [folder / "people.csv"],
        "run.survey": [folder / "answers.csv"],
        "run.policies": [Path("linkedin-ai-training")],
    }
    assessment = judge(load(None, environ={}, flags=flags), as_of=AS_OF).report.assessment
    people = assessment.population.select("employee", "address")
    found = assessment.findings.filter(pl.col("control").cast(pl.String) == "LI-01").join(people, on="employee")
    rows = found.select("address", "outcome", "reason").iter_rows()
    return {address: f"{outcome} {reason}" for address, outcome, reason in rows if address and address.startswith("e")}


@pytest.mark.thorough
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.lists(st.sampled_from(["Off", "On", None]), min_size=3, max_size=6),
    ids=st.lists(PLACEHOLDERS, min_size=1, max_size=4),
    addresses=st.lists(st.sampled_from(ADDRESSES), min_size=4, max_size=4),
    of_roster=st.booleans(),
)
def test_rows_with_placeholders_change_nobody_elses_outcome(
    tmp_path: Path, answers: list[str | None], ids: list[str], addresses: list[str], *, of_roster: bool
) -> None:
    roster = [(f"A{n:03}", f"e{n}@company.example", "Ireland", "Active") for n in range(len(answers))]
    said = [
        (roster[n][0], roster[n][1], "2026-11-10 10:00", answer)
        for n, answer in enumerate(answers)
        if answer is not None
    ]
    clean = outcomes(tmp_path, roster, said)
    assert len(clean) == len(answers)
    strangers = [(name, address, "2026-11-12 10:00", "On") for name, address in zip(ids, addresses, strict=False)]
    more = [(name, address, "Ireland", "Active") for name, address in zip(ids, addresses, strict=False)]
    assert outcomes(tmp_path, roster + more if of_roster else roster, said + strangers) == clean
