"""`mail/places.csv`: where the people work who are written to, for quiet times and for HR's counts; for HR alone."""

from __future__ import annotations

import csv
from io import StringIO

import polars as pl

from reporter.model.assessment import Assessment
from reporter.model.documents import Document

NAME = "mail/places.csv"
COLUMNS = ("name", "place")


def places(assessment: Assessment) -> Document:
    """Return each message's name and its person's region or country, empty where that is not known; sorted by name."""
    mails = assessment.mail.mails.with_columns(pl.col("kind").cast(pl.String))
    people = mails.join(assessment.population, on="employee", how="left").select("kind", "pseudonym", "place")
    rows = sorted((f"mail/{kind}/{pseudonym}.eml", place or "") for kind, pseudonym, place in people.iter_rows())
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return Document(name=NAME, data=out.getvalue().encode("utf-8"))
