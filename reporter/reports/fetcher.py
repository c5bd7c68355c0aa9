"""What a document may load while it is laid out: our own files, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "asset:"

_TYPES = {
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serves `asset:<path>` from one folder or from memory; any other address stops the rendering.

    An ordinary exception would be swallowed by WeasyPrint and leave a document with a hole; the fatal one is not.
    """

    def __init__(self, root: Path, held: Mapping[str, bytes]) -> None:
        """Serve the files under `root`, and the bytes `held` by path (such as the organisation's logo)."""
        super().__init__(allowed_protocols=())
        self._root = root.resolve()
        self._held = held

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401, ARG002 - the base's
        """Return the asset at `url`.

        Raises:
            FatalURLFetchingError: the address is not an asset of ours.
        """
        name = url.removeprefix(SCHEME)
        path = (self._root / name).resolve()
        kind = _TYPES.get(path.suffix)
        if not url.startswith(SCHEME) or kind is None:
            raise FatalURLFetchingError(f"a document fetches nothing, and was asked for {url}")
        data = self._held.get(name)
        if data is None:
            if not path.is_relative_to(self._root) or not path.is_file():
                raise FatalURLFetchingError(f"there is no asset {name}")
            data = path.read_bytes()
        return URLFetcherResponse(url, data, {"Content-Type": kind})
