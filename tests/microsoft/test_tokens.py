from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
import trustme

from reporter.errors import SourceError, UsageError
from reporter.microsoft import Code, Registration, Tokens
from reporter.microsoft.credentials import Certificate, Device, Secret, Workload
from reporter.microsoft.tokens import granted
from tests.microsoft.keyrings import Memory, PlainText, ring
from tests.microsoft.tenant import CLIENT, EVENT, LOOPBACK, NAME, PERSON, SECRET, SIGNATURE, Tenant, page, status

__all__ = ["ring"]

pytestmark = LOOPBACK

Make = Callable[..., Tokens]


def refused(do: Callable[[], object], *hidden: str) -> str:
    """Return what is said of a failure, and make sure that it says nothing that it must not."""
    with pytest.raises((SourceError, UsageError)) as caught:
        do()
    said = "\n".join(f"{problem}\n{problem.hint}" for problem in caught.value.problems)
    for never in (SECRET, SIGNATURE, PERSON, "Trace ID", "127.0.0.1", *hidden):
        assert never not in said
    return said


def forms(tenant: Tenant) -> list[dict[str, str]]:
    return [dict(asked.form) for asked in tenant.asked if asked.form]


def test_the_application_gets_a_token_for_this_clouds_graph_and_keeps_it(tenant: Tenant, tokens: Make) -> None:
    mine = tokens()
    assert mine.get() == mine.get() == tenant.token()
    [form] = forms(tenant)
    assert form["scope"] == f"{tenant.address}/.default"
    assert form["grant_type"] == "client_credentials"


def test_nobody_else_is_asked_whether_the_host_is_right(tenant: Tenant, tokens: Make) -> None:
    tokens().get()
    assert [asked.path for asked in tenant.asked] == [
        f"/{NAME}/v2.0/.well-known/openid-configuration",
        f"/{NAME}/oauth2/v2.0/token",
    ]


def test_a_variable_does_not_move_the_host(tokens: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSAL_FORCE_REGION", "westeurope")
    assert tokens().get()


def test_a_wrong_secret_is_said_with_code_remedy_and_event_and_no_more(tokens: Make) -> None:
    said = refused(tokens(Secret("wrong")).get, "wrong-and")
    assert "Microsoft Entra: the client secret is wrong (AADSTS7000215), event " + EVENT in said
    assert "give its value, not its id" in said


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (7000222, "the client secret has expired"),
        (700016, "the tenant knows no application with this id"),
        (700027, "the certificate is not one of the application's"),
        (700213, "no federated credential of the application has this subject"),
        (65001, "nobody has consented"),
        (53003, "a Conditional Access policy blocks it"),
        (1234567, "https://login.microsoftonline.com/error?code=1234567"),
    ],
)
def test_what_entra_refuses_is_said_in_our_words(code: int, what: str, tenant: Tenant, tokens: Make) -> None:
    tree = {"error": "invalid_client", "error_description": f"AADSTS{code}: {PERSON}", "correlation_id": EVENT}
    tenant.fail("/token", status(401, tree))
    said = refused(tokens().get)
    assert what in said
    assert f"(AADSTS{code})" in said


def test_a_refusal_without_a_code_still_says_something(tenant: Tenant, tokens: Make) -> None:
    odd = {"error": f"about {PERSON}", "error_codes": "7", "error_description": 5, "correlation_id": PERSON}
    tenant.fail("/token", status(400, odd))
    assert "refuses to sign in (no reason given)" in refused(tokens().get)


def test_an_unknown_tenant_is_said_to_be_one(tokens: Make) -> None:
    assert "there is no such tenant in this cloud (AADSTS90002)" in refused(tokens(name="nobody.example").get)


def test_a_busy_entra_is_asked_again(tenant: Tenant, tokens: Make, slept: list[float]) -> None:
    tenant.fail("openid", status(503, Retry_After="4"))
    tenant.fail("/token", status(429, Retry_After="7"))
    assert tokens().get() == tenant.token()
    assert slept == [4, 7]


@pytest.mark.parametrize("where", ["openid", "/token"])
def test_a_web_page_of_a_proxy_is_neither_taken_for_an_answer_nor_logged(
    where: str, tenant: Tenant, tokens: Make, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    tenant.fail(where, page())
    assert "a web page came instead of data" in refused(tokens().get)
    assert PERSON not in caplog.text
    assert SECRET not in caplog.text
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("where", "tree"),
    [
        ("openid", {}),
        ("openid", {"token_endpoint": "http://127.0.0.1/x", "authorization_endpoint": "y"}),
        ("openid", {"token_endpoint": 5, "authorization_endpoint": []}),
        ("/token", {}),
        ("/token", {"access_token": "a\nb", "expires_in": 5}),
        ("/token", {"access_token": 5, "expires_in": "soon"}),
    ],
)
def test_an_answer_that_makes_no_sense_is_not_understood(
    where: str, tree: object, tenant: Tenant, tokens: Make
) -> None:
    tenant.fail(where, status(200, tree))
    assert "the answer is not understood" in refused(tokens().get)


def test_a_certificate_signs_and_its_key_stays_here(tenant: Tenant, tokens: Make) -> None:
    issued = trustme.CA().issue_cert("reporter.example", key_type=trustme.KeyType.RSA)
    key, certificate = issued.private_key_pem.bytes().decode(), issued.cert_chain_pems[0].bytes().decode()
    assert tokens(Certificate({"private_key": key, "public_certificate": certificate})).get() == tenant.token()
    [form] = forms(tenant)
    head = json.loads(base64.urlsafe_b64decode(form["client_assertion"].split(".")[0] + "=="))
    assert head["alg"] == "PS256"
    assert "client_secret" not in form


def test_a_workload_shows_the_token_of_its_platform(tenant: Tenant, tokens: Make, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-the-platform")
    tokens(Workload(tmp_path / "token")).get()
    assert forms(tenant)[0]["client_assertion"] == "from-the-platform"


def test_a_person_signs_in_by_code_and_the_next_run_needs_no_other(tenant: Tenant, tokens: Make, ring: Memory) -> None:
    tenant.pending = 2
    shown: list[Code] = []
    waited: list[float] = []
    tokens(Device()).sign_in(shown.append, waited.append)
    assert shown == [Code(address="https://microsoft.com/devicelogin", code="ABCD-1234", minutes=15)]
    assert waited == [1, 1]
    [(place, kept)] = ring.kept.items()
    assert place == ("reporter", f"tokens:{NAME}:{CLIENT}")
    assert "the-refresh-token" in kept
    later = tokens(Device())
    assert later.delegated
    assert later.get() == tenant.token()


def test_who_signs_in_takes_the_place_of_who_did_before(tenant: Tenant, tokens: Make, ring: Memory) -> None:
    for tenant.signs_in in ("ana", "bo"):
        tokens(Device()).sign_in(lambda _: None, lambda _: None)
    [kept] = ring.kept.values()
    assert [account["home_account_id"] for account in json.loads(kept)["Account"].values()] == ["bo.t"]


def test_a_person_who_never_types_the_code_is_not_waited_for(tenant: Tenant, tokens: Make, ring: Memory) -> None:
    tenant.pending = 10_000
    tenant.fail("devicecode", status(200, {
        "user_code": "X", "device_code": "d", "expires_in": 3, "interval": 0, "verification_uri": "https://x.example",
    }))  # fmt: skip
    assert "the code has expired" in refused(lambda: tokens(Device()).sign_in(lambda _: None, lambda _: None))
    assert not ring.kept


@pytest.mark.usefixtures("ring")
def test_nobody_is_asked_to_sign_in_where_it_could_not_be_kept(tenant: Tenant, tokens: Make) -> None:
    keyring.set_keyring(PlainText())
    assert "tokens are kept nowhere else" in refused(lambda: tokens(Device()).sign_in(lambda _: None))
    assert tenant.asked == []


@pytest.mark.usefixtures("ring")
def test_a_code_page_that_is_not_encrypted_is_not_shown(tenant: Tenant, tokens: Make) -> None:
    tenant.fail("devicecode", status(200, {"verification_uri": "http://evil.example", "user_code": "X"}))
    shown: list[Code] = []
    refused(lambda: tokens(Device()).sign_in(shown.append))
    assert shown == []


@pytest.mark.usefixtures("ring")
def test_an_application_that_may_not_sign_people_in_is_said_to_be_one(tenant: Tenant, tokens: Make) -> None:
    tree = {"error": "invalid_client", "error_description": "AADSTS7000218: x", "error_codes": [7000218]}
    tenant.fail("devicecode", status(400, tree))
    assert "Allow public client flows" in refused(lambda: tokens(Device()).sign_in(lambda _: None))


@pytest.mark.usefixtures("ring")
def test_who_has_not_signed_in_is_told_to(tokens: Make) -> None:
    assert "Type: reporter login" in refused(tokens(Device()).get)


def test_a_keyring_entry_that_is_damaged_is_no_sign_in(tokens: Make, ring: Memory) -> None:
    ring.kept["reporter", f"tokens:{NAME}:{CLIENT}"] = "{damaged"
    assert "reporter login" in refused(tokens(Device()).get)


def test_a_sign_in_that_was_revoked_is_said_to_be_over(tenant: Tenant, tokens: Make, ring: Memory) -> None:
    tokens(Device()).sign_in(lambda _: None, lambda _: None)
    [place] = ring.kept
    tree = json.loads(ring.kept[place])
    tree["AccessToken"] = {}
    ring.kept[place] = json.dumps(tree)
    tenant.fail("/token", status(400, {"error": "invalid_grant", "error_description": "AADSTS700082: x"}))
    assert "Sign in again: reporter login" in refused(tokens(Device()).get, "the-refresh-token")


@pytest.mark.parametrize("name", ["common", "Organizations", "", "a/b", "x@y", "../z", "a" * 300])
def test_a_tenant_that_can_be_none_is_refused_before_anything_is_sent(name: str, tenant: Tenant) -> None:
    registration = Registration(cloud=tenant.cloud, tenant=name, client_id=CLIENT, credential=Device())
    with pytest.raises(UsageError, match="is no tenant"):
        registration.check(str)


def test_an_application_id_that_can_be_none_is_refused(tenant: Tenant) -> None:
    registration = Registration(cloud=tenant.cloud, tenant=NAME, client_id=SECRET, credential=Device())
    assert "is no application id" in refused(lambda: registration.check(str))


def test_a_token_tells_what_it_permits_if_it_can_be_looked_into(tenant: Tenant) -> None:
    assert granted(tenant.token()) == ("Files.Read.All", "User.Read.All")
    claims = base64.urlsafe_b64encode(b'{"scp": "User.Read.All openid"}').decode()
    assert granted(f"x.{claims}.y") == ("User.Read.All", "openid")
    for odd in ("", "opaque", "a.b.c", "x.W10.y", "x.eyJyb2xlcyI6IDV9.y"):
        assert granted(odd) == ()
