"""An organisation of any size, as its HR system and its survey tool would export it; the same each time."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reporter import assets, policy
from reporter.model.documents import Report
from reporter.model.policy import PolicySet
from reporter.pseudonyms import PUBLISHED
from reporter.run import judge
from reporter.settings import FILE_NAME, load

_RANDOM = 2_654_435_761  # Knuth's multiplicative hash: spreads row numbers over choices, without chance
_PLACES = ("United States,Colorado", "United States,Texas", "Germany,", "Ireland,", "France,", "India,", "Spain,")
_CONFIGURATION = """
[run]
roster = "roster.csv"
survey = "survey.csv"
[scope]
contractors = true
[consultation]
DE = {date = 2026-09-01, reference = "Works agreement 12/2026"}
"""
_ROWS = 1_048_576
_BLOCK = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELATED}"><sheets><sheet name="Export" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATED}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def roster(people: int) -> pl.DataFrame:
    """Return a roster of `people` rows: one in a hundred a repeated row, one in fifty a leaver."""
    number = pl.int_range(people, dtype=pl.UInt64).alias("n")
    person = pl.select(number).select(pl.when(pl.col("n") % 100 == 99).then(pl.col("n") - 1).otherwise("n").alias("n"))
    return person.select(
        pl.format("E{}", pl.col("n").cast(pl.String).str.zfill(7)).alias("Employee ID"),
        pl.format("given.family{}@company.example", "n").alias("Work Email"),
        pl.format("Family{}, Given", "n").alias("Full Name"),
        one_of("Department", [f"Department {i}, of {40}" for i in range(40)]),
        one_of("Country", [place.split(",")[0] for place in _PLACES]),
        one_of("State", [place.split(",")[1] for place in _PLACES]),
        pl.when(pl.col("n") % 50 == 7).then(pl.lit("Terminated")).otherwise(pl.lit("Active")).alias("Status"),
        one_of("Employment Type", ["Full time", "Part time", "Contractor"]),
        one_of("Job Title", [f"Job {i}" for i in range(300)]),
        _day("Hire Date", pl.col("n") % 7_000),
        pl.when(pl.col("n") % 20 == 3).then(pl.format("old.family{}@company.example", "n")).alias("Other Email"),
        one_of("LinkedIn account", ["personal", "company", "", "business use"]),
    )


def slips(people: int) -> int:
    """Return how many rows of the survey have an address that is a letter short."""
    return min(200, people // 50)


def survey(people: int, policies: PolicySet) -> pl.DataFrame:
    """Return nine answers for ten people: a few from an alias, given twice, or of nobody on the roster.

    Of the latter `slips` are near misses, and one in a hundred is nobody at all.
    """
    number = pl.select(pl.int_range(people * 9 // 10, dtype=pl.UInt64).alias("row"))
    n = pl.when(pl.col("row") % 100 == 50).then(pl.col("row") - 1).otherwise("row").alias("n")
    answers = {
        c.question.text: [*(a.text for a in c.question.answers), "something else", ""] for c in policies.controls
    }
    for service in policies.account_services:
        if service.account:
            answers[service.account.text] = [a.text for a in service.account.answers]
    return number.with_columns(n).select(
        (pl.col("row") + 1).cast(pl.String).alias("ID"),
        _moment("Start time", pl.col("row")),
        _moment("Completion time", pl.col("row") + 240),
        pl.when(pl.col("row") < slips(people))
        .then(pl.format("givn.family{}@company.example", "n"))
        .when(pl.col("n") % 20 == 3)
        .then(pl.format("old.family{}@company.example", "n"))
        .otherwise(pl.format("Given.Family{}@company.example", "n"))
        .alias("Email"),
        pl.format("Given Family{}", "n").alias("Name"),
        *(one_of(text, texts) for text, texts in answers.items()),
    )


def report(folder: Path, rows: int, *, as_of: date) -> Report:
    """Return the report on a roster of so many rows and the LinkedIn pack; its files are made in `folder`."""
    policies = policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])
    roster(rows).write_csv(folder / "roster.csv")
    survey(rows, policies).write_csv(folder / "survey.csv")
    (folder / FILE_NAME).write_text(_CONFIGURATION, encoding="utf-8")
    return judge(load(folder / FILE_NAME, environ={}, flags={}), as_of=as_of, key=PUBLISHED).report


def workbook(frame: pl.DataFrame, path: Path) -> None:
    """Write a sheet with its texts shared, as spreadsheet programs do; faster than any of the libraries."""
    frame = frame.head(_ROWS - 1).with_columns(pl.all().replace("", None))
    texts = pl.concat([pl.Series("t", frame.columns, dtype=pl.String), *frame.get_columns()]).drop_nulls()
    shared = texts.unique(maintain_order=True).to_frame("t").with_row_index("i")
    index = shared.select(pl.col("t"), pl.col("i").cast(pl.String))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, _HEAD + text)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(f"{_HEAD}<sst {_MAIN}>".encode())
            for block in shared.iter_slices(_BLOCK):
                part.write(b"".join(f"<si><t>{text}</t></si>".encode() for text in _escaped(block["t"])))
            part.write(b"</sst>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f"{_HEAD}<worksheet {_MAIN}><sheetData>".encode())
            first = pl.DataFrame([frame.columns], schema=frame.schema, orient="row")
            for rows in _cells(pl.concat([first, frame]), index):
                part.write(rows.encode())
            part.write(b"</sheetData></worksheet>")


def _cells(frame: pl.DataFrame, index: pl.DataFrame) -> Iterator[str]:
    for start in range(0, frame.height, _BLOCK):
        block = frame.slice(start, _BLOCK).with_row_index("r", offset=start + 1)
        cells = []
        for i, name in enumerate(frame.columns):
            place = block.select(pl.col(name).alias("t")).join(index, on="t", how="left", maintain_order="left")["i"]
            cells.append(
                pl.select(
                    pl.format('<c r="' + chr(ord("A") + i) + '{}" t="s"><v>{}</v></c>', block["r"], place).fill_null("")
                ).to_series()
            )
        yield "".join(pl.select(pl.format('<row r="{}">{}</row>', block["r"], pl.concat_str(cells))).to_series())


def _escaped(texts: pl.Series) -> pl.Series:
    return texts.str.replace_all("&", "&amp;", literal=True).str.replace_all("<", "&lt;", literal=True)


def one_of(name: str, texts: Sequence[str]) -> pl.Expr:
    """Return a column of some of the texts, spread over the rows by their column `n`."""
    place = (pl.col("n") * _RANDOM + len(name)) // 2**8 % len(texts)
    return place.replace_strict(dict(enumerate(texts)), return_dtype=pl.String).alias(name)


def _day(name: str, days: pl.Expr) -> pl.Expr:
    return (pl.date(2005, 1, 1) + pl.duration(days=days)).dt.strftime("%d/%m/%Y").alias(name)


def _moment(name: str, seconds: pl.Expr) -> pl.Expr:
    return (
        (pl.datetime(2026, 11, 2) + pl.duration(seconds=seconds * 7 % 1_600_000))
        .dt.strftime("%d.%m.%Y %H:%M:%S")
        .alias(name)
    )
