"""The waiver file: approved, reasoned, expiring exceptions. One row that cannot be read stops the run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.model.assessment import Waiver
from reporter.model.inputs import DateSpan, WaiverTable
from reporter.sheets import files
from reporter.sources import dates, tables, waiver_list
from reporter.sources.headers import titles
from reporter.sources.headers.header import Vocabulary

_TEXTS = ("employee", "control", "reason", "approver")
_DATES = ("granted", "expires")
_VOCABULARY = Vocabulary(
    roles=titles.WAIVERS,
    needs=titles.each(titles.WAIVERS, optional=("approver_role",)),
)
_ISO = "Write the dates as 2026-12-31."


def read_waivers(path: Path) -> WaiverTable:
    """Read a waiver file: columns `employee, control, reason, approver, approver_role, granted, expires`.

    It is a CSV or XLSX table, or YAML with a list of such keys (`reporter.sources.waiver_list`). Only `approver_role`
    may be empty. Whether a waiver counts is judged later; here it is only read.

    Raises:
        SourceError: Every cell that cannot be read, with its row and column.
    """
    if path.suffix.lower() in waiver_list.SUFFIXES:
        return waiver_list.read(path)
    table = tables.read(files.load(path), _VOCABULARY)
    problems: list[Problem] = []
    readings: dict[str, dates.Readings] = {}
    order = _proven(table)
    for role in _DATES:
        try:
            readings[role] = dates.read(_different(table, role), order=order, where=table.where(role))
        except SourceError as error:
            problems += [Problem(what=p.what, where=p.where, hint=_ISO) for p in error.problems]
    waivers: list[Waiver] = []
    for cells in table.rows.iter_rows(named=True):
        found = _problems(table, cells, readings)
        problems += found
        if not found and len(readings) == len(_DATES):
            waivers.append(_waiver(table, cells, readings))
    if problems:
        raise SourceError(*problems)
    orders = sorted({r.order for r in readings.values() if r.order}, key=lambda order: (order == "ymd", order))
    spans = tuple(
        span
        for role in _DATES
        if (span := DateSpan.of(table.title(role), pl.Series([getattr(w, role) for w in waivers], dtype=pl.Date)))
    )
    return WaiverTable(
        waivers=tuple(waivers), file=table.input_file("waivers", date_order=orders[0] if orders else None, dates=spans)
    )


def _different(table: tables.Table, role: str) -> list[str]:
    return table.rows[role].drop_nulls().unique(maintain_order=True).to_list()


def _proven(table: tables.Table) -> str | None:
    """Return the order that both columns of dates together prove; None where they do not."""
    try:
        return dates.read([t for role in _DATES for t in _different(table, role)], order=None, where="").order
    except SourceError:
        return None


def _problems(table: tables.Table, cells: Mapping[str, Any], readings: Mapping[str, dates.Readings]) -> list[Problem]:
    """Return what keeps a row from being a waiver."""
    row = cells["row"]
    problems = [
        Problem(what=f"there is no {role}", where=table.where(role, row), hint="Fill the cell, or delete the row.")
        for role in (*_TEXTS, *_DATES)
        if not cells[role]
    ]
    days = {role: readings[role].day(cells[role]) for role in readings if cells[role]}
    problems += [
        Problem(what=f"the date of {role} cannot be read", where=table.where(role, row), hint=_ISO)
        for role, day in days.items()
        if day is None
    ]
    granted, expires = days.get("granted"), days.get("expires")
    if granted and expires and expires < granted:
        where, hint = table.where("expires", row), "Correct one of the two dates."
        problems.append(Problem(what="it expires before it is granted", where=where, hint=hint))
    return problems


def _waiver(table: tables.Table, cells: Mapping[str, Any], readings: Mapping[str, dates.Readings]) -> Waiver:
    """Return a row that has no problem as a waiver."""
    granted, expires = (readings[role].moments[cells[role]] for role in _DATES)
    if granted is None or expires is None:
        raise AssertionError(_DATES)  # `_problems` found both readable
    return Waiver(
        file=table.file.name,
        row=cells["row"],
        employee=cells["employee"],
        control=cells["control"],
        reason=cells["reason"],
        approver=cells["approver"],
        approver_role=cells.get("approver_role") or "",
        granted=granted.date(),
        expires=expires.date(),
    )
