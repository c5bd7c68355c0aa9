"""An audit that looked nothing up is no clean one."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Faults = Callable[[list[dict[str, Any]]], list[str]]
CLEAN: dict[str, Any] = {"name": "polars", "version": "2.1.0", "vulns": []}
HOLED: dict[str, Any] = {
    "name": "pillow",
    "version": "13.0.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["13.0.1"]}],
}
UNKNOWN: dict[str, Any] = {"name": "idna", "skip_reason": "Dependency not found"}


@pytest.fixture(scope="module")
def faults() -> Faults:
    found: Faults = runpy.run_path(str(Path(__file__).parent.parent / ".ci" / "audit.py"))["faults"]
    return found


def test_an_audit_in_which_everything_was_looked_up_and_nothing_found_is_clean(faults: Faults) -> None:
    assert faults([CLEAN]) == []


def test_a_known_hole_is_named_with_the_version_that_mends_it(faults: Faults) -> None:
    assert faults([CLEAN, HOLED]) == ["pillow 13.0.0: PYSEC-1, mended in 13.0.1"]


def test_what_was_not_looked_up_is_a_fault(faults: Faults) -> None:
    assert faults([CLEAN, UNKNOWN]) == ["idna was not audited: the service does not know it"]


@pytest.mark.parametrize("packages", [[UNKNOWN], [UNKNOWN, UNKNOWN], []])
def test_where_nothing_was_looked_up_that_is_said(faults: Faults, packages: list[dict[str, Any]]) -> None:
    [fault] = faults(packages)
    assert fault.startswith("nothing was audited")
