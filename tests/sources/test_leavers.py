"""Every way in which a roster says who has left gives the same people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.assess.population import Roster, judge_roster
from reporter.model.assessment import Parameters
from reporter.model.inputs import RosterTable
from reporter.sources import read_roster
from tests.sources.conftest import LINKEDIN

Write = Callable[[str, str | bytes], Path]
Read = Callable[..., RosterTable]

CASES = Path(__file__).parent / "cases"
PARAMETERS = Parameters(as_of=date(2026, 11, 23), period="2026-Q4", consulted={})


def judged(table: RosterTable) -> Roster:
    return judge_roster(table.rows, PARAMETERS)


def counts(roster: Roster) -> tuple[int, int]:
    """Return in scope and left."""
    return roster.people["exclusion"].null_count(), roster.excluded["left"]


def codes(table: RosterTable) -> list[str]:
    return [notice.code for notice in (*table.notices, *judged(table).notices)]


@pytest.mark.parametrize(
    ("case", "wanted", "said"),
    [
        ("07-status-against-dates", (5, 1), ["status-against-date"]),
        ("08-unknown-leaving-date-header", (5, 1), []),
        ("09-active-flag-column", (5, 1), ["disabled-accounts"]),
        ("10-two-status-columns", (5, 1), ["status-contradicts"]),
        ("11-status-codes-and-phrases", (5, 8), []),
        ("28-bilingual-headers", (5, 1), []),
    ],
)
def test_a_real_shape_has_its_right_value(roster: Read, case: str, wanted: tuple[int, int], said: list[str]) -> None:
    table = roster(CASES / case / "roster.csv")
    assert (counts(judged(table)), codes(table)) == (wanted, said)


@pytest.mark.parametrize(
    "header",
    [
        "Date of Leaving", "Term Date", "Date of Exit", "Departure Date", "Actual Termination Date", "Separation Date",
        "Relieving Date", "Contract End Date", "Leave Date", "DOL", "Terminated on", "Archived At", "LAST_WORKING_DAY",
        "Termination Date (DD/MM/YYYY)", "Austritt am", "Beschäftigt bis", "Vertragsende", "Date de cessation",
        "Fin de contrat", "Fecha de cese", "Fecha de egreso", "Data fine rapporto", "Uitdienstdatum",
        "Data de demissão", "Sista anställningsdag", "Data zwolnienia", "退職日", "离职日期",
        "Austritt / Termination Date", "Termination Date (Austritt)", "Päättymispäivä | Termination Date",
        "Date de sortie\nExit date", "Leaver", "Left",
    ],
)  # fmt: skip
def test_a_leaving_date_is_known_under_many_names(write: Write, roster: Read, header: str) -> None:
    text = f'Employee ID,Work Email,"{header}"\n17,a@x.example,\n4,b@x.example,2026-06-30\n9,c@x.example,2026-12-31\n'
    table = roster(write("p.csv", text))
    assert (counts(judged(table)), codes(table)) == ((2, 1), [])


ACTIVE = [
    "Active", "Is Active", "Active?", "is_active", "isActive", "Active (Y/N)", "Currently Employed", "Still employed?",
    "Activated", "Account Enabled", "accountEnabled", "Enabled", "Aktiv", "Aktiv (J/N)", "Actif", "Activo", "Attivo",
    "Actief", "Ativo", "Är aktiv", "Aktywny", "在籍", "是否在职", "Aktiv / Active",
]  # fmt: skip
LEFT = [
    "Leaver", "Leaver?", "Leaver (Y/N)", "Leaver Y/N", "Terminated", "Inactive", "suspended", "archived", "deleted",
    "Disabled", "Deactivated", "Ausgeschieden", "Inaktiv", "Gesperrt", "Sorti", "Dado de baja", "Cessato", "Vertrokken",
    "Desligado", "Slutat", "Zwolniony", "退職フラグ", "是否离职",
]  # fmt: skip
YES_NO = [
    ("Yes", "No"), ("Y", "N"), ("TRUE", "FALSE"), ("1", "0"), ("1.0", "0.0"), ("-1", "0"), ("Ja", "Nein"), ("J", "N"),
    ("Oui", "Non"), ("O", "N"), ("Sí", "No"), ("Sì", "No"), ("Sim", "Não"), ("Tak", "Nie"), ("WAHR", "FALSCH"),
    ("VRAI", "FAUX"), ("はい", "いいえ"), ("是", "否"), ("T", "F"),
]  # fmt: skip


@settings(deadline=None)
@given(
    st.sampled_from([(h, True) for h in ACTIVE] + [(h, False) for h in LEFT]),
    st.sampled_from(YES_NO),
    st.lists(st.booleans(), min_size=2, max_size=8),
)
def test_a_column_of_yes_and_no_gives_the_same_people_in_either_sense(
    tmp_path_factory: pytest.TempPathFactory, header: tuple[str, bool], words: tuple[str, str], works: list[bool]
) -> None:
    title, sense = header
    lines = [
        f"E{i * 7 % 10},p{i}@x.example,{words[0] if here is sense else words[1]}" for i, here in enumerate(works, 1)
    ]
    path = tmp_path_factory.mktemp("p") / "p.csv"
    path.write_text("\n".join([f"Employee ID,Work Email,{title}", *lines]) + "\n")
    table = read_roster((path,), services=(LINKEDIN,), columns={}, as_of=PARAMETERS.as_of)
    assert counts(judged(table)) == (sum(works), len(works) - sum(works))
    assert set(codes(table)) <= {"disabled-accounts"}


def test_several_leaving_dates_stand_in_for_each_other(write: Write, roster: Read) -> None:
    """The best that is filled counts; the end of a contract only where there is no other column."""
    head = "Employee ID,Work Email,Termination Date,Last Working Day,Contract End Date\n"
    rows = "1,a@x.example,,2026-06-30,\n2,b@x.example,2026-06-30,2026-12-31,\n3,c@x.example,,,2026-06-30\n"
    table = roster(write("p.csv", head + rows))
    assert table.rows["last_day"].to_list() == [date(2026, 6, 30), date(2026, 12, 31), None]
    assert table.files[0].dropped == ("Contract End Date",)


@pytest.mark.parametrize(
    ("columns", "cells"),
    [("", ""), (",Employment Status", ",Full-Time"), (",Status", ","), (",Start Date", ",2019-03-04")],
)
def test_where_nothing_tells_who_left_it_is_the_first_thing_said(
    write: Write, roster: Read, columns: str, cells: str
) -> None:
    table = roster(write("p.csv", f"Employee ID,Work Email{columns}\n1,a@x.example{cells}\n2,b@x.example{cells}\n"))
    assert codes(table)[0] == "leavers-untold"


@pytest.mark.parametrize("column", ["Last Day", "Active", "Leaver", "Account Enabled", "Suspended"])
def test_a_column_that_would_tell_it_is_enough(write: Write, roster: Read, column: str) -> None:
    table = roster(write("p.csv", f"Employee ID,Work Email,{column}\n1,a@x.example,\n2,b@x.example,\n"))
    assert "leavers-untold" not in codes(table)


@pytest.mark.parametrize(
    "header", ["Email / Phone", "Manager / Email", "Status (Visa)", "Department (Manager)", "Start Date / End Date"]
)
def test_two_things_in_one_header_are_no_two_languages(write: Write, roster: Read, header: str) -> None:
    table = roster(write("p.csv", f"Employee ID,{header}\n1,a\n"))
    assert table.files[0].dropped == (header,)


def test_a_column_of_status_that_was_claimed_twice_is_read_and_compared(write: Write, roster: Read) -> None:
    """Two columns of equal right may contradict each other: that is said row by row, and not refused."""
    text = "Employee ID,Employee Status,Worker Status\n1,Active,Active\n2,Active,Separated\n"
    table = roster(write("p.csv", text))
    assert (counts(judged(table)), codes(table)) == ((1, 1), ["status-contradicts"])
