"""A test that needs a counterpart may be skipped by hand, and never in CI."""

from __future__ import annotations

import pytest

from tests.needs import absent


def test_what_is_absent_skips_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPORTER_MUST_RUN", raising=False)
    with pytest.raises(pytest.skip.Exception):
        absent("browser", "there is no Chromium")


def test_what_must_run_fails_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTER_MUST_RUN", "postgresql,browser")
    with pytest.raises(pytest.fail.Exception, match="there is no Chromium"):
        absent("browser", "there is no Chromium")
