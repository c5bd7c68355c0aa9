from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from reporter.model.assessment import Assessment
from reporter.model.documents import Organisation, Report
from reporter.model.vocabulary import Edition, Level
from reporter.reports import html, listing
from reporter.wording.environment import number
from tests.reports.pages import Page

MakeReport = Callable[..., Report]
HOSTILE = "Mallory </script><img src=x onerror=alert(1)><!-- \u2028 & {{ 7*7 }}"
BOTH = pytest.mark.parametrize("edition", list(Edition))


@pytest.fixture
def report(make_report: MakeReport) -> Report:
    return make_report()


def with_population(report: Report, **columns: pl.Expr) -> Report:
    assessment = report.assessment
    return replace(report, assessment=replace(assessment, population=assessment.population.with_columns(**columns)))


def words(data: dict[str, Any], row: int) -> list[str]:
    return [column["words"][column["codes"][row]] for column in data["columns"]]


def employee_id(data: dict[str, Any], row: int) -> str:
    names = data["columns"][0]
    return str(names["notes"][names["codes"][row]]).split(" · ")[0]


def shown(assessment: Assessment, edition: Edition) -> list[str]:
    return [t.control for t in assessment.totals.by_control if edition is Edition.HR or not t.small]


def source_of(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@BOTH
def test_the_outcomes_of_every_control_are_those_of_the_assessment(report: Report, edition: Edition) -> None:
    rows = Page(html.render(report, edition)).rows("outcomes")
    totals = report.assessment.totals.by_control
    assert list(rows)[1 : len(totals) + 1] == [t.control for t in totals]
    for total in totals:
        if total.control not in shown(report.assessment, edition):
            continue
        tally = total.tally
        counts = (tally.satisfied, tally.not_assessed, tally.not_satisfied, tally.not_applicable)
        expected = [*counts, report.assessment.roster.in_scope, tally.open, tally.waived]
        assert rows[total.control][1:] == [number(n) for n in expected]


@BOTH
def test_every_level_shows_the_bounds_of_the_assessment(report: Report, edition: Edition) -> None:
    rows = Page(html.render(report, edition)).rows("levels")
    for total in report.assessment.totals.by_level:
        label = {Level.REQUIRED: "Required", Level.RECOMMENDED: "Recommended", Level.INFORMATION: "Information"}
        cells = rows[label[total.level]]
        if total.small and edition is Edition.AUDITOR:
            assert cells == ["not shown, to protect small groups"]
        elif total.tally.applicable:
            assert cells[0].startswith("at least ")
            assert cells[1] == number(total.tally.applicable)


def test_every_roster_and_survey_row_is_accounted_for(report: Report) -> None:
    page = Page(html.render(report, Edition.AUDITOR))
    roster, survey = page.rows("roster"), page.rows("survey")
    counts = {name: int(cells[0]) for name, cells in roster.items() if name != "Rows"}
    lost = sum(n for name, n in counts.items() if name.startswith(("Rejected", "Excluded")))
    assert counts["Roster rows read"] == lost + counts["In scope"] == report.assessment.roster.roster_rows
    assert counts["In scope"] == counts["Answered"] + counts["Silent"]
    counts = {name: int(cells[0]) for name, cells in survey.items() if name != "Rows"}
    assert counts.pop("Survey rows read") == sum(counts.values()) == report.assessment.responses.survey_rows


def test_the_auditors_list_holds_every_open_finding_of_the_controls_shown(report: Report) -> None:
    assessment = report.assessment
    page = Page(html.render(report, Edition.AUDITOR))
    findings = assessment.findings.filter(
        pl.col("open") & pl.col("control").cast(pl.String).is_in(shown(assessment, Edition.AUDITOR))
    )
    (data,) = page.lists
    assert data["rows"] == findings.height > 0
    pseudonyms = dict(assessment.population.select("employee", "pseudonym").iter_rows())
    expected = sorted((pseudonyms[e], str(c)) for e, c in findings.select("employee", "control").iter_rows())
    assert sorted((words(data, n)[0], words(data, n)[1]) for n in range(data["rows"])) == expected


def test_hrs_list_of_open_findings_holds_only_those_that_may_be_followed_up_person_by_person(report: Report) -> None:
    assessment = report.assessment
    data = Page(html.render(report, Edition.HR)).lists[-1]
    findings = assessment.findings.filter(pl.col("open"))
    assert data["rows"] == findings.filter("writable").height < findings.height
    barred = assessment.population.filter(pl.col("region") == "US-CO")["employee_id"].to_list()
    accounts = {c.id for c in assessment.policies.controls if c.kind.about_an_account}
    listed = [(employee_id(data, n), words(data, n)[2]) for n in range(data["rows"])]
    assert {control for _, control in listed} & accounts
    assert not [row for row in listed if row[0] in barred and row[1] in accounts]


def test_the_others_appear_as_a_count_per_control(report: Report) -> None:
    page = Page(html.render(report, Edition.HR))
    closed = report.assessment.findings.filter(pl.col("open") & ~pl.col("writable"))
    expected = {str(c): str(n) for c, n in closed.group_by("control").len().iter_rows()}
    assert expected
    table = next(t for t in page.tables.values() if t[0] == ["Control", "Findings"])
    assert {row[0]: row[1] for row in table[1:]} == expected


def test_declined_is_shown_to_hr_as_not_assessed_without_its_reason(report: Report) -> None:
    reasons = [t for t in Page(html.render(report, Edition.HR)).tables.values() if t[0] == ["Reason", "People"]]
    assert reasons
    for row in [row for table in reasons for row in table]:
        assert row[0] not in {"prefers not to say", "does not know", "left this question empty"}
    auditor = [t for t in Page(html.render(report, Edition.AUDITOR)).tables.values() if t[0] == ["Reason", "People"]]
    assert ["prefers not to say", "1"] in [row for table in auditor for row in table]


def test_an_account_is_told_only_of_controls_about_one(report: Report) -> None:
    data = Page(html.render(report, Edition.AUDITOR)).lists[0]
    kinds = {c.id: c.kind.about_an_account for c in report.assessment.policies.controls}
    rows = [(words(data, n)[1], words(data, n)[4]) for n in range(data["rows"])]
    assert {kinds[control] for control, _ in rows} == {True, False}
    assert all((account == "–") != kinds[control] for control, account in rows)
    assert data["columns"][4]["notes"][-1] == "not about an account"
    assert '<span class="note heard"> not about an account</span>' in html.render(report, Edition.AUDITOR).decode()


def test_a_table_wider_than_the_screen_says_that_it_scrolls(report: Report) -> None:
    page = Page(html.render(report, Edition.AUDITOR))
    regions = [attrs for _, attrs in page.tags if attrs.get("class", "").startswith("scroll")]
    assert {"By level", "Controls and outcomes in numbers"} <= {attrs["aria-label"] for attrs in regions}
    assert all(attrs["role"] == "region" and attrs["tabindex"] == "0" for attrs in regions)
    for rule in (".scroll.more::before", "main .scroll:not(.fits, .narrow)::before"):
        assert rule + ' { content: "Scroll sideways to see all columns' in page.style


def test_a_law_note_without_a_day_says_nothing_of_it(report: Report) -> None:
    law = tuple(replace(note, in_force=None) for note in report.assessment.law)
    report = replace(report, assessment=replace(report.assessment, law=law))
    assert law
    assert "in force" not in Page(html.render(report, Edition.AUDITOR)).text.split("Law notes")[-1]


def test_people_not_written_to_stand_under_neither_mail(report: Report) -> None:
    rows = Page(html.render(report, Edition.AUDITOR)).tables["mail"]
    heads = [row[0] for row in rows]
    assert heads[3] == "Not written to"
    assert "Withheld" not in " ".join(heads)


def test_hr_reads_by_name_who_is_missing_except_where_the_law_bars_it(report: Report) -> None:
    assessment = report.assessment
    silent = assessment.population.filter(~pl.col("responded"))
    data = Page(html.render(report, Edition.HR)).lists[0]
    named = {employee_id(data, n) for n in range(data["rows"])}
    barred = silent.filter(pl.col("region") == "US-CO")["employee_id"].to_list()
    assert barred
    assert named == set(silent["employee_id"].to_list()) - set(barred)


def test_the_auditors_edition_holds_no_personal_data_about_anybody(report: Report) -> None:
    text = html.render(report, Edition.AUDITOR).decode()
    people = report.assessment.population
    for column in ("name", "address"):
        for value in people[column].drop_nulls():
            assert value not in text
            assert json.dumps(value)[1:-1] not in text
    data = Page(text.encode()).lists[0]
    shown_words = {w for column in data["columns"] for w in column["words"]}
    assert not shown_words & {*people["department"].drop_nulls(), *people["country"].drop_nulls(), "Germany"}
    for judged in report.assessment.waivers:
        assert judged.waiver.reason not in text
        assert judged.waiver.approver not in text
    assert not re.search(r"\d\d:\d\d", Page(text.encode()).text)


def test_hrs_edition_names_people(report: Report) -> None:
    assert "Person 1 O'Neill" in Page(html.render(report, Edition.HR)).text


@BOTH
def test_hostile_names_and_organisations_stay_text(report: Report, edition: Edition) -> None:
    report = with_population(report, name=pl.lit(HOSTILE), department=pl.lit(HOSTILE), pseudonym=pl.lit(HOSTILE))
    report = replace(report, organisation=Organisation(name=HOSTILE, contact=HOSTILE))
    page = Page(html.render(report, edition))
    assert not [tag for tag, _ in page.tags if tag in {"img", "iframe", "object", "base"}]
    assert HOSTILE in page.text
    assert HOSTILE in words(page.lists[-1], 0)
    assert not [a for _, attrs in page.tags for a in attrs if a.startswith("on")]


def test_data_cannot_end_its_script_element() -> None:
    text = str(listing.safe_json([HOSTILE, "\u2029", "-->", "]]>"]))
    assert not re.search(r"[<>&\u2028\u2029]", text)
    assert json.loads(text) == [HOSTILE, "\u2029", "-->", "]]>"]


@BOTH
def test_the_policy_allows_exactly_the_script_and_the_style_sheet_that_stand_in_the_page(
    report: Report, edition: Edition
) -> None:
    page = Page(html.render(report, edition))
    (policy,) = [a["content"] for t, a in page.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == source_of(page.script)
    assert rules["style-src"] == source_of(page.style)
    assert len([t for t, _ in page.tags if t == "style"]) == 1
    assert not [a for _, attrs in page.tags for a in attrs if a == "style"]


@BOTH
def test_nothing_is_loaded_from_anywhere(report: Report, edition: Edition) -> None:
    page = Page(html.render(replace(report, organisation=Organisation(logo=b"\x89PNG\r\n")), edition))
    for tag, attrs in page.tags:
        for name in ("src", "srcset", "data", "poster", "action", "xlink:href", "background"):
            assert attrs.get(name, "data:").startswith("data:"), (tag, attrs)
        assert tag not in {"link", "base", "iframe", "object", "embed"}
        assert tag == "a" or "href" not in attrs
    assert set(re.findall(r"url\(([^)]{5})", page.style)) <= {"data:", "#hatc", "#dots"}
    assert "@import" not in page.style
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|innerHTML|eval\(|import\(", page.script)


def test_a_link_that_leaves_the_page_shows_its_target(report: Report) -> None:
    text = html.render(report, Edition.AUDITOR).decode()
    links = re.findall(r'<a href="(https?:[^"]*)"[^>]*>([^<]*)</a>', text)
    assert links
    assert all(target == shown_text for target, shown_text in links)
    assert len(links) == len(re.findall(r'<a href="http', text))


@BOTH
def test_every_link_inside_the_page_has_a_place_to_go(report: Report, edition: Edition) -> None:
    page = Page(html.render(report, edition))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"] for tag, attrs in page.tags if tag == "a" and attrs["href"].startswith("#")}
    targets |= {link for data in page.lists for column in data["columns"] for link in column["links"]}
    assert {t[1:] for t in targets} <= set(ids)


def test_the_page_is_one_a_screen_reader_can_follow(report: Report) -> None:
    page = Page(html.render(report, Edition.HR))
    assert ("html", {"lang": "en-GB"}) in page.tags
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    tags = [tag for tag, _ in page.tags]
    assert {"main", "header", "footer", "nav"} <= set(tags)
    assert all("scope" in attrs for tag, attrs in page.tags if tag == "th")
    assert all(attrs.get("aria-label") for _, attrs in page.tags if attrs.get("role") == "region")
    first = next(attrs for tag, attrs in page.tags if tag == "a")
    assert first["class"] == "skip"


@BOTH
def test_an_organisation_of_nobody_has_words_and_no_share_of_nothing(make_report: MakeReport, edition: Edition) -> None:
    page = Page(html.render(make_report(roster=(), survey=()), edition))
    assert "Nobody is in scope, so there is nothing to report: the roster holds no row." in page.text
    assert not re.search(r"\bNaN\b|\bNone\b|0\s%", page.text)
    assert page.lists == []


def test_a_survey_nobody_answered_is_said_to_be_so(make_report: MakeReport) -> None:
    page = Page(html.render(make_report(survey=()), Edition.AUDITOR))
    assert "people in scope answered, so nothing is known yet." in page.text
    assert "Nobody has answered, so every finding is unknown and none is open." in page.text


def test_a_control_that_applies_to_1_to_4_people_is_shown_without_outcomes_in_the_auditors_edition(
    make_report: MakeReport,
) -> None:
    report = make_report(roster=[{"employee_id": "1", "address": "a@b.example", "place": "FR"}])
    assert all(t.small for t in report.assessment.totals.by_control)
    auditor = Page(html.render(report, Edition.AUDITOR))
    assert auditor.rows("outcomes")["LI-01"] == ["applies to fewer than 5 people, not shown"]
    assert auditor.lists == []
    assert len(Page(html.render(report, Edition.HR)).rows("outcomes")["LI-01"]) == 8


@BOTH
def test_hidden_groups_show_no_numbers(report: Report, edition: Edition) -> None:
    page = Page(html.render(report, edition))
    tables = [t for t in page.tables.values() if t[0][0] in {"Department", "Country"}]
    assert len(tables) == 2
    for table, totals in zip(
        tables, (report.assessment.totals.by_department, report.assessment.totals.by_country), strict=True
    ):
        assert len(table) == len(totals) + 1
        for row, total in zip(table[1:], totals, strict=True):
            assert (row[1:] == ["not shown"]) == total.hidden


def test_a_list_stands_in_the_page_as_a_plain_table_of_its_first_rows(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "ROWS", 3)
    page = Page(html.render(report, Edition.AUDITOR))
    (data,) = page.lists
    table = next(t for t in page.tables.values() if t[0][0] == "Employee" and "Level" in t[0])
    assert [row[0] for row in table[1:]] == [words(data, n)[0] for n in range(3)]
    assert f"The first 3 of {data['rows']} rows follow" in page.text
    assert ("table", {"role": "table", "aria-rowcount": str(data["rows"] + 1)}) in page.tags
    assert [a["aria-rowindex"] for tag, a in page.tags if tag == "tr" and "aria-rowindex" in a] == ["1", "2", "3", "4"]


def test_above_its_limit_the_page_lists_what_it_can_and_says_so(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    total = Page(html.render(report, Edition.AUDITOR)).lists[0]["rows"]
    monkeypatch.setattr(listing, "LISTED", 2)
    page = Page(html.render(report, Edition.AUDITOR))
    assert page.lists[0]["rows"] == 2
    assert f"There are {total} rows; the page lists the first 2. findings.csv holds all of them." in page.text


@BOTH
def test_with_100_000_people_the_page_stays_far_below_25_megabytes(make_report: MakeReport, edition: Edition) -> None:
    """What is measured in full by tests/benchmarks/page.py, told from the bytes of a row."""
    few, many = (
        html.render(make_report(roster=_people(count), survey=_open_answers(count)), edition) for count in (100, 1_100)
    )
    rows = sum(data["rows"] for data in Page(many).lists) - sum(data["rows"] for data in Page(few).lists)
    assert rows >= 1_000
    each = (len(many) - len(few)) / rows
    lists = 1 if edition is Edition.AUDITOR else 2
    assert len(few) + lists * listing.LISTED * each < 25_000_000
    assert [tag for tag, _ in Page(many).tags].count("tr") < 250


def _people(count: int) -> list[dict[str, Any]]:
    return [
        {"employee_id": f"E{n:06}", "address": f"given.family{n}@company.example", "name": f"Family{n}, Given"}
        | {"department": f"Department {n % 40}", "place": ("FR", "IE")[n % 2]}
        for n in range(count)
    ]


def _open_answers(count: int) -> list[dict[str, Any]]:
    return [{"employee_id": f"E{n:06}", "LI-01": "On", "LI-05": "No"} for n in range(count * 2 // 3)]


def test_law_notes_stand_under_the_name_of_their_regime(report: Report) -> None:
    text = html.render(report, Edition.AUDITOR).decode().split('<section id="law">')[1].split("</section>")[0]
    heads = re.findall(r"<h3>(.*?)</h3>", text)
    assert heads == ["General Data Protection Regulation", "California Consumer Privacy Act", "Personal-account laws"]
    assert text.count("<details") == len(report.assessment.law)
    assert "none of them has been reviewed by counsel" in text
    law = (replace(report.assessment.law[0], reviewed_by_counsel="A. Lawyer, 2026"), *report.assessment.law[1:])
    reviewed = Page(html.render(replace(report, assessment=replace(report.assessment, law=law)), Edition.AUDITOR)).text
    assert "none of them has been reviewed" not in reviewed
    assert "A. Lawyer, 2026" in reviewed
    assert reviewed.count("not reviewed by counsel") == len(law) - 1


@BOTH
def test_a_control_leads_to_its_findings_if_any_are_listed(make_report: MakeReport, edition: Edition) -> None:
    page = Page(html.render(make_report(survey=[{"employee_id": "6", "LI-01": "On", "LI-05": "Yes"}]), edition))
    assert page.lists[-1]["rows"] == 1
    assert [attrs["data-word"] for tag, attrs in page.tags if tag == "a" and "data-word" in attrs] == ["LI-01"]


@BOTH
def test_the_same_report_gives_the_same_bytes(make_report: MakeReport, edition: Edition) -> None:
    assert html.render(make_report(), edition) == html.render(make_report(), edition)


@pytest.mark.parametrize(
    ("accent", "used"),
    [("#1d4f6e", True), ("#ffee00", False), ("red;}body{display:none", False), ("</style>", False), (None, False)],
)
def test_the_accent_is_used_only_if_it_is_a_colour_that_can_be_read(
    report: Report, accent: str | None, *, used: bool
) -> None:
    page = Page(html.render(replace(report, organisation=Organisation(accent=accent)), Edition.AUDITOR))
    assert (f"oklch(from {accent} " in page.style) == used
    assert "display:none" not in page.style


@BOTH
def test_the_page_says_who_it_is_for_and_that_nothing_was_verified(report: Report, edition: Edition) -> None:
    text = Page(html.render(report, edition)).text
    assert {Edition.AUDITOR: "Auditor's edition.", Edition.HR: "HR's edition."}[edition] in text
    assert "Self-reported, not verified" in text
    assert "This is information, not legal advice." in text
