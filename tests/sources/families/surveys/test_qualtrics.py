"""Qualtrics: three header rows, previews, responses nobody finished, codes in the place of texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import SourceError

Survey = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]

SWITCH = "How is the\nswitch set? - Selected Choice"
OTHER = "How is the\nswitch set? - Something else - Text"
LOOKED = "[LI-04] Your settings"


def test_the_export_with_texts(exports: Path, survey: Survey) -> None:
    found = survey(exports / "qualtrics.csv")
    assert found.rows == 7
    assert found.fates == {"preview": 2, "unfinished": 1, "no-identity": 1, "superseded": 1, "used": 2}
    assert found.answers[0] == ("Off", "Yes")
    assert found.unrecognised == [("LI-01", "half off", 1)]  # what stands beside "Something else"
    assert found.columns == {
        "address": "RecipientEmail", "response_id": "ResponseId", "submitted_at": "EndDate", "preview": "Status",
        "finished": "Finished", "progress": "Progress", "LI-01": f"{SWITCH}, {OTHER}", "LI-04": LOOKED,
    }  # fmt: skip
    assert found.dropped == (
        "StartDate", "IPAddress", "Duration (in seconds)", "RecordedDate", "RecipientLastName",
        "RecipientFirstName", "ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel",
        "UserLanguage",
    )  # fmt: skip
    assert found.dialect == {
        "encoding": "utf-8", "delimiter": ",", "header_row": 1, "last_header_row": 3, "date_order": "ymd",
        "sheet": None,
    }  # fmt: skip


def test_the_zone_of_the_times_is_what_the_third_row_says(exports: Path, survey: Survey) -> None:
    assert survey(exports / "qualtrics.csv").days[0] == date(2026, 11, 3)  # 18:30 in Denver is 02:30 in Berlin
    assert survey(exports / "qualtrics-codes.csv").days[0] == date(2026, 11, 3)  # 23:30 in UTC


def test_the_export_with_codes_is_counted_and_its_answers_are_never_guessed(exports: Path, survey: Survey) -> None:
    found = survey(exports / "qualtrics-codes.csv")
    assert (found.rows, found.fates) == (5, {"preview": 2, "unfinished": 1, "used": 2})
    assert found.unrecognised == [
        ("LI-01", "1", 1), ("LI-01", "2", 1), ("LI-04", "1", 1), ("LI-04", "2", 1),
    ]  # fmt: skip


def test_the_tab_separated_export_in_utf_16(exports: Path, write: Write, survey: Survey) -> None:
    text = (exports / "qualtrics.csv").read_text(encoding="utf-8").replace("Duration (in seconds)", "Duration")
    rows = text.replace(',"', '\t"').replace('",', '"\t')
    lines = [line if '"' in line else line.replace(",", "\t") for line in rows.splitlines(keepends=True)]
    lines[1:3] = [part.replace(",", "\t") for part in lines[1:3]]
    data = "".join(lines).encode("utf-16")
    found = survey(write("Survey_2026.tsv", data))
    assert found.fates == {"preview": 2, "unfinished": 1, "no-identity": 1, "superseded": 1, "used": 2}
    assert (found.dialect["encoding"], found.dialect["delimiter"]) == ("utf-16", "\t")


def test_a_question_may_be_known_by_its_id_or_be_mapped(exports: Path, write: Write, survey: Survey) -> None:
    text = (exports / "qualtrics.csv").read_text(encoding="utf-8")
    named = write("named.csv", text.replace(",Q2\n", ",LI-04\n").replace("[LI-04] Your settings", "Your settings"))
    assert survey(named).columns["LI-04"] == "LI-04"
    mapped = write("mapped.csv", text.replace("[LI-04] Your settings", "Your settings"))
    assert survey(mapped, columns={"LI-04": "Q2"}).answers[0] == ("Off", "Yes")
    assert survey(mapped, columns={"LI-04": "Your settings"}).answers[0] == ("Off", "Yes")


def test_whom_the_link_was_sent_to_counts_before_what_people_typed(write: Write, survey: Survey) -> None:
    text = (
        "EndDate,Status,Finished,RecordedDate,ResponseId,RecipientEmail,ExternalReference,Q1,Q2\n"
        "End Date,Response Type,Finished,Recorded Date,Response ID,Recipient Email,External Data Reference,"
        "LI-01,Email\n"
        + ",".join(['"{""ImportId"":""x""}"'] * 9)
        + "\n2026-11-02,IP Address,True,2026-11-02,R_1,ada@corp.example,,Off,ben@corp.example\n"
        "2026-11-02,IP Address,True,2026-11-02,R_2,,,Off,ben@corp.example\n"
        "2026-11-02,IP Address,True,2026-11-02,R_3,,0003,Off,\n"
    )
    found = survey(write("s.csv", text))
    assert found.columns["address"] == "RecipientEmail"
    assert (found.fates, found.notices) == ({"used": 1, "no-identity": 2}, ["addresses-not-used"])
    mapped = survey(write("s.csv", text), columns={"address": "Email", "employee_id": "ExternalReference"})
    assert mapped.addresses == ["ada@corp.example", "ben@corp.example", None]
    assert (mapped.fates, mapped.notices) == ({"used": 3}, ["self-asserted"])
    assert mapped.said[0].startswith("Who one response of s.csv is from")


def test_an_id_and_a_text_that_name_two_questions_are_a_contradiction(
    exports: Path, write: Write, survey: Survey
) -> None:
    text = (exports / "qualtrics.csv").read_text(encoding="utf-8").replace(",Q2\n", ",LI-01\n")
    with pytest.raises(SourceError, match='column T "LI-01" is LI-01 by its id and LI-04 by its text'):
        survey(write("s.csv", text))


@pytest.mark.parametrize("deleted", [[0], [0, 2], [2], [1, 2]])
def test_header_rows_that_somebody_deleted_lose_no_preview(
    exports: Path, write: Write, survey: Survey, deleted: list[int]
) -> None:
    text = (exports / "qualtrics.csv").read_text(encoding="utf-8").replace("\nswitch", " switch")
    lines = [line for i, line in enumerate(text.splitlines(keepends=True)) if i not in deleted]
    found = survey(write("s.csv", "".join(lines)), columns={"LI-04": "Q2"} if deleted == [1, 2] else {})
    assert found.fates == {"preview": 2, "unfinished": 1, "no-identity": 1, "superseded": 1, "used": 2}


def test_the_older_export_has_two_rows_and_codes(write: Write, survey: Survey) -> None:
    text = (
        "V1,V5,V7,V9,V10,Q1\nResponseID,EmailAddress,Status,EndDate,Finished,[LI-01] Switch\n"
        "R_1,ada@corp.example,0,2026-11-02 10:00:00,1,Off\nR_2,ben@corp.example,1,2026-11-02 10:00:00,1,Off\n"
    )
    found = survey(write("s.csv", text))
    assert (found.rows, found.fates, found.dialect["header_row"]) == (2, {"used": 1, "preview": 1}, 2)


def test_what_somebody_writes_as_an_answer_is_no_header(write: Write, survey: Survey) -> None:
    text = (
        "Timestamp,Email Address,LI-01,Comment,More\n2026-11-02,ada@corp.example,Off,,\n2026-11-02,,On,Email,LI-01\n"
        '2026-11-02,,On,Email,LI-01\n2026-11-02,,On,"{""ImportId"":""x""}","{""ImportId"":""y""}"\n'
    )
    found = survey(write("s.csv", text))
    assert (found.rows, found.fates) == (4, {"used": 1, "no-identity": 3})


def test_a_zone_that_is_none_is_not_stated(exports: Path, write: Write, survey: Survey) -> None:
    text = (exports / "qualtrics.csv").read_text(encoding="utf-8")
    for name in ("Nowhere/Land", "../../etc/passwd", "/etc/localtime", "x" * 500):
        found = survey(write("s.csv", text.replace("America/Denver", name)))
        assert found.days[0] == date(2026, 11, 2)
    assert survey(write("s.csv", text.replace("/Denver", "\\/Denver"))).days[0] == date(2026, 11, 3)
