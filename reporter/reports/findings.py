"""`findings.csv`: every finding, one row each, by pseudonym. `reporter verify` recomputes all totals from it."""

from __future__ import annotations

import polars as pl

from reporter.model.assessment import Assessment
from reporter.model.documents import Report
from reporter.model.vocabulary import Cap
from reporter.reports import safe_csv

COLUMNS = (
    "employee",
    "control",
    "outcome",
    "reason",
    "level",
    "severity",
    "ownership",
    "caps",
    "responded",
    "answered_on",
    "waived",
    "waiver_expires",
    "open",
)
"""`employee` is the pseudonym; `caps` holds ids joined by `;`; dates are ISO; an empty field is "none"."""

PLACE_OF_WORK = "place-of-work"
"""Stands for the caps that come from where somebody works. Each of them would name a state or two, or single out the
few whose place is not known, and no row about a person tells the auditor that (DESIGN §5)."""


def render(report: Report) -> bytes:
    """Return `findings.csv` (auditor's edition), sorted by pseudonym, then in the policies' order of controls.

    It carries no name, address, department, country or answer, and no time finer than the day.
    """
    return safe_csv.write(table(report.assessment))


def table(assessment: Assessment) -> pl.DataFrame:
    """Return the columns of `COLUMNS`, one row for each finding."""
    order = {c.id: n for n, c in enumerate(assessment.policies.controls)}
    expires = pl.Series([w.waiver.expires for w in assessment.waivers], dtype=pl.Date)
    waivers = pl.DataFrame(
        {"waiver": range(len(expires)), "waiver_expires": expires}, schema_overrides={"waiver": pl.UInt32}
    )
    people = assessment.population.select("employee", "pseudonym", "responded")
    control = pl.col("control").cast(pl.String)
    return (
        assessment.findings.drop("responded", strict=False)
        .join(people, on="employee", how="left", validate="m:1")
        .join(waivers, on="waiver", how="left", validate="m:1")
        .sort("pseudonym", control.replace_strict(order, return_dtype=pl.UInt32))
        .with_columns(
            employee=pl.col("pseudonym"),
            control=control,
            caps=pl.col("caps").str.replace(f"{Cap.SETTINGS_REQUEST_BARRED}|{Cap.UNKNOWN_PLACE}", PLACE_OF_WORK),
            waived=pl.col("waiver").is_not_null(),
        )
        .select(COLUMNS)
    )
