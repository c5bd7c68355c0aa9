from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from reporter.model.documents import Document, Report
from reporter.model.vocabulary import Exclusion, ResponseReject, RosterReject, Withheld
from reporter.reports import manifest

MakeReport = Callable[..., Report]
DOCUMENTS = (
    Document(name="report.pdf", data=b"%PDF"),
    Document(name="findings.csv", data=b"employee\n"),
    Document(name="mail/reminder/P-1.eml", data=b"x"),
    Document(name="mail/index.csv", data=b"name\n"),
)


def read(report: Report, documents: tuple[Document, ...] = DOCUMENTS) -> dict[str, Any]:
    tree = json.loads(manifest.render(report, documents))
    assert isinstance(tree, dict)
    return tree


def test_the_keys_of_the_contract_come_in_its_order(make_report: MakeReport) -> None:
    keys = list(read(make_report()))
    contract = [
        "schema",
        "tool",
        "report_id",
        "period",
        "as_of",
        "inputs",
        "policies",
        "population",
        "responses",
        "controls",
        "levels",
        "mail",
        "outputs",
    ]
    assert [key for key in keys if key in contract] == contract
    assert set(keys) - set(contract) == {
        "parameters",
        "pseudonyms",
        "pseudonym_key",
        "previous",
        "waivers",
        "defaults",
        "notices",
    }


def test_an_input_is_its_role_name_hash_size_rows_and_dialect(make_report: MakeReport) -> None:
    first = read(make_report())["inputs"][0]
    assert list(first) == ["role", "name", "sha256", "bytes", "rows", "dialect"]
    assert list(first["dialect"]) == ["encoding", "delimiter", "header_row", "date_order", "sheet"]


def test_every_reason_for_which_a_row_or_a_mail_is_left_out_is_printed_zeros_too(make_report: MakeReport) -> None:
    tree = read(make_report(roster=({"employee_id": "1", "place": "IE"},), survey=()))
    assert list(tree["population"]["rejected"]) == [r.value for r in RosterReject]
    assert list(tree["population"]["excluded"]) == [r.value for r in Exclusion]
    assert list(tree["responses"]["rejected"]) == [r.value for r in ResponseReject]
    assert list(tree["mail"]["withheld"]) == [r.value for r in Withheld]
    assert set(tree["population"]["excluded"].values()) == {0}


def test_a_controls_reasons_are_those_that_occur(make_report: MakeReport) -> None:
    for control in read(make_report())["controls"].values():
        assert all(control["reasons"].values())


@pytest.mark.parametrize("rows", [None, (), ({"employee_id": "1", "place": "IE"},)])
def test_all_equations_hold(make_report: MakeReport, rows: tuple[dict[str, str], ...] | None) -> None:
    """ "Always: roster_rows = Σrejected + Σexcluded + in_scope; in_scope = responded + silent; survey_rows = Σrejected
    + superseded + unmatched + used; used = responded; the four outcomes of a control sum to in_scope, its reasons
    too; composed = Σby_kind."
    """
    tree = read(make_report() if rows is None else make_report(roster=rows, survey=()))
    people, responses, mail = tree["population"], tree["responses"], tree["mail"]
    left_out = sum(people["rejected"].values()) + sum(people["excluded"].values())
    assert people["roster_rows"] == left_out + people["in_scope"]
    assert people["in_scope"] == people["responded"] + people["silent"]
    away = sum(responses["rejected"].values()) + responses["superseded"] + responses["unmatched"]
    assert responses["survey_rows"] == away + responses["used"]
    assert responses["used"] == people["responded"]
    assert tree["controls"]
    for control in tree["controls"].values():
        outcomes = ("satisfied", "not-satisfied", "not-applicable", "not-assessed")
        assert sum(control[outcome] for outcome in outcomes) == people["in_scope"]
        assert sum(control["reasons"].values()) == people["in_scope"]
    assert mail["composed"] == sum(mail["by_kind"].values())


def test_outputs_hold_every_file_but_the_single_mails_for_which_the_index_stands(make_report: MakeReport) -> None:
    outputs = read(make_report())["outputs"]
    assert [output["name"] for output in outputs] == ["findings.csv", "mail/index.csv", "report.pdf"]
    assert outputs[2] == {"name": "report.pdf", "sha256": sha256(b"%PDF").hexdigest(), "bytes": 4}


def test_the_manifest_names_nobody_and_no_path(make_report: MakeReport) -> None:
    report = make_report()
    text = manifest.render(report, DOCUMENTS).decode()
    for column in ("pseudonym", "name", "address", "department"):
        for value in report.assessment.population[column].drop_nulls():
            assert f'"{value}"' not in text
    assert "/" not in text.replace("mail/index.csv", "").replace("Europe/Berlin", "")


def test_a_file_name_that_is_no_text_is_written_as_json_all_the_same(make_report: MakeReport) -> None:
    report = make_report()
    strange = replace(report.inputs[0], name="p\udcffple.csv")
    tree = read(replace(report, inputs=(strange,)))
    assert tree["inputs"][0]["name"] == "p\udcffple.csv"


def test_checksums_list_everything_as_sha256sum_reads_it() -> None:
    lines = manifest.checksums(DOCUMENTS).decode().splitlines()
    assert [line[66:] for line in lines] == ["findings.csv", "mail/index.csv", "mail/reminder/P-1.eml", "report.pdf"]
    assert lines[3] == f"{sha256(b'%PDF').hexdigest()}  report.pdf"
