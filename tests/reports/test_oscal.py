from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import polars as pl
import pytest

from reporter.model.documents import Organisation, Report
from reporter.model.policy import AppliesTo, PolicySet
from reporter.reports import oscal
from reporter.reports.oscal import observations
from reporter.reports.oscal.parts import token

Part = dict[str, Any]

TOKEN = re.compile(r"^[^\W\d][\w.\-]*$")  # OSCAL: (\p{L}|_)(\p{L}|\p{N}|[.\-_])*
STRING = re.compile(r"^\S(.*\S)?$", re.DOTALL)
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
TOKENS = {"name", "type", "role-id", "id", "control-id", "target-id", "state", "reason", "status", "lifecycle"}
TIMES = {"last-modified", "start", "end", "collected", "expires", "deadline"}
REQUIRED = {
    "assessment-results": {"uuid", "metadata", "import-ap", "results"},
    "metadata": {"title", "last-modified", "version", "oscal-version"},
    "results": {"uuid", "title", "description", "start", "reviewed-controls"},
    "observations": {"uuid", "description", "methods", "collected"},
    "findings": {"uuid", "title", "description", "target"},
    "target": {"type", "target-id", "status"},
    "risks": {"uuid", "title", "description", "statement", "status"},
    "remediations": {"uuid", "lifecycle", "title", "description"},
    "inventory-items": {"uuid", "description"},
    "components": {"uuid", "type", "title", "description", "status"},
    "subjects": {"subject-uuid", "type"},
    "entries": {"uuid", "start"},
    "parties": {"uuid", "type"},
    "resources": {"uuid"},
    "props": {"name", "value"},
    "parts": {"name"},
    "hashes": {"algorithm", "value"},
    "rlinks": {"href"},
}
ALLOWED = {
    "assessment-results": {"uuid", "metadata", "import-ap", "local-definitions", "results", "back-matter"},
    "results": {
        "uuid", "title", "description", "start", "end", "props", "links", "local-definitions", "reviewed-controls",
        "attestations", "assessment-log", "observations", "risks", "findings", "remarks",
    },
    "observations": {
        "uuid", "title", "description", "props", "links", "methods", "types", "origins", "subjects",
        "relevant-evidence", "collected", "expires", "remarks",
    },
    "findings": {
        "uuid", "title", "description", "props", "links", "origins", "target", "implementation-statement-uuid",
        "related-observations", "related-risks", "remarks",
    },
    "risks": {
        "uuid", "title", "description", "statement", "props", "links", "status", "origins", "threat-ids",
        "characterizations", "mitigating-factors", "deadline", "remediations", "risk-log", "related-observations",
    },
    "status": {"state", "reason", "remarks"},
}  # fmt: skip


@pytest.fixture
def report(make_report: Callable[..., Report]) -> Report:
    return make_report()


def read(report: Report) -> Part:
    document: Part = json.loads(oscal.render(report))["assessment-results"]
    return document


def walk(node: object, key: str = "") -> Iterator[tuple[str, Any]]:
    yield key, node
    if isinstance(node, dict):
        for name, value in node.items():
            yield from walk(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value, key)


def variants(make_report: Callable[..., Report]) -> Iterator[Report]:
    report = make_report()
    yield report
    yield make_report(roster=[], survey=[])
    yield make_report(survey=[])
    yield replace(report, organisation=Organisation(), due=None, inputs=(), pseudonym_key=None)
    yield replace(report, organisation=Organisation(name="  \x07 & <Söhne>\n"))


def test_every_part_has_what_oscal_requires_and_nothing_it_does_not_know(make_report: Callable[..., Report]) -> None:
    for report in variants(make_report):
        for key, node in walk(read(report), "assessment-results"):
            if isinstance(node, dict):
                assert set(node) >= REQUIRED.get(key, set()), key
                assert set(node) <= ALLOWED.get(key, set(node)), key


def test_nothing_is_empty_and_every_token_time_and_id_is_valid(make_report: Callable[..., Report]) -> None:
    for report in variants(make_report):
        document = read(report)
        named = {party["name"] for party in document["metadata"]["parties"]}
        for key, node in walk(document):
            assert node not in ([], None, ""), key
            assert node != {} or key == "include-all"
            if not isinstance(node, str):
                continue
            if key in TOKENS and node not in named:
                assert TOKEN.match(node), (key, node)
            if key in TIMES:
                assert TIME.match(node), (key, node)
            if key == "uuid":
                assert UUID(node).version == 5
            if key in {"value", "title", "version"}:
                assert STRING.match(node), (key, node)


def test_no_id_stands_twice_and_every_reference_leads_to_its_like(make_report: Callable[..., Report]) -> None:
    for report in variants(make_report):
        document = read(report)
        (result,) = document["results"]
        ids = [node for key, node in walk(document) if key == "uuid"]
        assert len(ids) == len(set(ids))
        kinds = {
            "observation-uuid": result.get("observations", []),
            "risk-uuid": result.get("risks", []),
            "subject-uuid": result["local-definitions"].get("inventory-items", []),
            "actor-uuid": result["local-definitions"]["components"],
            "party-uuids": document["metadata"]["parties"],
        }
        for name, parts in kinds.items():
            references = [node for key, node in walk(document) if key == name and isinstance(node, str)]
            assert set(references) <= {part["uuid"] for part in parts}, name
        assert document["import-ap"]["href"].removeprefix("#") in {
            r["uuid"] for r in document["back-matter"]["resources"]
        }
        roles = {role["id"] for role in document["metadata"]["roles"]}
        assert {party["role-id"] for party in document["metadata"]["responsible-parties"]} <= roles


def test_the_same_report_gives_the_same_bytes_and_no_clock(make_report: Callable[..., Report]) -> None:
    assert oscal.render(make_report()) == oscal.render(make_report())
    assert read(make_report())["metadata"]["last-modified"] == "2026-11-23T00:00:00Z"


def test_there_is_one_finding_for_each_control_with_its_totals(report: Report) -> None:
    (result,) = read(report)["results"]
    totals = {t.control: t.tally for t in report.assessment.totals.by_control}
    assert [f["target"]["target-id"] for f in result["findings"]] == list(totals)
    for finding in result["findings"]:
        facts = {p["name"]: p["value"] for p in finding["props"]}
        t = totals[finding["target"]["target-id"]]
        assert facts["satisfied"] == str(t.satisfied)
        assert facts["not-assessed"] == str(t.not_assessed)
        assert facts["open"] == str(t.open)
        assert float(facts["at-least"]) == t.bounds.at_least


def test_each_finding_is_observed_once_for_each_person(report: Report) -> None:
    (result,) = read(report)["results"]
    assert len(result["observations"]) == report.assessment.findings.height
    for finding in result["findings"]:
        assert len(finding["related-observations"]) == report.assessment.roster.in_scope


def test_silence_is_never_a_pass(make_report: Callable[..., Report]) -> None:
    people = [{"employee_id": str(n), "address": f"p{n}@x.example", "place": "FR"} for n in range(6)]
    answered = [{"employee_id": str(n), "LI-01": "Off", "LI-05": "Yes", "LI-08": "Off"} for n in range(6)]

    def states(survey: list[dict[str, str]]) -> set[tuple[str, str]]:
        (result,) = read(make_report(roster=people, survey=survey))["results"]
        return {(f["target"]["status"]["state"], f["target"]["status"]["reason"]) for f in result["findings"]}

    assert states(answered) == {("satisfied", "pass")}
    assert states(answered[:-1]) == {("not-satisfied", "other")}
    assert states([]) == {("not-satisfied", "other")}
    assert states([*answered[:-1], answered[-1] | {"LI-01": "On", "LI-05": "No", "LI-08": "On"}]) == {
        ("not-satisfied", "fail")
    }


def test_a_waiver_is_a_risk_accepted_beside_the_finding_and_changes_no_state(report: Report) -> None:
    (result,) = read(report)["results"]
    accepted = [r for r in result["risks"] if r["status"] == "deviation-approved"]
    assert [r["title"] for r in accepted] == ["LI-01: findings with a waiver"]
    (finding,) = (f for f in result["findings"] if f["target"]["target-id"] == "LI-01")
    assert accepted[0]["uuid"] in {r["risk-uuid"] for r in finding["related-risks"]}
    assert finding["target"]["status"]["state"] == "not-satisfied"


def test_only_what_is_required_has_a_deadline(report: Report) -> None:
    (result,) = read(report)["results"]
    assert {r.get("deadline") for r in result["risks"] if r["status"] == "open"} == {"2026-12-23T00:00:00Z"}


def test_no_name_address_department_country_or_answer_stands_in_it(report: Report) -> None:
    values = {node for _, node in walk(read(report)) if isinstance(node, str)}
    people = report.assessment.population
    secret = {*people["name"], *people["address"], *people["department"], *people["country"], *people["region"]}
    assert not values & {s for s in secret if s}
    text = oscal.render(report).decode()
    assert "nope, off I think" in report.assessment.findings["answer"]
    assert "nope, off I think" not in text
    assert "brightwater.example" not in text


def test_a_control_for_few_people_is_named_without_outcomes(
    make_report: Callable[..., Report], make_control: Callable[..., Any], make_policies: Callable[..., PolicySet]
) -> None:
    rare = make_control("LI-09", applies_to=AppliesTo(departments=("Legal",)))
    document = read(make_report(policies=make_policies(make_control(), rare)))
    (result,) = document["results"]
    (selection,) = result["reviewed-controls"]["control-selections"]
    assert {"control-id": "LI-09"} in selection["include-controls"]
    assert result["remarks"].endswith("without outcomes: LI-09.")
    told = [node for key, node in walk(result) if isinstance(node, str) and "LI-09" in node and key != "remarks"]
    assert told == ["LI-09"]


def test_past_a_stated_number_observations_stand_for_counts(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observations, "MOST", 10)
    document = read(report)
    (result,) = document["results"]
    assert len(result["observations"]) == 4 * len(report.assessment.policies.controls)
    assert "inventory-items" not in result["local-definitions"]
    assert "findings.csv holds each finding" in result["remarks"]
    counted = sum(int(p["value"]) for o in result["observations"] for p in o["props"] if p["name"] == "count")
    assert counted == report.assessment.findings.height


def test_an_observation_expires_on_the_first_day_its_answer_no_longer_counts(report: Report) -> None:
    (result,) = read(report)["results"]
    fresh = [o for o in result["observations"] if o["collected"] == "2026-11-10T00:00:00Z"]
    assert {o["expires"] for o in fresh} == {"2027-02-11T00:00:00Z"}
    stale = report.assessment.findings.filter(pl.col("reason") == "stale").height
    old = [o for o in result["observations"] if o["collected"] == "2026-06-01T00:00:00Z"]
    assert len(old) == stale > 0
    assert not [o for o in old if "expires" in o]


def test_the_disclaimer_is_the_assessors_statement(report: Report) -> None:
    (result,) = read(report)["results"]
    (attestation,) = result["attestations"]
    assert "not legal advice" in attestation["parts"][0]["prose"]


def test_inputs_and_policies_stand_with_their_hashes(report: Report) -> None:
    resources = read(report)["back-matter"]["resources"]
    hashes = {h["value"] for r in resources for link in r["rlinks"] for h in link["hashes"]}
    assert hashes == {report.assessment.policies.policies[0].sha256, *(i.sha256 for i in report.inputs)}


@pytest.mark.parametrize(("text", "expected"), [("LI-01", "LI-01"), ("1 a/b", "_1_a_b"), ("ä.b", "ä.b"), ("-x", "_-x")])
def test_any_text_becomes_a_token(text: str, expected: str) -> None:
    assert token(text) == expected
    assert TOKEN.match(expected)
