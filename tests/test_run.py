from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from reporter.errors import NotPermittedError, RenderError, SourceError, UsageError
from reporter.model.assessment import Notice
from reporter.model.documents import Report
from reporter.model.policy import Control, PolicySet
from reporter.model.vocabulary import Edition, Level
from reporter.run import failed, judge, permit, quarter, render, run, surroundings, unheard
from reporter.settings import FailOn, Output, Settings, load
from reporter.wording import words

AS_OF = date(2026, 11, 23)
ROSTER = "Employee ID,Work Email,Full Name,Country,State\n1,ana@small.example,Ana,IE,\n2,bo@small.example,Bo,US,US-CO\n"
SURVEY = "Timestamp,Email Address,[LI-01] switch,[LI-05] posts\n2026-11-02 10:00,ana@small.example,On,Yes\n"
MakeReport = Callable[..., Report]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return write(tmp_path)


def write(folder: Path, roster: str = ROSTER, survey: str = SURVEY, toml: str = "", **flags: object) -> Settings:
    (folder / "people.csv").write_text(roster, encoding="utf-8")
    (folder / "answers.csv").write_text(survey, encoding="utf-8")
    (folder / "reporter.toml").write_text(toml, encoding="utf-8")
    paths: Mapping[str, object] = {"run.roster": [folder / "people.csv"], "run.survey": [folder / "answers.csv"]}
    return load(folder / "reporter.toml", environ={}, flags={**paths, **flags})


def test_judging_writes_nothing(settings: Settings, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    judged = judge(settings, as_of=AS_OF)
    assert judged.report.assessment.roster.in_scope == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_what_happens_next_is_said_in_order(settings: Settings, tmp_path: Path) -> None:
    said: list[str] = []
    settings = settings.model_copy(update={"run": settings.run.model_copy(update={"outputs": ("csv",)})})
    run(settings, as_of=AS_OF, out=tmp_path / "out", say=said.append)
    assert said[:3] == ["Reading policies", "Reading roster and survey", "Judging"]
    assert said[-1].startswith("Writing ")


@pytest.mark.parametrize(("outputs", "made"), [(("mail",), True), (("csv", "html"), False)])
def test_the_guidance_sheet_is_made_with_the_mails_and_both_are_listed(
    settings: Settings, outputs: tuple[Output, ...], *, made: bool
) -> None:
    judged = judge(settings, as_of=AS_OF)
    documents = {d.name: d.data for d in render(judged, outputs=outputs, edition=Edition.AUDITOR)}
    manifest = json.loads(documents["manifest.json"])
    listed = [output["name"] for output in manifest["outputs"]]
    sums = documents["SHA256SUMS"].decode()
    assert ["guidance.pdf" in names for names in (documents, listed, sums)] == [made] * 3
    planned = judged.report.assessment.mail.mails.height
    assert planned > 0
    assert manifest["mail"]["composed"] == (planned if made else 0)


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 1, 1), "2026-Q1"), (date(2026, 3, 31), "2026-Q1"), (date(2026, 4, 1), "2026-Q2"), (AS_OF, "2026-Q4")],
)
def test_the_period_defaults_to_the_quarter_of_as_of(day: date, name: str) -> None:
    assert quarter(day) == name


@pytest.mark.parametrize("period", ["2026", "2026-Q5", "2026-q4", "2026-Q4 ", "26-Q4", "2026-Q4\n"])
def test_a_period_that_is_no_quarter_is_refused(settings: Settings, period: str) -> None:
    with pytest.raises(UsageError):
        judge(settings, as_of=AS_OF, period=period)


def test_a_day_far_away_is_refused(settings: Settings) -> None:
    with pytest.raises(UsageError):
        judge(settings, as_of=date.max)


def test_a_run_that_could_not_write_judges_nobody_first(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    said: list[str] = []
    with pytest.raises(UsageError):
        run(settings, as_of=AS_OF, out=tmp_path / "out", say=said.append)
    assert said == []


class TestReportId:
    def test_it_is_the_same_for_the_same_run_wherever_the_files_are(self, tmp_path: Path) -> None:
        ids = set()
        for name in "ab":
            (tmp_path / name).mkdir()
            ids.add(judge(write(tmp_path / name), as_of=AS_OF).report.report_id)
        assert len(ids) == 1

    def test_a_renamed_file_is_the_same_input(self, tmp_path: Path) -> None:
        first = judge(write(tmp_path), as_of=AS_OF).report.report_id
        (tmp_path / "people.csv").rename(tmp_path / "staff.csv")
        flags = {"run.roster": [tmp_path / "staff.csv"], "run.survey": [tmp_path / "answers.csv"]}
        renamed = load(tmp_path / "reporter.toml", environ={}, flags=flags)
        assert judge(renamed, as_of=AS_OF).report.report_id == first

    @pytest.mark.parametrize(
        "changes",
        [
            {"roster": ROSTER + "3,cy@small.example,Cy,GB,\n"},
            {"survey": SURVEY.replace("On", "Off")},
            {"toml": '[organisation]\nname = "Small"\n'},
            {"toml": "[run]\ndue_days = 30\n"},
            {"toml": "[scope]\ncontractors = false\n"},
            {"toml": '[consultation]\nDE = {date = 2026-09-01, reference = "x"}\n'},
        ],
    )
    def test_it_changes_with_everything_the_bytes_depend_on(self, tmp_path: Path, changes: dict[str, str]) -> None:
        first = judge(write(tmp_path), as_of=AS_OF).report.report_id
        assert judge(write(tmp_path, **changes), as_of=AS_OF).report.report_id != first

    def test_it_changes_with_day_period_and_key(self, settings: Settings, tmp_path: Path) -> None:
        ids = [
            judge(settings, as_of=AS_OF).report.report_id,
            judge(settings, as_of=date(2026, 11, 22)).report.report_id,
            judge(settings, as_of=AS_OF, period="2026-Q3").report.report_id,
        ]
        key = tmp_path / "pseudonym.key"
        key.touch(mode=0o600)
        key.write_text("ab" * 32)
        ids.append(judge(settings, as_of=AS_OF).report.report_id)
        assert len(set(ids)) == 4


class TestKey:
    def test_without_a_key_file_pseudonyms_hold_for_this_roster_only(self, tmp_path: Path) -> None:
        first = judge(write(tmp_path), as_of=AS_OF)
        other = judge(write(tmp_path, roster=ROSTER + "3,cy@small.example,Cy,GB,\n"), as_of=AS_OF)
        assert not first.report.pseudonyms_stable
        assert first.key != other.key
        assert judge(write(tmp_path, survey=SURVEY.replace("On", "Off")), as_of=AS_OF).key == first.key

    def test_with_one_they_hold_across_rosters(self, tmp_path: Path) -> None:
        (tmp_path / "pseudonym.key").touch(mode=0o600)
        (tmp_path / "pseudonym.key").write_text("ab" * 32)
        first = judge(write(tmp_path), as_of=AS_OF)
        other = judge(write(tmp_path, roster=ROSTER + "3,cy@small.example,Cy,GB,\n"), as_of=AS_OF)
        assert first.report.pseudonyms_stable
        assert first.key == other.key

    def test_a_folder_of_files_is_one_roster(self, tmp_path: Path) -> None:
        (tmp_path / "rosters").mkdir()
        (tmp_path / "rosters" / "a.csv").write_text("Employee ID,Country\n1,IE\n")
        (tmp_path / "rosters" / "b.csv").write_text("Employee ID,Country\n2,GB\n")
        (tmp_path / "rosters" / "notes.txt").write_text("not a table")
        settings = write(tmp_path)
        settings = settings.model_copy(
            update={"run": settings.run.model_copy(update={"roster": (tmp_path / "rosters",)})}
        )
        judged = judge(settings, as_of=AS_OF)
        assert judged.report.assessment.roster.in_scope == 2
        assert len(judged.roster.files) == 2

    def test_a_roster_that_changed_while_it_was_read_stops_the_run(self, settings: Settings, tmp_path: Path) -> None:
        roster = judge(settings, as_of=AS_OF).roster
        (tmp_path / "people.csv").write_text("something else")
        with pytest.raises(SourceError):
            surroundings.key(settings, roster)

    def test_two_people_with_one_pseudonym_stop_the_run(self, make_report: MakeReport) -> None:
        assessment = make_report().assessment
        surroundings.check_pseudonyms(assessment)
        same = assessment.population.with_columns(pseudonym=pl.lit("P-1"))
        with pytest.raises(RenderError):
            surroundings.check_pseudonyms(replace(assessment, population=same))


class TestPermission:
    def test_a_country_without_people_in_scope_needs_no_consultation(self, settings: Settings) -> None:
        assessment = judge(settings, as_of=AS_OF).report.assessment
        assert unheard(assessment) == ()
        permit(assessment, settings)

    def test_the_error_names_each_country_and_what_to_write(self, tmp_path: Path) -> None:
        settings = write(tmp_path, roster="Employee ID,Country\n1,DE\n2,AT\n3,AT\n")
        assessment = judge(settings, as_of=AS_OF).report.assessment
        assert unheard(assessment) == ("AT", "DE")
        with pytest.raises(NotPermittedError) as caught:
            permit(assessment, settings)
        first, second = caught.value.problems
        assert "AT" in first.what
        assert "people in scope there: 2" in first.what
        assert "DE = {date = " in second.hint
        assert 'exclude_countries = ["DE"]' in second.hint

    def test_somebody_out_of_scope_needs_none(self, tmp_path: Path) -> None:
        settings = write(tmp_path, roster="Employee ID,Country,Employment Status\n1,DE,Terminated\n2,IE,Active\n")
        permit(judge(settings, as_of=AS_OF).report.assessment, settings)


class TestFailOn:
    """The small organisation has open findings that are required (company accounts), and unknown ones."""

    def test_without_a_wish_nothing_fails(self, make_report: MakeReport) -> None:
        assert not failed(make_report().assessment, FailOn())

    def test_an_open_finding_of_the_level_or_a_stronger_one_fails(self, make_report: MakeReport) -> None:
        assessment = make_report().assessment
        for level in Level:
            strong = [s.value for s in list(Level)[: list(Level).index(level) + 1]]
            is_open = assessment.findings.filter(assessment.findings["level"].cast(str).is_in(strong))["open"].any()
            assert failed(assessment, FailOn(level)) == is_open

    def test_unknown_ones_count_only_if_asked_for(self, make_report: MakeReport) -> None:
        silent = make_report(survey=()).assessment
        assert not failed(silent, FailOn(Level.INFORMATION))
        assert failed(silent, FailOn(Level.REQUIRED, unknown=True))
        assert failed(silent, FailOn(unknown=True))

    def test_nobody_in_scope_fails_nothing(self, make_report: MakeReport) -> None:
        nobody = make_report(roster=({"name": "Nobody"},), survey=()).assessment
        assert not failed(nobody, FailOn(Level.INFORMATION, unknown=True))


def test_a_headcount_that_differs_is_a_notice(tmp_path: Path) -> None:
    toml = '[run]\nexpected_headcount = {count = 3, source = "Payroll"}\n'
    notices = judge(write(tmp_path, toml=toml), as_of=AS_OF).report.assessment.notices
    (notice,) = [n for n in notices if n.code == "headcount-differs"]
    assert notice.values == {"people": 2, "expected": 3, "source": "Payroll"}
    toml = toml.replace("3", "2")
    notices = judge(write(tmp_path, toml=toml), as_of=AS_OF).report.assessment.notices
    assert all(n.code != "headcount-differs" for n in notices)


@pytest.mark.parametrize("content", [None, b"GIF89a", b"<svg" + b" " * 3_000_000])
def test_a_logo_that_is_none_is_a_usage_error(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "logo.svg").write_bytes(content)
    with pytest.raises(UsageError):
        judge(write(tmp_path, toml='[organisation]\nlogo = "logo.svg"\n'), as_of=AS_OF)


def test_mail_from_nobody_is_from_the_placeholder_and_says_so(settings: Settings) -> None:
    sender = surroundings.sender(settings)
    assert (sender.sender, sender.reply_to, sender.stated) == (
        "privacy-office@example.invalid",
        "privacy-office@example.invalid",
        False,
    )


def test_only_the_chosen_documents_are_made_and_the_manifest_always(settings: Settings) -> None:
    judged = judge(settings, as_of=AS_OF)
    assert [d.name for d in render(judged, outputs=(), edition=Edition.AUDITOR)] == ["manifest.json", "SHA256SUMS"]
    names = [d.name for d in render(judged, outputs=("html",), edition=Edition.HR)]
    assert names == ["report-hr.html", "report.html", "manifest.json", "SHA256SUMS"]


def test_documents_are_in_the_organisations_language_where_all_they_say_is_there_in_it(
    make_policies: Callable[..., PolicySet], make_control: Callable[..., Control]
) -> None:
    german = make_control(translations=(make_control(language="de", title="Der Schalter ist aus"),))
    policies = make_policies(german)
    titled = replace(policies, policies=tuple(replace(p, titles={"de": "Richtlinie"}) for p in policies.policies))
    accounts = {
        name: replace(s, account=s.account and replace(s.account, translations=(replace(s.account, language="de"),)))
        for name, s in titled.services.items()
    }
    whole = replace(titled, services=accounts)
    assert surroundings.language("de", whole, ("en", "de")) == ("de", ())
    assert surroundings.language("en", policies, ("en",)) == ("en", ())
    lacking = Notice(code="policies-not-translated", values={"language": "de"})
    for part in (policies, titled, replace(whole, policies=make_policies(make_control()).policies)):
        assert surroundings.language("de", part, ("en", "de")) == ("en", (lacking,))
    absent = Notice(code="language-not-there", values={"language": "xx"})
    assert surroundings.language("xx", whole, ("en", "de")) == ("en", (absent,))


def test_a_run_says_that_its_documents_are_not_in_the_language_asked_for(tmp_path: Path) -> None:
    judged = judge(write(tmp_path, toml='[organisation]\nlanguages = {default = "pt"}\n'), as_of=AS_OF)
    assert judged.report.language == "en"
    assert [words().notice(n) for n in judged.report.assessment.notices if "language" in n.values] == [
        "Documents in Portuguese were asked for. There are none yet, so every document is in English."
    ]
