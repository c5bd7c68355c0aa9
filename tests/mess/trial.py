"""One organisation, disordered, given to the product: right, stopped with a named cause, or wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reporter.errors import Problem, SourceError
from reporter.model.assessment import Assessment
from reporter.run import judge, readiness
from reporter.run.causes import Cause
from reporter.settings import load
from tests.mess.files import write
from tests.mess.organisation import AS_OF, Organisation, Person, Truth, address, clean, employee_id
from tests.mess.registry import Disorder

_PEOPLE = tuple(clean().truth)
RIGHT, STOPPED, WRONG = "right", "stopped", "WRONG"
_COUNCIL = {"consultation.DE": {"date": "2026-09-01", "reference": "Works agreement 2026/14"}}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of it."""

    kind: str
    what: str = ""

    def __str__(self) -> str:
        """Return it as the table shows it."""
        return f"{self.kind}: {self.what}" if self.what else self.kind


def tried(disorders: Sequence[Disorder], form: str) -> Verdict:
    """Return what is made of the clean organisation with all these disorders, saved as `csv` or `xlsx`."""
    organisation = clean()
    for disorder in disorders:
        disorder.apply(organisation)
    with tempfile.TemporaryDirectory() as name:
        return _verdict(organisation, Path(name), form)


def _verdict(organisation: Organisation, folder: Path, form: str) -> Verdict:
    rosters = {folder / f"roster.{form}": organisation.roster}
    rosters |= {folder / f"roster-{n}.{form}": sheet for n, sheet in enumerate(organisation.more_rosters, 2)}
    whose = {path.name: write(sheet, path) for path, sheet in rosters.items()}
    survey = folder / f"survey.{form}"
    write(organisation.survey, survey)
    flags = {
        "run.roster": list(rosters),
        "run.survey": [survey],
        "run.policies": [Path("linkedin-ai-training")],
        **_COUNCIL,
        **organisation.settings,
    }
    try:
        settings = load(None, environ={}, flags=flags)
        judged = judge(settings, as_of=AS_OF)
    except SourceError as error:
        return _stopped(error.problems)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is no way to stop
        return Verdict(WRONG, f"{type(error).__name__}: {error}")
    stopping = [cause for cause in readiness.causes(judged, settings) if cause.stops]
    if stopping:
        return _not_ready(stopping)
    wrong = list(_differences(judged.report.assessment, organisation, whose))
    return Verdict(WRONG, "; ".join(wrong)) if wrong else Verdict(RIGHT)


def _stopped(problems: Sequence[Problem]) -> Verdict:
    """Return that a file could not be read; wrong is a cause that names no place or no way on."""
    for problem in problems:
        if not problem.where or not problem.hint:
            return Verdict(WRONG, f"stopped without a place or a way on: {problem.what}")
    return Verdict(STOPPED, f"{problems[0].where}: {problems[0].what}")


def _not_ready(causes: Sequence[Cause]) -> Verdict:
    """Return that a run stops though all was read; wrong is a cause without a way on."""
    for cause in causes:
        if not cause.hint:
            return Verdict(WRONG, f"stopped without a way on: {cause.code}: {cause.text}")
    first = causes[0]
    return Verdict(
        STOPPED, f"{first.code}: {first.where}: {first.text}" if first.where else f"{first.code}: {first.text}"
    )


def _differences(
    assessment: Assessment, organisation: Organisation, whose: dict[str, dict[int, Person]]
) -> Iterator[str]:
    found = {**_excluded(assessment, whose), **_in_scope(assessment)}
    for person, truth in organisation.truth.items():
        if person not in found:
            yield f"{person} is lost"
        elif found[person] != truth:
            yield f"{person} is {found[person]}, not {truth}"
    if strangers := sorted(found.keys() - organisation.truth.keys()):
        yield f"more people than there are: {', '.join(strangers)}"
    people = assessment.roster
    if people.in_scope + sum(people.excluded.values()) != len(organisation.truth):
        yield f"{people.in_scope} in scope and {people.excluded}, of {len(organisation.truth)} people"
    if assessment.responses.unmatched != organisation.unmatched:
        yield f"{assessment.responses.unmatched} responses unmatched, not {organisation.unmatched}"


def _in_scope(assessment: Assessment) -> dict[Person, Truth]:
    kinds = dict(assessment.mail.mails.with_columns(pl.col("kind").cast(pl.String)).iter_rows())
    switch = assessment.findings.filter(pl.col("control").cast(pl.String) == "LI-01")
    stood = {
        row["employee"]: f"{row['outcome']} {row['reason']}"
        if row["outcome"] == "not-assessed"
        else str(row["outcome"])
        for row in switch.iter_rows(named=True)
    }
    return {
        _name(row): Truth(
            switch=stood[row["employee"]], mail=kinds.get(row["employee"], ""), place=row["place"] or "unknown"
        )
        for row in assessment.population.iter_rows(named=True)
    }


def _excluded(assessment: Assessment, whose: dict[str, dict[int, Person]]) -> dict[Person, Truth]:
    rows = assessment.rejects.filter((pl.col("role") == "roster") & (pl.col("fate") == "excluded"))
    return {
        whose[row["file"]].get(row["row"], f"row {row['row']}"): Truth(scope=row["reason"])
        for row in rows.iter_rows(named=True)
    }


def _name(row: dict[str, str | None]) -> str:
    """Return which person somebody in scope is, by id, name or address; what is written there, if nobody's."""
    written = " ".join(str(row[column] or "") for column in ("employee_id", "name", "address")).casefold()
    for person in _PEOPLE:
        words = written.replace(",", " ").split()
        if person.casefold() in words or employee_id(person) in words or address(person) in words:
            return person
    return written.strip()
