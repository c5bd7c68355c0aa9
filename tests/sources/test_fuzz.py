"""Whatever stands in a file, a reader reads it or says what is wrong; what is read is accounted for to the last row.

A quick round, the same each time. Longer ones: `python -m tests.benchmarks.fuzz --seconds 600`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.benchmarks import fuzzing
from tests.needs import examples

QUICK = settings(
    max_examples=examples(25),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example],
)


@pytest.mark.parametrize("role", fuzzing.ROLES)
def test_a_valid_file_is_read(role: str, tmp_path: Path) -> None:
    assert fuzzing.check(role, fuzzing.seeds(role)[0], tmp_path)


@pytest.mark.parametrize("role", fuzzing.ROLES)
@given(data=st.data())
@QUICK
def test_a_changed_text_file_is_read_or_refused_in_our_own_words(
    role: str, tmp_path: Path, data: st.DataObject
) -> None:
    fuzzing.check(role, data.draw(fuzzing.texts(role)), tmp_path)


@pytest.mark.parametrize("role", ["roster", "survey"])
@given(data=st.data())
@settings(QUICK, max_examples=1)
def test_a_changed_workbook_is_read_or_refused_in_our_own_words(role: str, tmp_path: Path, data: st.DataObject) -> None:
    files = data.draw(st.lists(fuzzing.workbooks(role), min_size=12, max_size=12))
    assert len(list(fuzzing.check_together(role, files, tmp_path))) <= len(files)


@pytest.mark.parametrize("role", fuzzing.ROLES)
@given(data=st.binary(max_size=400))
@QUICK
def test_bytes_at_random_are_refused_or_read(role: str, tmp_path: Path, data: bytes) -> None:
    fuzzing.check(role, data, tmp_path)
