from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.model.inputs import SurveyTable
from reporter.wording import words

Write = Callable[[str, str | bytes], Path]
Survey = Callable[..., SurveyTable]


@pytest.fixture
def finished(write: Write, survey: Survey) -> Callable[..., list[bool]]:
    """Return a function that says which responses are finished whose columns under `heads` say `said`."""

    def read(heads: str, *said: str) -> list[bool]:
        rows = "".join(f"p{i}@x.example,2026-11-02,Off,{text}\n" for i, text in enumerate(said))
        return survey(write("s.csv", f"Email,Timestamp,LI-01,{heads}\n{rows}")).rows["finished"].to_list()

    return read


Finished = Callable[..., list[bool]]


@pytest.mark.parametrize(
    ("head", "whole", "part"),
    [
        ("Status", "Complete", "Partial"), ("Status", "completed", "Disqualified"),
        ("Status", "Complete", "In Progress"),
        ("Response Status", "Completed", "Started"), ("Response Status", "completed", "Screened out"),
        ("ResponseStatus", "Complete", "Incomplete"), ("response_status", "completed", "overquota"),
        ("Completion Status", "Complete", "Not complete"), ("Complete", "Yes", "No"), ("Completed", "TRUE", "FALSE"),
        ("Complete?", "1", "0"), ("Finished", "True", "False"), ("Finished", "1", "0"),
        ("Progress", "100", "57"), ("Progress", "100%", "12 %"), ("Progress", "1", "0.6"), ("Progress", "100", "5"),
        ("% Complete", "100", "33"), ("Completion rate", "1.0", "0.5"), ("Partial", "No", "Yes"),
        ("Disqualified", "", "Yes"), ("Completed", "2026-11-02 10:00", ""), ("Completed", "x", ""),
        ("Status", "Complete", "Partial (page 2 of 3)"), ("Status", "2 - Complete", "1 - Partial"),
        ("Antwortstatus", "Vollständig", "Unvollständig"), ("Abgeschlossen", "Ja", "Nein"),
        ("Statut de la réponse", "Complète", "Partielle"), ("Terminé", "Oui", "Non"),
        ("Estado de la respuesta", "Completada", "Parcial"), ("Finalizado", "Sí", "No"),
        ("Stato della risposta", "Completata", "Incompleta"), ("Voltooid", "Ja", "Nee"),
        ("Antwoordstatus", "Voltooid", "Gedeeltelijk"), ("Status da resposta", "Concluído", "Em andamento"),
        ("Svarsstatus", "Slutförd", "Påbörjad"), ("Status odpowiedzi", "Zakończona", "W toku"),
        ("Disposition", "Complete", "Disqualified"),
        ("Statut", "Terminé", "Incomplet"), ("Estado", "Completado", "Incompleto"),
        ("回答状況", "完了", "途中"), ("答题状态", "已完成", "未完成"),
    ],
)  # fmt: skip
def test_a_response_that_its_tool_calls_unfinished_is_unfinished(
    finished: Finished, head: str, whole: str, part: str
) -> None:
    assert finished(head, whole, part, whole) == [True, False, True]


def test_every_column_that_speaks_of_it_is_heard(finished: Finished) -> None:
    said = ["Complete,True,100", "Complete,True,50", "Complete,False,100", "Partial,True,100", ",,"]
    assert finished("Status,Finished,Progress", *said) == [True, False, False, False, True]


def test_previews_stay_what_they_are(write: Write, survey: Survey) -> None:
    rows = "a@x.example,2026-11-02,Preview,Off\nb@x.example,2026-11-02,Complete,Off\n"
    table = survey(write("s.csv", f"Email,Timestamp,Status,LI-01\n{rows}"))
    assert table.rows.select("preview", "finished").rows() == [(True, True), (False, True)]
    assert table.notices == ()


def test_a_status_that_is_not_known_counts_as_finished_and_is_said(write: Write, survey: Survey) -> None:
    rows = "".join(f"p{i}@x.example,2026-11-02,{word},Off\n" for i, word in enumerate(("Complete", "Zonked", "Zonked")))
    table = survey(write("s.csv", f"Email,Timestamp,Status,LI-01\n{rows}"))
    assert table.rows["finished"].to_list() == [True, True, True]
    (said,) = (words().notice(notice) for notice in table.notices)
    assert said.startswith('In s.csv, the column C "Status" says of 2 responses something that is no known status.')


def test_codes_of_completeness_are_not_guessed(write: Write, survey: Survey) -> None:
    rows = "a@x.example,2026-11-02,2,Off\nb@x.example,2026-11-02,0,Off\n"
    table = survey(write("s.csv", f"Email,Timestamp,Complete?,LI-01\n{rows}"))
    assert [notice.code for notice in table.notices] == ["response-status-unknown"]


def test_what_is_asked_is_no_status(write: Write, survey: Survey) -> None:
    table = survey(write("s.csv", "Email,Timestamp,[LI-01] Progress\na@x.example,2026-11-02,50\n"))
    assert table.rows.select("LI-01", "finished").row(0) == ("50", True)


def test_limesurvey_is_known_without_its_column_of_languages(write: Write, survey: Survey) -> None:
    rows = "1,2026-11-02 09:00:00,2,a@x.example,Off\n2,,1,b@x.example,Off\n"
    table = survey(write("s.csv", f"id,submitdate,lastpage,email,LI01\n{rows}"))
    assert table.rows["finished"].to_list() == [True, False]


def test_a_column_of_many_different_texts_is_none_of_a_status(write: Write, survey: Survey) -> None:
    rows = "".join(f"p{i}@x.example,2026-11-02,Off,Ticket {i}\n" for i in range(600))
    table = survey(write("s.csv", f"Email,Timestamp,LI-01,Status\n{rows}"))
    assert table.rows["finished"].all()
    assert [notice.values["count"] for notice in table.notices] == [600]
