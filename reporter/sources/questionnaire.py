"""Our own questionnaires as they come back: known by what stands in them, and read as the tables they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from reporter.model import forms
from reporter.model.text import EDGES, comparable
from reporter.sheets.sheet import Sheet
from reporter.sources.headers.header import WINDOW

_WHO = {comparable(text) for text in (forms.PHONE, forms.EMPLOYEE, forms.ADDRESS, "name")}
"""Heads of the phone sheet's columns that are filled in before anybody calls."""


def forms_among(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Return the sheets that are questionnaires of ours, as tables; all sheets as they are where there is none.

    A person's questionnaire becomes a head and one row, which keep the place of its own head and of the line below it:
    there it says whose it is. A row in which neither a date nor an answer was entered is no row.
    """
    found = [table for sheet in sheets if (table := _table(sheet)) is not None]
    return tuple(found) or tuple(sheets)


def _table(sheet: Sheet) -> Sheet | None:
    """Return a sheet as a table if it is a questionnaire of ours; nothing else in its workbook is of interest then."""
    if not sheet.cells.width:
        return None
    top = [comparable(text or "") for text in sheet.cells.head(WINDOW)["0"]]
    for mark, read in ((forms.PERSON, _person), (forms.PHONE, _phone)):
        if mark in top:
            return replace(sheet, cells=read(sheet.cells, top.index(mark)), notices=())
    return None


def _person(cells: pl.DataFrame, head: int) -> pl.DataFrame:
    """Turn a list of questions and answers on its side."""
    below = cells.slice(head + 1)
    answers = below[str(forms.ANSWER_COLUMN)] if below.width > forms.ANSWER_COLUMN else [None] * below.height
    entered = {key: answer for key, answer in zip(below["0"], answers, strict=True) if (key or "").strip(EDGES)}
    given = any((entered[key] or "").strip(EDGES) for key in entered if comparable(key) not in _WHO)
    above: list[str | None] = [None] * head
    rows = {str(n): [*above, key, *([answer] if given else [])] for n, (key, answer) in enumerate(entered.items())}
    return pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String))


def _phone(cells: pl.DataFrame, head: int) -> pl.DataFrame:
    """Empty the rows of those who were not called, and the notes above."""
    titles = cells.row(head)
    entries = [str(n) for n, title in enumerate(titles) if title and comparable(title) not in _WHO]
    filled = [pl.col(name).str.strip_chars(EDGES).fill_null("") != "" for name in entries]
    place = pl.int_range(pl.len())
    kept = (place == head) | ((place > head) & pl.any_horizontal(pl.lit(value=False), *filled))
    return cells.select(pl.when(kept).then(pl.all()).name.keep())
