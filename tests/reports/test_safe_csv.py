from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import polars as pl
import pytest

from reporter.reports import safe_csv


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠1", "=\n1"])
def test_a_text_that_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert cells(safe_csv.write(pl.DataFrame({"a": [text]}))) == [["a"], ["'" + text]]


@pytest.mark.parametrize("text", ["LI-01", "a=b", "O'Neill", "1-2", "P-7F3K-29QX", 'say "x", then', "line\nbreak"])
def test_other_texts_come_back_as_they_are(text: str) -> None:
    assert cells(safe_csv.write(pl.DataFrame({"a": [text]}))) == [["a"], [text]]


def test_a_head_is_a_text_like_any_other() -> None:
    assert cells(safe_csv.write(pl.DataFrame({"=cmd()": ["x"]}))) == [["'=cmd()"], ["x"]]


def test_control_characters_show_as_visible_signs() -> None:
    assert cells(safe_csv.write(pl.DataFrame({"a": ["x\x00y\x07\x7f"]}))) == [["a"], ["x␀y␇␡"]]


def test_null_and_empty_text_are_both_an_empty_field_without_quotes() -> None:
    assert safe_csv.write(pl.DataFrame({"a": ["", None], "b": [1, 2]})) == b"a,b\n,1\n,2\n"


def test_numbers_days_and_truths_are_written_plainly() -> None:
    frame = pl.DataFrame({"n": [-1], "d": [date(2026, 11, 23)], "t": [True]})
    assert safe_csv.write(frame) == b"n,d,t\n-1,2026-11-23,true\n"


def test_a_frame_without_rows_is_its_head() -> None:
    assert safe_csv.write(pl.DataFrame(schema={"a": pl.String(), "b": pl.Date()})) == b"a,b\n"
