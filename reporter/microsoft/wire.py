"""HTTP as we do it: bounded in size and time, patient within limits, and never to where an answer points by itself.

Everything that goes wrong on the way becomes one of our own errors, without what was sent or received.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any

import httpx

from reporter import __version__
from reporter.errors import SourceError, UsageError

_BUSY = frozenset({429, 502, 503, 504})
_TRIES = 5
PATIENCE = 600.0  # seconds of waiting in one run, all waits together
_LONGEST = 300.0  # seconds that one answer may take, however steadily it drips
_LARGEST = 1_000_000  # bytes of an answer where nobody says more
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_CLIENT_ERROR = 400
_TOO_MANY = 429
_SERVER_ERROR = 500
_NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_LATER = "Run again later. What Microsoft says about its services: https://status.cloud.microsoft"
_PROXY = (
    "A proxy or a sign-in page stands between this machine and Microsoft. Ask your network's administrators to let "
    "reporter through, or name the proxy in the variable HTTPS_PROXY."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked. With `Wire.ask` nothing of it may change anything, for it may be asked again."""

    method: str
    url: str
    """https only."""
    who: str
    """Who is asked, for messages."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    params: Mapping[str, str] | None = None
    """The query; None: as `url` has it."""
    data: Mapping[str, str] | None = field(default=None, repr=False)
    """A form."""
    content: bytes | None = field(default=None, repr=False)
    """A body."""
    largest: int = _LARGEST
    """Bytes that the answer may have."""
    is_json: bool = True
    """A success must be a JSON object: half of one is asked for again."""


@dataclass(frozen=True)
class Answer:
    """What came back, whole. It has what msal asks of a response."""

    status_code: int
    headers: Mapping[str, str]
    """By name in lower case."""
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode("utf-8", "replace")

    @property
    def is_page(self) -> bool:
        """Whether this is a web page, which no service of ours sends."""
        return "html" in self.headers.get("content-type", "") or self.content[:100].lstrip()[:1] == b"<"

    @cached_property
    def tree(self) -> dict[str, Any] | None:
        """The content as a JSON object; None: it is none, or only half of one."""
        try:
            tree = json.loads(self.content)
        except (ValueError, RecursionError):
            return None
        return tree if isinstance(tree, dict) else None

    def raise_for_status(self) -> None:
        """Do nothing: what is no success was raised before msal sees it, or is for msal to read."""


def client() -> httpx.Client:
    """Return a client that heeds `HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE` and `SSL_CERT_DIR` of the environment.

    Raises:
        UsageError: One of these cannot be followed.
    """
    try:
        return httpx.Client(timeout=_TIMEOUT, follow_redirects=False, headers={"User-Agent": f"reporter/{__version__}"})
    except (OSError, ValueError, httpx.InvalidURL) as error:
        raise UsageError(
            "the proxy or the certificates that the environment names cannot be used",
            hint="Look at HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR.",
        ) from error


class UnclearError(SourceError):
    """The answer did not come, or not whole: what was asked for may have been done."""


class Wire:
    """Asks, waits when told to, and asks again."""

    def __init__(
        self,
        client: httpx.Client,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._client = client
        self._sleep = sleep
        self._clock = clock
        self._patience = patience

    def ask(self, question: Question) -> Answer:
        """Return the answer, whatever its status, unless that says to wait and ask again.

        Raises:
            SourceError: There was no answer, none that can be used, or the waiting would be too long.
        """
        who = question.who
        _check(question.url, who)
        for attempt in range(1, _TRIES + 1):
            found, wait = self._try(question)
            if isinstance(found, Answer):
                if found.status_code in _BUSY:
                    asks = f" and asks to wait {wait:,.0f} seconds" if wait else ""
                    what = f"is too busy to answer (HTTP {found.status_code}){asks}"
                    found = SourceError(what, where=who, hint=_LATER)
                elif found.is_page:
                    raise SourceError("a web page came instead of data", where=who, hint=_PROXY)
                elif question.is_json and found.status_code < _CLIENT_ERROR and found.tree is None:
                    found = SourceError("the answer is broken, or only half of it came", where=who, hint=_LATER)
                else:
                    return found
            seconds = wait if wait is not None else 2.0**attempt
            if attempt == _TRIES or seconds > self._patience:
                raise found
            self._patience -= seconds
            self._sleep(seconds)
        raise AssertionError

    def tell(self, question: Question) -> Answer:
        """Ask for something that must not be done twice; again only where it surely was not done.

        That is where no connection was made, and where the answer is that there were too many questions (429).

        Raises:
            UnclearError: It may have been done.
            SourceError: It was not done.
        """
        _check(question.url, question.who)
        for attempt in range(1, _TRIES + 1):
            found, wait = self._try(question)
            if isinstance(found, Answer) and found.status_code != _TOO_MANY:
                if found.status_code >= _SERVER_ERROR or found.is_page:
                    raise UnclearError(f"no clear answer (HTTP {found.status_code})", where=question.who, hint=_LATER)
                return found
            if isinstance(found, Answer):
                found = SourceError("takes no more for now (HTTP 429)", where=question.who, hint=_LATER)
            seconds = wait if wait is not None else 2.0**attempt
            if isinstance(found, UnclearError) or attempt == _TRIES or seconds > self._patience:
                raise found
            self._patience -= seconds
            self._sleep(seconds)
        raise AssertionError

    def _try(self, question: Question) -> tuple[Answer | SourceError, float | None]:
        """Return an answer, or what kept it from coming that may pass; and how long to wait, if the answer says so."""
        who = question.who
        content = bytearray()
        end = self._clock() + _LONGEST
        try:
            with self._client.stream(
                question.method,
                question.url,
                headers=dict(question.headers),
                params=question.params,
                data=question.data,
                content=question.content,
            ) as response:
                for piece in response.iter_bytes():
                    content += piece
                    if len(content) > question.largest:
                        hint = "This is more than such an answer can be. Tell the authors of reporter."
                        raise SourceError(f"the answer has more than {question.largest:,} bytes", where=who, hint=hint)
                    if self._clock() > end:
                        raise SourceError("the answer takes too long", where=who, hint=_LATER)
        except httpx.TimeoutException as error:
            kind = SourceError if isinstance(error, _NOT_CONNECTED) else UnclearError
            return kind("did not answer in time", where=who, hint=_LATER), None
        except (httpx.TransportError, httpx.DecodingError) as error:
            if _distrusted(error):
                raise SourceError(
                    "its certificate is signed by nobody this machine trusts",
                    where=who,
                    hint="If your organisation's proxy opens TLS, name its certificate in the variable SSL_CERT_FILE.",
                ) from None
            hint = "Check the connection, and the variable HTTPS_PROXY if there is a proxy; then run again."
            kind = SourceError if isinstance(error, _NOT_CONNECTED) else UnclearError
            return kind(f"cannot be reached ({type(error).__name__})", where=who, hint=hint), None
        found = Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, bytes(content))
        return found, _seconds(found.headers)


def _check(url: str, who: str) -> None:
    """Refuse a URL that is not https: a token or a secret would be readable on the way."""
    try:
        encrypted = httpx.URL(url).scheme == "https"
    except httpx.InvalidURL:
        encrypted = False
    if not encrypted:
        raise SourceError("an answer leads to where no encryption is", where=who, hint=_PROXY)


def _seconds(headers: Mapping[str, str]) -> float | None:
    """Return how long `Retry-After` asks to wait, by the clock of whoever asks; None: it does not say."""
    text = headers.get("retry-after", "")
    if text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004
        return float(text)
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return wait.total_seconds() if wait > timedelta() else None


def _distrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
