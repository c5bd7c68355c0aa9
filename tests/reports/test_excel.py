from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from reporter.model.assessment import Bounds, Tally
from reporter.model.documents import Organisation, Report
from reporter.model.tables import FOLLOW_UPS, REJECTS
from reporter.model.vocabulary import Edition
from reporter.reports import excel, html, selection
from reporter.reports.excel import sheet as sheets
from reporter.reports.excel.breakdowns import whole_percents
from reporter.reports.excel.texts import LONGEST, Texts, literal
from reporter.wording import words
from tests.reports.pages import Page

Rows = list[dict[str, Any]]
TABS = [
    "Overview", "By control", "By department", "By country", "Crosswalk", "Employees", "Open findings", "Waivers",
    "Data quality", "Guidance", "Law notes", "Method", "Disclaimer",
]  # fmt: skip
A4 = 9  # as a workbook names it
READABLE = 170  # characters; a sheet of A4 holds 147 of eleven points, so these are of nine and a half
TABLES = TABS[1:-2]
HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\tcmd", '=HYPERLINK("http://evil.example")', "#N/A", "#REF!", "0042", "1e5",
    "2026-11-23", "TRUE", "{=1}", "</t></is><f>1</f>", "'quoted", "ａ＝1", "\u202egpj.exe",
)  # fmt: skip


@pytest.fixture
def report(make_report: Callable[..., Report]) -> Report:
    return make_report()


def read(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(excel.render(report)))


def sheet(book: openpyxl.Workbook, tab: str) -> Worksheet:
    found = book[tab]
    assert isinstance(found, Worksheet)
    return found


def rows(book: openpyxl.Workbook, tab: str) -> Rows:
    ws = sheet(book, tab)
    (table,) = ws.tables.values()
    head, *body = ws.iter_rows(min_row=sheets.HEAD_ROW, max_row=last(table), values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def last(table: Table) -> int:
    """Return the row of a table's last row of data."""
    *_, end = range_boundaries(table.ref)
    assert end is not None
    return end - (table.totalsRowCount or 0)


def crowd(people: int = 12, **fields: Any) -> list[dict[str, Any]]:
    return [
        {"employee_id": str(n), "address": f"p{n}@x.example", "name": f"N {n}", "department": "Sales", "place": "FR"}
        | fields
        for n in range(people)
    ]


def test_the_sheets_stand_in_their_order(report: Report) -> None:
    assert read(report).sheetnames == TABS


def test_the_same_report_gives_the_same_bytes(make_report: Callable[..., Report]) -> None:
    assert excel.render(make_report()) == excel.render(make_report())


def test_no_part_of_the_file_knows_the_clock(report: Report) -> None:
    with zipfile.ZipFile(BytesIO(excel.render(report))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2026-11-23T00:00:00Z") == 2


def test_by_control_states_the_totals_of_the_assessment(report: Report) -> None:
    found = {row["Control"]: row for row in rows(read(report), "By control")}
    for totals in report.assessment.totals.by_control:
        t, row = totals.tally, found[totals.control]
        assert (row["Satisfied"], row["Not satisfied"], row["Unknown"]) == (
            t.satisfied,
            t.not_satisfied,
            t.not_assessed,
        )
        assert (row["Not applicable"], row["Applicable"]) == (t.not_applicable, t.applicable)
        assert (row["Open"], row["With waiver"], row["People"]) == (t.open, t.waived, totals.people)
        assert (row["At least"], row["At most"]) == whole_percents(t)


def test_the_matrix_of_employees_adds_up_to_the_totals_by_control(report: Report) -> None:
    found = rows(read(report), "Employees")
    assert len(found) == report.assessment.roster.in_scope
    findings = report.assessment.findings.with_columns(pl.col("control").cast(pl.String))
    for control, totals in zip(report.assessment.policies.controls, report.assessment.totals.by_control, strict=True):
        said = [row[f"{control.id} {control.title}"] for row in found]
        untold = findings.filter(~pl.col("writable"), pl.col("control") == control.id)["outcome"].cast(str).to_list()
        t = totals.tally
        assert said.count("Satisfied") + untold.count("satisfied") == t.satisfied
        assert said.count("Not satisfied") + untold.count("not-satisfied") == t.not_satisfied
        assert said.count("Unknown") + untold.count("not-assessed") == t.not_assessed
        assert said.count("Not applicable") + untold.count("not-applicable") == t.not_applicable
        assert said.count("Not told") == len(untold)


def test_what_may_not_be_followed_up_person_by_person_is_told_of_nobody(report: Report) -> None:
    book = read(report)
    closed = report.assessment.findings.filter(~pl.col("writable"))
    people = dict(report.assessment.population.select("employee", "employee_id").iter_rows())
    found = {row["Employee ID"]: row for row in rows(book, "Employees")}
    heads = {c.id: f"{c.id} {c.title}" for c in report.assessment.policies.controls}
    assert {found[people[e]][heads[str(c)]] for e, c in closed.select("employee", "control").iter_rows()} == {
        "Not told"
    }


def test_a_person_who_declined_shows_as_unknown_like_any_other(report: Report) -> None:
    book = read(report)
    declined = words()("reason", "declined")
    person = next(row for row in rows(book, "Employees") if row["Employee ID"] == "5")
    assert person["LI-05 No confidential details in public posts"] == "Unknown"
    cells = [c for tab in TABLES for line in sheet(book, tab).iter_rows() for c in line]
    assert not [c for c in cells if declined in str(c.value)]


def test_percentages_never_promise_more_than_is_known() -> None:
    def tally(low: float | None, high: float | None) -> Tally:
        none = dict.fromkeys(("satisfied", "not_satisfied", "not_applicable", "not_assessed", "waived", "open"), 0)
        return Tally(**none, applicable=0, bounds=Bounds(at_least=low, at_most=high), reasons={})

    assert whole_percents(tally(0.999, 0.991)) == (0.99, 1.0)
    assert whole_percents(tally(0.29, 0.29)) == (0.29, 0.29)
    assert whole_percents(tally(1.0, 1.0)) == (1.0, 1.0)
    assert whole_percents(tally(None, None)) == ("none", "none")


def test_open_findings_hold_only_those_that_may_be_followed_up_person_by_person(report: Report) -> None:
    book = read(report)
    findings = report.assessment.findings
    listed = findings.filter(pl.col("open") & pl.col("writable"))
    people = dict(report.assessment.population.select("employee", "employee_id").iter_rows())
    expected = {(people[e], c) for e, c in listed.select("employee", pl.col("control").cast(pl.String)).iter_rows()}
    found = rows(book, "Open findings")
    assert {(row["Employee ID"], row["Control"]) for row in found} == expected
    assert len(found) == len(expected)
    assert listed.height < findings["open"].sum()


def test_open_findings_nobody_may_be_approached_about_are_counted_by_control(report: Report) -> None:
    unlisted = report.assessment.findings.filter(pl.col("open") & ~pl.col("writable"))
    found = {row["Control"]: row["Open, not followed up person by person"] for row in rows(read(report), "By control")}
    assert sum(found.values()) == unlisted.height > 0
    for control, count in found.items():
        assert count == unlisted.filter(pl.col("control").cast(pl.String) == control).height


def test_only_what_is_required_is_due(report: Report) -> None:
    found = rows(read(report), "Open findings")
    assert {row["Due"] for row in found if row["Level"] == "Required"} == {datetime(2026, 12, 23)}  # noqa: DTZ001
    assert {row["Due"] for row in found if row["Level"] != "Required"} == {None}


def test_the_plan_says_if_it_cannot_come_back(report: Report) -> None:
    sealed = openpyxl.load_workbook(BytesIO(excel.render(report, seal=lambda text: text)))
    said = [str(sheet(book, "Open findings")["A2"].value) for book in (read(report), sealed)]
    assert ["cannot be imported" in note for note in said] == [True, False]


def test_hr_fills_in_owner_state_comment_and_day(report: Report) -> None:
    ws = sheet(read(report), "Open findings")
    heads = [cell.value for cell in ws[sheets.HEAD_ROW]]
    assert heads[10:14] == ["Owner", "State", "Comment", "Done on"]
    kinds = {v.type: v for v in ws.data_validations.dataValidation}
    assert kinds["list"].formula1 == '"Not started,In progress,Done,No action"'
    assert "date" in kinds
    end = sheets.HEAD_ROW + len(rows(read(report), "Open findings"))
    assert str(kinds["list"].sqref) == f"L{sheets.FIRST_ROW}:L{end}"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_a_number_or_an_error(make_report: Callable[..., Report], text: str) -> None:
    people = crowd(name=text, department=text)
    survey = [{"employee_id": str(n), "LI-01": "On" if n else text, "LI-05": "No"} for n in range(12)]
    book = read(make_report(roster=people, survey=survey))
    cells = [cell for ws in book.worksheets for line in ws.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert rows(book, "Employees")[0]["Name"] == text
    assert rows(book, "By department")[0]["Department"] == text
    assert text.strip() in {str(row["Text at fault"]).strip() for row in rows(book, "Data quality")}
    name = sheet(book, "Employees").cell(sheets.FIRST_ROW, 2)
    assert name.data_type == "s"
    assert name.quotePrefix


def test_control_characters_become_visible_and_are_reported(make_report: Callable[..., Report]) -> None:
    people = crowd()
    people[0]["name"] = "bell\x07 null\x00 del\x7f"
    book = read(make_report(roster=people, survey=[]))
    assert rows(book, "Employees")[0]["Name"] == "bell␇ null␀ del␡"
    said = {row["What"]: row for row in rows(book, "Data quality")}["This workbook"]
    assert said["Count"] == 1
    assert "control characters" in said["What it means"]


def test_a_text_that_is_too_long_is_cut_marked_and_reported(make_report: Callable[..., Report]) -> None:
    people = crowd()
    people[0]["name"] = "x" * 40_000
    book = read(make_report(roster=people, survey=[]))
    name = rows(book, "Employees")[0]["Name"]
    assert len(name) == LONGEST
    assert name.endswith("[cut]")
    assert [row["Count"] for row in rows(book, "Data quality") if "[cut]" in row["What it means"]] == [1]


def test_a_long_text_is_measured_as_spreadsheets_do_and_never_cut_inside_a_character() -> None:
    texts = Texts()
    fitted = texts.fit("🙂" * 20_000)
    assert len(fitted.encode("utf-16-le")) // 2 <= LONGEST
    assert fitted.startswith("🙂")
    assert "�" not in fitted
    assert texts.cut.total() == 1


def test_a_text_that_looks_like_an_escape_stays_what_it_is() -> None:
    assert literal("_x003D_1+1") == "_x005F_x003D_1+1"
    assert literal("snake_xylophone_") == "snake_xylophone_"


def test_small_departments_are_named_without_numbers(report: Report) -> None:
    found = rows(read(report), "By department")
    hidden = {g.name or "not stated" for g in report.assessment.totals.by_department if g.hidden}
    assert hidden
    for row in found:
        numbers = [v for k, v in row.items() if k not in {"Department", "Remark"} and v is not None]
        assert bool(numbers) != (row["Department"] in hidden)
        assert bool(row["Remark"]) == (row["Department"] in hidden)


def test_groups_stand_in_alphabetical_order(make_report: Callable[..., Report]) -> None:
    people = [crowd(1, employee_id=str(n), place=place)[0] for n, place in enumerate(["GB", "FR", "DE"] * 6)]
    book = read(make_report(roster=[p | {"address": f"q{n}@x.example"} for n, p in enumerate(people)], survey=[]))
    assert [row["Country"] for row in rows(book, "By country")] == ["France", "Germany", "United Kingdom"]


def test_by_department_states_the_totals_of_the_assessment(report: Report) -> None:
    found = {row["Department"]: row for row in rows(read(report), "By department")}
    shown = [g for g in report.assessment.totals.by_department if not g.hidden]
    assert shown
    for group in shown:
        row = found[group.name or "not stated"]
        assert (row["People"], row["People who answered"]) == (group.people, group.responded)
        assert (row["Satisfied"], row["Unknown"], row["Open"]) == (
            group.tally.satisfied,
            group.tally.not_assessed,
            group.tally.open,
        )


def test_a_control_for_few_people_is_shown_without_outcomes(
    make_report: Callable[..., Report], make_control: Callable[..., Any], make_policies: Callable[..., Any]
) -> None:
    from reporter.model.policy import AppliesTo  # noqa: PLC0415 - one test needs it

    rare = make_control("LI-09", title="Rare", applies_to=AppliesTo(departments=("Rare",)))
    people = crowd(12)
    people[0]["department"] = "Rare"
    book = read(make_report(roster=people, survey=[], policies=make_policies(make_control(), rare)))
    row = next(r for r in rows(book, "By control") if r["Control"] == "LI-09")
    assert row["Remark"] == "Applies to fewer than 5 people, so outcomes are not shown."
    assert {row[k] for k in ("People", "Applicable", "Satisfied", "Unknown", "Open", "At least", "At most")} == {None}
    line = next(
        [c.value for c in r] for r in sheet(book, "Overview").iter_rows() if str(r[0].value).startswith("LI-09")
    )
    assert line[1:4] == [None, None, None]


def test_an_organisation_of_nobody_has_sentences_instead_of_empty_tables(make_report: Callable[..., Report]) -> None:
    empty = make_report(roster=[], survey=[])
    empty = replace(empty, assessment=replace(empty.assessment, waivers=(), notices=(), law=()))
    book = read(empty)
    assert book.sheetnames == TABS
    for tab in ("By department", "By country", "Employees", "Open findings", "Waivers", "Data quality", "Law notes"):
        ws = sheet(book, tab)
        assert not ws.tables
        assert str(ws["A2"].value).endswith((".", "listed."))
        assert ws.max_row == 3
    assert str(sheet(book, "Overview")["A2"].value).startswith("Nobody is in scope, so there is nothing to report")


def test_tables_have_filters_frozen_heads_and_titles_that_repeat_in_print(report: Report) -> None:
    book = read(report)
    for tab in TABLES:
        ws = sheet(book, tab)
        (table,) = ws.tables.values()
        heads = [cell.value for cell in ws[sheets.HEAD_ROW]]
        assert [column.name for column in table.tableColumns] == heads
        assert table.autoFilter is not None
        assert table.autoFilter.ref == f"{table.ref.rpartition(':')[0]}:{ws.cell(last(table), len(heads)).coordinate}"
        assert ws.freeze_panes is not None
        assert ws.print_title_rows == f"${sheets.HEAD_ROW}:${sheets.HEAD_ROW}"
        assert ws.page_setup.orientation == "landscape"
        assert ws.page_setup.fitToHeight == 0
    names = [name for ws in book.worksheets for name in ws.tables]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("tab", ["Guidance", "Law notes"])
def test_what_people_read_on_paper_fits_a4_in_letters_that_can_be_read(report: Report, tab: str) -> None:
    ws = sheet(read(report), tab)
    assert ws.page_setup.paperSize == A4
    printed = [ws.column_dimensions[column.column_letter].width for column in ws[ws.print_area.rpartition("!")[2]][0]]
    assert sum(printed) <= READABLE
    assert len(printed) >= 6


def test_nothing_stands_under_a_table_and_notes_above_it_use_fewer_than_four_cells(report: Report) -> None:
    book = read(report)
    for tab in TABLES:
        ws = sheet(book, tab)
        (table,) = ws.tables.values()
        assert table.ref.endswith(str(ws.max_row))
        above = [c for r in ws.iter_rows(max_row=sheets.HEAD_ROW - 1) for c in r if c.value is not None]
        assert len(above) < 4


def test_a_long_head_is_measured_as_excel_does(
    make_report: Callable[..., Report], make_control: Callable[..., Any], make_policies: Callable[..., Any]
) -> None:
    ws = sheet(read(make_report(policies=make_policies(make_control(title="🔒" * 300)))), "Employees")
    (table,) = ws.tables.values()
    head = str(ws.cell(sheets.HEAD_ROW, 9).value)
    assert head == table.tableColumns[8].name
    assert len(head.encode("utf-16-le")) // 2 <= 255


def test_heads_that_differ_only_in_case_are_told_apart(
    make_report: Callable[..., Report], make_control: Callable[..., Any], make_policies: Callable[..., Any]
) -> None:
    twins = make_policies(make_control("LI-01", title="Same"), make_control("li-01", title="same"))
    ws = sheet(read(make_report(policies=twins)), "Employees")
    (table,) = ws.tables.values()
    names = [column.name for column in table.tableColumns]
    assert names[-2:] == ["LI-01 Same", "li-01 same (2)"]


def test_days_are_dates_and_counts_are_numbers(report: Report) -> None:
    book = read(report)
    answered = [row["Answered on"] for row in rows(book, "Employees") if row["Answered"] == "Yes"]
    assert answered
    assert all(isinstance(day, datetime) for day in answered)
    assert all(isinstance(row["Applicable"], int) for row in rows(book, "By control"))
    assert all(isinstance(row["At least"], float | int) for row in rows(book, "By control"))


def test_links_lead_to_places_that_exist(report: Report) -> None:
    book = read(report)
    links = [c.hyperlink for ws in book.worksheets for line in ws.iter_rows() for c in line if c.hyperlink]
    inside = [link.location for link in links if link.location]
    assert len(inside) > len(TABS)
    for location in inside:
        tab, cell = location.split("!")
        assert sheet(book, tab.strip("'"))[cell].value is not None


def test_only_web_addresses_become_web_links(make_report: Callable[..., Report], make_control: Callable[..., Any],
                                             make_policies: Callable[..., Any]) -> None:  # fmt: skip
    from reporter.model.policy import Remediation  # noqa: PLC0415 - one test needs it

    bad = make_control(remediation=Remediation(link="file:///etc/passwd", desktop=("Look.",)))
    book = read(make_report(policies=make_policies(bad)))
    links = [c.hyperlink for ws in book.worksheets for line in ws.iter_rows() for c in line if c.hyperlink]
    assert not [link.target for link in links if link.target and not link.target.startswith("http")]
    assert rows(book, "Guidance")[0]["Link"] == "file:///etc/passwd"


def test_the_overview_draws_the_bars_with_a_hatched_part_and_a_text_for_those_who_cannot_see_them(
    report: Report,
) -> None:
    with zipfile.ZipFile(BytesIO(excel.render(report))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert 'prst="wdUpDiag"' in chart
    assert "percentStacked" in chart
    assert 'descr="Stacked bars' in drawing


def test_the_overview_draws_departments_from_their_sheet_so_that_no_small_one_has_a_bar(report: Report) -> None:
    with zipfile.ZipFile(BytesIO(excel.render(report))) as archive:
        chart = archive.read("xl/charts/chart2.xml").decode()
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    departments = len(rows(read(report), "By department"))
    assert f"'By department'!$A$6:$A${5 + departments}</" in chart
    assert 'descr="Stacked bars, one for each department' in drawing


def test_every_row_that_was_not_used_stands_in_data_quality_with_its_reason(report: Report) -> None:
    found = rows(read(report), "Data quality")
    used = [row for row in found if row["What"] in {"Roster row", "Survey row"}]
    assert len(used) == report.assessment.rejects.height > 0
    assert {row["File"] for row in used} == {"people.csv", "survey.xlsx"}
    answers = [row for row in found if row["What"] == "Unrecognised answer"]
    assert [row["Text at fault"] for row in answers] == report.assessment.unrecognised["answer"].to_list()


def test_every_waiver_row_stands_with_what_became_of_it(report: Report) -> None:
    found = rows(read(report), "Waivers")
    assert [row["State"] for row in found] == [words()("waiver", w.state) for w in report.assessment.waivers]
    assert found[0]["Granted"] == datetime(2026, 6, 1)  # noqa: DTZ001


def test_the_disclaimer_and_the_day_stand_on_the_overview_and_in_full(report: Report) -> None:
    book = read(report)
    assert "not legal advice" in str(sheet(book, "Overview")["A3"].value)
    full = " ".join(str(c.value) for line in sheet(book, "Disclaimer").iter_rows() for c in line if c.value)
    assert "self-reported" in full
    assert book.properties.identifier == report.report_id
    assert "23 November 2026" in str(book.properties.subject)


def test_the_method_names_inputs_and_policies_with_their_hashes(report: Report) -> None:
    said = " ".join(str(c.value) for line in sheet(read(report), "Method").iter_rows() for c in line if c.value)
    for file in report.inputs:
        assert file.sha256 in said
    assert report.assessment.policies.policies[0].sha256 in said


def test_more_rows_than_a_sheet_holds_go_on_to_a_next_sheet(report: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(excel.render(report, most_rows=10)))
    assert "Employees (2)" in book.sheetnames
    assert len(rows(book, "Employees")) + len(rows(book, "Employees (2)")) == report.assessment.roster.in_scope
    assert book.sheetnames.index("Employees (2)") == book.sheetnames.index("Employees") + 1


def test_pseudonyms_stay_out_of_the_workbook(report: Report) -> None:
    book = read(report)
    texts = {str(c.value) for ws in book.worksheets for line in ws.iter_rows() for c in line}
    assert not texts & set(report.assessment.population["pseudonym"])


def test_a_report_without_an_organisation_says_so(report: Report) -> None:
    book = read(replace(report, organisation=Organisation()))
    assert "not stated" in {row[1].value for row in sheet(book, "Overview").iter_rows(max_row=8)}


def test_an_unused_row_without_reason_takes_the_sentence_of_its_fate(report: Report) -> None:
    row = {"role": "survey", "file": "s.csv", "row": 2, "fate": "superseded"}
    rejects = pl.DataFrame([row], schema=REJECTS)
    book = read(replace(report, assessment=replace(report.assessment, rejects=rejects)))
    assert "A newer response of the same person counts." in {r["What it means"] for r in rows(book, "Data quality")}


def test_a_row_whose_numbers_are_not_shown_stands_all_the_same(make_report: Callable[..., Report]) -> None:
    """A small control has a remark in place of numbers, shares included."""
    report = make_report(roster=[{"employee_id": "1", "place": "IE"}], survey=[{"employee_id": "1", "LI-01": "On"}])
    sheet = openpyxl.load_workbook(BytesIO(excel.render(report)))["By control"]
    heads = [row[0].value for row in sheet.iter_rows(min_row=sheets.HEAD_ROW + 1)]
    assert heads[:3] == ["LI-01", "LI-05", "LI-08"]


def test_the_overview_and_hrs_page_count_the_findings_in_each_state_of_the_plan(report: Report) -> None:
    found = selection.open_findings(report.assessment, Edition.HR).select("pseudonym", "control")
    wrote: dict[str, list[str | None]] = {
        "owner": ["Kim", "Lee"],
        "state": ["done", None],
        "comment": [None, None],
        "done_on": [None, None],
    }
    told = found.head(2).with_columns(pl.Series(k, v, dtype=FOLLOW_UPS[k]) for k, v in wrote.items())
    planned = replace(report, follow_ups=told)
    counts = {"Done": 1, "No state yet": found.height - 1}
    lines = {str(row[0].value): row[1].value for row in sheet(read(planned), "Overview").iter_rows()}
    assert {state: lines[state] for state in counts} == counts
    assert not counts.keys() & {str(row[0].value) for row in sheet(read(report), "Overview").iter_rows()}
    table = Page(html.render(planned, Edition.HR)).tables["plan"]
    assert table[1:] == [[state, str(n)] for state, n in counts.items()]
    assert "plan" not in Page(html.render(planned, Edition.AUDITOR)).tables
    assert "plan" not in Page(html.render(report, Edition.HR)).tables
