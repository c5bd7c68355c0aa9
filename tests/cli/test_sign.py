from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reporter.cli import options
from tests.signatures.authorities import AT, LOOPBACK, PASSPHRASE, organisation, root

Call = Callable[..., Any]
Inputs = tuple[str, ...]
pytestmark = LOOPBACK  # pyHanko's event loop has a socket


@pytest.fixture
def keys(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a key, its root and the configuration that names them, and stop the clock."""
    organisation().pkcs12(here / "signing.p12")
    (here / "roots.pem").write_bytes(root().pem)
    (here / "reporter.toml").write_text('[sign]\npkcs12 = "signing.p12"\ncredential = "env:SIGNING"\n')
    monkeypatch.setenv("SIGNING", PASSPHRASE)
    monkeypatch.setattr(options, "now", lambda: AT)


@pytest.mark.thorough
@pytest.mark.usefixtures("keys")
def test_a_run_is_signed_while_it_is_made_or_later_and_only_once(call: Call, inputs: Inputs) -> None:
    said = call("run", *inputs, "--outputs", "pdf,csv", "--out", "q4")
    assert said.code == 0, said.err
    pages = "Not proven: that the pages of report.pdf print these numbers"
    assert pages in call("verify", "q4", *inputs[:4]).out
    assert call("verify", "q4", "--trust", "roots.pem").code == 7
    said = call("sign", "q4")
    assert said.code == 0, said.err
    assert organisation().sha256 in said.out
    said = call("verify", "q4", "--trust", "roots.pem")
    assert said.code == 0, said.err
    assert "Common Name: Brightwater Root vouches for that certificate" in said.out
    assert pages not in call("verify", "q4", *inputs[:4]).out
    said = call("sign", "q4")
    assert said.code == 2
    assert "signed already: report.pdf" in said.err
    said = call("run", *inputs, "--outputs", "pdf", "--out", "q4", "--force", "--sign")
    assert said.code == 0, said.err
    assert organisation().sha256 in said.out
    assert call("verify", "q4", "--trust", "roots.pem").code == 0


@pytest.mark.usefixtures("keys")
def test_a_key_that_cannot_be_had_stops_before_anything_is_read(
    call: Call, here: Path, inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*more: str) -> str:
        said = call("run", *inputs, "--out", "q4", "--sign", *more)
        assert said.code == 2
        assert not (here / "q4").exists()
        assert PASSPHRASE not in said.err
        return str(said.err)

    assert "--outputs leaves the PDF out" in refused("--outputs", "csv")
    monkeypatch.setattr(options, "now", lambda: AT + timedelta(days=9999))
    assert "and not now" in refused()
    monkeypatch.setenv("SIGNING", PASSPHRASE.upper())
    assert "its passphrase is another" in refused()
    monkeypatch.delenv("SIGNING")
    assert "env:SIGNING holds no secret" in refused()
    (here / "reporter.toml").write_text("")
    assert "[sign] pkcs12: is missing" in refused()


@pytest.mark.usefixtures("keys")
def test_a_folder_that_is_not_in_order_is_not_signed(call: Call, here: Path) -> None:
    (here / "q4").mkdir()
    assert call("sign", "q4").code == 7
    assert not list((here / "q4").iterdir())
