"""LibreOffice for tests, without a window and off the network; a test that uses it is marked `libreoffice`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.needs import absent

_SECONDS = 60
_XLSX = "xlsx:Calc MS Excel 2007 XML"

Resave = Callable[[bytes], bytes]


@pytest.fixture(scope="session")
def resave(tmp_path_factory: pytest.TempPathFactory) -> Resave:
    """Return what opens a workbook in LibreOffice and gives it back as LibreOffice saves it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        absent("libreoffice", "there is no LibreOffice; type: sudo apt-get install libreoffice-calc")
    folder = tmp_path_factory.mktemp("office")

    def saved(data: bytes) -> bytes:
        (folder / "in").mkdir(exist_ok=True)
        path = folder / "in" / "book.xlsx"
        path.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", _XLSX, "--outdir", str(folder / "out"), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - our own path
        return Path(folder / "out" / "book.xlsx").read_bytes()

    return saved
