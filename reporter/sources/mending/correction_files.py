"""Files of corrections: `rejects-roster.csv` and `rejects-survey.csv` as they come back, read but not followed yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reporter.errors import SourceError
from reporter.model.inputs import InputFile
from reporter.model.text import EDGES, comparable
from reporter.sheets.files import SourceFile
from reporter.sheets.sheet import Sheet
from reporter.sources.headers.header import WINDOW

FILE, SHEET, ROW = "file", "sheet", "row"
"""The heads such a file begins with: which row each of its rows replaces."""

# What `reporter.reports.safe_csv` does to a text: an apostrophe before what a spreadsheet would take for a formula, and
# signs for control characters.
_GUARD = re.compile(r"^'('*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")

_SIGNS = {n: chr(0x2400 + n) for n in range(0x20) if chr(n) not in "\t\r\n"} | {0x7F: "\u2421"}

Key = tuple[str, int]
"""A head as it is compared, and which of those that read so it is: 0 the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFile:
    """A file of corrections."""

    file: SourceFile
    sheet: Sheet
    index: int
    """The header's row, counted from 0."""
    titles: tuple[str, ...]
    rows: Sequence[tuple[int, tuple[str | None, ...]]] = field(repr=False)
    """The number of each row that is not empty, and its cells: trimmed, null if empty."""

    @property
    def keys(self) -> list[Key]:
        """What each column is, by its head."""
        return keys(self.titles)

    def input_file(self, role: str, roles: Mapping[Key, str]) -> InputFile:
        """Return the manifest's entry.

        Args:
            role: `roster` or `survey`.
            roles: Head → role of the columns that the files have to which the rows belong.
        """
        used = {**roles, (FILE, 0): FILE, (SHEET, 0): SHEET, (ROW, 0): ROW}
        columns = list(zip(self.keys, self.titles, strict=True))
        return InputFile(
            role=f"{role}-corrections",
            name=self.file.name,
            sha256=self.file.sha256,
            size=len(self.file.data),
            rows=len(self.rows),
            dialect={
                "encoding": self.sheet.encoding,
                "delimiter": self.sheet.delimiter,
                "header_row": self.index + 1,
                "date_order": None,
                "sheet": self.sheet.name,
            },
            columns={used[key]: title for key, title in columns if key in used},
            dropped=tuple(title for key, title in columns if title and key not in used),
        )


def recognised(file: SourceFile, sheets: Sequence[Sheet]) -> CorrectionFile | None:
    """Return a file's corrections; None where no sheet of it begins with the columns that name a row.

    Raises:
        SourceError: It is the log of a run, which says why rows were not used and does not hold them.
    """
    for sheet in sheets:
        for index, cells in enumerate(sheet.cells.head(WINDOW).iter_rows()):
            heads = [comparable(cell or "") for cell in cells[:3]]
            if heads == ["role", FILE, SHEET]:
                hint = "Give rejects-roster.csv with --roster, rejects-survey.csv with --survey; leave this one out."
                raise SourceError(
                    "this is the log of a run: there is nothing to mend in it", where=file.name, hint=hint
                )
            if heads[:1] == [FILE] and ROW in heads[1:]:
                below = enumerate(sheet.cells.slice(index + 1).iter_rows(), start=index + 2)
                rows = [(number, tuple(_unguarded(cell) for cell in row)) for number, row in below]
                return CorrectionFile(
                    file=file,
                    sheet=sheet,
                    index=index,
                    titles=tuple(_unguarded(cell) or "" for cell in cells),
                    rows=[(number, row) for number, row in rows if any(row)],
                )
    return None


def keys(titles: Sequence[str]) -> list[Key]:
    """Return what each of a file's columns is, by its head."""
    seen: Counter[str] = Counter()
    found = []
    for title in map(comparable, titles):
        found.append((title, seen[title]))
        seen[title] += 1
    return found


def text(cell: str | None) -> str | None:
    """Return a cell trimmed; None if it is empty."""
    return (cell or "").strip(EDGES) or None


def shown(cell: str) -> str:
    """Return a text as it stands in a file of rejects: control characters as visible signs, every line end alike."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").translate(_SIGNS)


def _unguarded(cell: str | None) -> str | None:
    return _GUARD.sub(r"\1", text(cell) or "") or None
