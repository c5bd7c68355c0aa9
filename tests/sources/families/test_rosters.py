"""What HR systems and directories export, in their real shapes (facts/platform.md §C), and what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from reporter.assess.population import judge_roster
from reporter.model.assessment import Parameters
from reporter.model.inputs import RosterTable

Roster = Callable[..., RosterTable]
FILES = Path(__file__).parent / "rosters"
PARAMETERS = Parameters(as_of=date(2026, 11, 23), period="2026-Q4", contractors_in_scope=False, consulted={})


@dataclass(frozen=True, kw_only=True)
class Family:
    """A fixture, and what it comes to on 23 November 2026 with contractors out of scope."""

    file: str
    rows: int
    columns: Mapping[str, str]
    dropped: int
    dialect: Mapping[str, str | int]
    in_scope: int
    excluded: Mapping[str, int]
    notices: tuple[str, ...] = ()


Dialect = dict[str, str | int]

COMMA: Dialect = {"encoding": "utf-8", "delimiter": ",", "header_row": 1}
PERSONIO: Dialect = {"encoding": "utf-8", "delimiter": ";", "header_row": 1, "date_order": "dmy"}
PERSONIO_OUT = {"left": 1, "not-started": 1, "contractor": 1}
SUCCESSFACTORS = {
    "employee_id": "USERID",
    "address": "EMAIL",
    "sign_in": "USERNAME",
    "given_name": "FIRSTNAME",
    "family_name": "LASTNAME",
    "department": "DEPARTMENT",
    "country": "COUNTRY",
    "place": "LOCATION",
    "region": "STATE",
    "status": "STATUS",
    "role": "TITLE",
    "language": "DEFAULT_LOCALE",
    "first_day": "HIREDATE",
}
ENTRA = {
    "address": "mail",
    "sign_in": "userPrincipalName",
    "aliases": "alternateEmailAddress",
    "name": "displayName",
    "given_name": "givenName",
    "family_name": "surname",
    "department": "department",
    "region": "state",
    "account_enabled": "accountEnabled",
    "user_type": "userType",
    "role": "jobTitle",
}

FAMILIES = (
    Family(
        file="bamboohr.csv",
        rows=5,
        columns={
            "employee_id": "Employee #",
            "address": "Work Email",
            "name": "Preferred name",
            "given_name": "First name",
            "family_name": "Last name",
            "department": "Department",
            "country": "Country",
            "place": "Location",
            "region": "State",
            "status": "Status",
            "employment": "Employment Status",
            "other_status": "Employment Status",
            "role": "Job Title",
            "first_day": "Hire Date",
        },
        dropped=3,
        dialect={**COMMA, "encoding": "utf-8-sig", "date_order": "ymd"},
        in_scope=3,
        excluded={"left": 1, "contractor": 1},
    ),
    Family(
        file="successfactors.csv",
        rows=5,
        columns=SUCCESSFACTORS,
        dropped=10,
        dialect={**COMMA, "last_header_row": 2, "date_order": "mdy"},
        in_scope=4,
        excluded={"left": 1},
    ),
    Family(
        file="successfactors-de.csv",
        rows=5,
        columns=SUCCESSFACTORS,
        dropped=10,
        dialect={**COMMA, "last_header_row": 2, "date_order": "mdy"},
        in_scope=4,
        excluded={"left": 1},
    ),
    Family(
        file="personio-de.csv",
        rows=5,
        columns={
            "employee_id": "Personalnummer",
            "address": "E-Mail",
            "given_name": "Vorname",
            "family_name": "Nachname",
            "department": "Abteilung",
            "country": "Land",
            "status": "Status",
            "employment": "Beschäftigungsart",
            "role": "Position",
            "first_day": "Anstellungsdatum",
            "last_day": "Ende des Arbeitsverhältnisses",
        },
        dropped=4,
        dialect=PERSONIO,
        in_scope=2,
        excluded=PERSONIO_OUT,
    ),
    Family(
        file="personio-en.csv",
        rows=5,
        columns={
            "employee_id": "Employee ID",
            "address": "Email",
            "given_name": "First name",
            "family_name": "Last name",
            "department": "Department",
            "country": "Country",
            "status": "Status",
            "employment": "Employment type",
            "role": "Position",
            "first_day": "Hire date",
            "last_day": "Last day of work, Termination date",
        },
        dropped=4,
        dialect={**PERSONIO, "date_order": "ymd"},
        in_scope=2,
        excluded=PERSONIO_OUT,
    ),
    Family(
        file="personio-fr.csv",
        rows=5,
        columns={
            "employee_id": "Matricule",
            "address": "Adresse e-mail",
            "given_name": "Prénom",
            "family_name": "Nom de famille",
            "department": "Département",
            "country": "Pays",
            "status": "Statut",
            "employment": "Type d'emploi",
            "role": "Poste",
            "first_day": "Date d'embauche",
            "last_day": "Fin du contrat de travail",
        },
        dropped=3,
        dialect=PERSONIO,
        in_scope=2,
        excluded=PERSONIO_OUT,
    ),
    Family(
        file="personio-es.csv",
        rows=5,
        columns={
            "employee_id": "Número de empleado",
            "address": "Correo electrónico",
            "given_name": "Nombre",
            "family_name": "Apellidos",
            "department": "Departamento",
            "country": "País",
            "status": "Estado",
            "employment": "Tipo de empleo",
            "role": "Puesto",
            "first_day": "Fecha de contratación",
            "last_day": "Fin de la relación laboral",
        },
        dropped=3,
        dialect=PERSONIO,
        in_scope=2,
        excluded=PERSONIO_OUT,
    ),
    Family(
        file="adp.csv",
        rows=5,
        columns={
            "employee_id": "Associate ID",
            "address": "Work Contact: Work Email",
            "name": "Payroll Name",
            "given_name": "Legal First Name",
            "family_name": "Legal Last Name",
            "department": "Home Department Description",
            "country": "Work Address: Country Code",
            "region": "Work Address: State / Territory Code",
            "status": "Position Status",
            "employment": "Worker Category Description",
            "role": "Job Title Description",
            "first_day": "Hire Date",
            "rehire_day": "Rehire Date",
            "last_day": "Termination Date",
        },
        dropped=8,
        dialect={**COMMA, "date_order": "mdy"},
        in_scope=4,
        excluded={"left": 1},
        notices=("earlier-employment",),
    ),
    Family(
        file="entra.csv",
        rows=5,
        columns={**ENTRA, "employee_id": "id", "country": "country"},
        dropped=16,
        dialect=COMMA,
        in_scope=2,
        excluded={"left": 3},
        notices=("names-refused", "guest-accounts", "disabled-accounts"),
    ),
    Family(
        file="entra-older.csv",
        rows=3,
        columns={**ENTRA, "employee_id": "objectId", "country": "usageLocation"},
        dropped=13,
        dialect=COMMA,
        in_scope=1,
        excluded={"left": 2},
        notices=("guest-accounts", "disabled-accounts"),
    ),
    Family(
        file="microsoft-365.csv",
        rows=2,
        columns={
            "employee_id": "Object Id",
            "sign_in": "User principal name",
            "aliases": "Proxy addresses",
            "name": "Display name",
            "given_name": "First name",
            "family_name": "Last name",
            "department": "Department",
            "country": "Country/Region",
            "region": "State",
            "account_blocked": "Block credential",
            "role": "Title",
            "language": "Preferred language",
        },
        dropped=16,
        dialect={**COMMA, "encoding": "utf-8-sig"},
        in_scope=1,
        excluded={"left": 1},
        notices=("disabled-accounts",),
    ),
    Family(
        file="google-workspace.csv",
        rows=4,
        columns={
            "employee_id": "Employee ID",
            "address": "Email Address [Required]",
            "aliases": "Work Secondary Email",
            "given_name": "First Name [Required]",
            "family_name": "Last Name [Required]",
            "department": "Department",
            "account_enabled": "Status [READ ONLY]",
            "employment": "Employee Type",
            "role": "Employee Title",
        },
        dropped=26,
        dialect=COMMA,
        in_scope=1,
        excluded={"left": 2, "contractor": 1},
        notices=("disabled-accounts",),
    ),
    Family(
        file="by-hand-de.csv",
        rows=2,
        columns={
            "employee_id": "Pers.-Nr.",
            "address": "Mailadresse",
            "name": "Name",
            "given_name": "Vorname",
            "department": "Bereich",
            "country": "Einsatzland",
            "region": "Kanton",
            "last_day": "Austritt",
        },
        dropped=0,
        dialect={**PERSONIO, "encoding": "cp1252"},
        in_scope=2,
        excluded={},
        notices=("encoding-assumed",),
    ),
    Family(
        file="by-hand-fr.csv",
        rows=2,
        columns={
            "employee_id": "N° matricule",
            "address": "Adresse e-mail professionnelle",
            "name": "Nom et prénom",
            "department": "Service",
            "country": "Pays de travail",
        },
        dropped=0,
        dialect={"encoding": "utf-8-sig", "delimiter": ";", "header_row": 1},
        in_scope=2,
        excluded={},
        notices=("leavers-untold", "addresses-refused"),
    ),
    Family(
        file="by-hand-es.csv",
        rows=2,
        columns={
            "employee_id": "N.º de empleado",
            "address": "Correo de trabajo",
            "given_name": "Nombre",
            "family_name": "Apellidos",
            "department": "Departamento",
            "country": "País",
        },
        dropped=0,
        dialect={"encoding": "utf-16", "delimiter": "\t", "header_row": 1},
        in_scope=2,
        excluded={},
        notices=("leavers-untold",),
    ),
    Family(
        file="by-hand-it.csv",
        rows=2,
        columns={
            "employee_id": "Matricola",
            "address": "Email aziendale",
            "given_name": "Nome",
            "family_name": "Cognome",
            "department": "Reparto",
            "country": "Paese",
            "status": "Stato",
        },
        dropped=0,
        dialect={"encoding": "utf-8", "delimiter": ";", "header_row": 1},
        in_scope=1,
        excluded={"left": 1},
    ),
    Family(
        file="by-hand-nl.csv",
        rows=2,
        columns={
            "employee_id": "Personeelsnummer",
            "address": "E-mailadres",
            "given_name": "Voornaam",
            "family_name": "Achternaam",
            "department": "Afdeling",
            "country": "Land",
            "last_day": "Datum uit dienst",
        },
        dropped=0,
        dialect=PERSONIO,
        in_scope=1,
        excluded={"left": 1},
    ),
    Family(
        file="by-hand-pt.csv",
        rows=2,
        columns={
            "employee_id": "Matrícula",
            "address": "E-mail corporativo",
            "name": "Nome completo",
            "department": "Departamento",
            "country": "País",
            "status": "Situação",
        },
        dropped=0,
        dialect={"encoding": "utf-8", "delimiter": ";", "header_row": 1},
        in_scope=1,
        excluded={"left": 1},
    ),
)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.file)
def test_a_familys_export_is_read_as_it_is_and_every_row_of_it_is_accounted_for(roster: Roster, family: Family) -> None:
    table = roster(FILES / family.file)
    (file,) = table.files
    assert (file.rows, table.rows.height) == (family.rows, family.rows)
    assert file.columns == family.columns
    assert len(file.dropped) == family.dropped
    assert {key: value for key, value in file.dialect.items() if value is not None} == family.dialect
    assert tuple(notice.code for notice in table.notices) == family.notices
    judged = judge_roster(table.rows, PARAMETERS)
    excluded = {reason: count for reason, count in judged.excluded.items() if count}
    assert excluded == family.excluded
    assert not any(judged.rejected.values())
    assert judged.people.filter(pl.col("exclusion").is_null()).height == family.in_scope
    assert not [notice.code for notice in judged.notices if notice.code == "unknown-status"]


def test_a_workday_report_has_titles_above_its_header_and_dates_as_spreadsheets_hold_them(
    tmp_path: Path, roster: Roster
) -> None:
    head = (
        "Worker", "Employee ID", "Email - Work", "Worker Status", "Worker Type", "Business Title",
        "Supervisory Organization", "Location", "Location Address - Country", "Location Address - State/Province",
        "Hire Date", "Termination Date", "Manager",
    )  # fmt: skip
    people = (
        ("Adaeze Okafor", "000101", "ada@larch.example", "Active", "Employee", "Counsel", "Legal >> Privacy",
         "Denver", "United States of America", "Colorado", date(2019, 4, 1), None, "Di Marsh"),
        ("Bo Lindqvist (On Leave)", "000102", "bo@larch.example", "On Leave", "Employee", "Engineer", "Platform",
         "Dublin", "Ireland", None, date(2021, 9, 13), None, "Di Marsh"),
        ("Ed Novak (Terminated)", "000103", "ed@larch.example", "Terminated", "Employee", "Engineer", "Platform",
         "Dublin", "Ireland", None, date(2018, 1, 8), date(2026, 6, 30), "Di Marsh"),
        ("Cy Tran [C]", "C-00104", "cy@larch.example", "Active", "Contingent Worker", "Designer", "Platform",
         "Dublin", "Ireland", None, date(2024, 2, 5), None, "Di Marsh"),
        ("Flo Abara", "000105", None, "Active", "Employee", "Recruiter", "People",
         "Dublin", "Ireland", None, date(2026, 12, 1), None, "Di Marsh"),
    )  # fmt: skip
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Active and Terminated Workers",), ("Effective as of", date(2026, 11, 1)), (), head, *people):
        sheet.append(row)
    sheet.merge_cells("A1:M1")
    book.save(tmp_path / "report.xlsx")
    table = roster(tmp_path / "report.xlsx")
    (file,) = table.files
    assert (file.rows, file.dropped) == (5, ("Manager",))
    assert file.columns == {
        "employee_id": "Employee ID",
        "address": "Email - Work",
        "name": "Worker",
        "department": "Supervisory Organization",
        "country": "Location Address - Country",
        "region": "Location Address - State/Province",
        "place": "Location",
        "status": "Worker Status",
        "employment": "Worker Type",
        "role": "Business Title",
        "first_day": "Hire Date",
        "last_day": "Termination Date",
    }
    assert file.dialect["header_row"] == 4
    assert table.rows.select("country", "region", "first_day").row(0) == ("US", "US-CO", date(2019, 4, 1))
    assert table.rows["row"].to_list() == [5, 6, 7, 8, 9]
    judged = judge_roster(table.rows, PARAMETERS)
    assert {reason: count for reason, count in judged.excluded.items() if count} == {
        "left": 1,
        "not-started": 1,
        "contractor": 1,
    }


@pytest.mark.parametrize("status", ["Active Status", "Worker Status"])
def test_workdays_csv_may_be_in_windows_1252_and_say_yes_and_no(tmp_path: Path, roster: Roster, status: str) -> None:
    path = tmp_path / "Future Leavers.csv"
    text = f"Future Leavers\nEmployee ID,Worker,Email - Work,{status}\n000101,Zoë,z@larch.example,Yes\n000102,Al,,No\n"
    path.write_bytes(text.encode("cp1252"))
    table = roster(path)
    assert table.files[0].dialect["header_row"] == 2
    assert judge_roster(table.rows, PARAMETERS).excluded["left"] == 1


def test_adp_may_say_behind_each_header_where_it_comes_from(tmp_path: Path, roster: Roster) -> None:
    path = tmp_path / "adp.csv"
    path.write_text(
        "Associate ID,Payroll Name (Personal Profile),Work Contact: Work Email (Personal Profile),"
        "Personal Contact: Personal Email (Personal Profile),Position Status (Employment Profile)\n"
        'A1,"Okafor, Adaeze",ada@larch.example,ada@home.example,Active\n'
    )
    table = roster(path)
    assert table.rows.select("address", "name", "status").row(0) == ("ada@larch.example", "Okafor, Adaeze", "Active")
    assert table.rows["aliases"].to_list() == [[]]


def test_the_words_of_successfactors_for_nobody_and_nothing_are_empty(roster: Roster) -> None:
    rows = roster(FILES / "successfactors.csv").rows
    assert rows["department"].to_list() == ["Board", "Sales", "Sales", None, "Sales"]
    assert rows["region_text"].to_list() == [None, None, None, "NV", "NV"]
    assert rows["employee_id"].to_list() == ["000101", "000102", "000103", "000104", "000105"]


def test_the_name_people_sign_in_with_is_theirs_too(roster: Roster) -> None:
    rows = roster(FILES / "entra.csv").rows
    assert rows.select("address", "aliases").rows()[:2] == [
        ("adaeze.okafor@larch.example", ["adaeze.okafor@larch.onmicrosoft.com"]),
        ("bo.lindqvist@larch.example", ["bo@home.example"]),  # no `mail`: it is written to where it signs in
    ]
    assert rows["name"].to_list()[1] == "=1+3 Lindqvist"


def test_proxy_addresses_joined_by_plus_signs_are_kept_apart(roster: Roster) -> None:
    aliases = roster(FILES / "microsoft-365.csv").rows["aliases"].to_list()
    assert aliases == [["adaeze.okafor@larch.example", "ada+legal@larch.example"], ["ed.novak@larch.example"]]


def test_who_was_hired_again_is_here_and_began_on_that_day(roster: Roster) -> None:
    rows = roster(FILES / "adp.csv").rows
    assert rows.select("first_day", "last_day").rows()[2:4] == [
        (date(2018, 1, 8), date(2026, 6, 30)),
        (date(2024, 3, 18), None),
    ]


def test_a_private_address_is_never_the_work_address(roster: Roster) -> None:
    for name in ("bamboohr.csv", "adp.csv", "google-workspace.csv"):
        rows = roster(FILES / name).rows
        known = [*rows["address"].drop_nulls(), *rows["aliases"].explode().drop_nulls()]
        assert not [address for address in known if address.endswith("@home.example")]


def test_two_addresses_in_a_cell_are_both_the_persons_and_neither_is_written_to(roster: Roster) -> None:
    rows = roster(FILES / "by-hand-fr.csv").rows
    assert rows.select("address_usable", "aliases").row(1) == (
        False,
        ["joerg.mueller@larch.example", "j.mueller@larch.example"],
    )


def test_the_last_name_stands_in_a_column_called_name_beside_the_first(roster: Roster) -> None:
    assert roster(FILES / "by-hand-de.csv").rows["name"].to_list() == ["Zoë Groß", "Jörg Müller"]


def test_columns_are_overridden_for_every_family(roster: Roster) -> None:
    table = roster(FILES / "entra.csv", columns={"country": "usageLocation", "department": "officeLocation"})
    assert table.rows["country"].to_list() == ["IE", "IE", "IE", None, "IE"]
    assert table.rows["department"].to_list() == ["Dublin", "Dublin", "Dublin", None, "Dublin"]
    assert {"country", "department"} <= set(table.files[0].dropped)
