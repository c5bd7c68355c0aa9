"""The general guidance sheet: when it is made, and that no word of it asks anybody for anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from reporter import assets, policy
from reporter.model.assessment import Assessment
from reporter.model.documents import Report
from reporter.model.policy import Control, PolicySet, Remediation
from reporter.model.vocabulary import Kind
from reporter.reports import guidance

Rows = Sequence[Mapping[str, Any]]
MakeReport = Callable[..., Report]
MakePolicies = Callable[..., PolicySet]
MakeControl = Callable[..., Control]

IN_COLORADO = {"employee_id": "1", "address": "a@x.example", "name": "Ada Quillonby", "place": "US-CO"}
IN_FRANCE = {"employee_id": "2", "address": "b@x.example", "name": "Bob Brackendale", "place": "FR"}
SOMEWHERE = {"employee_id": "3", "address": "c@x.example", "name": "Cyd Thornquist"}
MINE_IS_ON = {"LI-01": "On", "linkedin.account": "Mine"}


class _Text(HTMLParser):
    """Keeps what a reader sees of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._hidden = 0
        self.feed(page)
        self.text = " ".join(" ".join(self._parts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag == "style"
        self._parts += [value or "" for name, value in attrs if name.startswith("data-")]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(data)


def text_of(report: Report) -> str:
    return _Text(guidance.page(report)).text


@pytest.fixture
def sheet(make_report: MakeReport, make_policies: MakePolicies) -> Callable[..., str]:
    """Return the text of a sheet for people and controls."""

    def build(*controls: Control, roster: Rows = (IN_COLORADO, IN_FRANCE)) -> str:
        return text_of(make_report(roster=roster, survey=(), policies=make_policies(*controls)))

    return build


class TestWhenItIsMade:
    """DESIGN §6: "People who may not be written to are served by a general guidance sheet that names nobody"."""

    @pytest.mark.parametrize(
        ("person", "answers", "due"),
        [
            (IN_COLORADO, MINE_IS_ON, True),  # open, and may not be written about
            (IN_COLORADO, None, True),  # silent, and may not be reminded
            (SOMEWHERE, MINE_IS_ON, True),  # works perhaps where it is barred
            (IN_COLORADO, {"LI-01": "Off", "linkedin.account": "Mine"}, False),
            (IN_COLORADO, {"LI-01": "On", "linkedin.account": "The company's"}, False),
            (IN_FRANCE, MINE_IS_ON, False),
            (IN_FRANCE, None, False),
        ],
    )
    def test_somebody_may_not_be_written_to_about_an_account_of_their_own(
        self, judge: Callable[..., Assessment], person: dict[str, str], answers: dict[str, str] | None, *, due: bool
    ) -> None:
        survey = [{"employee_id": person["employee_id"], **answers}] if answers else []
        assert guidance.is_due(judge([person], survey)) is due

    def test_nobody_is_guided_where_no_control_is_about_an_account(
        self, judge: Callable[..., Assessment], make_control: MakeControl
    ) -> None:
        conduct = make_control("LI-05", kind=Kind.CONDUCT)
        assert not guidance.is_due(judge([IN_COLORADO], [], conduct))


class TestWhatItSays:
    def test_it_is_the_same_whoever_works_there_and_whatever_they_answered(self, make_report: MakeReport) -> None:
        others = [{**IN_COLORADO, "employee_id": str(n), "address": f"p{n}@x.example"} for n in range(40, 90)]
        one = make_report(roster=(IN_COLORADO,), survey=())
        many = make_report(roster=others, survey=[{"employee_id": str(n), **MINE_IS_ON} for n in range(40, 70)])
        assert guidance.page(one) == guidance.page(many)
        assert "Quillonby" not in guidance.page(one)

    def test_a_setting_is_told_with_its_reason_steps_link_and_what_cannot_be_undone(
        self, sheet: Callable[..., str], make_control: MakeControl
    ) -> None:
        said = sheet(make_control())
        for part in (
            "The account's data does not train models (LI-01)",
            "Why it is a topic. What goes into a model does not come out again.",
            "Where it is found, and what those do who change it. On a computer: Open Settings & Privacy.",
            "On a phone: Tap your photo.",
            "https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement",
            "What a change does not undo. Training that has already taken place.",
            "The switch is on unless switched off. everywhere [1]",
            "LinkedIn says that it complies. everywhere; claim of LinkedIn; from a secondary source [1]",
            "not legal advice",
        ):
            assert part in said

    def test_neither_question_nor_level_nor_minutes_nor_date_to_act_by_is_told(
        self, sheet: Callable[..., str], make_control: MakeControl
    ) -> None:
        said = sheet(make_control()).casefold()
        for part in ("how is the switch", "required", "recommended", "minutes", "23 december"):
            assert part not in said

    def test_why_there_is_no_link_stands_where_the_link_would(
        self, sheet: Callable[..., str], make_control: MakeControl
    ) -> None:
        unlinked = Remediation(no_link="Each copy has an address of its own.", desktop=("Open it.",))
        assert "Why there is no link. Each copy has an address of its own." in sheet(make_control(remediation=unlinked))

    def test_conduct_and_awareness_are_not_in_it(self, sheet: Callable[..., str], make_control: MakeControl) -> None:
        kinds = {f"AA-0{n}": kind for n, kind in enumerate(Kind)}
        said = sheet(*(make_control(name, kind=kind) for name, kind in kinds.items()))
        shown = {kind for name, kind in kinds.items() if f"({name})" in said}
        assert shown == {Kind.ACCOUNT_SETTING, Kind.ACCOUNT_VISIBILITY}

    @pytest.mark.parametrize("person", [{**IN_FRANCE, "place": "US-WA"}, SOMEWHERE])
    def test_who_can_see_an_account_is_left_out_where_an_employer_may_not_ask_about_that(
        self, sheet: Callable[..., str], make_control: MakeControl, person: dict[str, str]
    ) -> None:
        controls = (make_control(), make_control("LI-08", kind=Kind.ACCOUNT_VISIBILITY))
        assert "(LI-08)" in sheet(*controls)
        assert "(LI-08)" not in sheet(*controls, roster=(IN_COLORADO, person))

    def test_only_law_that_concerns_everybody_is_told(self, sheet: Callable[..., str]) -> None:
        assert "What us-co-8-2-127 says, in a sentence." in sheet(roster=(IN_COLORADO,))
        assert "The law" not in sheet(roster=(IN_COLORADO, IN_FRANCE))
        assert "The law" not in sheet(roster=(IN_COLORADO, SOMEWHERE))


class TestItAsksForNothing:
    """C.R.S. 8-2-127: an employer may not "require, request, suggest, or cause" a change of privacy settings."""

    ASKING = re.compile(
        r"\b(please|should|must|ought|need|needs|try|consider|better|best|safe|safer|risk|protect yourself|"
        r"recommend\w*|advi[sc]e\w*|encourag\w*|urge\w*|invite\w*|expect\w*|remind\w*|make sure|you can|you may)\b"
    )

    def test_no_sentence_of_its_own_asks_advises_or_prefers(
        self, sheet: Callable[..., str], make_control: MakeControl
    ) -> None:
        bare = Remediation(desktop=("…",), mobile=("…",), cannot_undo="…", no_link="…")
        said = (
            sheet(make_control(title="…", rationale="…", remediation=bare)).casefold().replace("not legal advice", "")
        )
        assert self.ASKING.findall(said) == []
        denied = [s for s in re.split(r"(?<=[.:]) ", said) if re.search(r"\b(ask\w*|suggest\w*|request\w*)\b", s)]
        assert len(denied) == 4
        assert all(re.search(r"\b(not|nothing|no)\b|ask a qualified lawyer", s) for s in denied), denied

    def test_no_shipped_reason_for_an_account_control_asks_or_advises(self) -> None:
        library = policy.load([assets.folder("policies")])
        asking = {
            c.id: found
            for c in library.controls
            if c.kind.about_an_account and (found := self.ASKING.findall(f"{c.title} {c.rationale}".casefold()))
        }
        assert asking == {}


def test_the_halves_of_the_sources_are_numbered_through(make_report: MakeReport) -> None:
    pack = policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])
    page = guidance.page(make_report(roster=(IN_COLORADO,), survey=(), policies=pack))
    halves = re.findall(r'<ol style="counter-reset: list-item (\d+)">(.*?)</ol>', page, re.DOTALL)
    first, second = (half.count("<li>") for _, half in halves)
    assert [int(before) for before, _ in halves] == [0, first]
    assert second
    assert max(int(n) for n in re.findall(r"\[(\d+)\]", page)) == first + second


@pytest.mark.thorough
def test_the_shipped_linkedin_sheet_has_three_pages_at_most(make_report: MakeReport) -> None:
    pack = policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])
    report = make_report(roster=(IN_COLORADO, IN_FRANCE), survey=(), policies=pack)
    reader = PdfReader(BytesIO(guidance.render(report)))
    assert len(reader.pages) <= 3
    assert "Ada" not in " ".join(page.extract_text() for page in reader.pages)
