"""Who is written to, and with which findings: the assessment's tables, read once, one person after the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from reporter.errors import OURS, Problem, RenderError
from reporter.mail.stationery import Item
from reporter.mailbox import mailbox
from reporter.model.assessment import Assessment
from reporter.model.vocabulary import Level, MailKind, Ownership

_LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail to one person, before it has words."""

    kind: MailKind
    pseudonym: str
    recipient: Address
    country: str | None
    region: str | None
    language: str | None
    """As the roster states it."""
    responded_on: date | None
    items: tuple[Item, ...]
    """Ordered by level, then severity, then policy order; empty in a reminder."""
    invited: bool
    """Whether the mail may invite to answer the survey again: not where a reminder may not be sent either."""


def letters(assessment: Assessment) -> Iterator[Letter]:
    """Yield the mails of an assessment in the order of their people.

    Raises:
        RenderError: the plan names somebody who has no usable address, or whom the law does not let us write to
            about a finding. `assess` rules both out; a mail that must not exist is worth asking twice.
    """
    mails = assessment.mail.mails.with_columns(pl.col("kind").cast(pl.String))
    people = mails.join(assessment.population, on="employee", how="left").sort("employee", "kind")
    items = _Items(assessment, people)
    policies = assessment.policies
    closed = policies.places.settings_request_barred if policies.asks_about_personal_accounts else frozenset[str]()
    problems: list[Problem] = []
    for row in people.iter_rows(named=True):
        kind = MailKind(row["kind"])
        found = items.of(row["employee"]) if kind is MailKind.REMEDIATION else ()
        try:
            letter = _letter(row, kind, found, invited=closed.isdisjoint({row["country"], row["region"]}))
        except ValueError as error:
            problems.append(Problem(what=f"no mail can be written to {row['pseudonym']}: {error}", hint=_HINT))
            continue
        if not problems:
            yield letter
    if problems:
        raise RenderError(*problems)


_HINT = "Mend the address in the roster, or list the person in the file under [mail] suppress."


def _letter(row: dict[str, object], kind: MailKind, items: tuple[Item, ...], *, invited: bool) -> Letter:
    if not row["address_usable"] or not row["address"]:
        raise ValueError("there is no usable address")
    if kind is MailKind.REMEDIATION and not items:
        raise ValueError("there is nothing to say")
    return Letter(
        kind=kind,
        pseudonym=str(row["pseudonym"]),
        recipient=mailbox(str(row["address"]), str(row["name"] or "")),
        country=_text(row["country"]),
        region=_text(row["region"]),
        language=_text(row["language"]),
        responded_on=row["answered_on"] if isinstance(row["answered_on"], date) else None,
        items=items,
        invited=invited,
    )


def _text(value: object) -> str | None:
    return str(value) if value else None


class _Items:
    """Each mailed person's open findings that may be written about, read once, in the order of the people."""

    def __init__(self, assessment: Assessment, people: pl.DataFrame) -> None:
        self._controls = {c.id: c for c in assessment.policies.controls}
        self._barred = assessment.policies.places.settings_request_barred
        places = people.select("employee", "country", "region").unique()
        position = {"control": list(self._controls), "position": range(len(self._controls))}
        findings = (
            assessment.findings.filter(pl.col("open") & pl.col("writable"))
            .with_columns(pl.col("control").cast(pl.String))
            .join(places, on="employee", how="inner")
            .join(pl.DataFrame(position, schema_overrides=_POSITION), on="control", how="left")
            .sort("employee", "level", "severity", "position")
            .select("employee", "control", "level", "ownership", "country", "region", "answer", "answered_on")
        )
        self._people = groupby(findings.iter_rows(), key=itemgetter(0))
        self._next = next(self._people, None)

    def of(self, employee: int) -> tuple[Item, ...]:
        """Return the items of a person; people come in their order, and those who have none may be asked for."""
        while self._next and self._next[0] < employee:
            self._next = next(self._people, None)
        if not self._next or self._next[0] != employee:
            return ()
        items = tuple(self._item(row) for row in self._next[1])
        self._next = next(self._people, None)
        return items

    def _item(self, row: tuple[Any, ...]) -> Item:
        _, control_id, level, ownership, country, region, answer, answered_on = row
        control = self._controls[control_id]
        own = ownership not in (Ownership.COMPANY, Ownership.BUSINESS_USE)
        if control.kind.about_an_account and own and self._barred & {country, region}:
            raise RenderError(
                f"the law in {region or country} does not let a mail speak of {control_id} on a personal account",
                hint=OURS,
            )
        return Item(control=control, level=Level(level), answer=_visible(answer), answered_on=answered_on)


_POSITION = {"control": pl.String(), "position": pl.UInt32()}


def _visible(answer: str | None) -> str:
    """Return an answer as one line of what can be seen of it."""
    kept = (c if c.isprintable() else " " for c in answer or "" if unicodedata.category(c) != "Cf")
    text = " ".join("".join(kept).split())
    return text if len(text) <= _LONGEST_ANSWER else f"{text[:_LONGEST_ANSWER]}…"
