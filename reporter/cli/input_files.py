"""What `reporter check` says of each file at the end: how it was read, its columns and dates, and what is not kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporter.cli import screen
from reporter.model.documents import Report
from reporter.model.inputs import InputFile, read_alike
from reporter.model.text import comparable
from reporter.wording.environment import day

_LABEL = 14
_LONGEST = 60
_DIALECT = {
    "encoding": "encoding {}",
    "delimiter": "delimiter {!r}",
    "header_row": "header in row {}",
    "last_header_row": "ending in row {}",
    "date_order": "dates as {}",
    "sheet": "sheet {!r}",
}


def described(report: Report) -> None:
    """Print, for each file, its dialect, the columns that were understood, their dates, and those that were not kept.

    Of the columns of questions only the questions are named: their headers are long, and `--format json` has them.
    """
    screen.heading("How the files were read")
    questions = {asked.id for asked in report.assessment.policies.asked}
    for group in read_alike(report.inputs):
        file, rows = group[0], sum(file.rows for file in group)
        more = f" and {len(group) - 1:,} more, read alike" if len(group) > 1 else ""
        dialect = [say.format(v) for k, say in _DIALECT.items() if (v := file.dialect.get(k)) is not None]
        screen.item(f"{file.name}{more} ({file.role}):", "; ".join((_rows(rows), ", ".join(dialect))))
        asked = questions if file.role.startswith("survey") else set()
        if columns := _columns(file, asked):
            screen.entry("  Columns", *screen.listed(columns, _LABEL), width=_LABEL)
        if found := [role for role in file.columns if role in asked]:
            screen.entry("  Questions", *screen.listed(found, _LABEL, ", "), width=_LABEL)
        if spans := list(_spans(group)):
            screen.entry("  Dates", *screen.listed(spans, _LABEL), width=_LABEL)
        if file.dropped:
            screen.entry("  Not kept", *screen.listed([short(h) for h in file.dropped], _LABEL, ", "), width=_LABEL)


def short(text: str, room: int = _LONGEST) -> str:
    """Return a header on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= room else text[: room - 1] + "…"


def _columns(file: InputFile, questions: set[str]) -> list[str]:
    kept = {role: header for role, header in file.columns.items() if role not in questions}
    if all(comparable(header) == comparable(role) for role, header in kept.items()):
        return []  # named as we name them
    return [
        short(header) if comparable(header) == comparable(role) else f"{role} ← {short(header)}"
        for role, header in kept.items()
    ]


def _spans(files: Sequence[InputFile]) -> Iterator[str]:
    """Yield the first and last day of each column of dates, over files that were read alike."""
    columns = dict.fromkeys(span.column for file in files for span in file.dates)
    for column in columns:
        spans = [span for file in files for span in file.dates if span.column == column]
        first, last, rows = min(s.first for s in spans), max(s.last for s in spans), sum(s.rows for s in spans)
        span = day(first) if first == last else f"{day(first)} to {day(last)}"
        yield f"{short(column)}: {span} ({_rows(rows)})"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
