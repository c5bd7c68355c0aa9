"""The headers of further systems, and of lists by hand in further languages: which column is what.

Each file has two people, who both have a name and an address; the second one has left, where the file can say it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.model.inputs import RosterTable

Roster = Callable[..., RosterTable]
FILES = Path(__file__).parent / "systems"
ROLES = (
    "employee_id", "address", "sign_in", "name", "given_name", "family_name", "department", "country", "region",
    "employment", "role", "language",
)  # fmt: skip
COLUMNS: dict[str, dict[str, str]] = {
    "by-hand-india": {
        "employee_id": "Emp Code",
        "address": "Official Email ID",
        "name": "Name of Employee",
        "department": "Department",
        "country": "Country",
        "role": "Designation",
    },
    "by-hand-it": {
        "employee_id": "Matricola",
        "address": "E-mail aziendale",
        "name": "Cognome e nome",
        "department": "Ufficio",
        "country": "Nazione",
        "employment": "Tipologia contratto",
        "role": "Mansione",
    },
    "by-hand-ja": {
        "employee_id": "社員番号",
        "address": "メールアドレス",
        "name": "氏名",
        "department": "部署",
        "country": "国",
        "employment": "雇用形態",
        "role": "役職",
    },
    "by-hand-nl": {
        "employee_id": "Medewerkernummer",
        "address": "Werk e-mail",
        "given_name": "Roepnaam",
        "family_name": "Achternaam",
        "department": "Afdeling",
        "country": "Werkland",
        "employment": "Soort dienstverband",
        "role": "Functietitel",
    },
    "by-hand-pl": {
        "employee_id": "Nr pracownika",
        "address": "E-mail służbowy",
        "given_name": "Imię",
        "family_name": "Nazwisko",
        "department": "Dział",
        "country": "Kraj",
        "employment": "Rodzaj umowy",
        "role": "Stanowisko",
    },
    "by-hand-pt": {
        "employee_id": "Matrícula",
        "address": "E-mail corporativo",
        "name": "Nome do colaborador",
        "department": "Setor",
        "country": "País de trabalho",
        "employment": "Tipo de vínculo",
        "role": "Função",
    },
    "by-hand-sv": {
        "employee_id": "Anställningsnummer",
        "address": "E-postadress",
        "given_name": "Förnamn",
        "family_name": "Efternamn",
        "department": "Avdelning",
        "country": "Land",
        "employment": "Anställningsform",
        "role": "Befattning",
    },
    "by-hand-uk-flag": {
        "employee_id": "Staff No",
        "address": "Work Email",
        "name": "Full Name",
        "department": "Department",
        "country": "Country",
        "employment": "Contract",
        "role": "Post Title",
    },
    "by-hand-uk": {
        "employee_id": "Payroll No",
        "address": "E-mail",
        "given_name": "Forename(s)",
        "family_name": "Surname",
        "department": "Dept.",
        "country": "Country",
        "role": "Job Title",
    },
    "by-hand-zh": {
        "employee_id": "工号",
        "address": "邮箱",
        "name": "姓名",
        "department": "部门",
        "country": "国家",
        "employment": "用工类型",
        "role": "职位",
    },
    "datev": {
        "employee_id": "Personalnummer",
        "address": "E-Mail dienstlich",
        "given_name": "Vorname",
        "family_name": "Nachname",
        "department": "Abteilung",
        "country": "Beschäftigungsland",
        "role": "Tätigkeit",
    },
    "factorial": {
        "employee_id": "Identifier",
        "address": "Email",
        "name": "Full name",
        "department": "Team",
        "country": "Country",
        "employment": "Contract type",
        "role": "Job title",
    },
    "glpi": {
        "address": "Emails",
        "sign_in": "Login",
        "given_name": "First name",
        "family_name": "Last name",
        "role": "Title",
    },
    "gusto": {
        "address": "Work email",
        "given_name": "First name",
        "family_name": "Last name",
        "department": "Department",
        "region": "Work state",
        "employment": "Employment type",
        "role": "Job title",
    },
    "hibob": {
        "employee_id": "Employee ID in company",
        "address": "Email",
        "name": "Display name",
        "given_name": "First name",
        "family_name": "Last name",
        "department": "Department",
        "country": "Country",
        "employment": "Employment type",
        "role": "Job title",
    },
    "jamf": {"address": "Email Address", "name": "Full Name", "department": "Department", "role": "Position"},
    "keka": {
        "employee_id": "Employee Number",
        "address": "Work Email",
        "name": "Display Name",
        "department": "Department",
        "country": "Country",
        "employment": "Worker Type",
        "role": "Job Title",
    },
    "knowbe4": {
        "employee_id": "Employee Number",
        "address": "Email",
        "given_name": "First Name",
        "family_name": "Last Name",
        "department": "Department",
        "role": "Job Title",
    },
    "moodle": {
        "employee_id": "idnumber",
        "address": "email",
        "sign_in": "username",
        "given_name": "firstname",
        "family_name": "lastname",
        "department": "department",
        "country": "country",
        "language": "lang",
    },
    "odoo": {
        "address": "Work Email",
        "name": "Employee Name",
        "department": "Department",
        "country": "Country",
        "role": "Job Position",
    },
    "okta": {
        "employee_id": "employeeNumber",
        "address": "email",
        "sign_in": "login",
        "name": "displayName",
        "given_name": "firstName",
        "family_name": "lastName",
        "department": "department",
        "country": "countryCode",
        "region": "state",
        "role": "title",
    },
    "oracle-hcm": {
        "employee_id": "Person Number",
        "address": "Work Email",
        "name": "Display Name",
        "department": "Department",
        "country": "Country",
        "employment": "Person Type",
        "role": "Job",
    },
    "paylocity": {
        "employee_id": "Employee Id",
        "address": "Work Email",
        "given_name": "First Name",
        "family_name": "Last Name",
        "department": "Department Description",
        "region": "Work State",
        "role": "Job Title",
    },
    "rippling": {
        "employee_id": "Employee number",
        "address": "Work email",
        "name": "Employee",
        "department": "Department",
        "country": "Work location country",
        "region": "Work location state",
        "employment": "Employment type",
        "role": "Title",
    },
    "sage-hr": {
        "employee_id": "Employee number",
        "address": "Email",
        "given_name": "First name",
        "family_name": "Last name",
        "department": "Team",
        "country": "Country",
        "role": "Position",
    },
    "sap-employee-central": {
        "employee_id": "Person ID External",
        "address": "Email Address",
        "given_name": "First Name",
        "family_name": "Last Name",
        "department": "Department",
        "country": "Country/Region",
        "employment": "Employee Class",
        "role": "Job Title",
    },
    "silae": {
        "employee_id": "Matricule",
        "address": "Adresse e-mail",
        "given_name": "Prénom",
        "family_name": "Nom",
        "country": "Pays",
        "employment": "Nature du contrat",
        "role": "Emploi",
    },
    "snipe-it": {
        "employee_id": "Employee No.",
        "address": "Email",
        "sign_in": "Username",
        "given_name": "First Name",
        "family_name": "Last Name",
        "department": "Department",
        "country": "Country",
        "region": "State",
        "role": "Title",
    },
    "ukg": {
        "employee_id": "Employee Number",
        "address": "Email Address",
        "given_name": "First Name",
        "family_name": "Last Name",
        "department": "Home Department",
        "country": "Country",
        "region": "Work State",
        "role": "Job",
    },
    "workday": {
        "employee_id": "Employee ID",
        "address": "Email - Primary Work",
        "name": "Worker",
        "department": "Supervisory Organization",
        "country": "Location Address - Country",
        "region": "Location Address - State/Province",
        "employment": "Worker Sub-Type",
        "role": "Business Title",
    },
    "zoho-people": {
        "employee_id": "Employee ID",
        "address": "Email ID",
        "given_name": "First Name",
        "family_name": "Last Name",
        "department": "Department",
        "employment": "Employee Type",
        "role": "Title",
    },
}
SOMEBODY_ELSE = (
    "manager",
    "supervisor name",
    "reporting",
    "reports to",
    "chef",
    "gestor",
    "上司",
    "上级",
    "responsable",
)
"""In headers of columns that are about somebody else than the person of the row."""


@pytest.mark.parametrize("system", COLUMNS)
def test_a_systems_columns_are_known_by_their_headers(roster: Roster, system: str) -> None:
    table = roster(FILES / f"{system}.csv")
    (file,) = table.files
    assert {role: header for role, header in file.columns.items() if role in ROLES} == COLUMNS[system]
    assert table.rows["address"].to_list() == ["ada@larch.example", "bo@larch.example"]
    assert all("Ada" in name and "Novak" in name for name in table.rows["name"].head(1))
    assert not any(word in header.casefold() for header in file.columns.values() for word in SOMEBODY_ELSE)


def test_every_file_of_a_system_is_tried() -> None:
    assert {path.stem for path in FILES.glob("*.csv")} == COLUMNS.keys()
