from __future__ import annotations

import hashlib
import os
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from reporter.model.assessment import Bounds, Tally
from reporter.model.documents import LISTED, Organisation, Printing, Report
from reporter.model.policy import AppliesTo, Control, PolicySet
from reporter.model.vocabulary import Edition, WaiverState
from reporter.reports import pdf, view
from reporter.reports.html import render as web_page
from reporter.wording import environment
from reporter.wording.environment import number

MakeReport = Callable[..., Report]

PLACES = ("DE", "FR", "US-CA", "IE")
DEPARTMENTS = ("Sales", "Board", "Research", "Sales", "Research", "Sales")
ANSWERS = ("On", "Off", "I don't know", "nobody knows", "Prefer not to say", "")


def people(count: int) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "employee_id": str(i),
            "address": f"someone{i}@brightwater.example",
            "name": f"Casimir Ravensworth{i}",
            "department": "Board" if i == 1 else DEPARTMENTS[i % 6].replace("Board", "Sales"),
            "place": PLACES[i % 4],
            **({"linkedin.account": "company"} if i % 3 == 0 else {}),
        }
        for i in range(1, count + 1)
    )


ODD = (
    {"employee_id": "90", "name": '=HYPERLINK("http://evil.example","x")', "department": "Sales", "place": "IE"},
    {"employee_id": "91", "name": "Zoë <b>Müller</b>", "department": "Sales", "place": "IE"},
)


def attestations(count: int) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "address": f"someone{i}@brightwater.example",
            "LI-01": ANSWERS[i % 6],
            "LI-05": ("Yes", "No")[i % 2],
            "LI-08": "On",
            "on": date(2026, 6, 1) if i % 10 == 0 else date(2026, 11, 9),
        }
        for i in range(1, count + 1)
        if i % 7
    )


@cache
def text_of(data: bytes) -> str:
    """Return the text of a PDF with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


@pytest.fixture(scope="module")
def rendered() -> dict[Edition, bytes]:
    """Hold what the first test that needs an edition rendered: laying out takes seconds."""
    return {}


def dot() -> bytes:
    """Return a PNG of one pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(bytes(4))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


@pytest.fixture
def report(make_report: MakeReport) -> Report:
    odd = tuple({"employee_id": row["employee_id"], "LI-01": "On", "LI-05": "No"} for row in ODD)
    report = make_report(roster=(*people(48), *ODD), survey=(*attestations(48), *odd))
    return replace(report, organisation=replace(report.organisation, logo=dot()))


@pytest.fixture
def render(report: Report, rendered: dict[Edition, bytes]) -> Callable[[Edition], bytes]:
    def once(edition: Edition) -> bytes:
        if edition not in rendered:
            rendered[edition] = pdf.render(report, edition)
        return rendered[edition]

    return once


def cells(tally: Tally) -> str:
    counts = (
        tally.applicable,
        tally.satisfied,
        tally.not_satisfied,
        tally.not_assessed,
        tally.not_applicable,
        tally.waived,
        tally.open,
    )
    return " ".join(number(n) for n in counts)


def test_the_pdf_prints_every_tally_of_the_assessment(report: Report, render: Callable[[Edition], bytes]) -> None:
    text = text_of(render(Edition.AUDITOR))
    totals = report.assessment.totals

    assert not any(c.small for c in totals.by_control)
    for control in totals.by_control:
        assert f"{control.control} {cells(control.tally)}" in text
    for level in totals.by_level:
        assert f"{level.level.capitalize()} {cells(level.tally)}" in text
    assert f"All findings {cells(totals.overall)}" in text
    for group in (*totals.by_department, *totals.by_country):
        tally = group.tally
        counts = (group.people, group.responded, tally.applicable, tally.satisfied, tally.not_satisfied)
        row = " ".join(number(n) for n in (*counts, tally.not_assessed, tally.open))
        assert (row in text) is not group.hidden


def test_the_pdf_prints_every_row_of_the_inputs_as_used_or_with_its_reason(
    report: Report, render: Callable[[Edition], bytes]
) -> None:
    text = text_of(render(Edition.AUDITOR))
    roster, responses = report.assessment.roster, report.assessment.responses

    assert f"Rows read {roster.roster_rows}" in text
    assert re.search(rf"In scope Rows read, less those rejected and excluded\. {roster.in_scope}\b", text)
    assert re.search(rf"responded An attestation of theirs is used\. {roster.responded}\b", text)
    assert re.search(rf"unknown\. {roster.silent}\b", text)
    assert f"Rows read {responses.survey_rows}" in text
    assert re.search(rf"Used One for each person who responded\. {responses.used}\b", text)
    for reason in ("no-identity", "duplicate", "conflicting-duplicate"):
        assert f"Rejected: {reason}" in text
    for reason in ("left", "not-started", "contractor", "objected", "consultation-open"):
        assert f"Excluded: {reason}" in text


def test_no_name_and_no_address_of_anybody_is_in_the_auditors_edition(
    report: Report, render: Callable[[Edition], bytes]
) -> None:
    data = render(Edition.AUDITOR)
    text = text_of(data) + pdf.page(report, Edition.AUDITOR) + str(PdfReader(BytesIO(data)).metadata)

    assert "Ravensworth" not in text
    assert "someone" not in text
    assert "boss@example.org" not in text
    assert "A study needs it" not in text
    assert "Head of Research" in text


def test_no_row_about_a_person_carries_a_department_or_a_country_for_the_auditor(report: Report) -> None:
    shown = view.view(report, Edition.AUDITOR)

    assert shown.people
    assert all(row.name is None and row.department is None for row in shown.people)
    table = pdf.page(report, Edition.AUDITOR).split("<caption>Open findings")[1].split("</table>")[0]
    assert not [place for place in ("Sales", "Research", "Germany", "Ireland") if place in table]
    assert shown.people[0].pseudonym in table


def test_hr_sees_names_departments_and_who_approved(render: Callable[[Edition], bytes]) -> None:
    text = text_of(render(Edition.HR))

    assert "Ravensworth" in text
    assert "boss@example.org (Head of Research)" in text.replace("boss@ex ample", "boss@example")
    assert "This edition names people" in text


def test_names_stay_text_whatever_they_contain(render: Callable[[Edition], bytes]) -> None:
    text = text_of(render(Edition.HR))

    assert 'HYPERLINK("http://' in text
    assert "<b>Müller</b>" in text


def test_an_image_in_the_data_is_text_and_is_not_fetched(make_report: MakeReport) -> None:
    row = {"employee_id": "9", "department": '<img src="http://127.0.0.1:9/x.png"><script>x</script>', "place": "FR"}
    html = pdf.page(make_report(roster=[row], survey=[{"employee_id": "9", "LI-01": "On"}]), Edition.HR)

    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;img" in html


def test_a_logo_is_on_the_cover_with_words_for_those_who_listen(render: Callable[[Edition], bytes]) -> None:
    reader = PdfReader(BytesIO(render(Edition.AUDITOR)))
    assert len(reader.pages[0].images) == 1
    assert "Logo of Brightwater Instruments" in [str(o.get("/Alt")) for o in _objects(reader)]


def _objects(reader: PdfReader) -> list[Any]:
    found: list[Any] = [reader.get_object(n) for n in range(1, int(str(reader.trailer["/Size"])))]
    return [o for o in found if isinstance(o, dict)]


def test_the_pdf_is_tagged_and_has_a_title_a_language_and_an_outline(render: Callable[[Edition], bytes]) -> None:
    reader = PdfReader(BytesIO(render(Edition.AUDITOR)))
    root: Any = reader.root_object

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Privacy settings at work, Brightwater Instruments, 2026-Q4 (Auditor's edition)"
    assert reader.outline
    assert f"page 1 of {len(reader.pages)}" in reader.pages[0].extract_text()


def test_every_table_has_a_caption_and_every_head_a_scope(report: Report) -> None:
    for edition in Edition:
        html = pdf.page(report, edition)
        assert html.count("<table") == html.count("<caption")
        assert html.count("<th ") == html.count("<th scope=")
        assert "<th>" not in html


def test_an_empty_organisation_is_said_in_words_and_never_as_nan(make_report: MakeReport) -> None:
    report = make_report(roster=[], survey=[], organisation=Organisation(), inputs=())
    text = text_of(pdf.render(report, Edition.AUDITOR))

    assert "Nobody is in scope, so there is nothing to report: the roster holds no row." in text
    assert "NaN" not in text
    assert "nan%" not in text
    assert "LI-01 0 0 0 0 0 0 0" in text
    assert "There are no results by department, because nobody is in scope." in text
    assert "There is no open finding to list, because nobody is in scope." in text
    assert "Organisation not stated" in text


def test_a_survey_nobody_answered_is_said_so(make_report: MakeReport) -> None:
    html = pdf.page(make_report(roster=people(9), survey=[]), Edition.AUDITOR)

    assert "None of the 9 people in scope answered" in html
    assert "because nobody answered: every applicable finding is unknown" in html


def test_a_single_persons_outcomes_are_not_in_the_auditors_edition(make_report: MakeReport) -> None:
    report = make_report(roster=people(1), survey=attestations(1))
    auditor, hr = (view.view(report, edition) for edition in (Edition.AUDITOR, Edition.HR))
    html = pdf.page(report, Edition.AUDITOR)

    assert not auditor.people
    assert hr.people
    assert not auditor.whole_shown
    assert 'class="bar"' not in html
    assert "each applies to fewer than 5 people" in html
    assert all(row.attached is None for row in auditor.waivers)


def test_where_few_people_are_concerned_the_auditor_is_not_told_how_many_get_a_mail(
    make_report: MakeReport, make_policies: Callable[..., Any], make_control: Callable[..., Any]
) -> None:
    """Not even where a control that applies to nobody leaves something to show."""

    def report(count: int, department: str) -> Report:
        policies = make_policies(make_control(), make_control("LI-09", applies_to=AppliesTo(departments=(department,))))
        return make_report(roster=people(count), survey=attestations(count), policies=policies)

    four, board, more = report(4, "Nowhere"), report(20, "Board"), report(20, "Nowhere")
    for few in (four, board):
        assert "Remediation, composed" not in pdf.page(few, Edition.AUDITOR)
        assert "How many mails this run composed is not shown" in web_page(few, Edition.AUDITOR).decode()
    for one, edition in ((four, Edition.HR), (board, Edition.HR), (more, Edition.AUDITOR)):
        assert "Remediation, composed" in pdf.page(one, edition)
        assert 'id="mail"' in web_page(one, edition).decode()


def test_a_control_that_applies_to_fewer_than_five_is_shown_without_outcomes(
    make_report: MakeReport, make_policies: Callable[..., Any], make_control: Callable[..., Any]
) -> None:
    policies = make_policies(make_control(), make_control("LI-09", applies_to=AppliesTo(departments=("Board",))))
    report = make_report(
        roster=people(20), survey=[dict(a, **{"LI-09": "On"}) for a in attestations(20)], policies=policies
    )
    html = pdf.page(report, Edition.AUDITOR)
    table = html.split("<caption>By control")[1].split("</table>")[0]

    row = table.split('href="#LI-09"')[1].split("</tr>")[0]
    assert "fewer than 5, not shown" in row
    assert 'class="num"' not in row
    assert "<tfoot>" not in table, "all less the others would be its outcomes"
    assert "LI-09" not in {r.control for r in view.view(report, Edition.AUDITOR).people}
    assert "LI-09" in {r.control for r in view.view(report, Edition.HR).people}


def test_small_groups_are_named_without_figures_and_the_rest_is_alphabetical(report: Report) -> None:
    html = pdf.page(report, Edition.HR)
    table = html.split("by department <span")[1].split("</table>")[0]

    hidden = [g.name for g in report.assessment.totals.by_department if g.hidden]
    assert "Board" in hidden
    assert f"not shown: {', '.join(str(name) for name in hidden)}" in table
    shown = re.findall(r'style="width: 32mm">([^<]+)</th>', html.split("by country <span")[1])
    assert shown == sorted(shown)
    assert "Germany" in shown


def test_tables_stay_bounded_however_many_groups_and_files_there_are(make_report: MakeReport) -> None:
    roster = [dict(p, department=f"Team {i % 80:02}") for i, p in enumerate(people(400))]
    small = [{"employee_id": f"S{i}", "place": "IE", "department": f"Duo {i:03}"} for i in range(90)]
    report = make_report(roster=[*roster, *small], survey=[])
    many = tuple(replace(report.inputs[0], name=f"form-{n}.xlsx", role="survey") for n in range(300))
    wide = replace(report.inputs[0], dropped=tuple(f"Column {n}" for n in range(500)))
    html = pdf.page(replace(report, inputs=(wide, *many)), Edition.AUDITOR)

    table = html.split("by department <span")[1].split("</table>")[0]
    assert table.count("<tr>") == view.GROUPS + 3, "head, groups, those not shown, all"
    assert "The first 60 of 80 are listed here" in html
    assert "Duo 059 and 30 more" in table
    assert html.count("form-") == view.INPUTS
    assert "“Column 39”; and 460 more" in html


def test_a_policy_of_many_controls_stays_on_the_page(make_report: MakeReport) -> None:
    html = pdf.page(make_report(), Edition.AUDITOR).split("<caption>Unknown findings by reason")[1].split("</table>")[0]
    heads = html.split("</thead>")[0].count("<th ")
    assert heads <= 2 + len(view.view(make_report(), Edition.AUDITOR).unknown)


def test_a_long_list_of_open_findings_is_cut_with_a_banner(make_report: MakeReport) -> None:
    survey = [{"address": p["address"], "LI-01": "On", "LI-05": "No", "LI-08": "On"} for p in people(90)]
    report = make_report(roster=people(90), survey=survey)
    shown = view.view(report, Edition.AUDITOR)
    html = pdf.page(report, Edition.AUDITOR)

    assert shown.people_in_all > LISTED
    assert len(shown.people) == LISTED
    assert f"The first 200 of {shown.people_in_all} open findings are listed here" in html
    assert "All of them are in findings.csv." in html
    levels = [row.level for row in shown.people]
    assert levels == sorted(levels, key=["required", "recommended", "information"].index)


def test_the_organisation_says_how_many_open_findings_are_listed(report: Report) -> None:
    html = pdf.page(replace(report, printing=Printing(listed=1)), Edition.AUDITOR)

    assert "The first 1 of" in html
    assert html.split("Open findings <span")[1].split("</table>")[0].count("<tr>") == 2


def test_paper_and_classification_are_the_organisations_choice(report: Report) -> None:
    html = pdf.page(replace(report, printing=Printing(paper="Letter", classification="Secret & own")), Edition.AUDITOR)

    assert "size: Letter" in html
    assert "· Secret &amp; own" in html
    assert "<td>Secret &amp; own</td>" in html
    without = pdf.page(report, Edition.AUDITOR)
    assert "size: A4" in without
    assert "<td>personal data</td>" in without, "as along the head of each page"


def test_hr_lists_only_what_may_be_followed_up_and_counts_the_rest(make_report: MakeReport) -> None:
    roster = [dict(p, place="US-CO") for p in people(6)]
    survey = [{"address": p["address"], "LI-01": "On", "LI-05": "No"} for p in roster]
    shown = view.view(make_report(roster=roster, survey=survey), Edition.HR)

    barred = {c: n for c, n in shown.not_followed_up.items() if c == "LI-01"}
    assert barred["LI-01"] + sum(row.control == "LI-01" for row in shown.people) == 6 - 1  # one is waived
    assert barred["LI-01"] > 0


def test_waivers_are_listed_with_what_became_of_them(report: Report) -> None:
    rows = view.view(report, Edition.AUDITOR).waivers

    assert [row.state for row in rows] == [WaiverState.VALID, WaiverState.EXPIRED, WaiverState.UNMATCHED]
    assert rows[2].employee is None
    assert all(row.reason is None for row in rows)


def test_required_on_a_control_about_an_account_says_whom_it_covers(report: Report) -> None:
    assert "covers those known to use a company account" in pdf.page(report, Edition.AUDITOR)


def test_a_companys_claim_is_marked_as_its_claim_and_law_as_not_reviewed(report: Report) -> None:
    html = pdf.page(report, Edition.AUDITOR)

    assert "<strong>Claim of LinkedIn:</strong> LinkedIn says that it complies." in html
    assert html.count("not reviewed by counsel") >= len(report.assessment.law)


def test_an_auditor_reads_what_checking_takes(report: Report) -> None:
    html = pdf.page(report, Edition.AUDITOR)

    steps = html.split('<h2 id="checking">')[1].split("</section>")[0]
    assert "Ask the organisation for the whole run folder" in steps
    for option in ("--roster", "--survey", "--waivers", "--aliases", "--policy", "--config"):
        assert f"<strong>{option}</strong>" in steps
    assert html.count("<strong>From a secondary source</strong>: read in a report about it.") == 2


def test_the_disclaimer_and_the_words_of_oscal_are_printed(report: Report) -> None:
    html = pdf.page(report, Edition.AUDITOR)

    assert "This is information, not legal advice." in html
    assert "OSCAL, the data format of assessment.oscal.json, uses the word for the assessor" in html


def test_the_accent_is_used_only_if_it_is_a_colour(report: Report) -> None:
    def accent(given: str) -> str:
        return pdf.page(replace(report, organisation=Organisation(accent=given)), Edition.AUDITOR)

    assert "--accent: #aa2200;" in accent("#aa2200")
    assert "url(" not in accent("red;} @import url(http://x.example)").split("@font-face")[0]


def test_the_bar_draws_what_is_known_and_what_is_open_to_scale() -> None:
    template = environment().from_string('{% from "shared/bar.svg.j2" import bar %}{{ bar(pair, "LI-01", none, 100) }}')

    drawn = template.render(pair=Bounds(at_least=0.25, at_most=0.75))
    assert "<title>LI-01: at least 25\u00a0% – at most 75\u00a0%</title>" in drawn
    assert '<rect x="0" y="0" width="25.0"' in drawn
    hatch = [float(x) for x in re.findall(r"[ML]([\d.]+) [\d.]+", drawn.split("</title>")[1])]
    assert min(hatch) >= 25
    assert max(hatch) <= 75
    assert len(hatch) > 20
    assert template.render(pair=Bounds(at_least=None, at_most=None)).strip() == ""


@pytest.mark.thorough
def test_rendering_twice_gives_the_same_bytes_and_leaves_the_environment_alone(
    report: Report, render: Callable[[Edition], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    again = pdf.render(report, Edition.AUDITOR)

    assert hashlib.sha256(again).digest() == hashlib.sha256(render(Edition.AUDITOR)).digest()
    assert os.environ["SOURCE_DATE_EPOCH"] == "7"


def test_the_pdf_of_another_language_opens_in_it_with_the_policys_own_words(
    make_report: MakeReport, make_control: Callable[..., Control], make_policies: Callable[..., PolicySet]
) -> None:
    german = make_control(language="de", title="Der Schalter <ist> aus")
    policies = make_policies(make_control(translations=(german,)))
    html = pdf.page(make_report(roster=people(9), survey=[], policies=policies, language="de"), Edition.AUDITOR)
    assert '<html lang="de">' in html
    assert "Keine der 9 Personen, die dazugehören, hat geantwortet; noch ist also nichts bekannt." in html
    assert "Wer darauf fehlt, kommt in keiner Zahl vor." in html
    assert "Der Schalter &lt;ist&gt; aus" in html
    assert "<title>LI-01: mindestens 0\u00a0% – höchstens 100\u00a0%</title>" in html
