"""What `reporter check` says about the inputs: how they were read, what is not used and why, and that it adds up."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

import polars as pl

from reporter.cli import screen
from reporter.cli.input_files import short
from reporter.model.assessment import Assessment, Waiver
from reporter.model.documents import Headcount, Report
from reporter.model.inputs import RosterTable
from reporter.model.text import comparable_key
from reporter.model.vocabulary import ResponseFate, RosterReject
from reporter.run.unplaced import unplaced_lines
from reporter.settings import Settings
from reporter.wording import words

_LISTED = 20
_UNUSED = (ResponseFate.REJECTED.value, ResponseFate.UNMATCHED.value)


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
        under = f" ({'columns' if ';' in column else 'column'} {short(column)})" if column else ""
        which = f"row{'' if len(numbers) == 1 else 's'} {_numbers(numbers)}"
        screen.item("-", f"{words()('reject', role, reason)} {place}, {which}{under}")
    pairs = list(_pairs(rejects, roster))
    if pairs:
        screen.line("  Look at them side by side. A near miss is never applied: mend the row, or name it in --aliases.")
        for text in pairs[:_LISTED]:
            screen.item("-", text)
        if len(pairs) > _LISTED:
            screen.line(f"  and {len(pairs) - _LISTED:,} more")


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
            yield f"{here} is close to {owners[comparable_key(row['suggestion'])]} ({short(row['column'], 40)})"
        elif row["reason"] != RosterReject.DUPLICATE.value and row["suggestion"] not in said:
            said.add(here)  # of two rows that contradict each other, each names the other
            yield f"{here} contradicts {row['suggestion']} ({short(row['column'] or 'an id or an address', 60)})"


def unplaced(assessment: Assessment, settings: Settings, said: Collection[str]) -> None:
    """Print what the roster says of places and nobody understands, as lines for `[places]`, unless that is settled."""
    if assessment.unplaced.is_empty() or assessment.parameters.unknown_place or "place-unknown" in said:
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
    screen.line("  In the policy, give each to the answer that it means; until then it is unknown:")
    ranked = frame.sort("count", "question", "answer", descending=[True, False, False])
    for question in ranked["question"].unique(maintain_order=True).head(_LISTED):
        of_it = ranked.filter(pl.col("question") == question)
        known = [json.dumps(answer, ensure_ascii=False) for answer in of_it.head(_LISTED)["answer"]]
        times, more = int(of_it["count"].sum()), of_it.height - _LISTED
        said = f"{question}, given {times:,} time{'' if times == 1 else 's'}"
        screen.line(
            f"    also: [{', '.join(known)}]  # {said}{f'; {more:,} more are in report.xlsx' if more > 0 else ''}"
        )


def waivers(assessment: Assessment) -> Iterator[str]:
    """Yield how many waivers there are of each state, by row."""
    states: dict[str, list[Waiver]] = {}
    for judged in assessment.waivers:
        states.setdefault(judged.state.value, []).append(judged.waiver)
    parts = []
    for state, found in states.items():
        unit = found[0].unit if len(found) == 1 else f"{found[0].unit}s"
        parts.append(f"{len(found):,} {state} ({unit} {_numbers([waiver.row for waiver in found])})")
    if parts:
        yield f"Waivers: {', '.join(parts)}."


def totals(assessment: Assessment, headcount: Headcount | None, *, asked: bool) -> None:
    """Print the reconciliation of DESIGN §5, and the roster beside what somebody else says about its size.

    Args:
        assessment: What was counted.
        headcount: How many people there should be; None: nobody says.
        asked: There is a survey.
    """
    roster, survey = assessment.roster, assessment.responses
    screen.heading("Every row is accounted for")
    parts = {"in scope": roster.in_scope, **_each("excluded", roster.excluded), **_each("rejected", roster.rejected)}
    tables = [_sum("roster", parts, roster.roster_rows)]
    if asked:
        parts = {"used": survey.used, "superseded": survey.superseded, "unmatched": survey.unmatched}
        tables.append(_sum("survey", {**parts, **_each("rejected", survey.rejected)}, survey.survey_rows))
    screen.tables(tables)
    if asked:
        screen.entry("Answered", f"{roster.responded:,} of {roster.in_scope:,}; {roster.silent:,} silent")
    if headcount is None:
        screen.entry("Headcount", "not stated ([run] expected_headcount), so not compared")
    elif not headcount.difference:
        screen.entry("Headcount", f"{headcount.people:,}, as {headcount.source} says; difference 0")
    else:
        more = f"{headcount.people:,}; {headcount.source} says {headcount.expected:,}; difference"
        screen.entry("Headcount", f"{more} {headcount.difference:+,}")


def _sum(name: str, parts: Mapping[str, int], total: int) -> list[tuple[str, object]]:
    return [(name, "rows"), *parts.items(), (f"all rows of the {name}", total)]


def _each(what: str, counts: Mapping[str, int]) -> dict[str, int]:
    return {f"{what}: {reason}": count for reason, count in counts.items() if count}


def _place(row: Mapping[str, object]) -> str:
    return f"{row['file']}, sheet {row['sheet']}" if row["sheet"] else str(row["file"])


def _numbers(rows: list[int]) -> str:
    shown = ", ".join(str(row) for row in sorted(rows)[:_LISTED])
    return shown + (f" and {len(rows) - _LISTED:,} more" if len(rows) > _LISTED else "")
