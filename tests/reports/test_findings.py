from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import polars as pl
import pytest

from reporter.model.documents import Report
from reporter.reports import findings


@pytest.fixture
def report(make_report: Callable[..., Report]) -> Report:
    return make_report()


def read(report: Report) -> pl.DataFrame:
    return pl.read_csv(BytesIO(findings.render(report)), infer_schema=False)


def test_the_columns_are_those_of_the_contract(report: Report) -> None:
    head = findings.render(report).split(b"\n", 1)[0].decode()
    assert head == (
        "employee,control,outcome,reason,level,severity,ownership,caps,responded,answered_on,waived,waiver_expires,open"
    )


def test_there_is_one_row_for_each_finding(report: Report) -> None:
    table = read(report)
    assert table.height == report.assessment.findings.height
    assert not table.select("employee", "control").is_duplicated().any()


def test_rows_stand_by_pseudonym_then_in_the_policies_order(report: Report) -> None:
    table = read(report)
    order = {c.id: n for n, c in enumerate(report.assessment.policies.controls)}
    keys = [(employee, order[control]) for employee, control in table.select("employee", "control").iter_rows()]
    assert keys == sorted(keys)


def test_totals_can_be_recomputed_from_it(report: Report) -> None:
    table = read(report)
    for totals in report.assessment.totals.by_control:
        of_control = table.filter(pl.col("control") == totals.control)
        counts = dict(of_control["outcome"].value_counts().iter_rows())
        assert counts.get("satisfied", 0) == totals.tally.satisfied
        assert counts.get("not-satisfied", 0) == totals.tally.not_satisfied
        assert counts.get("not-assessed", 0) == totals.tally.not_assessed
        assert counts.get("not-applicable", 0) == totals.tally.not_applicable
        assert of_control.filter(pl.col("open") == "true").height == totals.tally.open
        assert of_control.filter(pl.col("waived") == "true").height == totals.tally.waived
        assert dict(of_control["reason"].value_counts().iter_rows()) == totals.tally.reasons


def test_every_cell_comes_back_as_it_was_judged(report: Report) -> None:
    table = read(report)
    people = report.assessment.population.select("employee", "pseudonym", "responded")
    judged = report.assessment.findings.drop("responded", strict=False).join(people, on="employee")
    judged = judged.with_columns(control=pl.col("control").cast(pl.String)).sort("pseudonym", maintain_order=True)
    for column in ("outcome", "reason", "level", "severity", "ownership"):
        assert table[column].to_list() == judged[column].cast(pl.String).to_list()
    assert table["answered_on"].str.to_date().to_list() == judged["answered_on"].to_list()
    assert (table["responded"] == "true").to_list() == judged["responded"].to_list()


def test_a_cap_tells_of_the_account_and_never_where_somebody_works(report: Report) -> None:
    """DESIGN §5: 'no row about a person carries … country'; a cap of US-CO and US-AR, or of few people, would tell."""
    caps = {cap for joined in read(report)["caps"].drop_nulls() for cap in joined.split(";")}
    assert caps == {"personal-account", "place-of-work"}
    judged = {cap for joined in report.assessment.findings["caps"] for cap in joined.split(";")}
    assert judged >= {"personal-account", "settings-request-barred", "unknown-place"}


def test_a_waiver_stands_beside_the_outcome_with_its_last_day(report: Report) -> None:
    waived = read(report).filter(pl.col("waived") == "true")
    assert waived.select("outcome", "open", "waiver_expires").rows() == [("not-satisfied", "false", "2026-12-31")]


def test_no_row_carries_name_address_department_country_or_answer(report: Report) -> None:
    text = findings.render(report).decode()
    people = report.assessment.population
    secret = {*people["name"], *people["address"], *people["department"], *report.assessment.findings["answer"]}
    fields = {field for line in text.splitlines() for field in line.split(",")}
    assert not fields & {s for s in secret if s}
    assert "@" not in text


def test_no_row_names_a_law_that_tells_where_a_person_works(report: Report) -> None:
    notes = {id_ for joined in report.assessment.findings["law"] for id_ in joined.split(";") if id_}
    assert {"us-co-8-2-127", "us-wa-49-44-200"} <= notes
    text = findings.render(report).decode()
    assert not [note for note in notes if note in text]


def test_the_order_of_the_findings_changes_nothing(report: Report) -> None:
    shuffled = report.assessment.findings.sample(fraction=1, shuffle=True, seed=7)
    assert findings.render(replace(report, assessment=replace(report.assessment, findings=shuffled))) == (
        findings.render(report)
    )


def test_nobody_in_scope_leaves_the_head_alone(make_report: Callable[..., Report]) -> None:
    assert findings.render(make_report(roster=[], survey=[])).count(b"\n") == 1
