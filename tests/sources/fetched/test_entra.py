from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import RenderError, SourceError
from reporter.microsoft import Graph
from reporter.model.inputs import RosterTable
from reporter.sources import read_roster
from reporter.sources.fetched import drive, entra, saved
from tests.microsoft.conftest import client, graph, line, slept, tokens
from tests.microsoft.tenant import LOOPBACK, PERSON, Tenant, authority, status, tenant, user

__all__ = ["authority", "client", "graph", "line", "slept", "tenant", "tokens"]

pytestmark = LOOPBACK


def lines(content: bytes) -> list[dict[str, str]]:
    """Return the users of a saved file."""
    return list(csv.DictReader(content.decode().splitlines()[1:]))


def roster(folder: Path, content: bytes) -> RosterTable:
    path, _ = saved.save(folder / "inputs", "entra-users", ".csv", content)
    return read_roster([path], services=(), columns={}, as_of=date(2026, 11, 23))


def column(table: RosterTable, name: str) -> list[Any]:
    return table.rows[name].to_list()


def test_only_the_properties_that_a_roster_is_made_of_are_asked_for(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(1, mobilePhone="555-0199", otherMails=["ana@private.example"])]
    content = entra.fetch(graph).content
    assert b"555" not in content
    assert b"private" not in content
    [asked] = tenant.paths("/users")
    assert "select=id%2CemployeeId%2CdisplayName%2Cmail%2CuserPrincipalName%2CproxyAddresses%2C" in asked
    assert "%24top=999" in asked


def test_the_same_users_are_the_same_bytes_in_whatever_order_and_pages_they_come(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(3), user(1), user(2)]
    first = entra.fetch(graph).content
    tenant.users.reverse()
    assert entra.fetch(graph).content == first
    assert [row["employeeId"] for row in lines(first)] == ["001", "002", "003"]


def test_what_came_is_said_in_the_file_itself(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(number) for number in range(1, 6)]
    users = entra.fetch(graph)
    assert users.said == "5 users in 3 pages"
    assert users.content.decode().splitlines()[0] == "Microsoft Entra ID: 5 users in 3 pages"


def test_who_comes_twice_is_one_and_a_count_that_differs_is_said(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(1), user(2), user(1), user(3)]
    users = entra.fetch(graph)
    assert users.said == "3 users in 2 pages (Entra counts 4: somebody is being added or removed just now)"


def test_a_roster_with_gaps_is_none(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(1)]
    tenant.count = 11
    assert "(Entra counts 11:" in entra.fetch(graph).said
    tenant.count = 12
    with pytest.raises(SourceError, match="Entra counts 12 users and gives 1 of them"):
        entra.fetch(graph)


def test_the_saved_file_reads_as_the_roster_that_entra_holds(graph: Graph, tenant: Tenant, tmp_path: Path) -> None:
    tenant.users = [user(1, displayName="Lindqvist, Ana", jobTitle="Lead", preferredLanguage="en-IE")]
    table = roster(tmp_path, entra.fetch(graph).content)
    [row] = table.rows.iter_rows(named=True)
    assert row["employee_id"] == "001"
    assert (row["address"], row["address_usable"]) == ("p1@contoso.example", True)
    assert "person.1@contoso.example" in row["aliases"]
    assert not [alias for alias in row["aliases"] if ":" in alias or "x@y" in alias]
    assert (row["name"], row["department"], row["country"]) == ("Lindqvist, Ana", "Sales", "IE")
    assert (row["role"], row["employment"], row["language"]) == ("Lead", "Employee", "en-IE")
    assert str(row["first_day"]) == "2020-02-01"
    assert row["status"] is None
    assert table.files[0].rows == 1


def test_a_tenant_of_nobody_is_a_roster_of_nobody(graph: Graph, tmp_path: Path) -> None:
    users = entra.fetch(graph)
    assert users.said == "0 users in 1 page"
    assert roster(tmp_path, users.content).rows.is_empty()


def test_who_signs_in_without_a_mailbox_is_known_by_that_name(graph: Graph, tenant: Tenant, tmp_path: Path) -> None:
    tenant.users = [user(1, mail=None, employeeId=None, proxyAddresses=[])]
    assert column(roster(tmp_path, entra.fetch(graph).content), "address") == ["p1@contoso.example"]


def test_a_sign_in_name_that_is_not_the_address_is_an_alias(graph: Graph, tenant: Tenant, tmp_path: Path) -> None:
    tenant.users = [user(1, userPrincipalName="ana@contoso.onmicrosoft.example", proxyAddresses=None)]
    assert column(roster(tmp_path, entra.fetch(graph).content), "aliases") == [["ana@contoso.onmicrosoft.example"]]


def test_the_place_of_work_is_the_country_and_never_mixed_with_the_place_of_the_licence(
    graph: Graph, tenant: Tenant, tmp_path: Path
) -> None:
    tenant.users = [user(1), user(2, country=None)]
    assert column(roster(tmp_path, entra.fetch(graph).content), "country") == ["IE", None]
    tenant.users = [user(1, country=None), user(2, country="")]
    assert column(roster(tmp_path, entra.fetch(graph).content), "country") == ["GB", "GB"]


def test_every_user_is_a_row_and_what_is_no_employees_account_counts_as_left(
    graph: Graph, tenant: Tenant, tmp_path: Path
) -> None:
    tenant.users = [
        user(1),
        user(2, userType="Guest", mail="guest@elsewhere.example"),
        user(3, userType=None, userPrincipalName="g_x#EXT#@contoso.example", mail="g@x.example"),
        user(4, accountEnabled=False),
        user(5, employeeType="Service Account"),
        user(6, employeeId=None, employeeType=None),
        user(7, userType=None),
    ]
    table = roster(tmp_path, entra.fetch(graph).content)
    assert column(table, "status") == [None, "guest", "guest", "disabled", "no employee", None, None]
    assert {notice.code: notice.values["count"] for notice in table.notices} == {
        "guest-accounts": 2,
        "disabled-accounts": 1,
        "accounts-of-nobody": 1,
    }


def test_an_account_without_an_employee_id_is_a_person_unless_the_organisation_says_otherwise(
    graph: Graph, tenant: Tenant, tmp_path: Path
) -> None:
    tenant.users = [user(1), user(2, employeeId=None), user(3, employeeId=" ", employeeType=None)]
    users = entra.fetch(graph)
    assert users.said == "3 users in 2 pages; 2 of the accounts in use have no employeeId and count as people"
    assert column(roster(tmp_path, users.content), "status") == [None, None, None]
    marked = entra.fetch(graph, employees_have="employeeId").content
    assert column(roster(tmp_path, marked), "status") == [None, "no employee", "no employee"]
    marked = entra.fetch(graph, employees_have="employeeType").content
    assert column(roster(tmp_path, marked), "status") == [None, None, "no employee"]


def test_of_who_does_not_work_here_no_more_is_kept_than_tells_them_apart(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(1, userType="Guest"), user(2, employeeType="room")]
    for row in lines(entra.fetch(graph).content):
        assert {name for name, value in row.items() if value} == {"id", "mail", "userType"}


def test_a_text_cannot_break_a_line_nor_become_another_cell(graph: Graph, tenant: Tenant, tmp_path: Path) -> None:
    tenant.users = [
        user(1, displayName='a"b,c\nd\0e\tf\x85g', department="=1+3"),
        user(2, displayName="\ud800 half a character", proxyAddresses=["smtp:a;b@x.example", 5, "SMTP:\nz@x.example"]),
    ]
    table = roster(tmp_path, entra.fetch(graph).content)
    assert column(table, "name")[0] == 'a"b,c d e f g'
    assert column(table, "department") == ["=1+3", "Sales"]
    assert table.rows.height == 2


@pytest.mark.parametrize(
    "changes", [{"id": None}, {"id": ""}, {"displayName": {"x": 1}}, {"department": 5}, {"accountEnabled": None}]
)
def test_a_user_that_graph_does_not_document_is_not_read(
    changes: dict[str, object], graph: Graph, tenant: Tenant
) -> None:
    tenant.users = [user(1, **changes)]
    with pytest.raises(SourceError) as caught:
        entra.fetch(graph)
    assert PERSON not in str(caught.value)


def test_rights_that_hide_who_left_are_not_enough(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(1, accountEnabled=None)]
    for read in (entra.fetch, entra.probe):
        with pytest.raises(SourceError, match="who left cannot be told") as caught:
            read(graph)
        assert "Grant User.Read.All" in caught.value.problems[0].hint


def test_a_workbook_is_fetched_as_it_is_and_nothing_else_is_one(graph: Graph, tenant: Tenant) -> None:
    tenant.files = {"drives/d/items/i": b"PK\x03\x04...", "drives/d/items/text": b"a,b"}
    assert drive.fetch(graph, "drives/d/items/i") == b"PK\x03\x04..."
    drive.probe(graph, "drives/d/items/i")
    with pytest.raises(SourceError, match=r"no \.xlsx workbook"):
        drive.fetch(graph, "drives/d/items/text")
    tenant.fail("/content", status(403, {"error": {"code": "accessDenied"}}))
    with pytest.raises(SourceError, match=r"the permission Files\.Read\.All is missing"):
        drive.fetch(graph, "drives/d/items/i")


def test_what_is_saved_is_closed_to_others_and_named_by_its_content(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "inputs"
    path, digest = saved.save(folder, "entra-users", ".csv", b"x")
    assert path.name == f"entra-users-{digest[:12]}.csv"
    assert path.read_bytes() == b"x"
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert saved.save(folder, "entra-users", ".csv", b"x") == (path, digest)
    assert [one.name for one in folder.iterdir()] == [path.name]


def test_what_is_saved_takes_the_place_of_a_link_and_of_an_open_file(tmp_path: Path) -> None:
    folder = tmp_path / "inputs"
    path, _ = saved.save(folder, "x", ".csv", b"x")
    (tmp_path / "other").write_text("mine")
    path.unlink()
    path.symlink_to(tmp_path / "other")
    folder.chmod(0o755)
    saved.save(folder, "x", ".csv", b"x")
    assert (tmp_path / "other").read_text() == "mine"
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_cannot_be_saved_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RenderError, match="cannot be saved"):
        saved.save(tmp_path / "file", "x", ".csv", b"x")
