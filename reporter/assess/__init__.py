"""Floor 3: the judging of DESIGN §6. Pure: values in, values out.

Read `assess` below: it is the order of events. Each step's rules are in the module of its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from reporter.assess import answers, correspondence, exports, freshness, notes, plausibility, unasked
from reporter.assess.directory import directory
from reporter.assess.findings import judge_findings
from reporter.assess.population import in_scope, judge_roster, unplaced
from reporter.assess.responses import Responses, judge_responses
from reporter.assess.totals import totals
from reporter.assess.waivers import attach
from reporter.model.assessment import (
    Assessment,
    Notice,
    Parameters,
    ResponseCounts,
    RosterCounts,
    Waiver,
)
from reporter.model.inputs import RosterTable, SurveyTable
from reporter.model.policy import PolicySet
from reporter.model.tables import FINDINGS, POPULATION, SURVEY, account_column, conform

__all__ = ["assess"]


def assess(
    roster: RosterTable,
    survey: SurveyTable,
    *,
    policies: PolicySet,
    parameters: Parameters,
    waivers: Sequence[Waiver] = (),
    aliases: Sequence[tuple[str, str]] = (),
    pseudonym: Callable[[str], str],
) -> Assessment:
    """Judge everybody in scope against every control.

    Raises:
        SourceError: one alias, or one address, names two people.
    """
    judged = judge_roster(roster.rows, parameters, policies.places)
    who, alias_notices = directory(judged.people, aliases)
    id_titles = {file.name: title for file in survey.files if (title := file.columns.get("employee_id"))}
    responses = judge_responses(survey.rows, judged.people, who, parameters.as_of, id_titles)
    people, ownership_notices = _with_ownership(in_scope(judged.people, policies.places, pseudonym), policies)
    people = _with_attestations(people, responses)
    told = (*plausibility.nothing_matched(roster, survey, responses), *responses.notices)
    conflicts = any(notice.code == plausibility.CONFLICTS for notice in judged.notices)
    unrecognised = answers.unrecognised(responses.attestations, policies)
    nowhere = unplaced(people)
    used = responses.attestations.height
    # `people` holds it all from here on, and a million of them are held but once.
    judged = replace(judged, people=judged.people.clear())
    responses = replace(responses, attestations=responses.attestations.clear())

    findings = judge_findings(people, policies, parameters.as_of)
    findings, judged_waivers = attach(findings, waivers, people, who, parameters)
    mail = correspondence.plan(findings, people, policies, parameters)
    population = conform(people, POPULATION)
    findings = findings.select(FINDINGS.keys())
    responded = int(population["responded"].sum())
    return Assessment(
        parameters=parameters,
        policies=policies,
        population=population,
        findings=findings,
        roster=RosterCounts(
            roster_rows=roster.rows.height,
            rejected=judged.rejected,
            excluded=judged.excluded,
            in_scope=population.height,
            responded=responded,
            silent=population.height - responded,
        ),
        responses=ResponseCounts(
            survey_rows=responses.rows,
            rejected=responses.rejected,
            superseded=responses.superseded,
            unmatched=responses.unmatched,
            used=used,
        ),
        rejects=pl.concat([judged.rejects, responses.rejects]).sort("role", "file", "sheet", "row"),
        unrecognised=unrecognised,
        unplaced=nowhere,
        waivers=judged_waivers,
        totals=totals(findings, population, policies.policies),
        mail=mail,
        law=notes.applicable(population, findings, policies),
        notices=(
            *roster.notices,
            *survey.notices,
            *judged.notices,
            *exports.notices(roster.rows, conflicts=conflicts),
            *alias_notices,
            *told,
            *freshness.notices(population, findings, policies, parameters),
            *ownership_notices,
            *unasked.notices(findings, survey, policies),
            *notes.notices(population, policies, parameters),
        ),
    )


def _with_ownership(people: pl.DataFrame, policies: PolicySet) -> tuple[pl.DataFrame, list[Notice]]:
    """Read the roster's word on each account into `<service>.ownership`; the account columns go."""
    found: list[Notice] = []
    for service in policies.services.values():
        word, unread = answers.roster_ownership(people, service)
        found += unread
        people = people.drop(account_column(service.id), strict=False)
        people = people.with_columns(word.alias(f"{service.id}.ownership"))
    return people, found


def _with_attestations(people: pl.DataFrame, responses: Responses) -> pl.DataFrame:
    """Join each person's used attestation: `responded`, `matched_by`, when, its place, and the answers as written."""
    given = responses.attestations
    kept = {"submitted_on": "answered_on", "file": "response_file", "row": "response_row"}
    answered = given.drop([c for c in given.columns if c in SURVEY and c not in kept]).rename(kept)
    answered = answered.with_columns(responded=pl.lit(value=True))
    joined = people.join(answered, on="person", how="left", maintain_order="left")
    return joined.with_columns(pl.col("responded").fill_null(value=False))
