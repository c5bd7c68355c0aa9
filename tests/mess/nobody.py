"""Lines that are nobody: totals, counts, page lines, headings, titles; and where the table stands."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.table import Table

from tests.mess.organisation import Cell, Organisation, Sheet
from tests.mess.registry import disorder, disorders

_FOOTERS: dict[str, tuple[Cell, ...]] = {
    "Total | 13": ("Total", 13),
    "Count: 13": ("Count: 13",),
    "13 employees": ("13 employees",),
    "Total employees: 13": ("Total employees: 13",),
    "Page 1 of 1": ("Page 1 of 1",),
    "Generated on": ("Generated on 23 November 2026 at 09:14 by HR",),
    "End of report": ("*** End of report ***",),
    "Gesamt": ("Gesamt:", "13"),
    "Total général": ("Total général", "13 personnes"),
    "Confidential": ("Confidential - for internal use only",),
    "a total far right": ("", "", "", "", "", "", "", "Total", "13"),
    "a dashed line": ("----------", "----------", "----------"),
    "Filters applied": ("Applied filters: Status is not Contractor",),
}


@disorders("below the roster: {}", _FOOTERS, "roster footer")
def _footer(o: Organisation, cells: tuple[Cell, ...]) -> None:
    o.roster.line(-1, *cells)


_BELOW: dict[str, tuple[Cell, ...]] = {
    "Total": ("Total", 10),
    "Count": ("Responses: 10",),
    "Page": ("Page 1 of 1",),
}


@disorders("below the survey: {}", _BELOW, "survey footer")
def _below(o: Organisation, cells: tuple[Cell, ...]) -> None:
    o.survey.line(-1, *cells)


@disorder("below the roster: blank lines and three lines of print", "roster footer")
def _print(o: Organisation) -> None:
    for cells in ((), (), ("Total: 13",), ("Generated on 2026-11-23",), ("Page 1 of 1",)):
        o.roster.line(-1, *cells)


@disorder("roster in groups: Department: Sales", "groups")
def _groups(o: Organisation) -> None:
    _grouped(o.roster, lambda name, _: (f"Department: {name}",), None)


@disorder("roster in groups, with subtotals", "groups")
def _subtotals(o: Organisation) -> None:
    _grouped(o.roster, lambda name, _: (name,), lambda name, count: (f"Subtotal {name}", count))


@disorder("roster in groups: a count behind each", "groups")
def _counts(o: Organisation) -> None:
    _grouped(o.roster, None, lambda name, count: (f"{name} Count", count))


def _grouped(sheet: Sheet, head: Any, foot: Any) -> None:  # noqa: ANN401 - two functions of name and count
    """Sort a roster by department, with lines before and behind each."""
    names = list(dict.fromkeys(row.cells["department"] for row in sheet.of()))
    rows = sheet.of()
    sheet.rows = [row for row in sheet.rows if row.person is None]
    at = 0
    for name in names:
        group = [row for row in rows if row.cells["department"] == name]
        for line in (head and [head(name, len(group))]) or []:
            sheet.line(at, *line)
            at += 1
        sheet.rows[at:at] = group
        at += len(group)
        if foot:
            sheet.line(at, *foot(name, len(group)))
            at += 1


@disorder("page lines in the roster", "pages")
def _pages(o: Organisation) -> None:
    o.roster.line(9, "Page 2 of 3")
    o.roster.line(5, "Page 1 of 3")


@disorder("the header again on each page", "pages", late=True)
def _headers_again(o: Organisation) -> None:
    o.roster.line(9, *o.roster.titles.values())
    o.roster.line(5, *o.roster.titles.values())


@disorder("blank rows in the roster", "roster blanks")
def _blank_rows(o: Organisation) -> None:
    for at in (11, 6, 6, 2):
        o.roster.line(at)


@disorder("a blank row behind every row of the roster", "roster blanks")
def _every_other(o: Organisation) -> None:
    for at in range(len(o.roster.rows), 0, -1):
        o.roster.line(at)


@disorder("blank rows in the survey", "survey blanks")
def _blank_responses(o: Organisation) -> None:
    for at in (7, 3):
        o.survey.line(at)


@disorder("rows of blanks and no-break spaces", "roster blanks")
def _spaces(o: Organisation) -> None:
    o.roster.line(4, " ", "\u00a0", "", "\u200b")
    o.roster.line(-1, "", " ", "")


@disorder("a title above the roster", "roster top")
def _title(o: Organisation) -> None:
    o.roster.above = [["Staff list"]]


@disorder("titles, a date and a blank row above the roster", "roster top")
def _titles(o: Organisation) -> None:
    o.roster.above = [["Acme Ltd"], ["Active and former employees"], ["As of: 2026-11-23", "", "Run by: HR"], []]


@disorder("a merged title above the roster", "roster top", forms=("xlsx",))
def _merged_title(o: Organisation) -> None:
    o.roster.above = [["Staff list, November 2026"], []]
    o.roster.book.append(lambda book: book.active.merge_cells("A1:F1"))


@disorder("bands of headings above the header", "roster top")
def _bands(o: Organisation) -> None:
    o.roster.above = [["Person", "", "", "Where", "", "", "Employment"]]


@disorder("a title above the survey", "survey top")
def _survey_title(o: Organisation) -> None:
    o.survey.above = [["Privacy settings survey, 2026-Q4"], []]


@disorder("a row of types below the header", "below the header", stops=True)
def _types(o: Organisation) -> None:
    o.roster.line(0, *("text" for _ in o.roster.titles))


@disorder("a row that says required or optional below the header", "below the header", stops=True)
def _required(o: Organisation) -> None:
    o.roster.line(0, *("required" if n < 3 else "optional" for n, _ in enumerate(o.roster.titles)))


@disorder("an Excel table with a total row", "roster footer", forms=("xlsx",), late=True)
def _table(o: Organisation) -> None:
    o.roster.line(-1, "Total", *[""] * (len(o.roster.titles) - 2), 13)

    def table(book: Any) -> None:  # noqa: ANN401
        page = book.active
        top = len(o.roster.above) + 1
        made = Table(displayName="Staff", ref=f"A{top}:{page.cell(page.max_row, len(o.roster.titles)).coordinate}")
        made.totalsRowCount = 1
        page.add_table(made)

    o.roster.book.append(table)


@disorder("the table begins at C4", "roster place", forms=("xlsx",), late=True)
def _offset(o: Organisation) -> None:
    o.roster.titles = {"empty 1": "", "empty 2": "", **o.roster.titles}
    o.roster.above = [[], [], *([["", "", *line] for line in o.roster.above])]
    for row in o.roster.rows:
        if row.as_it_stands:
            row.as_it_stands = ["", "", *row.as_it_stands]


@disorder("empty columns between", "roster place")
def _gaps(o: Organisation) -> None:
    titles: dict[str, str] = {}
    for n, (column, title) in enumerate(o.roster.titles.items()):
        titles[column] = title
        if n in {2, 5}:
            titles[f"empty {n}"] = ""
    o.roster.titles = titles
