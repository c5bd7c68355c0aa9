"""How a file was saved: separators, encodings, line ends, quotes; sheets of a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.mess.organisation import Organisation, Sheet
from tests.mess.registry import disorder, disorders

_CSV, _XLSX = ("csv",), ("xlsx",)
_TEXTS: dict[str, Callable[[str], str]] = {
    "CR line ends": lambda t: t.replace("\r\n", "\r"),
    "LF line ends": lambda t: t.replace("\r\n", "\n"),
    "no line end at the end": str.rstrip,
    "many separators behind each line": lambda t: re.sub(r"(?<!\n)\r\n", ",,,\r\n", t),
    "trailing empty cells cut off": lambda t: re.sub(r",+\r\n", "\r\n", t),
    "sep=, in the first line": lambda t: f"sep=,\r\n{t}",
    "a form feed at the end": lambda t: t + "\x0c",
    "every line in quotes": lambda t: "".join(
        '"' + line.replace('"', '""') + '"\r\n' for line in t.removesuffix("\r\n").split("\r\n")
    ),
}
_STOPS = ("every line in quotes",)
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman")
_SEPARATORS = {"semicolons": ";", "tabs": "\t", "pipes": "|"}


def _both(o: Organisation) -> tuple[Sheet, ...]:
    return (o.roster, o.survey)


@disorders("saved with {}", _TEXTS, "text", forms=_CSV, stops=_STOPS)
def _text(o: Organisation, change: Callable[[str], str]) -> None:
    o.roster.text.append(change)


@disorders("saved as {}", {name: name for name in _ENCODINGS}, "encoding", forms=_CSV, stops=("mac-roman",))
def _encoded(o: Organisation, encoding: str) -> None:
    for sheet in _both(o):
        sheet.encoding = encoding


@disorders("saved with {}", _SEPARATORS, "text", forms=_CSV)
def _separated(o: Organisation, delimiter: str) -> None:
    for sheet in _both(o):
        sheet.delimiter = delimiter


@disorder("saved with every cell in quotes", "text", forms=_CSV)
def _quoted(o: Organisation) -> None:
    for sheet in _both(o):
        sheet.quote_all = True


@disorder("a comma in a name without quotes", "text", "names", forms=_CSV, stops=True)
def _unquoted(o: Organisation) -> None:
    o.roster.change("name", lambda n: ", ".join(reversed(n.split(" "))))
    o.roster.text.append(lambda t: re.sub(r'"(\w+, \w+)"', r"\1", t))


@disorder("a comma in one name without quotes", "text", "names", forms=_CSV, stops=True)
def _one_unquoted(o: Organisation) -> None:
    o.roster.one("Hugo").cells["name"] = "López, Hugo"
    o.roster.text.append(lambda t: t.replace('"López, Hugo"', "López, Hugo"))


@disorder("line breaks and quotes within a cell", "department")
def _breaks(o: Organisation) -> None:
    o.roster.one("Cleo").cells["department"] = 'Legal,\n"Dublin"; EMEA'


def _sheet(o: Organisation, change: Callable[[Any], None]) -> None:
    o.roster.book.append(change)


@disorder("a hidden sheet before the roster's", "sheets", forms=_XLSX)
def _hidden(o: Organisation) -> None:
    def hide(book: Any) -> None:  # noqa: ANN401
        page = book.create_sheet("Archive", 0)
        page.append(["Employee ID", "Full Name", "Work Email", "Country"])
        page.append(["99999", "Old Hand", "old.hand@acme.example", "IE"])
        page.sheet_state = "hidden"
        book.active = 1

    o.roster.book.append(hide)


@disorder("a sheet of notes before the roster's", "sheets", forms=_XLSX)
def _notes(o: Organisation) -> None:
    def note(book: Any) -> None:  # noqa: ANN401
        page = book.create_sheet("Read me", 0)
        page.append(["Please do not change the columns of the next sheet."])
        page.append(["Questions: HR"])

    o.roster.book.append(note)


@disorder("a pivot of counts on a second sheet", "sheets", forms=_XLSX, stops=True)
def _pivot(o: Organisation) -> None:
    def pivot(book: Any) -> None:  # noqa: ANN401
        page = book.create_sheet("Pivot")
        for line in (["Department", "Count of Employee ID"], ["Sales", 4], ["Legal", 3], ["Grand Total", 13]):
            page.append(line)

    o.roster.book.append(pivot)


@disorder("a list of leavers on a second sheet", "sheets", forms=_XLSX, stops=True)
def _leavers_sheet(o: Organisation) -> None:
    def leavers(book: Any) -> None:  # noqa: ANN401
        page = book.create_sheet("Leavers 2025")
        page.append(["Employee ID", "Full Name", "Work Email", "Country", "Termination Date"])
        page.append(["00099", "Old Hand", "old.hand@acme.example", "IE", "2025-03-31"])

    o.roster.book.append(leavers)


@disorder("hidden rows and a filter", "hidden rows", forms=_XLSX)
def _filtered(o: Organisation) -> None:
    def hide(book: Any) -> None:  # noqa: ANN401
        for number in (3, 5, 9):
            book.active.row_dimensions[number].hidden = True
        book.active.column_dimensions["E"].hidden = True

    o.roster.book.append(hide)


@disorder("departments merged down their rows", "department", "groups", "roster place", "roster top", forms=_XLSX)
def _merged(o: Organisation) -> None:
    def merge(book: Any) -> None:  # noqa: ANN401
        page = book.active
        page.merge_cells("D2:D3")
        page.merge_cells("D4:D5")

    o.roster.book.append(merge)


@disorder(
    "countries merged down their rows",
    *("country", "groups", "roster place", "roster top", "pages", "roster blanks", "below the header", "names"),
    *("running number", "more addresses", "duplicates", "personal data in the roster"),
    forms=_XLSX,
)
def _merged_countries(o: Organisation) -> None:
    def merge(book: Any) -> None:  # noqa: ANN401
        book.active.merge_cells("E2:E3")  # Ada and Bo, US
        book.active.merge_cells("E4:E5")  # Cleo and Dag, IE

    o.roster.book.append(merge)


@disorder("the survey's numbers and texts are formulas with results never stored", "answers", forms=_XLSX, stops=True)
def _formulas(o: Organisation) -> None:
    for row in o.survey.rows:
        if row.cells.get("LI-01"):
            row.cells["LI-01"] = f'="{row.cells["LI-01"]}"'
