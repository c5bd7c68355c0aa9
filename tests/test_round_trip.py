"""Whatever stands in a row: given back untouched it is the same row, and no correction."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.model.documents import Report
from reporter.model.inputs import RosterTable
from reporter.model.tables import REJECTS
from reporter.reports import rejects
from reporter.sources import read_roster
from tests.needs import examples

# A file with a NUL is refused, and a lone surrogate cannot be written.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.sampled_from(
    [
        "=1+1",
        "'=1+1",
        "''-",
        "-",
        "'",
        '"',
        "\x01",
        "␁",
        "a\r\nb",
        "a\rb",
        "a;b,c",
        "\ufeff",
        "007",
        " x ",
        "'\t",
        "＝A",
    ]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round-trip")


@pytest.fixture
def written_out(make_report: Callable[..., Report]) -> Callable[[RosterTable], bytes]:
    """Return how every row of a roster is written for somebody to mend."""
    report = make_report()

    def write(table: RosterTable) -> bytes:
        places = table.rows.select("file", "sheet", "row").to_dicts()
        every = [{"role": "roster", "fate": "rejected", "reason": "no-identity", **place} for place in places]
        assessment = replace(report.assessment, rejects=pl.DataFrame(every, schema=REJECTS))
        return rejects.render(replace(report, assessment=assessment), table.written, ())[1].data

    return write


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=3), head=TEXTS)
def test_a_row_given_back_untouched_changes_nothing(
    folder: Path, written_out: Callable[[RosterTable], bytes], rows: list[tuple[str, str, str]], head: str
) -> None:
    people = folder / "people.csv"
    text = StringIO()
    csv.writer(text).writerows([("Employee ID", "Department", "Job Title", f"x{head}", "Other Email"), *rows])
    people.write_bytes(text.getvalue().encode())
    before = read_roster([people], services=(), columns={}, as_of=date(2026, 11, 23))
    back = folder / "rejects-roster.csv"
    back.write_bytes(written_out(before))
    after = read_roster([people, back], services=(), columns={}, as_of=date(2026, 11, 23))
    assert after.rows.equals(before.rows)
    assert not [n for n in after.notices if n.code == "rows-corrected"]
