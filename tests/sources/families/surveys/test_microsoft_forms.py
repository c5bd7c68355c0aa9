"""Microsoft Forms: the workbook it makes, and the CSV that a spreadsheet program makes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import SourceError

Survey = Callable[..., Any]
Workbook = Callable[..., Path]
Write = Callable[[str, str | bytes], Path]
Rows = Sequence[Sequence[object]]

FIXED = ("ID", "Start time", "Completion time", "Email", "Name")
START = datetime(2026, 11, 2, 15, 4, 11)  # noqa: DTZ001 - a spreadsheet's time has no zone
DONE = datetime(2026, 11, 2, 23, 30, 59)  # noqa: DTZ001
SWITCH = "How is\u00a0the\nswitch set?"
LOOKED = "Have you looked through your settings?"


def saved(rows: Rows) -> str:
    """Return the CSV that a spreadsheet program makes of the form's workbook."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def test_the_workbook_of_a_form(workbook: Workbook, survey: Survey) -> None:
    rows: Rows = [
        [*FIXED, "Last modified time", SWITCH, LOOKED, "Story key", "Story key2"],
        [1, START, DONE, "Ada@corp.example", "Ada Ashdown", None, "Off", "Yes", "a", "b"],
        [2, START, DONE, "ben@corp.example", "Ben Brook", None, "On", None, None, None],
        [4, START, DONE, "ada@corp.example", "Ada Ashdown", None, "On", "No", None, None],
        [5, START, DONE, "someone@else.example", "Some One", None, "Off", "Yes", None, None],
        [6, START, DONE, "finn@corp.example", "Finn Frost", None, "Off", "Yes", None, None],
        [7, START, datetime(2026, 11, 24, 8), "chloe@corp.example", "Chloé", None, "Off", "Yes", None, None],  # noqa: DTZ001
    ]
    found = survey(workbook("Privacy survey(1-7).xlsx", rows))
    assert found.rows == 6
    assert found.fates == {
        "used": 2, "superseded": 1, "unmatched": 1, "employee-out-of-scope": 1, "after-as-of": 1,
    }  # fmt: skip
    assert found.columns == {
        "response_id": "ID", "submitted_at": "Completion time", "modified_at": "Last modified time",
        "address": "Email", "LI-01": SWITCH, "LI-04": LOOKED,
    }  # fmt: skip
    assert found.dropped == ("Start time", "Name", "Story key", "Story key2")
    assert found.dialect == {"encoding": None, "delimiter": None, "header_row": 1, "date_order": None, "sheet": "Form1"}
    assert found.days[0] == date(2026, 11, 2)
    assert (found.notices, found.unrecognised) == ([], [])


def test_the_semicolon_csv_of_a_german_form(exports: Path, survey: Survey) -> None:
    found = survey(exports / "forms-de.csv")
    assert found.rows == 4
    assert found.fates == {"used": 2, "no-identity": 1, "unmatched": 1}
    assert found.answers == [("Aus", "Ja"), ("Ein", "Nein"), ("Weiß nicht", None), ("Aus", "Ja")]
    assert found.days[0] == date(2026, 11, 2)
    assert found.columns == {
        "response_id": "Id", "submitted_at": "Fertigstellungszeit", "modified_at": "Zeit der letzten Änderung",
        "address": "E-Mail",
        "LI-01": "Wie steht der Schalter?", "LI-04": "[LI-04] Haben Sie die Einstellungen durchgesehen?",
    }  # fmt: skip
    assert found.dropped == ("Startzeit", "Name")
    assert found.dialect == {
        "encoding": "utf-8-sig", "delimiter": ";", "header_row": 1, "date_order": "dmy", "sheet": None,
    }  # fmt: skip


def test_the_quiz_of_a_french_form_in_windows_1252(exports: Path, write: Write, survey: Survey) -> None:
    text = (exports / "forms-fr-quiz.csv").read_text(encoding="utf-8")
    found = survey(write("Sondage.csv", text.encode("cp1252")))
    assert (found.rows, found.fates) == (3, {"used": 3})
    assert found.answers == [("Désactivé", "Oui"), ("Activé", "Non"), ("Désactivé", None)]
    assert found.days == [date(2026, 11, 2), date(2026, 11, 10), date(2026, 11, 13)]
    assert found.columns == {
        "response_id": "ID", "submitted_at": "Heure de fin", "modified_at": "Heure de la dernière modification",
        "address": "Adresse de messagerie",
        "LI-01": "[LI-01] Le bouton", "LI-04": "[LI-04] Vos réglages",
    }  # fmt: skip
    assert found.dropped == (
        "Heure de début", "Nom", "Total points", "Quiz feedback",
        "Points - [LI-01] Le bouton", "Feedback - [LI-01] Le bouton",
        "Points - [LI-04] Vos réglages", "Feedback - [LI-04] Vos réglages",
    )  # fmt: skip
    assert found.dialect == {
        "encoding": "cp1252", "delimiter": ";", "header_row": 1, "date_order": "dmy", "sheet": None,
    }  # fmt: skip


def test_a_spanish_form(exports: Path, survey: Survey) -> None:
    found = survey(exports / "forms-es.csv")
    assert (found.rows, found.fates) == (3, {"used": 2, "superseded": 1})
    assert found.answers == [("Desactivado",), ("Activado",), ("Desactivado",)]
    assert found.days == [date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 15)]
    assert found.columns == {
        "response_id": "ID", "submitted_at": "Hora de finalización", "modified_at": "Hora de la última modificación",
        "address": "Correo electrónico",
        "LI-01": "¿Cómo está el interruptor?",
    }  # fmt: skip
    assert found.dialect["date_order"] == "dmy"


@pytest.mark.parametrize(
    "fixed",
    [
        "ID,Ora di inizio,Ora di completamento,Posta elettronica,Nome",
        "ID,Hora de início,Hora de conclusão,Email,Nome",
        "ID,Begintijd,Tijd van voltooien,E-mail,Naam",
        "ID,Heure de début,Heure de fin,Adresse de courriel,Nom",
    ],
)
def test_forms_in_further_languages(write: Write, survey: Survey, fixed: str) -> None:
    text = f"{fixed},LI-01\n1,2026-11-02 15:04,2026-11-02 15:08,ada@corp.example,Ada,Off;\n"
    found = survey(write("s.csv", text))
    assert (found.fates, found.answers) == ({"used": 1}, [("Off",)])


def test_one_choice_of_many_is_that_choice_and_several_are_never_guessed(write: Write, survey: Survey) -> None:
    rows: Rows = [
        [*FIXED, SWITCH, LOOKED],
        [1, START, DONE, "ada@corp.example", "Ada", "Off;", "Yes"],
        [2, START, DONE, "ben@corp.example", "Ben", "Off;On;", "Yes"],
        [3, START, DONE, "chloe@corp.example", "Chloé", ";", "No;"],
    ]
    found = survey(write("s.csv", saved(rows)))
    assert found.answers == [("Off", "Yes"), ("Off;On;", "Yes"), (";", "No")]
    assert found.unrecognised == [("LI-01", ";", 1), ("LI-01", "Off;On;", 1)]
    assert found.fates == {"used": 3}


def test_another_tools_semicolon_is_a_character_like_any_other(write: Write, survey: Survey) -> None:
    found = survey(write("s.csv", "Email,Submitted at,LI-01\nada@corp.example,2026-11-02,Off;\n"))
    assert found.unrecognised == [("LI-01", "Off;", 1)]


ANONYMOUS: Rows = [
    [*FIXED, SWITCH, "What is your work address?"],
    [1, START, DONE, "anonymous", "", "Off", "ada@corp.example"],
    [2, START, DONE, "anonymous", "Anonymous", "On", "Ben Brook <ben@corp.example>"],
    [3, START, DONE, "chloe@corp.example", "Chloé", "Off", "dina@corp.example"],
    [4, START, DONE, "anonymous", "", "Off", "rather not"],
]


def test_an_anonymous_form_has_no_identities_and_the_column_that_was_asked_is_named(
    write: Write, survey: Survey
) -> None:
    found = survey(write("s.csv", saved(ANONYMOUS)))
    assert found.fates == {"no-identity": 3, "used": 1}
    assert found.notices == ["addresses-not-used"]
    assert 'G "What is your work address?"' in found.said[0]


def test_an_address_people_typed_counts_where_it_is_mapped_and_nobody_signed_in(write: Write, survey: Survey) -> None:
    found = survey(write("s.csv", saved(ANONYMOUS)), columns={"address": "What is your work address?"})
    assert found.addresses == ["ada@corp.example", "ben@corp.example", "chloe@corp.example", "rather not"]
    assert found.fates == {"used": 3, "unmatched": 1}
    assert found.notices == ["self-asserted"]


def test_a_question_for_the_address_in_like_words_is_no_contradiction(write: Write, survey: Survey) -> None:
    rows: Rows = [
        [*FIXED, SWITCH, "Work Email"],
        [1, START, DONE, "anonymous", "", "Off", "ada@corp.example"],
        [2, START, DONE, "ben@corp.example", "Ben", "Off", "ada@corp.example"],
    ]
    found = survey(write("s.csv", saved(rows)))
    assert (found.columns["address"], found.dropped) == ("Email", ("Start time", "Name", "Work Email"))
    assert found.fates == {"no-identity": 1, "used": 1}
    assert found.notices == ["addresses-not-used"]


def test_an_id_people_typed_counts_and_is_told(write: Write, survey: Survey) -> None:
    rows: Rows = [
        [*FIXED, SWITCH, "Employee ID"],
        [1, START, DONE, "anonymous", "", "Off", "0001"],
        [2, START, DONE, "ben@corp.example", "Ben", "Off", "0003"],
    ]
    found = survey(write("s.csv", saved(rows)))
    assert found.fates == {"used": 1, "identity-conflict": 1}
    assert found.notices == ["self-asserted"]


def test_two_questions_for_the_same_are_a_contradiction(write: Write, survey: Survey) -> None:
    text = f"{','.join(FIXED)},LI-01,Employee ID,Staff ID\n1,,2026-11-02,ada@corp.example,Ada,Off,0001,0002\n"
    with pytest.raises(SourceError, match='G "Employee ID" and H "Staff ID" both claim to be employee_id'):
        survey(write("s.csv", text))


def test_a_form_without_its_own_addresses_asks_which_of_those_people_typed_count(write: Write, survey: Survey) -> None:
    text = "ID,Start time,Completion time,Name,LI-01,Work Email,Company Email\n1,,2026-11-02,Ada,Off,a@x.ie,b@x.ie\n"
    with pytest.raises(SourceError, match='F "Work Email" and G "Company Email" both claim to be address'):
        survey(write("s.csv", text))


def test_the_rows_of_a_likert_question_belong_to_questions_only_by_their_ids(write: Write, survey: Survey) -> None:
    rows: Rows = [
        [*FIXED, "Please say.How is the switch set?", "Please say.[LI-04] Your settings"],
        [1, START, DONE, "ada@corp.example", "Ada", "Off", "Yes"],
    ]
    found = survey(write("s.csv", saved(rows)))
    assert set(found.columns) == {"response_id", "submitted_at", "address", "LI-04"}


def test_dates_that_prove_no_order_are_asked_for(write: Write, survey: Survey) -> None:
    text = f"{','.join(FIXED)},LI-01\n1,2/11/2026 15:04,2/11/2026 15:08,ada@corp.example,Ada,Off\n"
    path = write("s.csv", text)
    with pytest.raises(SourceError, match="day or the month") as caught:
        survey(path)
    assert caught.value.problems[0].where == 's.csv, column C "Completion time"'
    assert survey(path, columns={"date_order": "dmy"}).days == [date(2026, 11, 2)]
    assert survey(path, columns={"date_order": "mdy"}).days == [date(2026, 2, 11)]
