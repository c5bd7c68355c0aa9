"""How fast bulk sheets are written, in how much memory, and how large: ours beside openpyxl and XlsxWriter.

    python -m tests.benchmarks.workbook                  30,000 and 300,000 rows
    python -m tests.benchmarks.workbook 1000000          as many rows as are wished for
    python -m tests.benchmarks.workbook --open           does LibreOffice open that of 100,000 people

The same cells each time: twelve columns of texts, whole numbers and days. Each measurement has a process of its own;
memory is told beyond that of ten thousand rows. The clock stands while cells are made, for each of the writers. The
bounds of issue 6: ten times the rows per second of openpyxl's write-only mode, six times those of XlsxWriter's
constant_memory, and no more memory for more rows. A line that breaks one ends in `!`. With `--open`, LibreOffice opens
the whole workbook and saves its sheet Employees as text, which must have a line for each person.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import xlsxwriter

from reporter.pseudonyms import PUBLISHED
from reporter.reports import excel
from reporter.reports.excel.package import pack
from reporter.reports.excel.sheet import FIRST_ROW, Column, Rows, Sheet
from reporter.reports.excel.styles import Style, add_styles
from reporter.reports.excel.texts import Texts
from reporter.reports.excel.writer import Writer
from tests.benchmarks import organisation

_SIZES = (30_000, 300_000)
_FIRST = 10_000
_OPENED = 103_100  # rows of a roster of which 100,000 people are in scope
_EMPLOYEES = 5  # the place of that sheet
_TIMES = {"openpyxl": 10, "XlsxWriter": 6}
_MORE = 32  # MiB that more rows may take
_AS_OF = date(2026, 11, 23)
_OUTCOMES = pl.Enum(["Satisfied", "Not satisfied", "Unknown", "Not applicable"])
_DAY = 8
_NUMBER = 9
_HEADS = (
    "Employee ID", "Name", "Address", "Department", "Country", "Region", "Level", "Control", "Answered on", "Number",
    "LI-01", "LI-05",
)  # fmt: skip


def main() -> None:
    """Measure each writer at each size in a process of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=_SIZES, metavar="ROWS")
    parser.add_argument("--open", action="store_true", help="let LibreOffice open the workbook of 100,000 people")
    parser.add_argument("--writer", choices=_WRITERS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.writer:
        _print(json.dumps(_measured(given.writer, given.sizes[0])))
        return
    if given.open:
        _open()
        return
    titles = ("rows", "writer", "s", "rows/s", "cells/s", "ours is", "MiB more", "file MiB", "XML MiB")
    _print("  ".join(f"{title:>10}" for title in titles))
    for size in given.sizes:
        _compare(size)


def _open() -> None:
    """Make the workbook, let LibreOffice save a sheet of it, and count that sheet's lines."""
    program = shutil.which("soffice")
    if program is None:
        sys.exit("error: there is no LibreOffice\nhint: type: make counterparts")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = organisation.report(folder, _OPENED, as_of=_AS_OF)
        begun = time.perf_counter()
        book = excel.render(report, seal=lambda text: PUBLISHED.seal("follow-up", text))
        made = time.perf_counter() - begun
        (folder / "report.xlsx").write_bytes(book)
        own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        sheet = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{_EMPLOYEES}"
        begun = time.perf_counter()
        command = [program, own, "--headless", "--convert-to", sheet, "--outdir", name, str(folder / "report.xlsx")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - found on the path
        opened = time.perf_counter() - begun
        with (folder / "report-Employees.csv").open(encoding="utf-8", newline="") as file:
            lines = sum(1 for _ in csv.reader(file)) - FIRST_ROW + 1
    people, open_ = report.assessment.roster.in_scope, report.assessment.totals.overall.open
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    _print(f"{people:,} people, {open_:,} open findings: made in {made:.1f} s, {len(book) / 1e6:.1f} MB")
    _print(f"LibreOffice opened it in {opened:.0f} s with {peak:,.0f} MiB and found {lines:,} employees")
    if lines != people:
        sys.exit("error: LibreOffice found other people than there are")


def _compare(size: int) -> None:
    ours = 0.0
    for name in _WRITERS:
        small, found = (json.loads(_child(name, rows)) for rows in (_FIRST, size))
        speed = size / found["seconds"]
        ours = ours or speed
        times = ours / speed
        more = found["peak"] - small["peak"]
        bad = times < _TIMES.get(name, 0) or (name == "ours" and more > _MORE)
        numbers = [f"{size:,}", name, f"{found['seconds']:.2f}", f"{speed:,.0f}", f"{speed * len(_HEADS):,.0f}"]
        numbers += [f"{times:.1f} ×" if name in _TIMES else "", f"{more:,.0f}"]
        numbers += [f"{found['file'] / 2**20:,.1f}", f"{found['xml'] / 2**20:,.1f}"]
        _print("  ".join(f"{number:>10}" for number in numbers) + (" !" if bad else ""))


def _child(writer: str, rows: int) -> bytes:
    command = [sys.executable, "-m", "tests.benchmarks.workbook", str(rows), f"--writer={writer}"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - ourselves


def _measured(writer: str, rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.xlsx"
        seconds = _WRITERS[writer](rows, path)
        with zipfile.ZipFile(path) as archive:
            xml = sum(entry.file_size for entry in archive.infolist())
        return {
            "seconds": seconds,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "file": path.stat().st_size,
            "xml": xml,
        }


def _piece(start: int, count: int) -> pl.DataFrame:
    n = pl.int_range(start, start + count, dtype=pl.UInt64).alias("n")
    return pl.select(n).select(
        pl.format("E{}", pl.col("n").cast(pl.String).str.zfill(7)).alias("id"),
        pl.format("Family{}, Given & Middle", "n").alias("name"),
        pl.format("given.family{}@company.example", "n").alias("address"),
        pl.format("Department {}", pl.col("n") % 40).alias("department"),
        organisation.one_of("country", ["Germany", "France", "United States", "Ireland"]),
        organisation.one_of("region", ["US-CO", "US-TX", "", "US-CA"]).replace("", None),
        organisation.one_of("level", ["Required", "Recommended"]),
        organisation.one_of("control", ["LI-01", "LI-05", "LI-08"]),
        (pl.date(2026, 11, 1) - pl.duration(days=pl.col("n") % 90)).alias("day"),
        (pl.col("n") % 1_000).cast(pl.Int64).alias("number"),
        organisation.one_of("first", list(_OUTCOMES.categories)).cast(_OUTCOMES),
        organisation.one_of("second one", list(_OUTCOMES.categories)).cast(_OUTCOMES),
    )


def _ours(rows: int, path: Path) -> float:
    making = 0.0

    def piece(start: int, count: int) -> pl.DataFrame:
        nonlocal making
        begun = time.perf_counter()
        made = _piece(start, count)
        making += time.perf_counter() - begun
        return made

    begun = time.perf_counter()
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    styles = {_DAY: Style.DATE, _NUMBER: Style.NUMBER}
    columns = tuple(Column(head=head, width=16, style=styles.get(n, Style.TEXT)) for n, head in enumerate(_HEADS))
    whole = Rows(height=rows, piece=piece)
    sheet = Sheet(tab="Bulk", title="Bulk", about="", table="Bulk", columns=columns, rows=whole, empty="")
    writer = Writer(Texts(), as_of="")
    bodies = {}
    for part in sheet.parts():
        body = writer.sheet(book.create_sheet(part.tab), part)
        if body:
            bodies[part.tab] = body
    with path.open("wb") as file:
        pack(book, bodies, file, as_of=_AS_OF, charts={})
    return time.perf_counter() - begun - making


def _openpyxl(rows: int, path: Path) -> float:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Bulk")
    seconds = 0.0
    for start in range(0, rows, 4_000):
        values = _piece(start, min(4_000, rows - start)).rows()
        begun = time.perf_counter()
        for row in values:
            sheet.append(row)
        seconds += time.perf_counter() - begun
    begun = time.perf_counter()
    book.save(path)
    return seconds + time.perf_counter() - begun


def _xlsxwriter(rows: int, path: Path) -> float:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Bulk")
    date_format = book.add_format({"num_format": "yyyy-mm-dd"})
    seconds = 0.0
    for start in range(0, rows, 4_000):
        values = _piece(start, min(4_000, rows - start)).rows()
        begun = time.perf_counter()
        for at, row in enumerate(values, start=start + FIRST_ROW):
            for n, value in enumerate(row):
                if value is None:
                    continue
                if n == _DAY:
                    sheet.write_datetime(at, n, value, date_format)
                elif n == _NUMBER:
                    sheet.write_number(at, n, value)
                else:
                    sheet.write_string(at, n, value)
        seconds += time.perf_counter() - begun
    begun = time.perf_counter()
    book.close()
    return seconds + time.perf_counter() - begun


_WRITERS: dict[str, Callable[[int, Path], float]] = {"ours": _ours, "openpyxl": _openpyxl, "XlsxWriter": _xlsxwriter}


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
