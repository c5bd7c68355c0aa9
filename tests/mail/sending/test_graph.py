"""Graph: in one step or as a draft; asked again only where it surely did not happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from reporter.errors import DeliveryError
from reporter.mail.sending.graph import Direct, Draft
from reporter.microsoft import Graph, Registration, Tokens, Wire, wire
from reporter.microsoft.credentials import Secret
from reporter.model.delivery import Fate, Receipt, Row, State
from reporter.model.vocabulary import MailKind
from tests.delivery.crashing import SENDER, mail
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
    half,
    hang,
    lost,
    page,
    status,
)

pytestmark = LOOPBACK
Kind = type[Direct] | type[Draft]


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def graph(tenant: Tenant, slept: list[float]) -> Iterator[Graph]:
    with wire.client() as client:
        line = Wire(client, sleep=slept.append)
        registration = Registration(cloud=tenant.cloud, tenant=NAME, client_id=CLIENT, credential=Secret(SECRET))
        yield Graph(tenant.cloud, Tokens(registration, line), line)


def sent(transport: Direct | Draft, known: str | None = None) -> tuple[Receipt, list[str]]:
    noted: list[str] = []
    return transport.send(*mail(0), known=known, note=noted.append), noted


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(DeliveryError) as caught:
        do()
    said = "\n".join(f"{p}\n{p.hint}" for p in caught.value.problems)
    for hidden in (SECRET, SIGNATURE, PERSON, "127.0.0.1"):
        assert hidden not in said
    return said


def row(**changes: Any) -> Row:
    made = Row(
        period="2026-Q4", person=mail(0)[0].person, address="a", kind=MailKind.REMEDIATION, digest="d", says="s",
        state=State.IN_DOUBT, attempts=1, doubted=False, at=datetime(2026, 11, 27, tzinfo=UTC),
        transport="graph-draft", answer="", reference=None, message_id=mail(0)[0].message_id,
    )  # fmt: skip
    return replace(made, **changes)


@pytest.mark.parametrize("kind", [Direct, Draft])
def test_bytes_arrive_as_they_are(kind: Kind, graph: Graph, tenant: Tenant) -> None:
    receipt, noted = sent(kind(graph, SENDER.addr_spec))
    assert receipt.fate is Fate.ACCEPTED
    assert list(tenant.sent.values()) == [mail(0)[1]]
    assert noted == (list(tenant.sent) if kind is Draft else [])
    assert not tenant.drafts


@pytest.mark.parametrize("kind", [Direct, Draft])
def test_it_waits_as_long_as_graph_asks_and_sends_once(
    kind: Kind, graph: Graph, tenant: Tenant, slept: list[float]
) -> None:
    tenant.fail("/users/", status(429, Retry_After="17"))
    assert sent(kind(graph, SENDER.addr_spec))[0].fate is Fate.ACCEPTED
    assert slept == [17]
    assert len(tenant.sent) == 1


@pytest.mark.parametrize(
    "fault",
    [lost, status(500), status(503, Retry_After="1"), status(504), page()],
    ids=["lost", "500", "503", "504", "page"],
)
@pytest.mark.parametrize(("kind", "path"), [(Direct, "/sendMail"), (Draft, "/send")])
def test_an_answer_that_is_lost_or_unclear_is_not_asked_for_again(
    fault: Fault, kind: Kind, path: str, graph: Graph, tenant: Tenant, slept: list[float]
) -> None:
    tenant.fail(path, fault)
    assert sent(kind(graph, SENDER.addr_spec))[0].fate is Fate.UNCLEAR
    assert len(tenant.paths(path)) == 1
    assert slept == []


def test_a_read_that_times_out_is_unclear(tenant: Tenant) -> None:
    tenant.fail("/sendMail", hang)
    with wire.client() as client:
        client.timeout = 0.2
        line = Wire(client, sleep=lambda _: None)
        registration = Registration(cloud=tenant.cloud, tenant=NAME, client_id=CLIENT, credential=Secret(SECRET))
        made = Direct(Graph(tenant.cloud, Tokens(registration, line), line), SENDER.addr_spec)
        assert sent(made)[0].fate is Fate.UNCLEAR


def test_a_draft_that_may_or_may_not_have_been_made_was_not_sent(graph: Graph, tenant: Tenant) -> None:
    tenant.fail("/messages", lost)
    assert sent(Draft(graph, SENDER.addr_spec))[0].fate is Fate.DEFERRED
    assert not tenant.sent


@pytest.mark.parametrize("kind", [Direct, Draft])
def test_a_mailbox_that_is_barred_stops_everything(kind: Kind, graph: Graph) -> None:
    said = refused(lambda: sent(kind(graph, f"other@{NAME}")))
    assert f"permission {'Mail.Send' if kind is Direct else 'Mail.ReadWrite'} is missing (ErrorAccessDenied)" in said
    assert EVENT in said


@pytest.mark.parametrize("kind", [Direct, Draft])
def test_one_message_may_be_refused_for_good(kind: Kind, graph: Graph, tenant: Tenant) -> None:
    tenant.fail("/users/", status(400, {"error": {"code": "ErrorInvalidRecipients", "message": PERSON}}))
    receipt, _ = sent(kind(graph, SENDER.addr_spec))
    assert (receipt.fate, receipt.answer) == (Fate.REFUSED, "400 ErrorInvalidRecipients")


def test_in_one_step_nobody_can_tell_afterwards(graph: Graph) -> None:
    assert Direct(graph, SENDER.addr_spec).look(row()) is None


@pytest.mark.parametrize("known_by_id", [True, False])
def test_what_became_of_a_draft_can_be_asked(known_by_id: bool, graph: Graph, tenant: Tenant) -> None:
    drafts = Draft(graph, SENDER.addr_spec)
    tenant.drafts["AAMk/7="] = mail(0)[1]
    asked = row(reference="AAMk/7=" if known_by_id else None)
    receipt = drafts.look(asked)
    assert receipt
    assert (receipt.fate, receipt.reference) == (Fate.DEFERRED, "AAMk/7=")
    assert sent(drafts, known="AAMk/7=")[0].fate is Fate.ACCEPTED
    assert list(tenant.sent) == ["AAMk/7="]
    receipt = drafts.look(asked)
    assert receipt
    assert receipt.fate is Fate.ACCEPTED


def test_without_an_id_and_without_a_draft_it_never_was_asked_to_go(graph: Graph) -> None:
    receipt = Draft(graph, SENDER.addr_spec).look(row())
    assert receipt
    assert receipt.fate is Fate.DEFERRED


def test_a_draft_that_is_gone_stays_in_doubt(graph: Graph) -> None:
    drafts = Draft(graph, SENDER.addr_spec)
    receipt = drafts.look(row(reference="AAMk-gone"))
    assert receipt
    assert receipt.fate is Fate.UNCLEAR
    assert sent(drafts, known="AAMk-gone")[0].fate is Fate.UNCLEAR


@pytest.mark.parametrize("kind", [Direct, Draft])
def test_a_token_that_does_not_come_leaves_nothing_in_doubt(kind: Kind, graph: Graph, tenant: Tenant) -> None:
    tenant.fail("/oauth2/", *[half] * 9)
    assert "cannot be reached" in refused(lambda: sent(kind(graph, SENDER.addr_spec)))
    assert not tenant.paths("/users/")


def test_a_draft_that_is_refused_does_not_stay_among_the_drafts(graph: Graph, tenant: Tenant) -> None:
    tenant.fail("/send", status(400, {"error": {"code": "ErrorInvalidRecipients"}}))
    receipt, (noted,) = sent(Draft(graph, SENDER.addr_spec))
    assert (receipt.fate, receipt.reference) == (Fate.REFUSED, noted)
    assert not tenant.drafts
    assert not tenant.sent


def test_a_refused_draft_that_cannot_be_taken_away_is_refused_all_the_same(graph: Graph, tenant: Tenant) -> None:
    tenant.fail("/send", status(400, {"error": {"code": "ErrorInvalidRecipients"}}))
    tenant.fail("/messages/", status(500))
    assert sent(Draft(graph, SENDER.addr_spec))[0].fate is Fate.REFUSED
    assert tenant.drafts


NOW = "Fri, 27 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("Fri, 27 Nov 2026 10:00:40 GMT", 40),
        ("Fri, 27 Nov 2026 09:00:00 GMT", 2),
        ("Fri, 27 Nov 2026 10:00:40", 2),
        ("soon", 2),
        ("-5", 2),
        ("1.5", 2),
    ],
)
def test_it_waits_until_the_date_that_graph_names_and_a_little_where_it_names_none(
    asked: str, waits: float, graph: Graph, tenant: Tenant, slept: list[float]
) -> None:
    tenant.fail("/sendMail", status(429, Retry_After=asked, Date=NOW))
    assert sent(Direct(graph, SENDER.addr_spec))[0].fate is Fate.ACCEPTED
    assert slept == [waits]
