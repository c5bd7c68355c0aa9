"""Microsoft Graph: reading lists page by page, and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from reporter.errors import SHOW, SourceError
from reporter.microsoft import refusals
from reporter.microsoft.clouds import Cloud
from reporter.microsoft.refusals import GRAPH, Permission
from reporter.microsoft.tokens import Tokens
from reporter.microsoft.wire import Answer, Question, UnclearError, Wire

__all__ = ["Graph", "Page", "Permission"]

_PAGES = 5_000  # of 999 users: five million
_SUCCESS = 200
_MOVED = frozenset({302, 303, 307, 308})
_LARGEST = 64_000_000  # bytes of a page; one of 999 users has two million
_LARGEST_FILE = 300_000_000  # bytes
_IMMUTABLE = 'IdType="ImmutableId"'  # else the id of a message changes when it moves to another folder
_LISTING = {
    "ConsistencyLevel": "eventual",  # without it there is no count; not carried over from page to page
    "x-ms-throttle-priority": "low",  # a report may wait for what people do
    "Prefer": _IMMUTABLE,
}
_REPORT = f"Run again; if it stays so, {SHOW}."


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: Sequence[Mapping[str, Any]]
    count: int | None
    """How many there are in all, as the first page says."""


class Graph:
    """Reads from the Graph of one cloud, and sends the token to no other host."""

    def __init__(self, cloud: Cloud, tokens: Tokens, wire: Wire) -> None:
        self._base = cloud.graph
        self._tokens = tokens
        self._wire = wire

    def pages(self, path: str, params: Mapping[str, str], permission: Permission) -> Iterator[Page]:
        """Read a list, page by page; a page may be empty.

        Args:
            path: Below the version, such as `/users`.
            params: The query of the first page; the others come with theirs.
            permission: What it needs, for messages.

        Raises:
            SourceError: It cannot be read whole: refused, no list, without an end, or led to another host.
        """
        url, query, seen = f"{self._base}/v1.0{path}", dict(params) or None, set[str]()
        while True:
            tree = self._answer(url, permission, query).tree or {}
            rows, count, following = tree.get("value"), tree.get("@odata.count"), tree.get("@odata.nextLink")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise SourceError("the answer is no list", where=GRAPH, hint=_REPORT)
            yield Page(rows, count if isinstance(count, int) else None)
            if following is None:
                return
            url, query = self._follow(following, seen), None

    def first(self, path: str, params: Mapping[str, str], permission: Permission) -> Mapping[str, Any]:
        """Read one object, or one page.

        Raises:
            SourceError: It cannot be read.
        """
        return self._answer(f"{self._base}/v1.0{path}", permission, params).tree or {}

    def content(self, path: str, permission: Permission) -> bytes:
        """Download a file.

        Graph answers with the address of a storage host, signed in itself: it is asked without the token.

        Raises:
            SourceError: It cannot be read.
        """
        answer = self._ask(f"{self._base}/v1.0{path}", None, is_json=False)
        if answer.status_code in _MOVED:
            place = answer.headers.get("location", "")
            storage = Question(method="GET", url=place, largest=_LARGEST_FILE, who="Microsoft's storage", is_json=False)
            answer = self._wire.ask(storage)
        if answer.status_code != _SUCCESS:
            raise refusals.graph(answer, permission, delegated=self._tokens.delegated)
        return answer.content

    def look(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        """Read something that may not be there; return the answer, whatever its status.

        Raises:
            SourceError: There was none.
        """
        return self._ask(f"{self._base}/v1.0{path}", params, is_json=False)

    def post(self, path: str, content: bytes = b"") -> Answer:
        """Ask for something that must not be done twice; return the answer, a success or a refusal.

        Args:
            path: Below the version.
            content: A message as base64 of its MIME.

        Raises:
            UnclearError: It may have been done.
            SourceError: It was not done.
        """
        return self._tell("POST", path, content)

    def delete(self, path: str) -> Answer:
        """Take something away; return the answer, a success or a refusal.

        Raises:
            SourceError: It may have been done, or not.
        """
        return self._tell("DELETE", path, None)

    def _tell(self, method: str, path: str, content: bytes | None) -> Answer:
        try:
            token = self._tokens.get()
        except UnclearError as error:  # clear enough: without a token nothing was asked of Graph
            raise SourceError(*error.problems) from None
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/plain", "Prefer": _IMMUTABLE}
        url = f"{self._base}/v1.0{path}"
        return self._wire.tell(Question(method=method, url=url, headers=headers, content=content, who=GRAPH))

    def refusal(self, answer: Answer, permission: Permission) -> SourceError:
        """Return a refusal as an error of ours."""
        return refusals.graph(answer, permission, delegated=self._tokens.delegated)

    def _follow(self, link: object, seen: set[str]) -> str:
        """Return the next page's address, whole as it came: to the configured host, and never twice."""
        if not isinstance(link, str) or _origin(link) != _origin(self._base):
            what = "the next page is said to be on another host, and the token is not sent there"
            raise SourceError(what, where=GRAPH, hint=_REPORT)
        if link in seen or len(seen) >= _PAGES:
            what = "the pages have no end: one leads back to another" if link in seen else f"more than {_PAGES:,} pages"
            raise SourceError(what, where=GRAPH, hint=_REPORT)
        seen.add(link)
        return link

    def _answer(self, url: str, permission: Permission, params: Mapping[str, str] | None) -> Answer:
        answer = self._ask(url, params)
        if answer.status_code != _SUCCESS:
            raise refusals.graph(answer, permission, delegated=self._tokens.delegated)
        return answer

    def _ask(self, url: str, params: Mapping[str, str] | None, *, is_json: bool = True) -> Answer:
        headers = {"Authorization": f"Bearer {self._tokens.get()}", **_LISTING}
        largest = _LARGEST if is_json else _LARGEST_FILE
        return self._wire.ask(
            Question(method="GET", url=url, headers=headers, params=params, largest=largest, who=GRAPH, is_json=is_json)
        )


def _origin(address: str) -> tuple[str, str, int | None, bytes] | None:
    """Return the parts of a URL that decide who gets the token, as the client that sends it reads them."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return None
    return url.scheme, url.host, url.port, url.userinfo
