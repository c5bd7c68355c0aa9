"""Exports of survey tools, read and matched with a roster of six, one of whom has left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from reporter import policy
from reporter.assess import assess
from reporter.model.assessment import Parameters
from reporter.model.inputs import RosterTable
from reporter.model.policy import PolicySet
from reporter.sources import read_roster, read_survey
from reporter.wording import words

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a survey."""

    rows: int
    fates: Mapping[str, int]
    """Fate, or reason of rejection → how many rows; those of none are left out."""
    answers: list[tuple[str | None, ...]]
    """Of each row what it answers, in the order of `columns`."""
    days: list[date | None]
    columns: Mapping[str, str]
    """Question or canonical column → header."""
    dropped: tuple[str, ...]
    dialect: Mapping[str, str | int | None]
    notices: list[str]
    said: list[str]
    """The notices in words."""
    unrecognised: list[tuple[str, str, int]]
    addresses: list[str | None]


class Survey(Protocol):
    def __call__(
        self, *paths: Path, columns: Mapping[str, str] = ..., zone: str = ..., undated_as: date | None = ...
    ) -> Outcome: ...


@pytest.fixture(scope="session")
def policies() -> PolicySet:
    return policy.load([HERE / "policy.yaml"])


@pytest.fixture(scope="session")
def people() -> RosterTable:
    return read_roster([HERE / "people.csv"], services=(), columns={}, as_of=date(2026, 11, 23))


@pytest.fixture
def exports() -> Path:
    """Return the folder of the exports."""
    return HERE


@pytest.fixture
def survey(policies: PolicySet, people: RosterTable) -> Survey:
    """Return a function that reads a survey and says what became of each row, on 23 November 2026 in Berlin."""

    def read(
        *paths: Path, columns: Mapping[str, str] = {}, zone: str = "Europe/Berlin", undated_as: date | None = None
    ) -> Outcome:
        table = read_survey(
            paths,
            asked=policies.asked,
            columns=columns,
            timezone=ZoneInfo(zone),
            undated_as=undated_as,
            as_of=date(2026, 11, 23),
            valid_for=(92,),
            configuration="ours.toml",
        )
        judged = assess(
            people,
            table,
            policies=policies,
            parameters=Parameters(as_of=date(2026, 11, 23), period="2026-Q4", consulted={}),
            pseudonym=str,
        )
        counts = judged.responses
        fates = {**counts.rejected, "superseded": counts.superseded, "unmatched": counts.unmatched, "used": counts.used}
        carried = [q.id for q in policies.asked if q.id in table.rows.columns]
        file = table.files[0]
        return Outcome(
            rows=counts.survey_rows,
            fates={fate: count for fate, count in fates.items() if count},
            answers=table.rows.select(carried).rows(),
            days=table.rows["submitted_on"].to_list(),
            columns=file.columns,
            dropped=file.dropped,
            dialect=file.dialect,
            notices=[notice.code for notice in table.notices],
            said=[words().notice(notice) for notice in table.notices],
            unrecognised=judged.unrecognised.rows(),
            addresses=table.rows["address"].to_list(),
        )

    return read
