from __future__ import annotations

import json
from collections.abc import Callable
from operator import methodcaller

import httpx
import pytest

from reporter.errors import SourceError
from reporter.microsoft import Graph, Permission, Tokens, Wire
from tests.microsoft.tenant import (
    EVENT,
    LOOPBACK,
    PERSON,
    SECRET,
    SIGNATURE,
    Fault,
    Handler,
    Tenant,
    cut,
    half,
    hang,
    page,
    status,
    user,
)

pytestmark = LOOPBACK

READ = Permission("User.Read.All", "read the users of the tenant", "the list of users")
FILE = Permission("Files.Read.All", "read the workbook", "the workbook")
QUERY = {"$select": "id,displayName", "$top": "999", "$count": "true"}


def ids(graph: Graph) -> list[str]:
    return [row["id"][-1] for found in graph.pages("/users", QUERY, READ) for row in found.rows]


def refused(do: Callable[[], object]) -> str:
    """Return what is said of a failure, and make sure that it says nothing that it must not."""
    with pytest.raises(SourceError) as caught:
        do()
    said = "\n".join(f"{problem}\n{problem.hint}" for problem in caught.value.problems)
    for hidden in (SECRET, SIGNATURE, PERSON, "Lindqvist", "127.0.0.1"):
        assert hidden not in said
    assert all(problem.hint for problem in caught.value.problems)
    return said


def test_a_list_is_read_to_its_end_by_the_links_as_they_come(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(number) for number in range(1, 6)]
    pages = list(graph.pages("/users", QUERY, READ))
    assert [len(found.rows) for found in pages] == [2, 2, 1]
    assert [found.count for found in pages] == [5, None, None]
    assert tenant.paths("skiptoken")[0].endswith("$select=id,displayName&$top=999&$skiptoken=2")


def test_every_page_is_asked_for_with_the_consistency_that_the_first_had(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(number) for number in range(1, 4)]
    ids(graph)
    asked = [one.headers for one in tenant.asked if "/users" in one.path]
    assert [headers["ConsistencyLevel"] for headers in asked] == ["eventual", "eventual"]


def test_a_tenant_of_nobody_and_an_empty_page_are_no_faults(graph: Graph, tenant: Tenant) -> None:
    assert ids(graph) == []
    tenant.users = [user(1), user(2), user(3)]
    tenant.fail(
        "/users", status(200, {"value": [], "@odata.nextLink": f"{tenant.address}/v1.0/users?$select=id&$top=9"})
    )
    assert ids(graph) == ["1", "2", "3"]


def test_what_is_busy_is_asked_again_after_just_the_time_that_it_says(
    graph: Graph, tenant: Tenant, slept: list[float]
) -> None:
    tenant.users = [user(1)]
    tenant.fail("/users", status(429, Retry_After="17"), status(503, Retry_After="3"), status(504), status(502))
    assert ids(graph) == ["1"]
    assert slept == [17, 3, 8, 16]


def test_what_stays_busy_is_given_up(graph: Graph, tenant: Tenant, slept: list[float]) -> None:
    tenant.fail("/users", *[status(429, Retry_After="0")] * 5)
    assert "is too busy to answer (HTTP 429)" in refused(lambda: ids(graph))
    assert slept == [0, 0, 0, 0]


def test_waiting_has_an_end_over_all_pages_together(graph: Graph, tenant: Tenant, slept: list[float]) -> None:
    tenant.users = [user(number) for number in range(1, 4)]
    tenant.fail("/users?%24select", status(429, Retry_After="599"))
    tenant.fail("skiptoken", status(429, Retry_After="2"))
    assert "asks to wait 2 seconds" in refused(lambda: ids(graph))
    assert slept == [599]


def test_a_retry_after_that_is_no_number_is_no_time(graph: Graph, tenant: Tenant, slept: list[float]) -> None:
    tenant.fail("/users", *(status(429, Retry_After=text) for text in ("Wed, 21 Oct 2026 07:28:00 GMT", "-5", "9e9")))
    assert ids(graph) == []
    assert slept == [2, 4, 8]


def test_pages_that_lead_back_are_left(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(number) for number in range(1, 6)]
    tenant.next_link = lambda link: link.replace("skiptoken=4", "skiptoken=2")
    assert "the pages have no end" in refused(lambda: ids(graph))


@pytest.mark.parametrize(
    ("part", "becomes"),
    [
        ("https://", "http://"),
        ("127.0.0.1", "evil.example"),
        ("https://127.0.0.1", "https://127.0.0.1@evil.example"),
        ("https://", "https://somebody@"),
        ("https://127.0.0.1", "https://127.0.0.1\\@evil.example"),
        ("https://127.0.0.1", "https://[127.0.0.1"),
        ("https://127.0.0.1", ""),
    ],
)
def test_a_link_to_another_host_is_not_followed(part: str, becomes: str, graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(number) for number in range(1, 6)]
    tenant.next_link = lambda link: link.replace(part, becomes)
    assert "the token is not sent there" in refused(lambda: ids(graph))


def test_a_link_to_another_port_is_not_followed_and_neither_is_a_number(graph: Graph, tenant: Tenant) -> None:
    tenant.users = [user(number) for number in range(1, 6)]
    tenant.next_link = lambda link: link.replace(tenant.address, tenant.elsewhere)
    assert "the token is not sent there" in refused(lambda: ids(graph))
    assert tenant.storage == []
    tenant.fail("/users", status(200, {"value": [], "@odata.nextLink": 2}))
    assert "the token is not sent there" in refused(lambda: ids(graph))


@pytest.mark.parametrize("broken", [half, cut])
def test_half_a_page_is_asked_for_again_and_never_taken_for_a_whole(
    broken: Fault, graph: Graph, tenant: Tenant, slept: list[float]
) -> None:
    tenant.users = [user(1), user(2)]
    tenant.fail("/users", broken)
    assert ids(graph) == ["1", "2"]
    assert slept == [2]
    tenant.fail("/users", *[broken] * 5)
    refused(lambda: ids(graph))


def test_a_web_page_of_a_proxy_is_known_for_what_it_is(graph: Graph, tenant: Tenant) -> None:
    for code in (200, 302, 403, 407):
        tenant.fail("/users", page(code))
        assert "a web page came instead of data" in refused(lambda: ids(graph))


@pytest.mark.parametrize("tree", [{}, {"value": None}, {"value": [1]}, {"value": {"id": "1"}}])
def test_an_answer_that_is_no_list_is_none(tree: object, graph: Graph, tenant: Tenant) -> None:
    tenant.fail("/users", status(200, tree))
    assert "no list" in refused(lambda: ids(graph))


def test_an_endless_nesting_is_no_answer(graph: Graph, tenant: Tenant) -> None:
    def deep(handler: Handler) -> None:
        handler.send(200, b"[" * 200_000, {"Content-Type": "application/json"})

    tenant.fail("/users", *[deep] * 5)
    assert "broken" in refused(lambda: ids(graph))


def test_what_is_missing_is_named_with_where_to_grant_it(graph: Graph, tenant: Tenant) -> None:
    tree = {"error": {"code": "Authorization_RequestDenied", "message": f"{PERSON} may not"}}
    tenant.fail("/users", status(403, tree, request_id=EVENT))
    said = refused(lambda: ids(graph))
    assert "the permission User.Read.All is missing (Authorization_RequestDenied)" in said
    assert "add the Microsoft Graph application permission User.Read.All, and grant admin consent" in said
    assert EVENT in said


def test_a_token_of_another_cloud_is_said_to_be_one(graph: Graph, tenant: Tenant) -> None:
    tenant.fail("/users", status(401, {"error": {"code": "InvalidAuthenticationToken"}}))
    assert "[microsoft] cloud" in refused(lambda: ids(graph))


def test_any_other_refusal_shows_its_code_and_nothing_of_its_words(graph: Graph, tenant: Tenant) -> None:
    tree = {"error": {"code": f"Odd code of {PERSON}", "message": PERSON}}
    tenant.fail("/users", status(400, tree, request_id=PERSON))
    assert "refuses the request (HTTP 400, no reason given)" in refused(lambda: ids(graph))


def test_a_server_that_says_nothing_is_not_waited_for(tenant: Tenant, tokens: Callable[..., Tokens]) -> None:
    slept: list[float] = []
    with httpx.Client(timeout=0.05) as impatient:
        graph = Graph(tenant.cloud, tokens(), Wire(impatient, sleep=slept.append))
        tenant.fail("/users", *[hang] * 5)
        assert "did not answer in time" in refused(lambda: ids(graph))
    assert len(slept) == 4


def test_an_answer_that_drips_for_ever_is_left(
    tenant: Tenant, tokens: Callable[..., Tokens], client: httpx.Client
) -> None:
    ticks = iter(range(0, 10_000, 200))
    graph = Graph(tenant.cloud, tokens(), Wire(client, clock=lambda: next(ticks)))
    tenant.users = [user(1)]
    tenant.fail("/users", status(200, {"value": ["x" * 100_000]}))
    assert "takes too long" in refused(lambda: ids(graph))


def test_an_answer_without_an_end_is_not_kept(graph: Graph, tenant: Tenant, tokens: Callable[..., Tokens]) -> None:
    tenant.fail("openid-configuration", status(200, {"x": "x" * 1_000_001}))
    assert "more than 1,000,000 bytes" in refused(tokens().get)
    assert ids(graph) == []


def test_a_certificate_that_nobody_trusts_is_said_to_be_one(
    tenant: Tenant, tokens: Callable[..., Tokens], slept: list[float]
) -> None:
    get = tokens()
    get.get()
    with httpx.Client(trust_env=False) as strict:
        said = refused(lambda: ids(Graph(tenant.cloud, get, Wire(strict, sleep=slept.append))))
    assert "SSL_CERT_FILE" in said
    assert slept == []


def test_what_cannot_be_reached_is_tried_again_and_then_said(
    tenant: Tenant, tokens: Callable[..., Tokens], slept: list[float], client: httpx.Client
) -> None:
    from reporter.microsoft import Cloud  # noqa: PLC0415

    nobody = Cloud(authority=tenant.address, graph="https://127.0.0.1:1")
    said = refused(lambda: ids(Graph(nobody, tokens(), Wire(client, sleep=slept.append))))
    assert "cannot be reached (ConnectError)" in said
    assert slept == [2, 4, 8, 16]


def test_a_file_is_fetched_from_where_graph_leads_without_the_token(graph: Graph, tenant: Tenant) -> None:
    tenant.files["drives/d/items/i"] = b"PK\x03\x04 whole"
    assert graph.content("/drives/d/items/i/content", FILE) == b"PK\x03\x04 whole"
    [asked] = tenant.storage
    assert "Authorization" not in asked.headers
    assert asked.path == "/drives/d/items/i?sig=1"


def test_a_file_is_not_fetched_without_encryption(graph: Graph, tenant: Tenant) -> None:
    for place in ("http://storage.example/x", "file:///etc/passwd", "", "//x"):
        tenant.fail("/content", methodcaller("send", 302, b"", {"Location": place}))
        assert "where no encryption is" in refused(lambda: graph.content("/drives/d/items/i/content", FILE))


def test_a_file_that_is_not_there_is_said_to_be_missing(graph: Graph) -> None:
    said = refused(lambda: graph.content("/drives/d/items/nothing/content", FILE))
    assert "the workbook is not there, or the application cannot see it (itemNotFound)" in said


def test_half_a_file_is_fetched_again(graph: Graph, tenant: Tenant, slept: list[float]) -> None:
    tenant.files["drives/d/items/i"] = b"PK\x03\x04 whole"
    tenant.fail("sig=1", half)
    assert graph.content("/drives/d/items/i/content", FILE) == b"PK\x03\x04 whole"
    assert slept == [2]


def test_nothing_is_logged_that_a_log_must_not_hold(
    graph: Graph, tenant: Tenant, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    tenant.users = [user(1), user(2), user(3)]
    tenant.fail("/users", page())
    refused(lambda: ids(graph))
    assert ids(graph) == ["1", "2", "3"]
    for hidden in (SECRET, tenant.token(), SIGNATURE, PERSON, json.dumps(PERSON), "person.1@"):
        assert hidden not in caplog.text
    assert capfd.readouterr() == ("", "")
