"""Dates in any order and style never change anybody's outcome silently: it is the true one, or the run stops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reporter.errors import SourceError
from reporter.model.policy import Asked
from reporter.sources import read_roster, read_survey
from tests.needs import examples

AS_OF = date(2026, 11, 23)
ASKED = (Asked(id="LI-01", wordings=("Is it off?",), service=None),)
MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")

Style = Callable[[date], Any]


def _exchanged(us: bool) -> Style:
    """A text in one locale's order, opened by a spreadsheet of the other: what it can take for a date, it exchanges."""

    def write(day: date) -> Any:  # noqa: ANN401 - a date or a text
        text = f"{day:%m/%d/%Y}" if us else f"{day:%d/%m/%Y}"
        return date(day.year, day.day, day.month) if day.day <= 12 else text

    return write


STYLES: dict[str, Style] = {
    "iso": lambda d: f"{d:%Y-%m-%d}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "slashes, year first": lambda d: f"{d.year}/{d.month}/{d.day}",
    "day first": lambda d: f"{d:%d/%m/%Y}",
    "month first": lambda d: f"{d:%m/%d/%Y}",
    "month first, bare": lambda d: f"{d.month}/{d.day}/{d.year}",
    "dots": lambda d: f"{d:%d.%m.%Y}",
    "short, day first": lambda d: f"{d:%d/%m/%y}",
    "short, month first": lambda d: f"{d.month}/{d.day}/{d:%y}",
    "short, year first": lambda d: f"{d:%y-%m-%d}",
    "short, year first, slashes": lambda d: f"{d:%y/%m/%d}",
    "short, dots": lambda d: f"{d:%d.%m.%y}",
    "named": lambda d: f"{d.day:02}-{MONTHS[d.month - 1]}-{d:%y}",
    "named, upper case": lambda d: f"{d.day:02}-{MONTHS[d.month - 1].upper()}-{d:%Y}",
    "true dates": lambda d: d,
    "serial numbers": lambda d: (d - date(1899, 12, 30)).days,
    "exchanged, month first": _exchanged(us=True),
    "exchanged, day first": _exchanged(us=False),
}

TEXTS = sorted(name for name, write in STYLES.items() if isinstance(write(date(2026, 1, 2)), str))
WORKBOOKS = sorted(STYLES.keys() - set(TEXTS))
EXCHANGED = {name for name in WORKBOOKS if "exchanged" in name}


def _styles(names: list[str]) -> st.SearchStrategy[tuple[str, str]]:
    """Draw the style of a file, and that of a cell that somebody typed."""
    return st.tuples(st.sampled_from(names), st.sampled_from(TEXTS))


HIRED = st.one_of(
    st.dates(date(1975, 1, 2), date(2026, 11, 20)),
    st.dates(date(2026, 11, 24), date(2027, 10, 1)),
    st.dates(date(2015, 1, 1), date(2026, 1, 1)).map(lambda d: d.replace(day=1)),
)
LEFT = st.one_of(st.none(), st.none(), st.dates(date(2010, 1, 2), date(2029, 12, 30)))
ANSWERED = st.one_of(
    st.dates(AS_OF - timedelta(days=30), AS_OF),
    st.dates(AS_OF - timedelta(days=30), AS_OF),
    st.dates(AS_OF - timedelta(days=400), AS_OF),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("organisations")


def _written(folder: Path, name: str, rows: list[list[Any]]) -> Path:
    """Write a CSV file, or a workbook where a cell is no text."""
    if all(isinstance(cell, str) for row in rows for cell in row):
        path = folder / f"{name}.csv"
        path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    path = folder / f"{name}.xlsx"
    book.save(path)
    return path


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), styles=_styles(TEXTS))
def test_who_left_or_has_not_started_is_as_it_was_or_the_run_stops(
    folder: Path, data: st.DataObject, styles: tuple[str, str]
) -> None:
    _roster_is_right(folder, data, *styles)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), styles=_styles(WORKBOOKS))
def test_a_workbooks_roster_is_as_it_was_or_the_run_stops(
    folder: Path, data: st.DataObject, styles: tuple[str, str]
) -> None:
    _roster_is_right(folder, data, *styles)


def _unless_refused(read: Callable[[], pl.DataFrame]) -> pl.DataFrame | None:
    """Return what is read; None where the run stops, with a place and a way on."""
    refused: SourceError | None = None
    try:
        return read()
    except SourceError as error:
        refused = error
    assert all(problem.where and problem.hint for problem in refused.problems)
    return None


def _odd(data: st.DataObject, telling: list[bool]) -> set[int]:
    """Draw the row that somebody typed: one among several, whose cells betray it, since no day in them is a month."""
    rows = [n for n, tells in enumerate(telling) if tells]
    return data.draw(st.sets(st.sampled_from(rows), max_size=1)) if rows and len(telling) > 3 else set()


def _roster_is_right(folder: Path, data: st.DataObject, style: str, typed: str) -> None:
    people = data.draw(st.lists(st.tuples(HIRED, LEFT), min_size=1, max_size=12))
    people = [(hired, left if left is None or left > hired else None) for hired, left in people]
    odd = _odd(data, [all(day is None or day.day > 12 for day in days) for days in people])
    rows: list[list[Any]] = [["Employee ID", "Hire Date", "Termination Date"]]
    for n, (hired, left) in enumerate(people):
        write = STYLES[typed] if n in odd else STYLES[style]
        rows.append([f"E{n:03}", write(hired), write(left) if left else ""])
    if style in EXCHANGED:  # a column without a text does not betray that it was exchanged
        assume(any(isinstance(cell, str) and cell for row in rows[1:] for cell in row[1:]) and not odd)
    path = _written(folder, "roster", rows)
    found = _unless_refused(lambda: read_roster([path], services=(), columns={}, as_of=AS_OF).rows)
    if found is None:
        return
    stands = found.select(
        pl.when(pl.col("last_day") < AS_OF)
        .then(pl.lit("left"))
        .when(pl.col("first_day") > AS_OF)
        .then(pl.lit("not started"))
        .otherwise(pl.lit("in scope"))
    ).to_series()
    true = [
        "left" if left and left < AS_OF else "not started" if hired > AS_OF else "in scope" for hired, left in people
    ]
    assert stands.to_list() == true, (style, typed, rows)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), styles=_styles(TEXTS))
def test_which_answers_count_is_as_it_was_or_the_run_stops(
    folder: Path, data: st.DataObject, styles: tuple[str, str]
) -> None:
    _survey_is_right(folder, data, *styles)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), styles=_styles(WORKBOOKS))
def test_a_workbooks_answers_count_as_they_did_or_the_run_stops(
    folder: Path, data: st.DataObject, styles: tuple[str, str]
) -> None:
    _survey_is_right(folder, data, *styles)


def _survey_is_right(folder: Path, data: st.DataObject, style: str, typed: str) -> None:
    days = data.draw(st.lists(ANSWERED, min_size=1, max_size=12))
    odd = _odd(data, [day.day > 12 for day in days])
    rows: list[list[Any]] = [["Email", "Timestamp", "LI-01"]]
    rows += [[f"p{n}@x.example", STYLES[typed if n in odd else style](day), "Off"] for n, day in enumerate(days)]
    if style in EXCHANGED:
        assume(any(isinstance(row[1], str) for row in rows[1:]) and not odd)
    path = _written(folder, "survey", rows)
    zone = ZoneInfo("UTC")
    rows_ = _unless_refused(
        lambda: (
            read_survey(
                [path], asked=ASKED, columns={}, timezone=zone, undated_as=None, as_of=AS_OF, valid_for=(92,)
            ).rows
        )
    )
    if rows_ is None:
        return
    found = rows_["submitted_on"]
    fresh = [None if day is None or day > AS_OF else (AS_OF - day).days <= 92 for day in found]
    true = [(AS_OF - day).days <= 92 for day in days]
    assert [f for f in fresh if f is not None] == [t for f, t in zip(fresh, true, strict=True) if f is not None], rows
