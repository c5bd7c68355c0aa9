"""Asks an authority for a timestamp (RFC 3161) over HTTP: the one use of the network that signing makes.

Only the hash of a signature leaves the house, and the answer is signed itself; so plain HTTP is allowed, which is all
that the large public authorities speak.
"""

from __future__ import annotations

import time

import httpx
from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, set_tsp_headers

from reporter import __version__

_TIMEOUT = httpx.Timeout(15.0, connect=10.0)
_LONGEST = 30.0  # seconds that one answer may take, however steadily it drips
_LARGEST = 1_000_000  # bytes of an answer; one has six thousand
_TYPE = "application/timestamp-reply"


class Authority(TimeStamper):
    """A timestamp authority at an address."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko leaves this one untyped
        self._url = url

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a timestamp of a digest.

        Raises:
            TimestampRequestError: There was no answer, or none that can be used.
        """
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (ValueError, TypeError, KeyError, AttributeError) as error:  # what nonsense of an authority leads to
            raise TimestampRequestError("answers with something that is no timestamp for what it was asked") from error

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the authority's answer.

        Raises:
            TimestampRequestError: There was none, or none that can be used.
        """
        return tsp.TimeStampResp.load(self._ask(req.dump()))

    def _ask(self, request: bytes) -> bytes:
        content = bytearray()
        headers = set_tsp_headers({"User-Agent": f"reporter/{__version__}"})
        end = time.monotonic() + _LONGEST
        try:
            with (
                httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as client,
                client.stream("POST", self._url, content=request, headers=headers) as response,
            ):
                for piece in response.iter_bytes():
                    content += piece
                    if len(content) > _LARGEST or time.monotonic() > end:
                        raise TimestampRequestError("the answer is too long, or takes too long")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            if isinstance(error, TimestampRequestError):
                raise
            raise TimestampRequestError(f"cannot be reached ({type(error).__name__})") from error
        if response.status_code != httpx.codes.OK:
            raise TimestampRequestError(f"answers HTTP {response.status_code}")
        if response.headers.get("content-type", "").partition(";")[0].strip() != _TYPE:
            raise TimestampRequestError("answers with something that is no timestamp")
        return bytes(content)
