"""The sampling sheet: findings to trace to their survey rows, and company accounts to look up in the admin console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from reporter.assess import sampling
from reporter.model.assessment import Assessment
from reporter.model.vocabulary import Outcome, Ownership, Reason

_KNOWN = [Outcome.SATISFIED.value, Outcome.NOT_SATISFIED.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """One finding of a sample."""

    row: int
    """Its row in findings.csv, as a spreadsheet counts: the header is 1."""
    pseudonym: str
    control: str
    outcome: Outcome
    reason: Reason
    answered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Some of many."""

    seed: str
    out_of: int
    """Findings they are drawn from."""
    rows: tuple[Sampled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Both samples."""

    findings: Sample
    company: Sample
    """Known settings of company accounts: an administrator can see how they stand."""


def sheet(assessment: Assessment, table: pl.DataFrame, digest: str) -> Sheet:
    """Draw both samples.

    Controls that apply to 1 to 4 people are left out, in both editions: this sheet shows outcomes of single people.

    Args:
        assessment: What was judged.
        table: All findings, as `findings.csv` has them.
        digest: Its SHA-256, the seed.
    """
    small = [t.control for t in assessment.totals.by_control if t.small]
    rows = table.with_row_index("row", offset=2).filter(~pl.col("control").is_in(small))
    about = [c.id for c in assessment.policies.controls if c.kind.about_an_account]
    company = rows.filter(
        pl.col("control").is_in(about)
        & (pl.col("ownership").cast(pl.String) == Ownership.COMPANY.value)
        & pl.col("outcome").cast(pl.String).is_in(_KNOWN)
    )
    return Sheet(findings=_sample(rows, digest), company=_sample(company, f"{digest}:company"))


def _sample(rows: pl.DataFrame, seed: str) -> Sample:
    chosen = rows[list(sampling.drawn(seed, rows.height))].sort("row") if rows.height else rows
    return Sample(
        seed=seed,
        out_of=rows.height,
        rows=tuple(
            Sampled(
                row=row["row"],
                pseudonym=row["employee"],
                control=row["control"],
                outcome=Outcome(row["outcome"]),
                reason=Reason(row["reason"]),
                answered_on=row["answered_on"],
            )
            for row in chosen.iter_rows(named=True)
        ),
    )
