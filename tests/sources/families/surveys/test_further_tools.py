"""SurveyMonkey, LimeSurvey, Typeform, Jotform, a tool nobody knows, and our own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import SourceError

Survey = Callable[..., Any]
Workbook = Callable[..., Path]
Write = Callable[[str, str | bytes], Path]


def test_surveymonkeys_answers_stand_spread_over_their_options(exports: Path, survey: Survey) -> None:
    found = survey(exports / "surveymonkey.csv")
    assert (found.rows, found.fates) == (5, {"used": 4, "no-identity": 1})
    assert found.answers == [("Off", "Yes"), ("On", "No"), ("Off;On", "Yes"), ("half off", None), ("Off", "Yes")]
    assert found.unrecognised == [("LI-01", "Off;On", 1), ("LI-01", "half off", 1)]
    assert found.columns["address"] == "Email Address"
    assert found.dialect == {
        "encoding": "utf-8", "delimiter": ",", "header_row": 1, "last_header_row": 2, "date_order": "mdy",
        "sheet": None,
    }  # fmt: skip


def test_surveymonkeys_workbook_is_its_csv(exports: Path, workbook: Workbook, survey: Survey) -> None:
    text = (exports / "surveymonkey.csv").read_text(encoding="utf-8")
    found = survey(workbook("s.xlsx", [line.split(",") for line in text.splitlines()]))
    assert (found.rows, found.fates, found.answers[2]) == (5, {"used": 4, "no-identity": 1}, ("Off;On", "Yes"))


def test_who_chose_every_option_is_no_row_of_options(write: Write, survey: Survey) -> None:
    text = (
        "Respondent ID,Collector ID,End Date,Email Address,LI-01,\n,,,,Off,On\n"
        "1,9,2026-11-02,ada@corp.example,Off,On\n2,9,2026-11-02,ben@corp.example,,On\n"
    )
    found = survey(write("s.csv", text))
    assert (found.rows, found.answers) == (2, [("Off;On",), ("On",)])


def test_limesurveys_codes_are_ids_without_a_hyphen_and_its_answer_codes_never_guessed(
    exports: Path, survey: Survey
) -> None:
    found = survey(exports / "limesurvey-codes.csv")
    assert (found.columns["LI-01"], found.columns["LI-04"]) == ("LI01", "LI04")
    assert (found.rows, found.fates) == (4, {"used": 2, "unfinished": 1, "unreadable-date": 1})
    assert found.answers == [("A1", "Y"), ("A1", None), ("A2", "N"), ("A2", "N")]
    assert found.unrecognised == [("LI-01", "A1", 1), ("LI-01", "A2", 1), ("LI-04", "N", 1), ("LI-04", "Y", 1)]
    assert found.columns["submitted_at"] == "submitdate"


def test_limesurveys_texts(exports: Path, survey: Survey) -> None:
    found = survey(exports / "limesurvey-texts.csv")
    assert (found.rows, found.fates) == (3, {"used": 2, "unfinished": 1})
    assert found.answers == [("Off", "Yes"), ("Off", None), ("On", "No")]
    assert found.columns == {
        "response_id": "Response ID", "submitted_at": "Date submitted", "address": "Email address",
        "LI-01": "How is the switch set?", "LI-04": "[LI-04] Your settings",
    }  # fmt: skip


def test_limesurvey_in_german(exports: Path, survey: Survey) -> None:
    found = survey(exports / "limesurvey-de.csv")
    assert (found.rows, found.fates) == (2, {"used": 1, "unfinished": 1})
    assert (found.answers[0], found.days[0], found.dialect["delimiter"]) == (("Aus",), date(2026, 11, 2), ";")


def test_a_limesurvey_that_recorded_no_times_is_undated(exports: Path, write: Write, survey: Survey) -> None:
    text = (exports / "limesurvey-texts.csv").read_text(encoding="utf-8")
    for day in ("2026-11-02 15:08:44", "2026-11-03 09:00:00"):
        text = text.replace(day, "1980-01-01 00:00:00")
    path = write("s.csv", text)
    with pytest.raises(SourceError, match="LimeSurvey recorded no times") as caught:
        survey(path)
    assert "under [survey.columns] in ours.toml" in caught.value.problems[0].hint
    found = survey(path, undated_as=date(2026, 11, 20))
    assert found.fates == {"used": 2, "unfinished": 1}
    assert (found.days, found.notices) == ([date(2026, 11, 20)] * 3, ["survey-undated"])


def test_typeform_dates_what_was_submitted_and_in_utc(exports: Path, survey: Survey) -> None:
    found = survey(exports / "typeform.csv")
    assert (found.rows, found.fates) == (3, {"used": 2, "unfinished": 1})
    assert found.days == [date(2026, 11, 3), None, date(2026, 11, 3)]  # 23:30 in UTC is the next day in Berlin
    assert found.answers == [("Off", "1"), ("On", None), ("On", "0")]
    assert found.columns["submitted_at"] == "Submit Date (UTC)"


def test_a_header_may_say_that_its_times_are_in_utc(write: Write, survey: Survey) -> None:
    found = survey(write("s.csv", "Email,Completed at (UTC),LI-01\nada@corp.example,2026-11-02 23:30,Off\n"))
    assert (found.fates, found.days) == ({"used": 1}, [date(2026, 11, 3)])


def test_jotform(exports: Path, survey: Survey) -> None:
    found = survey(exports / "jotform.csv")
    assert (found.rows, found.fates) == (2, {"used": 2})
    assert found.days == [date(2026, 11, 2), date(2026, 11, 13)]
    assert found.columns == {
        "response_id": "Submission ID", "submitted_at": "Submission Date", "address": "E-mail",
        "LI-01": "How is the switch set?", "LI-04": "[LI-04] Your settings",
    }  # fmt: skip


def test_a_tool_nobody_knows_is_read_by_its_mapping(exports: Path, survey: Survey) -> None:
    mapping = {"response_id": "Ref", "address": "Who", "submitted_at": "When", "LI-01": "Q-A", "LI-04": "Q-B"}
    found = survey(exports / "unknown.csv", columns=mapping)
    assert (found.rows, found.fates) == (2, {"used": 2})
    assert (found.columns, found.dropped) == (mapping, ())
    assert found.days == [date(2026, 11, 2), date(2026, 11, 13)]
    assert found.dialect == {
        "encoding": "utf-8", "delimiter": "|", "header_row": 3, "date_order": "ymd", "sheet": None,
    }  # fmt: skip


def test_the_folder_of_what_our_own_page_saved_is_a_survey(exports: Path, survey: Survey) -> None:
    found = survey(exports / "own-page")
    assert (found.rows, found.fates) == (4, {"used": 3, "superseded": 1})
    assert found.answers == [("Off", "Yes"), ("On", None), (None, "No"), ("On", "No")]
    assert found.days == [date(2026, 11, 3), date(2026, 11, 3), date(2026, 11, 3), date(2026, 11, 4)]


@pytest.mark.parametrize(
    "heads",
    [
        "ID,Tid för slutförande,E-postadress", "Tidsstämpel,E-post", "ID,Färdig,Slutförandetid,E-post",
        "Sygnatura czasowa,Adres e-mail", "ID odpowiedzi,Data przesłania,Adres e-mail",
        "タイムスタンプ,メールアドレス", "ID,完了時刻,メール", "回答ID,回答日時,メールアドレス,社員番号",
        "时间戳记,电子邮件地址", "序号,提交答卷时间,邮箱", "答卷编号,提交时间,工号",
        "Tijdstempel,E-mailadres", "Antwoord-ID,Ingediend op,Werk e-mail", "Informazioni cronologiche,Indirizzo email",
        "ID risposta,Data di invio,Posta elettronica", "Carimbo de data/hora,Endereço de e-mail",
        "ID da resposta,Enviado em,E-mail corporativo", "Antwortnummer,Abgesendet am,E-Mail-Adresse",
        "Numéro de réponse,Soumis le,Courriel", "Número de respuesta,Enviado el,Correo electrónico",
        "Submission ID,Date Completed,Respondent Email", "Entry ID,Date/Time Submitted,Contact Email",
        "Response #,Finish Time,Email", "Record ID,Survey Date,Staff ID", "Id,Created,Email Address",
    ],
)  # fmt: skip
def test_a_surveys_own_columns_are_known_in_several_languages(write: Write, survey: Survey, heads: str) -> None:
    values = {"id": "17", "time": "2026-11-02 10:00", "who": "ada@corp.example"}
    row = []
    names = heads.split(",")
    for place, head in enumerate(names):
        number = head in {"社員番号", "工号", "Staff ID"}
        last = place == len(names) - 1 and not number
        first = place == 0 and len(names) > 2
        row.append(
            "0001" if number else values["who" if last or head == "メールアドレス" else "id" if first else "time"]
        )
    row = ["" if head == "Färdig" else cell for head, cell in zip(names, row, strict=True)]
    found = survey(write("s.csv", f"{heads},LI-01\n{','.join(row)},Off\n"))
    assert (found.fates, found.days, found.dropped) == ({"used": 1}, [date(2026, 11, 2)], ())
