"""What changed since an earlier run, on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from reporter.model.assessment import Bounds
from reporter.model.comparison import Comparison, ControlChange, Share
from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.reports import html, pdf
from tests.reports.pages import Page

MakeReport = Callable[..., Report]
SHARE = Share(applicable=12, bounds=Bounds(at_least=0.25, at_most=0.75))
ROW = ControlChange(
    control="LI-01", before=SHARE, now=SHARE, mended=7001, missed=7002, still_missed=7003, learnt=7004, lost=7005,
    other=7006, small=False,
)  # fmt: skip
PAST = Comparison(
    report_id="r-then", period="2026-Q3", as_of=date(2026, 8, 24), people_before=40, people_now=41, both=37, joined=4,
    left=3, controls=(ROW, replace(ROW, control="LI-05", before=None), replace(ROW, control="LI-08", small=True)),
    withdrawn=("LI-99",), policies=(("test-policy", "2026.08", "2026.11"), ("same", "1", "1"), ("new", None, "1")),
)  # fmt: skip


def changes(report: Report, edition: Edition = Edition.AUDITOR) -> str:
    """Return the section as text between marks."""
    return pdf.page(report, edition).split('id="changes"')[1].split("</section>")[0]


def test_without_an_earlier_run_the_section_says_why(make_report: MakeReport) -> None:
    assert "no earlier run of this workspace is at hand" in changes(make_report())
    assert "pseudonyms hold for this roster only" in changes(make_report(pseudonym_key=None))


def test_every_movement_is_printed_with_those_it_is_counted_among(make_report: MakeReport) -> None:
    told = changes(make_report(comparison=PAST))
    for n in range(1, 7):
        assert f">7,00{n}<" in told
    assert "Of the 41 people in scope now, 37 were in scope then as well; 4 joined." in told
    assert "each row adds up to 37 people" in told
    assert "25&nbsp;% – 75&nbsp;%" in told.replace("\u00a0", "&nbsp;")


def test_changed_rules_are_said_before_any_figure(make_report: MakeReport) -> None:
    told = changes(make_report(comparison=PAST))
    assert "The policy test-policy was changed from version 2026.08 to 2026.11." in told
    assert "The policy same was changed, although its version is still 1." in told
    assert "The policy new is new." in told
    assert "Controls that are no longer judged: LI-99." in told
    assert told.index("no longer judged") < told.index("<table")


def test_a_new_control_has_no_then_and_a_small_one_is_hidden_from_the_auditor(make_report: MakeReport) -> None:
    auditor, hr = (changes(make_report(comparison=PAST), edition) for edition in (Edition.AUDITOR, Edition.HR))
    assert "not judged then" in auditor
    assert "so few people are concerned: LI-08." in auditor
    assert auditor.count(">LI-08<") == 0
    assert hr.count(">LI-08<") == 2


def test_where_nobody_was_in_scope_both_times_nothing_is_followed(make_report: MakeReport) -> None:
    told = changes(make_report(comparison=replace(PAST, both=0)))
    assert "Nobody was in scope both times" in told
    assert "What became of" not in told


def test_the_page_tells_the_same_as_the_paper(make_report: MakeReport) -> None:
    report = make_report(comparison=PAST)
    for edition in Edition:
        page = Page(html.render(report, edition))
        controls = ["LI-01", "LI-05", "LI-08"] if edition is Edition.HR else ["LI-01", "LI-05"]
        assert [row[0].strip() for row in page.tables["then-and-now"][1:]] == controls
        assert page.rows("then-and-now")["LI-05"][0] == "not judged then"
        assert page.rows("movements")["LI-01"] == [f"7,00{n}" for n in range(1, 7)]
        assert "so few people are concerned: LI-08." in page.text or edition is Edition.HR
        for said in ("37 were in scope then as well; 4 joined.", "no longer judged: LI-99.", "from version 2026.08 to"):
            assert said in page.text
            assert said in pdf.page(report, edition)
    assert "What changed" not in Page(html.render(make_report(), Edition.HR)).text
