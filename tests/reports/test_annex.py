"""Annexes: complete for their group, and silent where HR may not be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter.model.documents import Report
from reporter.reports import annex
from reporter.reports.annex import Annex
from tests import verapdf

MakeReport = Callable[..., Report]


def person(n: int, department: str, **more: Any) -> dict[str, Any]:
    who = {"employee_id": f"E{n:03}", "address": f"p{n}@brightwater.example", "name": f"Person {n:03}", "place": "IE"}
    return {**who, "department": department, **more}


ROSTER = [
    *(person(n, "Sales") for n in range(6)),
    *(person(n, "Research", place="US-CO") for n in range(6, 12)),
    *(person(n, "Board") for n in range(12, 14)),
    *(person(n, "Care") for n in range(14, 21)),
    *(person(n, "Post") for n in range(30, 33)),
]
SURVEY = [
    {"address": f"p{n}@brightwater.example", "LI-01": "On" if n % 2 else "Off", "LI-05": "Prefer not to say"}
    for n in range(20)
]


@pytest.fixture
def report(make_report: MakeReport) -> Report:
    return make_report(roster=ROSTER, survey=SURVEY)


def by_title(report: Report) -> dict[str, Annex]:
    return {a.title: a for a in annex.annexes(report, "department")}


def test_every_group_that_is_shown_has_one_and_no_small_one_has(report: Report) -> None:
    hidden = {g.name for g in report.assessment.totals.by_department if g.hidden}
    assert hidden == {"Board", "Post"}
    assert set(by_title(report)) == {"Sales", "Research", "Care"}


def test_everybody_of_the_group_is_in_it_with_a_mark_for_each_control(report: Report) -> None:
    found = by_title(report)["Care"]
    assert [p.name for p in found.people] == [f"Person {n:03}" for n in range(14, 21)]
    assert [p.marks for p in found.people][:2] == [("✓", "?", "?"), ("✗", "?", "?")]
    assert found.people[-1].marks == ("?", "?", "?"), "silence is unknown"
    assert {f.name for f in found.open} == {"Person 015", "Person 017", "Person 019"}


def test_what_may_not_be_followed_up_is_told_of_nobody(report: Report) -> None:
    found = by_title(report)["Research"]
    assert {p.marks[0] for p in found.people} == {"·"}
    assert found.open == ()


def test_an_annex_names_its_group_its_bounds_and_no_reason(report: Report) -> None:
    found = by_title(report)["Care"]
    html = annex.page(annex.bare(report), found, "department")
    assert "<h1>Care</h1>" in html
    assert "6 of 7 people in scope here answered" in html
    assert "at least" in html
    assert "declined" not in html.lower()
    assert "prefer" not in html.lower()
    assert html.count('class="mark miss"') == 3


def test_a_large_group_is_split_and_nobody_is_lost(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annex, "PEOPLE", 3)
    found = [a for a in annex.annexes(report, "department") if a.title == "Care"]
    assert [(a.part, a.parts, len(a.people)) for a in found] == [(1, 3, 3), (2, 3, 3), (3, 3, 1)]
    assert sum(len(a.open) for a in found) == 3
    assert len({a.name for a in found}) == 3
    assert "part 2 of 3" in annex.page(annex.bare(report), found[1], "department")


def test_no_name_of_a_file_comes_from_the_roster(make_report: MakeReport) -> None:
    report = make_report(roster=[person(n, "../../<b>Évil</b>") for n in range(6)], survey=SURVEY)
    found = annex.annexes(report, "department")
    assert [a.name for a in found] == ["annex/department-001.pdf"]
    assert "&lt;b&gt;Évil" in annex.page(annex.bare(report), found[0], "department")


def test_by_country_the_groups_are_countries(report: Report) -> None:
    assert [a.title for a in annex.annexes(report, "country")] == ["Ireland", "United States"]


def test_more_controls_than_a_page_holds_go_on_below(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annex, "_ACROSS", 2)
    html = annex.page(annex.bare(report), by_title(report)["Care"], "department")
    assert [len(re.findall("<th[^>]*mark", head)) for head in html.split("</thead>")[:2]] == [2, 1]


def test_an_organisation_of_nobody_has_an_index_that_says_so(make_report: MakeReport) -> None:
    report = make_report(roster=[], survey=[])
    assert annex.annexes(report, "country") == ()
    assert annex.render_index(report, (), "country", 0).startswith(b"%PDF")


@pytest.mark.thorough
def test_annexes_and_their_index_hold_to_both_standards(report: Report, tmp_path: Path) -> None:
    found = annex.annexes(report, "department")
    bare = annex.bare(report)
    for data in (annex.render(bare, found[0], "department"), annex.render_index(bare, found, "department", 1)):
        file = tmp_path / "annex.pdf"
        file.write_bytes(data)
        assert {standard: verapdf.failures(file, standard) for standard in verapdf.PROFILES} == {"3a": {}, "ua1": {}}
