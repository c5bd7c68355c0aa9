from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from reporter.model.text import comparable
from reporter.sources.headers import titles
from reporter.sources.headers.claims import Claims
from reporter.sources.headers.header import Role, Vocabulary

KINDS = {
    "roster": titles.ROSTER,
    "survey": titles.SURVEY,
    "waivers": titles.WAIVERS,
    "aliases": titles.ALIASES,
    "people": titles.PEOPLE,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_header_is_a_text(kind: str) -> None:
    """YAML makes false of an unquoted No, and a mapping of what holds a colon."""
    assert all(isinstance(title, str) for role in KINDS[kind] for title in _headers(role))


@pytest.mark.parametrize("kind", KINDS)
def test_no_header_is_known_for_two_roles_of_one_kind_of_file(kind: str) -> None:
    owners = Counter(header for role in KINDS[kind] for header in {_letters(t) for t in (*role.titles, *role.ranked)})
    assert [header for header, count in owners.items() if count > 1] == []


def test_a_spare_header_is_no_other_header_of_its_role() -> None:
    for role in titles.ROSTER:
        known = {comparable(t) for t in (*role.titles, *role.ranked)}
        assert not {comparable(t) for t in role.spare} & known


def _letters(title: str) -> str:
    return "".join(c for c in comparable(title) if c.isalnum())


def _headers(role: Role) -> Sequence[object]:
    return (*role.titles, *role.ranked, *role.spare)


@pytest.mark.parametrize(
    "title",
    [
        "Email ID", "E-mail ID", "Mail Id", "Official Email", "OFFICIAL EMAIL ID", "Official Mail ID", "Emails",
        "Work E-mail Address", "work_email", "Company E-Mail", "Email (Work)", "Correo corporativo", "E-mail laboral",
        "Correo institucional", "Courriel professionnel", "Mail pro", "Mél", "E-Mail dienstlich", "E-Mail geschäftlich",
        "Dienstliche E-Mail", "Firmen-E-Mail", "Mail aziendale", "Indirizzo email", "Zakelijke e-mail", "Werkmail",
        "E-mail profissional", "Correio eletrónico", "E-post", "E-postadress", "Sähköposti", "Adres e-mail",
        "E-mail służbowy", "邮箱", "公司邮箱", "電子郵件", "メールアドレス", "会社メールアドレス", "이메일",
        "Электронная почта", "E-posta", "Primary SMTP Address",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["roster", "survey", "people"])
def test_addresses_are_known_by_the_headers_that_people_and_systems_give_them(kind: str, title: str) -> None:
    assert _claimed(kind, title) == "address"


@pytest.mark.parametrize(
    "title",
    [
        "Person Number", "Payroll No", "Payroll No.", "Emp Code", "Emp ID", "EmpID", "Person ID External", "Staff Code",
        "Employee #", "Employee ID in company", "Pers.-Nr.", "Personal-Nr", "Mitarbeiter Nr", "Matricola", "Matrícula",
        "Matricule salarié", "N° salarié", "Nº de empleado", "Legajo", "Werknemersnummer", "Nº mecanográfico",
        "Anställningsnummer", "Ansattnummer", "Numer pracownika", "社員番号", "工号", "员工编号", "사번",
        "Табельный номер", "Sicil No", "Osobní číslo",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["roster", "survey", "people"])
def test_employee_ids_are_known_by_the_headers_that_people_and_systems_give_them(kind: str, title: str) -> None:
    assert _claimed(kind, title) == "employee_id"


@pytest.mark.parametrize("title", ["Identifier", "idnumber", "ID", "No.", "Nr."])
def test_what_may_be_any_number_is_an_employee_id_on_a_roster_alone(title: str) -> None:
    assert _claimed("roster", title) == "employee_id"
    assert _claimed("survey", title) != "employee_id"


@pytest.mark.parametrize(
    "title",
    [
        "Personal Email",
        "Private E-Mail",
        "Manager Email",
        "Supervisor ID",
        "Personnummer",
        "National ID",
        "#",
        "Lfd. Nr.",
    ],
)
def test_what_is_somebody_else_s_or_private_is_not_taken(title: str) -> None:
    assert _claimed("roster", title) not in {"employee_id", "address"}


def _claimed(kind: str, title: str) -> str | None:
    claims = Claims(Vocabulary(roles=KINDS[kind], needs=())).claims(title)
    return claims[0][0] if claims else None
