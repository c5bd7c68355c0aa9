"""The sample organisation is believable, messy, invented, and made the same way every time."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl import load_workbook

import reporter.sample
from reporter import settings
from reporter.model.policy import PolicySet
from reporter.model.text import comparable
from reporter.model.vocabulary import Reason
from reporter.policy import find, load
from reporter.sample import generate
from reporter.sample.people import PLACES, staff
from reporter.sample.workbook import FIXED

FOLDER = Path(reporter.sample.__file__).parent
AS_OF = date(2026, 11, 23)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((FOLDER / name).read_text(encoding="utf-8-sig"))))


@pytest.fixture(scope="module")
def roster() -> list[dict[str, str]]:
    return rows("roster.csv")


@pytest.fixture(scope="module")
def pack() -> PolicySet:
    return load(find((), workspace=FOLDER))


@pytest.fixture(scope="module")
def survey() -> list[dict[str, object]]:
    sheet = load_workbook(FOLDER / "survey.xlsx").worksheets[0]
    header, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in body]


def completed(row: dict[str, object]) -> datetime:
    moment = row["Completion time"]
    assert isinstance(moment, datetime)
    return moment


@pytest.mark.parametrize("name", ["roster.csv", "survey.xlsx", "waivers.csv", "aliases.csv"])
def test_the_generator_makes_the_committed_files_byte_for_byte(name: str) -> None:
    assert generate.files()[name] == (FOLDER / name).read_bytes()


def test_about_250_people_work_in_ten_places_and_eight_departments_one_of_them_tiny() -> None:
    people = staff()
    assert 240 <= len(people) <= 260
    assert {"de", "fr", "ie", "gb", "ch", "in", "ca", "hk"} <= {person.place for person in people}
    assert {"us California", "us Colorado", "us New York"} <= {person.place for person in people}
    departments = Counter(person.department for person in people)
    assert len(departments) == 8
    assert 0 < min(departments.values()) < 5
    assert sum(place.people for place in PLACES) == len(people)


def test_no_address_could_belong_to_anybody(roster: list[dict[str, str]]) -> None:
    for name in ("roster.csv", "waivers.csv", "aliases.csv", "reporter.toml"):
        text = (FOLDER / name).read_text(encoding="utf-8-sig").casefold()
        assert all(host.endswith(".example") for host in re.findall(r"@([\w.-]+\.\w+)", text))
    assert len({row["Work Email"] for row in roster}) > 240


def test_no_answer_comes_from_an_address_that_could_belong_to_anybody(survey: list[dict[str, object]]) -> None:
    assert all(str(row["Email"]).endswith(".example") or row["Email"] == "anonymous" for row in survey)


def test_the_survey_has_the_shape_that_microsoft_forms_exports(
    survey: list[dict[str, object]], pack: PolicySet
) -> None:
    header = list(survey[0])
    assert tuple(header[: len(FIXED)]) == FIXED
    assert [comparable(title) for title in header[len(FIXED) :]] == [comparable(q.wordings[0]) for q in pack.asked]
    assert [row["ID"] for row in survey] == list(range(1, len(survey) + 1))
    assert all(row["Last modified time"] is None for row in survey)


def test_about_four_in_five_answered(survey: list[dict[str, object]]) -> None:
    assert 0.75 <= len({row["Email"] for row in survey}) / len(staff()) <= 0.87


def test_the_roster_holds_the_mess_of_life(roster: list[dict[str, str]]) -> None:
    ids = Counter(row["Employee ID"] for row in roster if row["Employee ID"])
    assert sum(count > 1 for count in ids.values()) == 4, "copies, and one who left and came back"
    assert sum(not row["Work Email"] for row in roster) >= 4
    assert any(not row["Work Email"] and not row["Employee ID"] for row in roster)
    assert any(row["Last Day"] == "2026-10-31" and row["Employment Status"] == "Active" for row in roster)
    assert any(row["Start Date"] == "2026-11-24" for row in roster)
    assert any(row["Employment Type"] == "Contractor" for row in roster)
    assert any(row["Full Name"].startswith("=HYPERLINK(") for row in roster)
    assert any("O'Brien" in row["Full Name"] for row in roster)
    assert any(len(row["Full Name"]) > 70 for row in roster)
    assert any("\u200b" in row["Work Email"] for row in roster)
    assert any(not row["Country"] for row in roster)
    assert {"California", "CA", "US-CA"} <= {row["State"] for row in roster}
    assert {"company", "business use", ""} == {row["LinkedIn account"] for row in roster}


def test_a_name_that_looks_like_a_formula_is_text_in_the_survey_too() -> None:
    sheet = load_workbook(FOLDER / "survey.xlsx").worksheets[0]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_the_survey_holds_the_mess_of_life(survey: list[dict[str, object]], roster: list[dict[str, str]]) -> None:
    known = {comparable(row["Work Email"]) for row in roster}
    others = {comparable(row["Other Email"]) for row in roster if row["Other Email"]}
    files = {comparable(row["alias"]) for row in rows("aliases.csv")}
    addresses = Counter(comparable(str(row["Email"])) for row in survey)
    assert sum(count > 1 for count in addresses.values()) >= 5, "answered twice"
    assert others & set(addresses), "answered from an alias of the roster"
    assert files <= set(addresses), "answered from an alias of the file"
    assert addresses["anonymous"] == 1
    assert len(set(addresses) - known - others - files - {"anonymous"}) == 3, "unknown addresses"
    assert {"solene.marechal@larkmere.example", "wesley.oyelaran@larkmere.example"} <= set(addresses)
    ages = [(AS_OF - completed(row).date()).days for row in survey]
    assert sum(age > 92 for age in ages) >= 5, "stale"
    assert 92 in ages, "the last day that counts"
    assert min(ages) >= 0


def test_answers_are_free_unsure_declined_and_empty(survey: list[dict[str, object]], pack: PolicySet) -> None:
    for control in pack.controls:
        title = next(t for t in survey[0] if comparable(t) == comparable(control.question.text))
        known = {
            comparable(wording): answer.reason
            for answer in control.question.answers
            for wording in (answer.text, *answer.also)
        }
        said = [row[title] for row in survey]
        answers = [text for text in said if isinstance(text, str)]
        assert None in said
        assert any(text != text.strip() for text in answers)
        assert {Reason.UNSURE, Reason.DECLINED} <= {known.get(comparable(text)) for text in answers}
        if control.id in {"LI-01", "LI-07"}:
            assert any(comparable(text) not in known for text in answers)


def test_waivers_are_valid_expired_self_approved_too_long_and_of_nobody() -> None:
    waivers = rows("waivers.csv")
    assert list(waivers[0]) == ["employee", "control", "reason", "approver", "approver_role", "granted", "expires"]
    addresses = {person.employee_id: person.address for person in staff()}
    spans = [(date.fromisoformat(w["granted"]), date.fromisoformat(w["expires"])) for w in waivers]
    assert sum(expires < AS_OF for _, expires in spans) == 1
    assert sum((expires - granted).days > 366 for granted, expires in spans) == 1
    assert sum(addresses.get(w["employee"]) == w["approver"] for w in waivers) == 1
    assert sum(w["employee"] not in addresses for w in waivers) == 1


def test_the_configuration_is_complete_and_records_the_works_councils_consultation() -> None:
    found = settings.load(FOLDER / "reporter.toml", environ={}, flags={})
    assert found.defaults == ()
    assert found.consultation["DE"].date == date(2026, 2, 2)
    assert found.organisation.timezone == "Europe/Berlin"
    assert found.run.due_days == 30
    assert found.run.expected_headcount
    assert found.run.expected_headcount.count == len(staff())


def test_openpyxl_writes_the_same_bytes_whether_or_not_lxml_is_installed() -> None:
    assert openpyxl.LXML is False
    assert openpyxl.DEFUSEDXML is True
