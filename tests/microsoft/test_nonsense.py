"""Whatever comes back, only our own errors come out, and nobody is named in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.errors import ReporterError
from reporter.microsoft import CLOUDS, Graph, Page, Permission, Registration, Tokens, Wire, refusals
from reporter.microsoft.credentials import Secret
from reporter.microsoft.tokens import granted
from reporter.sources.fetched import entra
from tests.microsoft.tenant import CLIENT, NAME, SECRET, user
from tests.needs import examples

KEYS = ("value", "error", "code", "error_codes", "error_description", "access_token", "expires_in", "token_endpoint",
    "authorization_endpoint", "@odata.nextLink", "@odata.count", "correlation_id")  # fmt: skip
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.text(max_size=9),
    st.sampled_from(["https://graph.microsoft.com/x"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)
BODIES = st.one_of(st.binary(max_size=60), TREES.map(lambda tree: json.dumps(tree).encode()))
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from([200, 204, 302, 400, 401, 403, 404, 429, 500, 503]),
        BODIES,
        st.dictionaries(st.sampled_from(["Retry-After", "Location", "Content-Type"]), st.sampled_from(["0", "x", ""])),
    ),
    max_size=12,
)
READ = Permission("User.Read.All", "read the users of the tenant", "the list of users")


def reading(answers: list[tuple[int, bytes, dict[str, str]]], do: Callable[[Graph], object]) -> None:
    """Read from a Microsoft that answers so, then with nothing; only our own errors may come of it."""
    left: Iterator[tuple[int, bytes, dict[str, str]]] = iter(answers)

    def answer(_: httpx.Request) -> httpx.Response:
        code, body, headers = next(left, (200, b"{}", {}))
        return httpx.Response(code, content=body, headers=headers)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        line = Wire(client, sleep=lambda _: None)
        cloud = CLOUDS["global"]
        registration = Registration(cloud=cloud, tenant=NAME, client_id=CLIENT, credential=Secret(SECRET))
        tokens = Tokens(registration, line)
        said = ""
        try:
            do(Graph(cloud, tokens, line))
        except ReporterError as error:
            said = str(error)
        assert SECRET not in said


@settings(max_examples=examples(60), deadline=None)
@given(ANSWERS)
def test_signing_in_ends_in_a_token_or_an_error_of_ours(answers: list[tuple[int, bytes, dict[str, str]]]) -> None:
    reading(answers, lambda graph: list(graph.pages("/users", {}, READ)))


@settings(max_examples=examples(60), deadline=None)
@given(ANSWERS)
def test_reading_ends_in_data_or_an_error_of_ours(answers: list[tuple[int, bytes, dict[str, str]]]) -> None:
    root = "https://login.microsoftonline.com/x"
    signed_in: list[tuple[int, bytes, dict[str, str]]] = [
        (200, json.dumps({"token_endpoint": f"{root}/token", "authorization_endpoint": root}).encode(), {}),
        (200, b'{"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}', {}),
    ]
    reading([*signed_in, *answers], lambda graph: list(graph.pages("/users", {}, READ)))
    reading([*signed_in, *answers], lambda graph: graph.content("/drives/a/items/b/content", READ))


class Pages:
    """A Graph that answers with one page."""

    def __init__(self, *rows: Mapping[str, Any]) -> None:
        self._rows = rows

    def pages(self, *_: object) -> Iterator[Page]:
        yield Page(self._rows, None)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(entra.COLUMNS), LEAVES | st.lists(LEAVES, max_size=2)), max_size=3))
def test_whatever_a_user_holds_it_is_one_line_or_refused(changes: list[dict[str, Any]]) -> None:
    rows = [user(number, **changed) for number, changed in enumerate(changes)]
    try:
        users = entra.fetch(cast("Graph", Pages(*rows)))
    except ReporterError:
        return
    assert users.content.count(b"\n") == 2 + len({row["id"].strip() for row in rows})


@settings(max_examples=examples(100), deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), TREES))
def test_every_refusal_has_words(tree: dict[str, object]) -> None:
    assert refusals.entra(tree).problems[0].hint


@given(st.text())
def test_every_token_can_be_looked_at(token: str) -> None:
    granted(token)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
