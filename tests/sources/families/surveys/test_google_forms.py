"""Google Forms: its own CSV, and the sheet of its answers in several locales."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Survey = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]


def test_the_csv_of_the_form_itself(exports: Path, survey: Survey) -> None:
    found = survey(exports / "google-direct.csv")
    assert (found.rows, found.fates) == (3, {"used": 2, "superseded": 1})
    assert found.days == [date(2026, 11, 2), date(2026, 11, 2), date(2026, 11, 3)]
    assert found.answers == [("Off", "Yes"), ("On, I think", None), ("On", "No")]
    assert found.unrecognised == [("LI-01", "On, I think", 1)]
    assert found.columns == {
        "address": "Email Address", "submitted_at": "Timestamp", "LI-01": "How is the switch set?",
        "LI-04": "[LI-04] Your settings [Yours]",
    }  # fmt: skip
    assert found.dropped == ("Have you done these? [The first]", "Have you done these? [The second]")
    assert found.dialect == {
        "encoding": "utf-8", "delimiter": ",", "header_row": 1, "date_order": "ymd", "sheet": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "order", "days", "answers"),
    [
        ("google-sheets-us.csv", "mdy", [date(2026, 11, 2), date(2026, 11, 13)], [("Off",), ("On",)]),
        ("google-sheets-de.csv", "dmy", [date(2026, 11, 2), date(2026, 11, 2)], [("Aus",), ("Ein",)]),
        ("google-sheets-es.csv", "dmy", [date(2026, 11, 2), date(2026, 11, 13)], [("Desactivado",), ("Activado",)]),
        ("google-sheets-fr.csv", "dmy", [date(2026, 11, 1), date(2026, 11, 20)], [("Désactivé",), ("Activé",)]),
    ],
)
def test_the_sheet_of_answers_in_a_locale(
    exports: Path, survey: Survey, name: str, order: str, days: list[date], answers: list[tuple[str]]
) -> None:
    found = survey(exports / name)
    assert (found.rows, found.fates) == (2, {"used": 2})
    assert (found.dialect["date_order"], found.days, found.answers) == (order, days, answers)
    assert list(found.columns) == ["address", "submitted_at", "LI-01"]


def test_the_columns_of_a_quiz_stand_beside_the_question(exports: Path, survey: Survey) -> None:
    found = survey(exports / "google-sheets-us.csv")
    assert found.dropped == ("How is the switch set? [Score]", "How is the switch set? [Feedback]", "Total score")


def test_the_quiz_columns_of_a_question_known_by_its_id_are_no_contradiction(write: Write, survey: Survey) -> None:
    text = "Timestamp,Email Address,[LI-01] Switch,[LI-01] Switch [Score]\n2026-11-02,ada@corp.example,Off,1 / 1\n"
    found = survey(write("s.csv", text))
    assert (found.columns["LI-01"], found.answers) == ("[LI-01] Switch", [("Off",)])


def test_of_two_columns_of_addresses_the_forms_own_counts(exports: Path, survey: Survey) -> None:
    found = survey(exports / "google-sheets-de.csv")
    assert (found.columns["address"], found.dropped) == ("E-Mail-Adresse", ("Geschäftliche E-Mail",))
    mapped = survey(exports / "google-sheets-de.csv", columns={"address": "Geschäftliche E-Mail"})
    assert mapped.fates == {"used": 1, "no-identity": 1}


def test_the_older_header_and_the_german_marks_of_the_day_are_read(write: Write, survey: Survey) -> None:
    text = '"Timestamp","Username","LI-01"\n"2026/11/02 11:30:44 nachm. MEZ","ada@corp.example","Off"\n'
    found = survey(write("s.csv", text), zone="UTC")
    assert (found.fates, found.days) == ({"used": 1}, [date(2026, 11, 2)])


@pytest.mark.parametrize(
    "header", ["Informazioni cronologiche,Indirizzo email", "Carimbo de data/hora,Endereço de e-mail",
    "Tijdstempel,E-mailadres"],
)  # fmt: skip
def test_headers_in_further_languages(write: Write, survey: Survey, header: str) -> None:
    found = survey(write("s.csv", f"{header},LI-01\n13/11/2026 15.08.44,ada@corp.example,Off\n"))
    assert (found.fates, found.days) == ({"used": 1}, [date(2026, 11, 13)])
