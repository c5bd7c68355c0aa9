"""Who is asked, and what each is asked: by the rules that judge, so that the two cannot differ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import polars as pl

from reporter.assess import assess
from reporter.model.assessment import Assessment, Parameters
from reporter.model.inputs import RosterTable, SurveyTable
from reporter.model.policy import PolicySet
from reporter.model.tables import SURVEY, account_column
from reporter.model.vocabulary import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One employee who is asked."""

    employee_id: str | None
    address: str | None
    name: str | None
    country: str | None
    region: str | None
    asked: tuple[str, ...]
    """The ids of the questions that may be asked and concern them, in order."""


def roster_only(roster: RosterTable, policies: PolicySet, parameters: Parameters) -> Assessment:
    """Return the assessment of an organisation in which nobody has answered yet.

    Raises:
        SourceError: One address names two people.
    """
    silence = SurveyTable(rows=pl.DataFrame(schema=SURVEY), files=())
    return assess(roster, silence, policies=policies, parameters=parameters, pseudonym=str)


def people(assessment: Assessment) -> tuple[Person, ...]:
    """Return the people in scope whom at least one question concerns, in the order of the assessment.

    Whose place of work is not known is not asked: that may be barred there.

    A control is asked of everybody whom it concerns and where the law does not bar it; a service's account question
    where one of the service's controls on an account is asked.
    """
    policies = assessment.policies
    accounts = {s.id for s in policies.account_services}
    services = {c.id: c.service for c in policies.controls if c.kind.about_an_account and c.service in accounts}
    order = [asked.id for asked in policies.asked]
    waiting = assessment.findings.filter(pl.col("reason").cast(pl.String) == Reason.NO_RESPONSE.value)
    pairs = waiting.select("employee", pl.col("control").cast(pl.String)).iter_rows()
    asked = {employee: [c for _, c in rows] for employee, rows in groupby(pairs, key=itemgetter(0))}
    found = []
    for row in assessment.population.filter("place_known").iter_rows(named=True):
        mine = set(asked.get(row["employee"], ()))
        mine |= {account_column(service) for control in mine if (service := services.get(control))}
        found.append(
            Person(
                employee_id=row["employee_id"],
                address=row["address"],
                name=row["name"],
                country=row["country"],
                region=row["region"],
                asked=tuple(question for question in order if question in mine),
            )
        )
    return tuple(person for person in found if person.asked)
