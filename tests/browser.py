"""A real browser for tests: Debian's Chromium, driven through Playwright, off the network.

A test that uses it is marked `browser`; see `tests/needs.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import pytest_socket

from tests.needs import absent

if TYPE_CHECKING:  # imported by those tests that need it
    from playwright.sync_api import Browser

_QUIET = (
    "--headless",
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


# While it stands, an event loop runs in this thread, where what signs wants to start its own. No longer than a module.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium; a test opens a context of its own in it, with `offline=True`."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        absent("browser", "there is no Chromium; type: sudo apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    pytest_socket.enable_socket()  # what disables it wraps what did before
    pytest_socket.disable_socket(allow_unix_socket=True)  # Playwright's event loop wakes itself through one
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        browser.close()
