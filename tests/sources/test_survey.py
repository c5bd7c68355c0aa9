from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reporter.errors import SourceError, UsageError
from reporter.model.inputs import RosterTable, SurveyTable
from reporter.model.tables import SURVEY
from reporter.wording import words

Write = Callable[[str, str | bytes], Path]
Roster = Callable[..., RosterTable]
Survey = Callable[..., SurveyTable]
Workbook = Callable[..., Path]
FORMS = ["ID", "Start time", "Completion time", "Email", "Name"]
START = datetime(2026, 11, 2, 15, 8)  # noqa: DTZ001 - a spreadsheet's time has no zone
DONE = datetime(2026, 11, 2, 23, 30)  # noqa: DTZ001


def test_a_microsoft_forms_export_is_read(workbook: Workbook, survey: Survey) -> None:
    rows = [
        [*FORMS, "Is the\u00a0switch\noff?", "Whose is your LinkedIn account?"],
        [1, START, DONE, "a@x.example", "Ada", " Off ", "Mine"],
        [2, START, DONE, "anonymous", "", "On", None],
    ]
    table = survey(workbook("s.xlsx", rows), zone="America/New_York")
    assert table.rows.drop("row_text").rows(named=True) == [
        {
            "file": "s.xlsx", "sheet": "Form1", "row": 2, "employee_id": None, "address": "a@x.example",
            "anonymous": False, "response_id": "1", "submitted_at": datetime(2026, 11, 3, 4, 30, tzinfo=UTC),
            "submitted_on": date(2026, 11, 2), "preview": False, "finished": True,
            "linkedin.account": "Mine", "LI-01": "Off",
        },
        {
            "file": "s.xlsx", "sheet": "Form1", "row": 3, "employee_id": None, "address": None,
            "anonymous": True, "response_id": "2", "submitted_at": datetime(2026, 11, 3, 4, 30, tzinfo=UTC),
            "submitted_on": date(2026, 11, 2), "preview": False, "finished": True,
            "linkedin.account": None, "LI-01": "On",
        },
    ]  # fmt: skip
    (file,) = table.files
    assert file.dropped == ("Start time", "Name")
    assert file.dialect == {"encoding": None, "delimiter": None, "header_row": 1, "date_order": None, "sheet": "Form1"}
    assert file.columns["LI-01"] == "Is the\u00a0switch\noff?"


def test_the_frame_has_exactly_the_declared_schema(write: Write, survey: Survey) -> None:
    rows = survey(write("s.csv", "Email,Timestamp,LI-01\na@x.example,2026-11-02,Off\n")).rows
    assert dict(rows.drop("LI-01").schema) == SURVEY


def test_quiz_columns_are_ignored(workbook: Workbook, survey: Survey) -> None:
    question = "Is the switch off?"
    rows = [
        [*FORMS, "Last modified time", "Total points", "Quiz feedback", question, f"Points - {question}",
         f"Feedback - {question}", "Points - [LI-05] Posts", "[LI-05] Posts"],
        [1, START, DONE, "a@x.example", "A", None, 0, None, "Off", 1, "Good", 1, "Yes"],
    ]  # fmt: skip
    table = survey(workbook("s.xlsx", rows))
    assert table.rows.select("LI-01", "LI-05").rows() == [("Off", "Yes")]
    assert len(table.files[0].dropped) == 7


def test_an_edited_response_counts_from_its_last_change(workbook: Workbook, survey: Survey) -> None:
    later, earlier = datetime(2026, 11, 20, 8), datetime(2026, 10, 1)  # noqa: DTZ001
    rows = [
        [*FORMS, "Last modified time", "LI-01"],
        [1, START, DONE, "a@x.example", "A", later, "Off"],
        [2, START, DONE, "b@x.example", "B", earlier, "Off"],
        [3, START, DONE, "c@x.example", "C", None, "Off"],
        [4, START, DONE, "d@x.example", "D", "yesterday", "Off"],
        [5, START, None, "e@x.example", "E", later, "Off"],
    ]
    found = survey(workbook("s.xlsx", rows)).rows
    second = date(2026, 11, 2)
    assert found["submitted_on"].to_list() == [date(2026, 11, 20), second, second, second, None]
    assert found["submitted_at"].to_list()[:2] == [later.replace(tzinfo=UTC), DONE.replace(tzinfo=UTC)]


@pytest.mark.parametrize(
    "header", ["Last modified time", "Zeit der letzten Änderung", "Heure de la dernière modification", "最終変更時刻",
    "Hora de la última modificación", "Tijd van laatste wijziging", "上次修改时间", "Updated at", "Date modified"],
)  # fmt: skip
def test_the_last_change_is_known_in_several_languages(write: Write, survey: Survey, header: str) -> None:
    text = f"Email,Timestamp,{header},LI-01\na@x.example,2026-06-01,2026-11-02,Off\n"
    assert survey(write("s.csv", text)).rows["submitted_on"].to_list() == [date(2026, 11, 2)]


def test_the_time_of_the_last_change_proves_the_order_of_both_columns(write: Write, survey: Survey) -> None:
    text = "Email,Timestamp,Last modified,LI-01\na@x.example,1/11/2026,13/11/2026,Off\n"
    assert survey(write("s.csv", text)).rows["submitted_on"].to_list() == [date(2026, 11, 13)]


def test_a_google_forms_csv_is_read_with_its_zone(write: Write, survey: Survey) -> None:
    text = (
        '"Timestamp","Email Address","Is the switch off?"\n'
        '"2026/11/02 3:08:44 PM GMT+1","a@x.example","Off"\n"2026/11/02 11:30:00 PM GMT+1","b@x.example",""\n'
    )
    table = survey(write("s.csv", text), zone="Europe/Moscow")
    assert table.rows["submitted_at"].to_list() == [
        datetime(2026, 11, 2, 14, 8, 44, tzinfo=UTC),
        datetime(2026, 11, 2, 22, 30, tzinfo=UTC),
    ]
    assert table.rows["submitted_on"].to_list() == [date(2026, 11, 2), date(2026, 11, 3)]
    assert table.rows["LI-01"].to_list() == ["Off", None]
    assert table.files[0].dialect["date_order"] == "ymd"


@pytest.mark.parametrize(
    "header",
    [
        "LI-01", "li-01", "IS THE  SWITCH\u00a0OFF?", "Ist der Schalter aus?", "Question 3 [LI-01]: the switch",
        "Is the\u200b switch off?",
    ],
)  # fmt: skip
def test_a_column_belongs_to_a_question_by_id_wording_or_brackets(write: Write, survey: Survey, header: str) -> None:
    """DESIGN §8: "its header is the question's id, is its text (normalised…), contains the id in square brackets"."""
    rows = survey(write("s.csv", f'Email,Timestamp,"{header}"\na@x.example,2026-11-02,Off\n')).rows
    assert rows["LI-01"].to_list() == ["Off"]


def test_a_column_belongs_to_a_question_it_is_mapped_to(write: Write, survey: Survey) -> None:
    path = write("s.csv", "Email,Timestamp,Q7\na@x.example,2026-11-02,Off\n")
    assert survey(path, columns={"LI-01": "Q7"}).rows["LI-01"].to_list() == ["Off"]


@pytest.mark.parametrize("second", ["Is the switch off?2", "Is the switch off?", "Is the switch off?.1", "LI-01"])
def test_a_question_that_was_asked_again_is_one_where_each_row_answers_it_once(
    write: Write, survey: Survey, second: str
) -> None:
    rows = "a@x.example,2026-11-02,Off,\nb@x.example,2026-11-02,,On\nc@x.example,2026-11-02,Off,off \n"
    table = survey(write("s.csv", f"Email,Timestamp,Is the switch off?,{second}\n{rows}"))
    assert table.rows["LI-01"].to_list() == ["Off", "On", "Off"]
    assert table.files[0].columns["LI-01"] == f"Is the switch off?, {second}"
    assert table.files[0].dropped == ()


@pytest.mark.parametrize("second", ["Is the switch off?2", "Is the switch off?", "LI-01", "1. Is the switch off"])
def test_rows_that_answer_a_question_differently_in_two_columns_are_named(
    write: Write, survey: Survey, second: str
) -> None:
    rows = "a@x.example,2026-11-02,Off,On\nb@x.example,2026-11-02,Off,\nc@x.example,2026-11-02,Off,On\n"
    with pytest.raises(SourceError, match='C "Is the switch off\\?" and D') as caught:
        survey(write("s.csv", f"Email,Timestamp,Is the switch off?,{second}\n{rows}"))
    (problem,) = caught.value.problems
    assert problem.what.endswith("both claim to be LI-01, and answer it differently in rows 2, 4")
    assert problem.hint.startswith('Say which one counts: LI-01 = "…" under [survey.columns] in ours.toml; or empty')


def test_the_column_that_the_configuration_names_counts_alone(write: Write, survey: Survey) -> None:
    text = "Email,Timestamp,Is the switch off?,Is the switch off?2\na@x.example,2026-11-02,Off,On\n"
    table = survey(write("s.csv", text), columns={"LI-01": "Is the switch off?2"})
    assert table.rows["LI-01"].to_list() == ["On"]


def test_two_columns_for_one_question_are_both_named(write: Write, survey: Survey) -> None:
    with pytest.raises(SourceError, match='C "LI-01" and D "Is the switch off\\?"'):
        survey(write("s.csv", "Email,Timestamp,LI-01,Is the switch off?\na@x.example,2026-11-02,Off,On\n"))


@pytest.mark.parametrize(
    "beside", ["Other", "Other:", "Other (please specify)", "LI-01 [Other]", "LI01[other]",
    "Is the switch off? - Other", "Sonstiges (bitte angeben)", "Autre, veuillez préciser :", "その他"],
)  # fmt: skip
def test_a_text_beside_the_choice_other_stands_in_its_place(write: Write, survey: Survey, beside: str) -> None:
    rows = "a@x.example,2026-11-02,Other,half\nb@x.example,2026-11-02,Off,thanks\nc@x.example,2026-11-02,,on my phone\n"
    table = survey(write("s.csv", f'Email,Timestamp,Is the switch off?,"{beside}"\n{rows}'))
    assert table.rows["LI-01"].to_list() == ["half", "Off", "on my phone"]


def test_a_text_beside_another_question_is_not_taken(write: Write, survey: Survey) -> None:
    text = "Email,Timestamp,Is the switch off?,Colour,Other\na@x.example,2026-11-02,Other,,red\n"
    table = survey(write("s.csv", text))
    assert (table.rows["LI-01"].to_list(), table.files[0].dropped) == (["Other"], ("Colour", "Other"))


def test_a_cut_header_is_known_by_its_beginning_and_said(write: Write, survey: Survey) -> None:
    table = survey(write("s.csv", "Email,Timestamp,No personal details in publ\na@x.example,2026-11-02,Yes\n"))
    assert table.rows["LI-05"].to_list() == ["Yes"]
    (said,) = (words().notice(notice) for notice in table.notices)
    assert said.startswith('In s.csv, the column C "No personal details in publ" is cut off. It is taken for LI-05')


def test_a_column_that_fits_two_questions_is_a_problem(write: Write, survey: Survey) -> None:
    with pytest.raises(SourceError, match="LI-01 and LI-05"):
        survey(write("s.csv", "Email,Timestamp,[LI-01] and [LI-05]\na@x.example,2026-11-02,Off\n"))


def test_a_survey_without_a_question_lists_what_it_has_and_what_is_asked(write: Write, survey: Survey) -> None:
    with pytest.raises(SourceError) as caught:
        survey(write("s.csv", "Email,Timestamp,Favourite colour\na@x.example,2026-11-02,Blue\n"))
    (problem,) = caught.value.problems
    assert '"Favourite colour"' in problem.what
    assert "linkedin.account, LI-01, LI-05" in problem.hint


def test_a_survey_without_identity_is_unreadable(write: Write, survey: Survey) -> None:
    with pytest.raises(SourceError, match="neither a column for the address"):
        survey(write("s.csv", "Timestamp,LI-01\n2026-11-02,Off\n"))


def test_no_submission_column_is_an_error_unless_the_file_is_dated(write: Write, survey: Survey) -> None:
    """DESIGN §6, Dates: "No submission column: exit 4, unless the configuration dates the file"."""
    path = write("s.csv", "Email,LI-01\na@x.example,Off\n")
    with pytest.raises(SourceError, match="when a response was submitted"):
        survey(path)
    table = survey(path, zone="Europe/Berlin", undated_as=date(2026, 11, 20))
    assert table.rows["submitted_on"].to_list() == [date(2026, 11, 20)]
    assert table.rows["submitted_at"].to_list() == [datetime(2026, 11, 19, 23, tzinfo=UTC)]
    assert [n.code for n in table.notices] == ["survey-undated"]


def test_a_header_without_rows_is_a_survey_nobody_answered(write: Write, survey: Survey) -> None:
    """DESIGN §6, Rows: "a survey nobody answered"."""
    table = survey(write("s.csv", "Email,Timestamp,LI-01\n"))
    assert (table.rows.height, table.files[0].rows) == (0, 0)
    assert dict(table.rows.drop("LI-01").schema) == SURVEY


def test_an_unreadable_time_is_null_and_the_row_stays(write: Write, survey: Survey) -> None:
    rows = survey(
        write("s.csv", "Email,Timestamp,LI-01\na@x.example,yesterday,Off\nb@x.example,,On\nc@x.example,2026-11-02,On\n")
    ).rows
    assert rows["submitted_on"].to_list() == [None, None, date(2026, 11, 2)]


def test_a_time_without_zone_is_in_the_organisations_zone(write: Write, survey: Survey) -> None:
    """DESIGN §6, Dates: "one without is taken to be in it"."""
    path = write(
        "s.csv", "Email,Timestamp,LI-01\na@x.example,2026-11-02T23:30:00,Off\nb@x.example,2026-11-02T23:30Z,On\n"
    )
    rows = survey(path, zone="Asia/Kolkata").rows
    assert rows["submitted_at"].to_list() == [
        datetime(2026, 11, 2, 18, tzinfo=UTC),
        datetime(2026, 11, 2, 23, 30, tzinfo=UTC),
    ]
    assert rows["submitted_on"].to_list() == [date(2026, 11, 2), date(2026, 11, 3)]


def test_the_order_of_day_and_month_is_proven_for_the_whole_column_or_asked(write: Write, survey: Survey) -> None:
    head = "Email,Timestamp,LI-01\n"
    proven = write("a.csv", f"{head}a@x.example,10/8/2026 09:15:00,Off\nb@x.example,10/31/2026 09:15:00,On\n")
    table = survey(proven)
    assert table.rows["submitted_on"].to_list() == [date(2026, 10, 8), date(2026, 10, 31)]
    assert table.files[0].dialect["date_order"] == "mdy"
    with pytest.raises(SourceError, match="nothing shows whether the day or the month") as caught:
        survey(write("b.csv", f"{head}a@x.example,10/8/2026 09:15:00,Off\n"))
    assert '[survey] dates = "day-first"' in caught.value.problems[0].hint
    assert '[survey] dates = "month-first"' in caught.value.problems[0].hint
    assert caught.value.problems[0].where == 'b.csv, column B "Timestamp"'


def test_a_distribution_channel_says_preview_where_no_status_does(write: Write, survey: Survey) -> None:
    text = "Email,Timestamp,LI-01,DistributionChannel\n"
    text += "a@x.example,2026-11-02,On,preview\nb@x.example,2026-11-02,Off,email\n"
    assert survey(write("s.csv", text)).rows["preview"].to_list() == [True, False]


def test_preview_and_unfinished_rows_are_marked(write: Write, survey: Survey) -> None:
    text = (
        "EndDate,Status,IPAddress,Finished,ResponseId,RecipientEmail,LocationLatitude,LI-01\n"
        "2026-11-02 10:00:00,IP Address,192.0.2.1,True,R_1,a@x.example,1.0,Off\n"
        "2026-11-02 10:00:00,Survey Preview,192.0.2.1,1,R_2,a@x.example,1.0,Off\n"
        "2026-11-02 10:00:00,IP Address,192.0.2.1,False,R_3,a@x.example,1.0,Off\n"
        "2026-11-02 10:00:00,IP Address,192.0.2.1,0,R_4,a@x.example,1.0,Off\n"
    )
    table = survey(write("s.csv", text))
    assert table.rows.select("preview", "finished").rows() == [
        (False, True),
        (True, True),
        (False, False),
        (False, False),
    ]
    assert table.files[0].dropped == ("IPAddress", "LocationLatitude")
    assert not any("192.0.2.1" in text for text in table.rows["row_text"])


def test_several_files_are_one_survey_and_columns_join(write: Write, survey: Survey) -> None:
    first = write("a.csv", "Email,Timestamp,LI-05\na@x.example,2026-11-02,Yes\n")
    second = write("b.csv", "Employee ID,Timestamp,LI-01\n007,2026-11-03,Off\n")
    table = survey(first, second)
    assert table.rows.select("employee_id", "address", "LI-01", "LI-05").rows() == [
        (None, "a@x.example", None, "Yes"),
        ("007", None, "Off", None),
    ]
    assert [file.rows for file in table.files] == [1, 1]


def test_the_text_of_a_row_does_not_depend_on_the_order_of_columns(write: Write, survey: Survey) -> None:
    twice = "Email,Timestamp,LI-01,LI-05\na@x.example,2026-11-02,Off,Yes\na@x.example,2026-11-02,On,Yes\n"
    moved = "LI-05,LI-01,Timestamp,Email\nYes,Off,2026-11-02,a@x.example\nYes,On,2026-11-02,a@x.example\n"
    one, other = survey(write("a.csv", twice)).rows["row_text"], survey(write("b.csv", moved)).rows["row_text"]
    assert one.to_list() == other.to_list()
    assert one[0] != one[1]


def test_a_row_that_no_other_ties_with_holds_no_text_of_itself(write: Write, survey: Survey) -> None:
    rows = "Email,Timestamp,LI-01\na@x.example,2026-11-02,Off\na@x.example,2026-11-03,On\n"
    assert survey(write("a.csv", rows)).rows["row_text"].to_list() == ["", ""]


def test_a_display_name_before_the_address_is_taken_off(write: Write, survey: Survey) -> None:
    rows = survey(write("s.csv", "Email,Timestamp,LI-01\nZoë <z@x.example>,2026-11-02,Off\n")).rows
    assert rows["address"].to_list() == ["z@x.example"]


def test_every_notice_has_its_sentence(write: Write, workbook: Workbook, survey: Survey, roster: Roster) -> None:
    undated = survey(write("s.csv", "Email,LI-01\na@x.example,Off\n"), undated_as=date(2026, 11, 20))
    accents = roster(write("p.csv", "Email,Name\na@x.example,Zoë\n".encode("cp1252")))
    people = [["Email", "Last Day"], ["a@x.example", "soon"], ["b@x.example", "2026-12-31"]]
    sheets = roster(workbook("p.xlsx", people, hidden={"Old": [["x"]]}, more={"Notes": [["x"]]}))
    said = [words().notice(notice) for table in (undated, accents, sheets) for notice in table.notices]
    assert len(said) == 6
    assert all(("s.csv" in text or "p.csv" in text or "p.xlsx" in text) and "$" not in text for text in said)


def test_a_configured_question_that_is_not_asked_is_a_usage_error_with_the_nearest_id(
    write: Write, survey: Survey
) -> None:
    with pytest.raises(UsageError) as caught:
        survey(write("s.csv", "Timestamp,Email,LI-01\n2026-11-02,a@x.example,Off\n"), columns={"li01": "LI-01"})
    assert str(caught.value) == "ours.toml, [survey.columns]: no column is called `li01`"
    assert caught.value.problems[0].hint.startswith("Did you mean `LI-01`? ")


def test_hints_of_the_survey_name_the_configuration_that_was_read(write: Write, survey: Survey) -> None:
    for text in ("Timestamp,LI-01\n", "Timestamp,Email\n", "Email,LI-01\n", "Timestamp,Email,LI-01,[LI-01] x\n"):
        with pytest.raises(SourceError) as caught:
            survey(write("s.csv", text + "2026-11-02,a,b,c\n"))
        assert "under [survey.columns] in ours.toml" in caught.value.problems[0].hint
