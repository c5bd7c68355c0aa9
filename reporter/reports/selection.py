"""Which rows an edition shows, and in which order: asked here by every document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import polars as pl

from reporter.assess.levels import works_in
from reporter.model.assessment import Assessment, GroupTotals, Totals
from reporter.model.law import LawNote
from reporter.model.vocabulary import Edition
from reporter.wording import ENGLISH, formats, words

# Letters that Unicode does not take apart, and the letters they are looked up under.
_LETTERS = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}

NAME = pl.coalesce("name", "employee_id", "address")
"""What HR knows a person by."""


def alphabetical(texts: pl.Expr) -> pl.Expr:
    """Return the key by which a reader looks for a text: Élodie stands with E, capitals with small letters."""
    plain = texts.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return plain.str.replace_many(list(_LETTERS), list(_LETTERS.values()))


def open_findings(assessment: Assessment, edition: Edition) -> pl.DataFrame:
    """Return the open findings an edition lists, with the columns of POPULATION beside them.

    The most binding come first, then the most severe, then in the policies' order, then by name; the auditor's by
    pseudonym. The auditor's leave out controls that apply to 1 to 4 people. HR's are those only that may be followed
    up person by person (DESIGN §6, Mail).
    """
    control = pl.col("control").cast(pl.String)
    order = {c.id: n for n, c in enumerate(assessment.policies.controls)}
    small = [t.control for t in assessment.totals.by_control if t.small]
    hr = edition is Edition.HR
    rows = (
        assessment.findings.filter("open")
        .with_columns(control=control, order=control.replace_strict(order, return_dtype=pl.UInt32))
        .filter(pl.col("writable") if hr else ~pl.col("control").is_in(small))
        .join(assessment.population.drop("answered_on"), on="employee", how="left")
    )
    who = alphabetical(NAME) if hr else pl.col("pseudonym")
    return rows.sort("level", "severity", "order", who, "employee", nulls_last=True)


def silent_people(assessment: Assessment) -> tuple[pl.DataFrame, int]:
    """Return by name who has not answered, and how many more may not be approached person by person.

    For HR only. The second number is of people in places where an employer may not ask about personal accounts.
    """
    people = assessment.population.filter(~pl.col("responded"))
    rows = people
    if assessment.policies.asks_about_personal_accounts:
        rows = people.filter(~works_in(assessment.policies.places.settings_request_barred))
    return rows.sort(alphabetical(NAME), "employee", nulls_last=True), people.height - rows.height


def attachments(assessment: Assessment, edition: Edition) -> list[bool | None]:
    """Return for each waiver whether it is attached to a finding; None where this edition does not tell.

    An attached waiver tells that the finding is not satisfied or unknown. So the auditor is not told of controls that
    apply to 1 to 4 people, and HR not of findings that may not be followed up person by person.
    """
    if edition is Edition.AUDITOR:
        small = {t.control for t in assessment.totals.by_control if t.small}
        return [None if w.waiver.control in small else w.attached for w in assessment.waivers]
    people = {w.employee for w in assessment.waivers if w.employee is not None}
    rows = assessment.findings.filter(pl.col("employee").is_in(sorted(people)) & ~pl.col("writable"))
    closed = set(rows.select("employee", pl.col("control").cast(pl.String)).iter_rows())
    return [None if (w.employee, w.waiver.control) in closed else w.attached for w in assessment.waivers]


def departments(totals: Totals, language: str = ENGLISH) -> tuple[tuple[str, GroupTotals], ...]:
    """Return the departments with the names readers see, alphabetically, people of none stated last."""
    return _named(totals.by_department, lambda name: name or words(language)("not_stated"))


def countries(totals: Totals, language: str = ENGLISH) -> tuple[tuple[str, GroupTotals], ...]:
    """Return the countries with the names readers see, alphabetically, people of none stated last."""
    return _named(totals.by_country, formats(language).country)


def _named(groups: Sequence[GroupTotals], name: Callable[[str | None], str]) -> tuple[tuple[str, GroupTotals], ...]:
    names = [name(group.name) for group in groups]
    keys = pl.DataFrame({"name": names}, schema={"name": pl.String}).select(alphabetical(pl.col("name"))).to_series()
    rows = sorted(zip(keys, names, groups, strict=True), key=lambda row: (row[2].name is None, *row[:2]))
    return tuple((title, group) for _, title, group in rows)


def law_notes(assessment: Assessment) -> tuple[LawNote, ...]:
    """Return the notes that apply, regime by regime in the order of `regimes.yaml`, then by provision."""
    regimes = {r.id: n for n, r in enumerate(assessment.policies.places.regimes)}

    def place(note: LawNote) -> tuple[int, str, list[str | int]]:
        """Article 9 stands before Article 12."""
        parts = [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", note.id)]
        return regimes.get(note.regime, len(regimes)), note.regime, parts

    return tuple(sorted(assessment.law, key=place))
