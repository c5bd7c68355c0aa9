"""The totals once more, from `findings.csv` alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO

import polars as pl

from reporter.claims import Claims
from reporter.errors import Problem
from reporter.model.documents import MANIFEST
from reporter.model.vocabulary import Level, Outcome, Reason
from reporter.reports.findings import COLUMNS

FINDINGS = "findings.csv"
_WORDS: Mapping[str, list[str]] = {
    "outcome": [o.value for o in Outcome],
    "reason": [r.value for r in Reason],
    "level": [level.value for level in Level],
    "responded": ["true", "false"],
    "waived": ["true", "false"],
    "open": ["true", "false"],
}


def differences(data: bytes, claimed: Claims) -> list[Problem]:
    """Return every way in which `findings.csv` disagrees with the manifest, or with the rules every finding keeps."""
    try:
        data.decode("utf-8")
        rows = pl.read_csv(BytesIO(data), infer_schema=False).fill_null("")
    except (UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        return [Problem(what=f"cannot be read as a table: {str(error).splitlines()[0]}", where=FINDINGS)]
    if rows.columns != list(COLUMNS):
        return [Problem(what=f"does not have the columns {', '.join(COLUMNS)}", where=FINDINGS)]
    return [*_rules(rows, claimed), *_totals(rows, claimed)]


def _rules(rows: pl.DataFrame, claimed: Claims) -> Iterator[Problem]:
    for column, words in _WORDS.items():
        if wrong := rows.filter(~pl.col(column).is_in(words)).height:
            yield Problem(what=f"{wrong:,} rows hold a word that `{column}` does not know", where=FINDINGS)
    pairs = rows.select("employee", "control").n_unique() if rows.height else 0
    if pairs != rows.height:
        yield Problem(what=f"findings are there more than once: {rows.height - pairs:,}", where=FINDINGS)
    if rows.height != (expected := claimed.population.in_scope * len(claimed.controls)):
        what = f"has {rows.height:,} findings; one for each person in scope and each control are {expected:,}"
        yield Problem(what=what, where=FINDINGS)
    if stray := sorted(set(rows["control"].unique()) - set(claimed.controls)):
        yield Problem(what=f"holds controls that {MANIFEST} does not: {', '.join(stray[:10])}", where=FINDINGS)
    never = {
        "findings say that silence is satisfied": (pl.col("responded") == "false") & (pl.col("outcome") == "satisfied"),
        "findings call themselves open, or not, against their outcome and waiver": (pl.col("open") == "true")
        != ((pl.col("outcome") == "not-satisfied") & (pl.col("waived") == "false")),
    }
    for what, condition in never.items():
        if wrong := rows.filter(condition).height:
            yield Problem(what=f"{what}: {wrong:,}", where=FINDINGS)


def _totals(rows: pl.DataFrame, claimed: Claims) -> Iterator[Problem]:
    people = claimed.population
    answered = rows.filter(pl.col("responded") == "true")["employee"].n_unique()
    silent = rows.filter(pl.col("responded") != "true")["employee"].n_unique()
    if claimed.controls:
        yield from _compare("population.in_scope", people.in_scope, rows["employee"].n_unique())
        yield from _compare("population.responded", people.responded, answered)
        yield from _compare("population.silent", people.silent, silent)
    for control, said in claimed.controls.items():
        part = rows.filter(pl.col("control") == control)
        yield from _compare_all(f"controls.{control}", said.outcomes, _counts(part, "outcome"))
        yield from _compare_all(f"controls.{control}.reasons", said.reasons, _counts(part, "reason"))
        yield from _compare(f"controls.{control}.waived", said.waived, _waived(part))
    for level in sorted(set(claimed.levels) | set(rows["level"].unique())):
        part = rows.filter(pl.col("level") == level)
        outcomes = _counts(part, "outcome")
        counted = {
            "applicable": part.height - outcomes.pop(Outcome.NOT_APPLICABLE.value, 0),
            "waived": _waived(part),
            **outcomes,
        }
        yield from _compare_all(f"levels.{level}", claimed.levels.get(level, {}), counted)


def _counts(rows: pl.DataFrame, column: str) -> dict[str, int]:
    return {str(word): int(count) for word, count in rows[column].value_counts().iter_rows()}


def _waived(rows: pl.DataFrame) -> int:
    return rows.filter(pl.col("waived") == "true").height


def _compare_all(place: str, said: Mapping[str, int], counted: Mapping[str, int]) -> Iterator[Problem]:
    for name in sorted(set(said) | set(counted)):
        yield from _compare(f"{place}.{name}", said.get(name, 0), counted.get(name, 0))


def _compare(place: str, said: int, counted: int) -> Iterator[Problem]:
    if said != counted:
        yield Problem(what=f"{MANIFEST} says {said:,}, {FINDINGS} gives {counted:,}", where=place)
