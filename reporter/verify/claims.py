"""What a manifest claims, read as something that may be wrong in any way, and whether its numbers add up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from reporter.errors import Problem
from reporter.model.vocabulary import Outcome
from reporter.reports.manifest import MANIFEST

_MAX_BYTES = 64_000_000


def _day(value: str) -> str:
    date.fromisoformat(value)
    return value


Count = Annotated[int, Field(strict=True, ge=0)]
Counts = dict[str, Count]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Tool(_Part):
    """What made the run."""

    name: str
    version: str


class Input(_Part):
    """A file that was read."""

    role: str
    name: str
    sha256: Digest


class Judging(_Part):
    """A policy that was judged by."""

    id: str
    sha256: Digest
    controls: list[str]


class Population(_Part):
    """The roster's rows."""

    roster_rows: Count
    rejected: Counts
    excluded: Counts
    in_scope: Count
    responded: Count
    silent: Count


class Responses(_Part):
    """The survey's rows."""

    survey_rows: Count
    rejected: Counts
    superseded: Count
    unmatched: Count
    used: Count


class ControlCounts(_Part):
    """A control's findings."""

    satisfied: Count
    not_satisfied: Annotated[Count, Field(alias="not-satisfied")]
    not_applicable: Annotated[Count, Field(alias="not-applicable")]
    not_assessed: Annotated[Count, Field(alias="not-assessed")]
    waived: Count
    reasons: Counts

    @property
    def outcomes(self) -> dict[str, int]:
        """The four outcomes by name."""
        return {
            Outcome.SATISFIED.value: self.satisfied,
            Outcome.NOT_SATISFIED.value: self.not_satisfied,
            Outcome.NOT_APPLICABLE.value: self.not_applicable,
            Outcome.NOT_ASSESSED.value: self.not_assessed,
        }


class Mail(_Part):
    """The mails."""

    composed: Count
    by_kind: Counts
    withheld: Counts


class Output(_Part):
    """A file that was made."""

    name: str
    sha256: Digest
    bytes: Count


class Claims(_Part):
    """A manifest of schema 1."""

    schema_version: Annotated[Literal[1], Field(alias="schema")]
    tool: Tool
    report_id: str
    period: Annotated[str, Field(pattern=r"^[0-9]{4}-Q[1-4]$")]
    as_of: Day
    inputs: list[Input]
    policies: list[Judging]
    population: Population
    responses: Responses
    controls: dict[str, ControlCounts]
    levels: dict[str, Counts]
    mail: Mail
    outputs: list[Output]
    pseudonyms: str = ""
    whole: Annotated[Mapping[str, Any], Field(exclude=True)] = {}
    """The manifest as it was read."""


def read(path: Path) -> tuple[Claims | None, list[Problem]]:
    """Read a manifest; None and what is wrong with it if it cannot be one."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        return None, [Problem(what=f"cannot be read: {error.strerror}", where=MANIFEST)]
    if len(data) > _MAX_BYTES:
        return None, [Problem(what="is larger than a manifest can be (64 MB)", where=MANIFEST)]
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return dict(pairs)

    try:
        tree = json.loads(data.decode("utf-8"), object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        return None, [Problem(what=f"is not JSON: {error}", where=MANIFEST)]
    problems = [Problem(what=f"states `{key}` twice in one place", where=MANIFEST) for key in twice]
    if isinstance(tree, dict) and tree.get("schema") != 1:
        what = f"is of schema {tree.get('schema')!r}; this version of reporter reads schema 1"
        hint = "Verify with the version of reporter that made the run."
        return None, [*problems, Problem(what=what, where=MANIFEST, hint=hint)]
    try:
        claims = Claims.model_validate({**tree, "whole": tree} if isinstance(tree, dict) else tree)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            place = ".".join(str(part) for part in detail["loc"])
            problems.append(Problem(what=detail["msg"], where=f"{MANIFEST}, {place}" if place else MANIFEST))
        return None, problems
    return claims, problems


def equations(claims: Claims) -> list[Problem]:
    """Return every equation of DESIGN §5 that does not hold."""
    return [
        Problem(what=f"does not add up: {left:,} is not {right:,}", where=f"{MANIFEST}, {name}")
        for name, left, right in _sides(claims)
        if left != right
    ]


def _sides(claims: Claims) -> Iterator[tuple[str, int, int]]:
    people, responses, mail = claims.population, claims.responses, claims.mail
    rows = sum(people.rejected.values()) + sum(people.excluded.values()) + people.in_scope
    yield "roster_rows = Σ rejected + Σ excluded + in_scope", people.roster_rows, rows
    yield "in_scope = responded + silent", people.in_scope, people.responded + people.silent
    fates = sum(responses.rejected.values()) + responses.superseded + responses.unmatched + responses.used
    yield "survey_rows = Σ rejected + superseded + unmatched + used", responses.survey_rows, fates
    yield "used = responded", responses.used, people.responded
    for name, control in claims.controls.items():
        yield f"the outcomes of {name} = in_scope", sum(control.outcomes.values()), people.in_scope
        yield f"the reasons of {name} = in_scope", sum(control.reasons.values()), people.in_scope
    for outcome in (Outcome.SATISFIED, Outcome.NOT_SATISFIED, Outcome.NOT_ASSESSED):
        by_level = sum(level.get(outcome.value, 0) for level in claims.levels.values())
        by_control = sum(control.outcomes[outcome.value] for control in claims.controls.values())
        yield f"{outcome.value} by level = by control", by_level, by_control
    yield "composed = Σ by_kind", mail.composed, sum(mail.by_kind.values())
    listed = [control for policy in claims.policies for control in policy.controls]
    yield "the controls of policies = those of controls", len(listed), len(set(listed) & set(claims.controls))
    yield "the controls of controls = those of policies", len(claims.controls), len(set(listed))
