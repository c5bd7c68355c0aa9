"""From a pseudonym back to a person, for those who hold the key; and a record that it was done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from reporter import ledger
from reporter.errors import Problem, UsageError
from reporter.ledger import Event
from reporter.run import judge
from reporter.settings import Settings

_PSEUDONYM = re.compile(r"P(-[0-9A-HJKMNP-TV-Z]{4}){3}")
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """Who is behind a pseudonym, and where their answers stand."""

    pseudonym: str
    name: str | None
    employee_id: str | None
    address: str | None
    response: str | None
    """File and row of the used survey row; None: there is none."""


def reveal(
    pseudonyms: Sequence[str], settings: Settings, *, as_of: date, at: datetime, actor: str, reason: str
) -> tuple[Revealed, ...]:
    """Return who is behind each pseudonym, in the order asked; the ledger has it on record before this returns.

    Args:
        pseudonyms: As a report prints them; small letters do as well.
        settings: Name roster and survey, the key file, and the ledger.
        as_of: The day of the assessment that the report is of: who is in scope depends on it.
        at: Now.
        actor: Who asks.
        reason: Why, for the record.

    Raises:
        UsageError: There is no workspace to record it in, or a pseudonym is none, or nobody's in scope that day.
        ReporterError: The inputs cannot be read.
    """
    if settings.workspace is None:
        raise UsageError(
            "there is no workspace here, so nothing could record that a name was revealed",
            hint="Go to the workspace of the run, or name its configuration with --config.",
        )
    wanted = [text.strip().upper() for text in pseudonyms]
    if wrong := [text for text in wanted if not _PSEUDONYM.fullmatch(text)]:
        raise UsageError(f"{wrong[0]!r} is no pseudonym", hint="Copy it from the report, such as P-7F3K-29QX-M4TD.")
    if len(reason) > _LONGEST_REASON:
        raise UsageError("the reason is too long", hint=f"Write at most {_LONGEST_REASON} characters.")
    population = judge(settings, as_of=as_of).report.assessment.population
    found = {
        row["pseudonym"]: row for row in population.filter(pl.col("pseudonym").is_in(wanted)).iter_rows(named=True)
    }
    if missing := [text for text in wanted if text not in found]:
        hint = (
            "Give the day of the report with --as-of and the roster it was made from with --roster, in the workspace "
            "whose pseudonym.key made it. Without a key file pseudonyms hold for that one roster only."
        )
        raise UsageError(
            *(Problem(what=f"{text} is nobody's in scope on {as_of}", hint=hint) for text in dict.fromkeys(missing))
        )
    details = {"pseudonyms": " ".join(sorted(found)), "as_of": as_of.isoformat(), "reason": reason}
    with ledger.opened(settings.ledger.database, settings.workspace) as engine, engine.begin() as connection:
        ledger.record(connection, Event(at=at, actor=actor, action="reveal", details=details))
    return tuple(_revealed(found[text]) for text in dict.fromkeys(wanted))


def _revealed(row: dict[str, object]) -> Revealed:
    return Revealed(
        pseudonym=str(row["pseudonym"]),
        name=_text(row["name"]),
        employee_id=_text(row["employee_id"]),
        address=_text(row["address"]),
        response=f"{row['response_file']}, row {row['response_row']}" if row["responded"] else None,
    )


def _text(value: object) -> str | None:
    return str(value) if value else None
