from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.microsoft.keyrings import Memory, ring
from tests.microsoft.tenant import (
    CLIENT,
    EVENT,
    LOOPBACK,
    NAME,
    PERSON,
    SECRET,
    SIGNATURE,
    Fault,
    Tenant,
    authority,
    page,
    status,
    tenant,
    user,
)

__all__ = ["authority", "ring", "tenant"]

pytestmark = LOOPBACK

Call = Callable[..., Any]
ITEM = "drives/b!a-1_x/items/01ABC"
RUN = ("run", "--roster", "entra:", "--survey", "answers.csv", "--as-of", "2026-11-23", "--outputs", "csv,html,oscal")


@pytest.fixture
def safe(call: Call, tenant: Tenant, here: Path) -> Iterator[Call]:
    """Call `reporter`, and make sure that it never says what it must not."""

    def called(*arguments: str | Path) -> Any:  # noqa: ANN401 - what `call` returns
        said = call(*arguments)
        for hidden in (SECRET, SIGNATURE, "the-refresh-token", PERSON, "Lindqvist", f"@{NAME}"):
            assert hidden not in said.out + said.err
        return said

    yield called
    for path in here.rglob("*"):
        if path.is_file() and path.suffix != ".toml":
            data = path.read_bytes()
            assert SECRET.encode() not in data
            assert tenant.token().encode() not in data


@pytest.fixture
def configured(here: Path, tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a workspace that reaches the tenant, with a survey; return its configuration."""
    monkeypatch.setenv("GRAPH", SECRET)
    (here / "answers.csv").write_text(
        f"Timestamp,Email Address,[LI-01] the switch,LI-05\n2026-11-02 10:00,person.1@{NAME},Off,Yes\n",
        encoding="utf-8",
    )
    tenant.users = [
        user(1),
        user(2, accountEnabled=False),
        user(3, userType="Guest"),
        user(4, employeeId=None),
        user(5, country="Atlantis"),
    ]
    path = here / "reporter.toml"
    path.write_text(
        '[places]\nunknown = "withhold"\n'  # nobody knows where Atlantis is
        f'[microsoft]\ncloud = "fake"\ntenant = "{NAME}"\nclient_id = "{CLIENT}"\ncredential = "env:GRAPH"\n'
    )
    return path


def saved(here: Path) -> Path:
    [path] = (here / "inbox" / "microsoft").iterdir()
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.usefixtures("configured")
def test_a_run_on_the_users_of_entra_accounts_for_every_one(safe: Call, here: Path) -> None:
    said = safe(*RUN, "--out", "q4")
    assert said.code == 0, said.err
    assert "Fetched from Microsoft" in said.out
    assert "entra:    5 users in 3 pages" in said.out
    assert "5 rows = 3 people in scope + 2 excluded (2 left)" in said.out
    assert "Answered    1 of 3" in said.out
    assert "One account in entra-users-" in said.out
    assert str(saved(here).relative_to(here)) in said.out


@pytest.mark.usefixtures("configured")
def test_what_was_fetched_is_closed_to_others(safe: Call, here: Path) -> None:
    safe(*RUN, "--out", "q4")
    assert saved(here).stat().st_mode & 0o777 == 0o600
    assert saved(here).parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("configured")
def test_a_run_is_repeated_from_the_saved_file_byte_for_byte_without_the_network(
    safe: Call, tenant: Tenant, here: Path
) -> None:
    safe(*RUN, "--out", "first")
    asked = len(tenant.asked)
    again = ["--roster", saved(here).relative_to(here), "--survey", "answers.csv"]
    assert safe(*RUN[:1], *again, *RUN[5:], "--out", "second").code == 0
    assert safe("verify", "first", *again).code == 0
    assert len(tenant.asked) == asked
    assert files(here / "first") == files(here / "second")


@pytest.mark.usefixtures("configured")
def test_verifying_asks_for_what_the_run_read_and_not_for_entra_as_it_is_now(safe: Call, tenant: Tenant) -> None:
    safe(*RUN, "--out", "q4")
    asked = len(tenant.asked)
    said = safe("verify", "q4", "--roster", "entra:", "--survey", "answers.csv")
    assert said.code == 2
    assert "Give the file that the run saved, with --roster" in said.err
    assert len(tenant.asked) == asked


def test_it_is_saved_in_the_inbox_beside_the_configuration(safe: Call, here: Path, configured: Path) -> None:
    elsewhere = here / "elsewhere"
    elsewhere.mkdir()
    configured.rename(elsewhere / "ours.toml")
    said = safe(*RUN, "--out", "q4", "--config", "elsewhere/ours.toml")
    assert said.code == 0
    assert saved(elsewhere).is_file()


def test_a_workspace_may_name_it_and_a_file_beside_it(safe: Call, here: Path, configured: Path) -> None:
    (here / "more.csv").write_text("Employee ID,Work Email,Country\n900,temp@agency.example,IE\n")
    roster = '[run]\nroster = ["entra:", "more.csv"]\nsurvey = "answers.csv"\n'
    configured.write_text(roster + configured.read_text())
    said = safe(*RUN[:1], *RUN[5:], "--out", "q4")
    assert said.code == 0, said.err
    assert "6 rows = 4 people in scope" in said.out


@pytest.mark.usefixtures("configured")
def test_check_leaves_nothing_of_what_it_fetched(safe: Call, here: Path) -> None:
    before = sorted(here.rglob("*"))
    said = safe("check", *RUN[1:7], "--policy", "linkedin-ai-training")
    assert said.code == 0, said.err
    assert "(roster)" in said.out
    assert sorted(here.rglob("*")) == before


@pytest.mark.usefixtures("configured")
def test_a_folder_that_is_in_the_way_is_seen_before_anybody_is_asked(safe: Call, tenant: Tenant, here: Path) -> None:
    (here / "q4").mkdir()
    (here / "q4" / "mine").touch()
    assert safe(*RUN, "--out", "q4").code == 2
    assert tenant.asked == []


def test_the_organisation_may_say_whose_accounts_are_people(safe: Call, configured: Path) -> None:
    configured.write_text(f'{configured.read_text()}employees_have = "employeeId"\n')
    assert "5 rows = 2 people in scope + 3 excluded (3 left)" in safe(*RUN, "--out", "q4").out


@pytest.mark.usefixtures("configured")
def test_a_live_workbook_of_forms_is_read_like_any_other(safe: Call, tenant: Tenant, here: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Start time", "Completion time", "Email", "Name", "[LI-01] the switch", "LI-05"])
    sheet.append([1, "2026-11-02 10:00", "2026-11-02 10:05", f"p1@{NAME}", PERSON, "Off"])
    data = io.BytesIO()
    book.save(data)
    tenant.files[ITEM] = data.getvalue()
    said = safe(*RUN[:3], "--survey", f"graph:{ITEM}", *RUN[5:], "--out", "q4")
    assert said.code == 0, said.err
    assert "Answered    1 of 3" in said.out
    [book_saved] = (here / "inbox" / "microsoft").glob("graph-workbook-*.xlsx")
    assert book_saved.read_bytes() == data.getvalue()
    assert all("Authorization" not in asked.headers for asked in tenant.storage)


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (("/users", status(403, {"error": {"code": "Authorization_RequestDenied"}})), 4, "User.Read.All is missing"),
        (("/users", status(429, Retry_After="100000")), 4, "asks to wait 100,000 seconds"),
        (("/users", page()), 4, "a web page came instead of data"),
        (("/token", status(401, {"error": "x", "error_codes": [7000222]})), 4, "the client secret has expired"),
    ],
    ids=["forbidden", "busy", "proxy", "expired"],
)
@pytest.mark.usefixtures("configured")
def test_what_cannot_be_fetched_makes_nothing(
    fault: tuple[str, Fault], code: int, words: str, safe: Call, tenant: Tenant, here: Path
) -> None:
    tenant.fail(*fault)
    said = safe(*RUN, "--out", "q4")
    assert said.code == code
    assert words in said.err
    assert "hint: " in said.err
    assert not (here / "q4").exists()
    assert not (here / "inbox").exists()


@pytest.mark.usefixtures("configured")
def test_a_secret_that_is_wrong_or_not_there_is_said(safe: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH", "wrong")
    assert "the client secret is wrong (AADSTS7000215)" in safe(*RUN).err
    monkeypatch.delenv("GRAPH")
    said = safe(*RUN)
    assert said.code == 2
    assert "env:GRAPH holds no secret" in said.err


@pytest.mark.parametrize(
    ("option", "value"),
    [("--roster", "entra:x"), ("--roster", f"graph:{ITEM}"), ("--survey", "entra:"), ("--survey", "graph:drives/d")],
)
@pytest.mark.usefixtures("configured")
def test_what_is_no_source_is_refused(option: str, value: str, safe: Call, tenant: Tenant) -> None:
    said = safe("check", "--roster", "answers.csv", "--survey", "answers.csv", option, value)
    assert said.code == 2
    assert f"{value} names no" in said.err
    assert tenant.asked == []


def test_a_cloud_that_is_none_is_refused(safe: Call, configured: Path) -> None:
    configured.write_text(configured.read_text().replace('"fake"', '"globl"'))
    assert "Did you mean `global`?" in safe(*RUN).err


@pytest.mark.usefixtures("configured")
def test_doctor_says_what_works(safe: Call) -> None:
    said = safe("doctor", "--entra", "--config", "reporter.toml")
    assert said.code == 0, said.err
    assert "Permissions   Files.Read.All, User.Read.All; reading needs User.Read.All only" in said.out
    assert "Users         one was read, with the 16 properties" in said.out
    assert "All is well." in said.out


def test_doctor_looks_at_the_workbook_that_the_configuration_names(
    safe: Call, tenant: Tenant, configured: Path
) -> None:
    configured.write_text(f'[run]\nsurvey = "graph:{ITEM}"\n{configured.read_text()}')
    said = safe("doctor", "--entra")
    assert said.code == 4
    assert "Workbook      to be mended" in said.out
    assert "the workbook is not there" in said.err
    tenant.files[ITEM] = b"PK"
    assert "Permissions   Files.Read.All, User.Read.All\n" in safe("doctor", "--entra").out


@pytest.mark.usefixtures("configured")
def test_doctor_names_the_permission_that_is_missing(safe: Call, tenant: Tenant) -> None:
    tenant.permissions = ()
    tenant.fail("/users", status(403, {"error": {"code": "Authorization_RequestDenied"}}, request_id=EVENT))
    said = safe("doctor", "--entra")
    assert said.code == 4
    assert "Sign-in       Microsoft Entra gives a token to the application" in said.out
    assert "Permissions   the token does not say which" in said.out
    assert "the permission User.Read.All is missing (Authorization_RequestDenied), event " + EVENT in said.err


@pytest.mark.usefixtures("here")
def test_doctor_names_the_keys_that_are_missing_and_asks_nobody(safe: Call, tenant: Tenant) -> None:
    said = safe("doctor", "--entra")
    assert said.code == 2
    for key in ("tenant", "client_id", "credential"):
        assert f"reporter.toml, [microsoft] {key}: is missing" in said.err
    assert said.out.count("not asked") == 3
    assert tenant.asked == []


def test_a_person_signs_in_and_then_runs(safe: Call, ring: Memory, configured: Path, here: Path) -> None:
    configured.write_text(configured.read_text().replace("env:GRAPH", "device"))
    assert "Type: reporter login" in safe(*RUN).err
    said = safe("login")
    assert said.code == 0, said.err
    assert "Open https://microsoft.com/devicelogin in a browser and type the code ABCD-1234." in said.out
    assert len(ring.kept) == 1
    assert safe(*RUN, "--out", "q4").code == 0
    assert "to who is signed in" in safe("doctor", "--entra").out
    assert saved(here).is_file()


def test_who_need_not_sign_in_is_told_so(safe: Call, configured: Path) -> None:
    said = safe("login", "--config", configured)
    assert said.code == 2
    assert "nobody needs to sign in" in said.err


def test_nothing_of_microsoft_is_imported_before_it_is_used(here: Path) -> None:
    (here / "people.csv").write_text("Employee ID,Work Email,Country\n1,a@x.example,IE\n")
    (here / "answers.csv").write_text("Timestamp,Email Address,[LI-01] switch\n2026-11-02,a@x.example,Off\n")
    script = (
        "import sys\n"
        "from reporter.cli import main\n"
        "sys.argv = ['reporter', 'check', '--roster', 'people.csv', '--survey', 'answers.csv']\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'msal', 'httpx', 'keyring', 'cryptography'} & set(sys.modules)))\n"
    )
    done = subprocess.run(  # noqa: S603 - our own package
        [sys.executable, "-c", script], cwd=here, capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout.splitlines()[-1] == "[]"
