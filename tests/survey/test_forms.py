"""Markdown, letters, and the folder."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from reporter import survey
from reporter.model.policy import AppliesTo, Control, PolicySet
from tests.conftest import judge_rows

Make = Callable[..., survey.Stationery]


def files(form: survey.Form, it: survey.Stationery) -> dict[str, str]:
    return {d.name: d.data.decode("utf-8") for d in survey.render(form, it) if not d.name.endswith(".xlsx")}


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (survey.Form.XLSX, {"survey.xlsx"}),
        (survey.Form.HTML, {"survey.html"}),
        (survey.Form.MD, {"survey.md"}),
        (survey.Form.JSON, {"survey.json", "privacy-notice.md"}),
    ],
)
def test_a_folder_holds_the_questionnaire_and_the_letters(
    make_stationery: Make, form: survey.Form, names: set[str]
) -> None:
    made = {document.name for document in survey.render(form, make_stationery())}
    assert made == names | {"announcement.txt", "invitation.txt"}


def test_markdown_heads_each_question_with_its_id_in_brackets_and_lists_its_answers(make_stationery: Make) -> None:
    it = make_stationery()
    text = survey.markdown(it)
    assert "### 2. [LI-01] How is the switch of LI-01 set?\n\n- Off\n- On\n- I don't know\n" in text
    assert [f"[{item.id}]" for item in it.survey.items if f"[{item.id}]" not in text] == []
    assert [s for part in it.notice().parts for s in part.sentences if s not in text] == []
    assert "\n---\n\n**Your right to object**\n\n**You may object" in text
    assert it.disclaimer[0] in text


def test_markdown_shows_a_policys_text_as_it_is(make_stationery: Make) -> None:
    it = make_stationery(stated={"organisation.contact": "<b>*x*</b>`"})
    assert r"\<b>\*x\*\</b>\`" in survey.markdown(it)


@pytest.mark.parametrize("language", survey.languages())
def test_every_language_has_every_form(make_stationery: Make, language: str) -> None:
    it = make_stationery(language=language)
    everybody = survey.people(judge_rows([{"employee_id": "1", "place": "IE"}]))
    made = [document for form in survey.Form for document in survey.render(form, it)]
    made += survey.personal(it, everybody, lambda _: it)
    texts = [document.data.decode("utf-8") for document in made if not document.name.endswith(".xlsx")]
    assert len(texts) == 13
    assert [text for text in texts if re.search(r"\$[a-z]", text)] == []  # no blank is left
    assert [text for text in texts if "[not stated]" in text] == []


@pytest.mark.parametrize("name", ["invitation.txt", "announcement.txt"])
def test_a_letter_says_what_why_how_long_and_that_it_is_a_choice(make_stationery: Make, name: str) -> None:
    text = files(survey.Form.HTML, make_stationery())[name]
    for must in (
        "This survey asks how",
        "LinkedIn",
        "It has 4 questions. It takes about 2 minutes.",
        "We want to know where people need an explanation or help.",
        "Taking part is voluntary.",
        "Nobody is put at a disadvantage",
        "We never ask for passwords",
        "You may object at any time",
        "If you have a question, ask: privacy@small.example.",
        "Small & Co",
        "This is information, not legal advice.",
    ):
        assert must in text
    apart = text[text.index("-" * 70) :]
    assert apart.splitlines()[1] == "YOUR RIGHT TO OBJECT"


@pytest.mark.parametrize(
    ("form", "way"),
    [
        (survey.Form.XLSX, "Open the workbook that comes with this message"),
        (survey.Form.HTML, "Open the page that comes with this message"),
        (survey.Form.MD, "Open the form at this address"),
    ],
)
def test_the_invitation_says_how_in_the_form_that_was_made(make_stationery: Make, form: survey.Form, way: str) -> None:
    assert way in files(form, make_stationery())["invitation.txt"]


def test_files_of_people_are_numbered_and_an_index_says_whose_they_are(make_stationery: Make) -> None:
    everybody = survey.people(
        judge_rows([{"employee_id": "=2", "name": "-Bo", "place": "IE"}, {"address": "a@small.example", "place": "FR"}])
    )
    made = {d.name: d.data for d in survey.personal(make_stationery(), everybody, lambda _: make_stationery())}
    assert sorted(made) == ["people.csv", "people/0001.xlsx", "people/0002.xlsx", "phone.xlsx"]
    assert list(csv.reader(made["people.csv"].decode().splitlines())) == [
        ["file", "employee_id", "address", "name"],
        ["0001.xlsx", "'=2", "", "'-Bo"],
        ["0002.xlsx", "", "a@small.example", ""],
    ]


def test_each_gets_the_language_of_their_own(make_stationery: Make) -> None:
    everybody = survey.people(judge_rows([{"employee_id": "1", "place": "IE"}]))
    asked = []

    def own(person: survey.Person) -> survey.Stationery:
        asked.append(person.country)
        return make_stationery()

    survey.personal(make_stationery(), everybody, own)
    assert asked == ["IE"]


def test_people_are_asked_what_concerns_them_by_the_rules_that_judge(
    make_policies: Callable[..., PolicySet], make_control: Callable[..., Control]
) -> None:
    """DESIGN §6, the finding, 1 and 2: what is out of scope or barred by law for somebody is not asked."""
    controls = (
        make_control("LI-01", applies_to=AppliesTo(countries=("IE",))),
        make_control("SL-01", service=None, applies_to=AppliesTo(roles=("Admin",))),
        replace(make_control("LI-08"), kind=make_policies().controls[2].kind),
    )
    rows = [
        {"employee_id": "1", "place": "IE"},
        {"employee_id": "2", "place": "US-WA"},
        {"employee_id": "3", "place": "US-WA", "role": "admin"},
        {"employee_id": "4", "place": "US-WA", "linkedin.account": "company"},
        {"employee_id": "5", "place": "FR", "status": "Terminated"},
    ]
    found = survey.people(judge_rows(rows, (), *controls))
    assert {person.employee_id: person.asked for person in found} == {
        "1": ("linkedin.account", "LI-01", "LI-08"),
        "3": ("SL-01",),
        "4": ("linkedin.account", "LI-08"),
    }
