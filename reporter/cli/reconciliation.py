"""What `reporter check` says about the inputs: how they were read, what is not used and why, and that it adds up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from reporter.cli import screen
from reporter.model.assessment import Assessment, Waiver
from reporter.model.documents import Headcount, Report
from reporter.model.inputs import InputFile, RosterTable, read_alike
from reporter.model.text import comparable_key
from reporter.model.vocabulary import ResponseFate, RosterReject
from reporter.run.unplaced import unplaced_lines
from reporter.settings import Settings
from reporter.sources.headers.telling import Concern, concern
from reporter.wording import words
from reporter.wording.environment import day

UNTOLD = "leavers-untold"
"""The notice that comes before anything else."""
_QUOTED = re.compile(r"“([^”]+)” \(([0-9,]+)\)")
_ABOUT = {
    Concern.SCOPE: "looks as if it said who works here or has left, and is not used",
    Concern.ADDRESS: "looks like an address, and is not used: nobody can be written to",
    Concern.PLACE: "looks like the place of work, and is not used: on that the law depends",
    Concern.DATE: "looks like a date, and is not used: nothing says who has not started or has left",
}
_LISTED = 20
_LABEL = 14
_DIALECT = {
    "encoding": "encoding {}",
    "delimiter": "delimiter {!r}",
    "header_row": "header in row {}",
    "last_header_row": "ending in row {}",
    "date_order": "dates as {}",
    "sheet": "sheet {!r}",
}
_UNUSED = (ResponseFate.REJECTED.value, ResponseFate.UNMATCHED.value)


def files(report: Report) -> None:
    """Print, for each file, its dialect, the columns that were understood, and those that were not kept."""
    for group in read_alike(report.inputs):
        file, rows = group[0], sum(file.rows for file in group)
        more = f" and {len(group) - 1:,} more, read alike" if len(group) > 1 else ""
        screen.heading(f"{file.name}{more} ({file.role})")
        dialect = [say.format(v) for k, say in _DIALECT.items() if (v := file.dialect.get(k)) is not None]
        screen.entry(
            "Read as", "; ".join((f"{rows:,} row{'' if rows == 1 else 's'}", ", ".join(dialect))), width=_LABEL
        )
        screen.entry("Columns", *_columns(file) or ["none"], width=_LABEL)
        if spans := list(_spans(group)):
            screen.entry("Dates", *spans, width=_LABEL)
        if looks := list(_looks(file)):
            screen.entry("Look at", *looks, width=_LABEL)
        if file.dropped:
            screen.entry("Not kept", ", ".join(" ".join(header.split()) for header in file.dropped), width=_LABEL)


def first(report: Report) -> None:
    """Print what a reader must know before anything else: that nothing tells who has left."""
    untold = [notice for notice in report.assessment.notices if notice.code == UNTOLD]
    if not untold:
        return
    screen.heading("First of all: who has left is not known")
    for notice in untold:
        screen.item("-", words().notice(notice))
    screen.line("  If the file holds people who left, they count as silent, and mail goes to them.")
    screen.line("  Export a status or a leaving date with it, or name the column under [roster.columns].")


def status_words(assessment: Assessment, file: str) -> None:
    """Print the words about employment that are not understood, as lines for the configuration."""
    texts = [str(n.values["words"]) for n in assessment.notices if n.code in {"unknown-status", "unknown-flag"}]
    found = [pair for text in texts for pair in _QUOTED.findall(text)]
    if not found:
        return
    screen.heading("Words about employment that are not understood")
    screen.line(f"  In {file}, say what each means: active, left, not-started, on-leave or contractor:")
    screen.line("    [roster.words]")
    for word, count in found:
        screen.line(
            f'    {json.dumps(word, ensure_ascii=False)} = "active"  # {count} row{"" if count == "1" else "s"}'
        )


def _looks(file: InputFile) -> Iterator[str]:
    """Yield which unused columns of a roster look as if they decided who is in scope, written to, or where."""
    if file.role != "roster":
        return
    for header in file.dropped:
        if about := concern(header, file.columns):
            use = f'To use it, write {about.value} = "…" under [roster.columns].'
            yield f'"{_short(header, 60)}" {_ABOUT[about]}. {use}'


def _spans(files: Sequence[InputFile]) -> Iterator[str]:
    """Yield the first and last day of each column of dates, over files that were read alike."""
    columns = dict.fromkeys(span.column for file in files for span in file.dates)
    for column in columns:
        spans = [span for file in files for span in file.dates if span.column == column]
        first, last, rows = min(s.first for s in spans), max(s.last for s in spans), sum(s.rows for s in spans)
        span = day(first) if first == last else f"{day(first)} to {day(last)}"
        yield f"{_short(column, 60)}: {span} ({rows:,} row{'' if rows == 1 else 's'})"


def _columns(file: InputFile) -> list[str]:
    name = max((len(role) for role in file.columns), default=0)
    room = max(20, screen.width() - _LABEL - name - 5)
    return [f"{role:<{name}}  ←  {_short(header, room)}" for role, header in file.columns.items()]


def unused(report: Report, roster: RosterTable) -> None:
    """Print which rows are not used, and why, by number; superseded answers and people who left are as they should be.

    A near miss is named by its row, too: what stands there is for those who open the file.
    """
    rejects = report.assessment.rejects.filter(pl.col("fate").is_in(_UNUSED))
    if rejects.is_empty():
        return
    rows: dict[tuple[str, str, str, str], list[int]] = {}
    for row in rejects.iter_rows(named=True):
        key = (row["role"], row["reason"] or row["fate"], _place(row), row["column"] or "")
        rows.setdefault(key, []).append(row["row"])
    screen.heading("Rows that cannot be used")
    for (role, reason, place, column), numbers in sorted(rows.items()):
        under = f" ({'columns' if ';' in column else 'column'} {_short(column, 60)})" if column else ""
        screen.item("-", f"{words()('reject', role, reason)} {place}, row {_numbers(numbers)}{under}")
    pairs = list(_pairs(rejects, roster))
    if pairs:
        screen.heading("Rows to look at side by side")
        for text in pairs[:_LISTED]:
            screen.item("-", text)
        if len(pairs) > _LISTED:
            screen.line(f"  and {len(pairs) - _LISTED:,} more")
        screen.line("  A near miss is never applied: mend the row, or name the address in --aliases.")


def _pairs(rejects: pl.DataFrame, roster: RosterTable) -> Iterator[str]:
    """Yield which row may mean, or contradicts, which row of the roster."""
    near = rejects.filter(pl.col("suggestion").is_not_null())
    meant = {comparable_key(s) for s in near.filter(pl.col("role") == "survey")["suggestion"]}
    owners: dict[str, str] = {}
    if meant:
        for row in roster.rows.select("file", "sheet", "row", "employee_id", "address").iter_rows(named=True):
            for text in (row["employee_id"], row["address"]):
                if text and (key := comparable_key(text)) in meant:
                    owners.setdefault(key, f"{_place(row)}, row {row['row']}")
    said: set[str] = set()
    for row in near.iter_rows(named=True):
        here = f"{_place(row)}, row {row['row']}"
        if row["role"] == "survey":
            yield f"{here} is close to {owners[comparable_key(row['suggestion'])]} ({_short(row['column'], 40)})"
        elif row["reason"] != RosterReject.DUPLICATE.value and row["suggestion"] not in said:
            said.add(here)  # of two rows that contradict each other, each names the other
            yield f"{here} contradicts {row['suggestion']} ({_short(row['column'] or 'an id or an address', 60)})"


def unplaced(assessment: Assessment, settings: Settings) -> None:
    """Print what the roster says of places and nobody understands, as lines for `[places]`."""
    if assessment.unplaced.is_empty():
        return
    screen.heading("Places that are not understood")
    for text in unplaced_lines(assessment.unplaced, settings):
        screen.line(f"    {text}")


def unrecognised(assessment: Assessment) -> None:
    """Print the answers that no answer table holds, most frequent first, ready to be put into the policy."""
    frame = assessment.unrecognised
    if frame.is_empty():
        return
    screen.heading("Answers that no answer table holds")
    ranked = frame.sort("count", "question", "answer", descending=[True, False, False])
    room = max(20, screen.width() - 30)
    shown = [(count, question, _short(answer, room)) for question, answer, count in ranked.head(_LISTED).iter_rows()]
    screen.table(("times", "question", "answer"), shown)
    if ranked.height > _LISTED:
        screen.line(f"  and {ranked.height - _LISTED:,} more; report.xlsx lists all")
    screen.line("  In the policy, give each to the answer that it means; until then it is unknown:")
    for question in ranked["question"].unique(maintain_order=True):
        answers = ranked.filter(pl.col("question") == question).head(_LISTED)["answer"]
        known = [json.dumps(answer, ensure_ascii=False) for answer in answers]
        screen.line(f"    # {question}")
        screen.line(f"    also: [{', '.join(known)}]")


def waivers(assessment: Assessment) -> None:
    """Print the waivers by state, by row."""
    states: dict[str, list[Waiver]] = {}
    for judged in assessment.waivers:
        states.setdefault(judged.state.value, []).append(judged.waiver)
    if not states:
        return
    screen.heading("Waivers")
    for state, found in states.items():
        listed = _numbers([waiver.row for waiver in found])
        screen.entry(state, f"{len(found):,} ({found[0].unit}s {listed})", width=16)


def totals(assessment: Assessment, headcount: Headcount | None) -> None:
    """Print the reconciliation of DESIGN §5, and the roster beside what somebody else says about its size."""
    roster, survey = assessment.roster, assessment.responses
    screen.heading("Every row is accounted for")
    parts = {"in scope": roster.in_scope, **_each("excluded", roster.excluded), **_each("rejected", roster.rejected)}
    _sum("roster", parts, roster.roster_rows)
    screen.line()
    parts = {"used": survey.used, "superseded": survey.superseded, "unmatched": survey.unmatched}
    _sum("survey", {**parts, **_each("rejected", survey.rejected)}, survey.survey_rows)
    screen.line()
    screen.entry("Answered", f"{roster.responded:,} of {roster.in_scope:,}; {roster.silent:,} silent")
    if headcount is None:
        screen.entry("Headcount", "not stated ([run] expected_headcount), so not compared")
    elif not headcount.difference:
        screen.entry("Headcount", f"{headcount.people:,}, as {headcount.source} says; difference 0")
    else:
        more = f"{headcount.people:,}; {headcount.source} says {headcount.expected:,}; difference"
        screen.entry("Headcount", f"{more} {headcount.difference:+,}")


def _sum(name: str, parts: Mapping[str, int], total: int) -> None:
    screen.table((name, "rows"), [*parts.items(), (f"all rows of the {name}", total)], foot=True)


def _each(what: str, counts: Mapping[str, int]) -> dict[str, int]:
    return {f"{what}: {reason}": count for reason, count in counts.items() if count}


def _place(row: Mapping[str, object]) -> str:
    return f"{row['file']}, sheet {row['sheet']}" if row["sheet"] else str(row["file"])


def _numbers(rows: list[int]) -> str:
    shown = ", ".join(str(row) for row in sorted(rows)[:_LISTED])
    return shown + (f" and {len(rows) - _LISTED:,} more" if len(rows) > _LISTED else "")


def _short(text: str, room: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= room else text[: room - 1] + "…"
