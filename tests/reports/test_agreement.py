"""What the documents say of the same people must agree, and no document says more of them than its edition may."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils import range_boundaries
from pypdf import PdfReader

from reporter.model.assessment import Assessment, Waiver
from reporter.model.documents import Organisation, Report
from reporter.model.vocabulary import Edition
from reporter.reports import excel, findings, html, manifest, oscal, pdf, selection
from reporter.reports.excel.sheet import HEAD_ROW
from reporter.reports.view import view
from reporter.wording import words
from reporter.wording.colours import colour
from tests.reports.pages import Page

MakeReport = Callable[..., Report]


@pytest.fixture
def report(make_report: MakeReport) -> Report:
    return make_report()


def table(report: Report, tab: str) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(BytesIO(excel.render(report)))[tab]
    tables = sheet.tables.values()
    last = max(((range_boundaries(t.ref)[3] or 0) - (t.totalsRowCount or 0) for t in tables), default=None)
    head, *body = sheet.iter_rows(min_row=HEAD_ROW, max_row=last, values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def page_list(report: Report, edition: Edition) -> list[list[str]]:
    text = html.render(report, edition).decode()
    data = json.loads(re.findall(r'<script type="application/json">(.*?)</script>', text, re.DOTALL)[-1])
    return [[c["words"][c["codes"][row]] for c in data["columns"]] for row in range(data["rows"])]


def test_workbook_page_pdf_and_manifest_hold_the_same_totals(report: Report) -> None:
    """Each is read as its reader gets it: the cells, the tables, the laid out text, the keys."""
    core = manifest.core(report, mailed=True)
    book = {row["Control"]: row for row in table(report, "By control")}
    small = {total.level for total in report.assessment.totals.by_level if total.small}
    sheets = PdfReader(BytesIO(pdf.render(report, Edition.HR))).pages
    paper = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    for page in (Page(html.render(report, edition)) for edition in Edition):
        outcomes, levels, mail = page.rows("outcomes"), page.rows("levels"), page.rows("mail")
        assert set(core["controls"]) == set(book) == set(outcomes) - {"Control", "All"}
        for control, said in core["controls"].items():
            row = book[control]
            four = [said[o] for o in ("satisfied", "not-assessed", "not-satisfied", "not-applicable")]
            assert four == [row[head] for head in ("Satisfied", "Unknown", "Not satisfied", "Not applicable")]
            assert numbers(outcomes[control][1:]) == [*four, sum(four), row["Open"], said["waived"]]
            printed = [row["Applicable"], four[0], four[2], four[1], four[3], said["waived"], row["Open"]]
            assert " ".join([control, *map(str, printed)]) in paper
        for level, said in core["levels"].items():
            if levels[level.capitalize()] == ["not shown, to protect small groups"]:
                assert level in small
                continue
            applicable, open_, unknown, waived = numbers(levels[level.capitalize()][1:])
            assert (applicable, unknown, waived) == (said["applicable"], said["not-assessed"], said["waived"])
            printed = [applicable, said["satisfied"], said["not-satisfied"], unknown]
            assert re.search(rf"{level.capitalize()} {' '.join(map(str, printed))} \d+ {waived} {open_}\b", paper)
        assert numbers(outcomes["All"][1:]) == [
            sum(column) for column in zip(*map(numbers, rows_of(outcomes)), strict=True)
        ]
        for kind, label in (("reminder", "Reminder to answer"), ("remediation", "Steps that mend open findings")):
            assert numbers(mail[label]) == [core["mail"]["by_kind"][kind]]


def test_workbook_page_pdf_and_manifest_account_for_the_same_rows(report: Report) -> None:
    core = manifest.core(report, mailed=True)
    population, responses = core["population"], core["responses"]
    overview = openpyxl.load_workbook(BytesIO(excel.render(report)))["Overview"].iter_rows(values_only=True)
    in_book = {str(row[0]): row[1] for row in overview}
    in_pdf = pdf.page(report, Edition.AUDITOR)
    for page in (Page(html.render(report, edition)) for edition in Edition):
        roster, survey = page.rows("roster"), page.rows("survey")
        read = [roster[name] for name in ("Roster rows read", "In scope", "Answered", "Silent")]
        said = [population[name] for name in ("roster_rows", "in_scope", "responded", "silent")]
        assert [int(cell) for [cell] in read] == said
        assert [in_book[n] for n in ("Rows in the roster", "People in scope", "Answered", "Did not answer")] == said
        assert int(survey["Survey rows read"][0]) == responses["survey_rows"] == in_book["Rows in the survey"]
        assert int(survey["Used, one for each person who answered"][0]) == responses["used"]
    for n in (*said, responses["survey_rows"], responses["used"]):
        assert f'<td class="num">{n}</td>' in in_pdf


def test_page_and_workbook_show_the_same_groups(report: Report) -> None:
    page = Page(html.render(report, Edition.HR))
    for tab, head in (("By department", "Department"), ("By country", "Country")):
        [found] = [rows for rows in page.tables.values() if rows[0][0] == head]
        in_page = [[row[0], *numbers(row[1:3] + row[4:])] if len(row) > 2 else [row[0]] for row in found[1:]]
        in_book = [
            [row[head], *(row[name] for name in ("People", "People who answered", "Applicable", "Open", "Unknown"))]
            if row["Applicable"] is not None
            else [row[head]]
            for row in table(report, tab)
        ]
        assert in_page == in_book


def numbers(cells: list[str]) -> list[int]:
    return [int(cell.replace(",", "")) for cell in cells]


def rows_of(outcomes: dict[str, list[str]]) -> list[list[str]]:
    return [cells[1:] for control, cells in outcomes.items() if control not in {"Control", "All"}]


def test_hr_reads_the_same_open_findings_in_the_same_order_in_every_document(report: Report) -> None:
    in_pdf = [(row.name, row.control) for row in view(report, Edition.HR).people]
    in_page = [(row[0], row[2]) for row in page_list(report, Edition.HR)]
    in_book = [(row["Name"], row["Control"]) for row in table(report, "Open findings")]
    assert in_pdf == in_page == in_book
    assert len(in_pdf) == report.assessment.findings.filter(pl.col("open") & pl.col("writable")).height > 0


def test_hr_reads_the_same_count_of_those_not_followed_up_in_every_document(report: Report) -> None:
    in_pdf = dict(view(report, Edition.HR).not_followed_up)
    in_book = {
        row["Control"]: n for row in table(report, "By control") if (n := row["Open, not followed up person by person"])
    }
    assert in_pdf == in_book
    assert in_pdf
    assert not view(report, Edition.AUDITOR).not_followed_up


def test_hr_is_not_told_by_a_waiver_what_may_not_be_told_of_a_person(
    report: Report, judge: Callable[..., Assessment], make_waiver: Callable[..., Waiver]
) -> None:
    roster = [{"employee_id": str(n), "place": "US-CO"} for n in range(6)]
    survey = [{"employee_id": "1", "LI-01": "On"}]
    report = replace(report, assessment=judge(roster, survey, waivers=[make_waiver()]))
    assert report.assessment.waivers[0].attached
    assert [row["Attached"] for row in table(report, "Waivers")] == ["not shown"]
    assert [row.attached for row in view(report, Edition.HR).waivers] == [None]
    assert [row.attached for row in view(report, Edition.AUDITOR).waivers] == [True]
    assert "<td>not shown</td>" in html.render(report, Edition.HR).decode()


def test_hr_is_never_told_that_somebody_declined(report: Report) -> None:
    declined = words()("reason", "declined")
    assert declined in pdf.page(report, Edition.AUDITOR)
    in_pdf = pdf.page(report, Edition.HR).split("<caption>Unknown findings by reason")[1].split("</table>")[0]
    assert words()("left_out") in in_pdf
    assert not [said for said in ("declined:", "unsure:", "unanswered:") if said in in_pdf]


def test_unknowns_add_up_for_hr_though_three_reasons_stand_as_one(report: Report) -> None:
    text = pdf.page(report, Edition.HR).split("<caption>Unknown findings by reason")[1].split("</table>")[0]
    rows = [[int(n) for n in re.findall(r'<td class="num">(\d+)</td>', row)] for row in text.split("<tr>")[2:]]
    *controls, foot = rows
    assert [sum(column) for column in zip(*controls, strict=True)] == foot
    assert all(sum(reasons) == unknown for *reasons, unknown in rows)
    assert foot[-1] == report.assessment.totals.overall.not_assessed
    merged = words()("left_out")
    tally = report.assessment.totals.by_control[0].tally
    count = sum(tally.reasons.get(reason, 0) for reason in ("unanswered", "unsure", "declined"))
    assert count
    page = html.render(report, Edition.HR).decode()
    assert f'<tr><th scope="row" class="phrase">{merged}</th><td class="n">{count}</td></tr>' in page
    assert merged not in html.render(report, Edition.AUDITOR).decode()


def test_the_auditor_reads_no_word_of_the_roster_about_single_people(make_report: Callable[..., Report]) -> None:
    roster = [{"employee_id": str(n), "place": "FR", "status": "on the moon"} for n in range(6)]
    report = make_report(roster=roster, survey=[])
    assert "on the moon" in pdf.page(report, Edition.HR)
    assert "on the moon" in html.render(report, Edition.HR).decode()
    for text in (pdf.page(report, Edition.AUDITOR), html.render(report, Edition.AUDITOR).decode()):
        assert "carry an employment status we do not know. They count as active." in text
        assert "on the moon" not in text
    assert "on the moon" not in oscal.render(report).decode()
    assert "on the moon" in " ".join(str(row) for row in table(report, "Data quality"))


def test_the_overview_says_how_many_open_findings_its_sheet_holds(report: Report) -> None:
    rows = openpyxl.load_workbook(BytesIO(excel.render(report)))["Overview"].iter_rows(values_only=True)
    (line,) = [row for row in rows if row[0] == "On the sheet Open findings"]
    assert line[1] == len(table(report, "Open findings"))
    assert line[4] == "the others are counted on the sheet By control"


def test_names_are_looked_up_without_regard_to_case_and_accents() -> None:
    names = ["zoe", "Ørsted", "Élodie", "eva", "Eric", "Öztürk", "Łukasz", "Lena", "Meyer"]
    ordered = pl.DataFrame({"name": names}).sort(selection.alphabetical(pl.col("name")))["name"].to_list()
    assert ordered == ["Élodie", "Eric", "eva", "Lena", "Łukasz", "Meyer", "Ørsted", "Öztürk", "zoe"]


def test_groups_stand_in_the_same_order_in_every_document(report: Report) -> None:
    in_pdf = [name for name, _ in view(report, Edition.HR).countries]
    assert in_pdf == ["France", "Germany", "Ireland", "United States", "not stated"]
    assert [row["Country"] for row in table(report, "By country")] == in_pdf
    text = html.render(report, Edition.HR).decode().split("By country, in alphabetical order")[1].split("</table>")[0]
    assert re.findall(r'<th scope="row" dir="auto">([^<]+)</th>', text) == in_pdf


def test_no_row_about_a_person_names_a_law_for_the_auditor(report: Report) -> None:
    notes = {id_ for joined in report.assessment.findings["law"] for id_ in joined.split(";") if id_}
    assert notes
    rows = json.loads(oscal.render(report))["assessment-results"]["results"][0]["observations"]
    listed = pdf.page(report, Edition.AUDITOR).split("<caption>Open findings")[1].split("</table>")[0]
    told = [
        json.dumps(rows),
        json.dumps(page_list(report, Edition.AUDITOR)),
        listed,
        findings.render(report).decode(),
    ]
    assert rows
    assert not [note for note in notes for text in told if note in text]


def test_what_is_satisfied_and_unknown_has_one_tone_in_every_picture(report: Report) -> None:
    accent = "#7a1f5c"
    report = replace(report, organisation=Organisation(name="B", accent=accent))
    page = html.render(report, Edition.AUDITOR).decode()
    assert f"--accent: {accent};" in page
    assert ".o-satisfied { fill: var(--accent); }" in page
    assert ".ink-hatch { stroke: var(--accent);" in page
    assert ".o-not-satisfied { fill: var(--paper); stroke: var(--grey);" in page
    assert f'fill="{accent}"' in pdf.page(report, Edition.AUDITOR)
    with zipfile.ZipFile(BytesIO(excel.render(report))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    fills = re.findall(r'<a:srgbClr val="(\w+)"', chart)
    assert {accent[1:].upper(), colour("grey")[1:].upper(), colour("paper")[1:].upper()} <= set(fills)
