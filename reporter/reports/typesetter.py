"""WeasyPrint, imported when a page is laid out, for that costs a second; and what to say where it lacks a library."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO

from reporter.errors import RenderError

_INSTALL = (
    "Install it. Debian, Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. Fedora: "
    "sudo dnf install pango. macOS: brew install pango. A run without PDFs needs none: reporter run --outputs "
    "excel,html,csv,oscal"
)


def load() -> None:
    """Import WeasyPrint, without the banner that it prints where it cannot be.

    Raises:
        RenderError: Pango, or a library that comes with it, is not on this machine.
    """
    try:
        with redirect_stdout(StringIO()):
            import_module("weasyprint")
    except OSError as error:
        library = "".join(re.findall(r"'([^']+)'", str(error))[:1]) or "a library of it"
        raise RenderError(
            f"Pango, which lays out PDFs, is missing on this machine: {library} cannot be loaded", hint=_INSTALL
        ) from error
