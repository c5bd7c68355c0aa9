"""The files a PDF carries inside: what an auditor needs to check it where the run's folder is not at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

import polars as pl

from reporter.model.documents import Report
from reporter.model.vocabulary import Edition
from reporter.reports import findings, manifest, safe_csv, selection
from reporter.wording import Words, words

REPORTS = ("report.pdf", "report-hr.pdf")
"""The PDFs that carry them; these, and no others, are signed."""
FINDINGS = "findings.csv"
LISTED = "findings-listed.csv"
CORE = "manifest-core.json"
ASIDE = frozenset({"outputs", "mail"})
"""Keys of the manifest that its core leaves out: they depend on which documents were made."""
LARGEST = 5_000_000
"""Bytes of `findings.csv` that are carried; of a larger one the findings that the PDF lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """One file inside a PDF."""

    name: str
    description: str
    relationship: str
    """What it is to the document, in the words of PDF/A-3: Data, Source, Supplement."""
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosures:
    """All that a PDF carries."""

    files: tuple[Enclosure, ...]
    findings: pl.DataFrame = field(repr=False)
    """The run's whole `findings.csv` as a table."""
    findings_sha256: str
    """Its hash."""


def enclosures(report: Report) -> Enclosures:
    """Return what the report's PDFs carry.

    All of it belongs to the auditor's edition, in both PDFs: findings by pseudonym, the policies judged by, and the
    manifest but for what depends on which documents were made (`outputs`, `mail`).
    """
    table = findings.table(report.assessment)
    whole = safe_csv.write(table)
    say = words(report.language)
    files = (_findings(report, table, whole, say), *_policies(report, say), _manifest(report, say))
    return Enclosures(files=files, findings=table, findings_sha256=sha256(whole).hexdigest())


def _findings(report: Report, table: pl.DataFrame, whole: bytes, say: Words) -> Enclosure:
    if len(whole) <= LARGEST:
        return Enclosure(name=FINDINGS, description=say("enclosed", "findings"), relationship="Data", data=whole)
    shown = selection.open_findings(report.assessment, Edition.AUDITOR).head(report.printing.listed)
    rows = table.join(
        shown.select(pl.col("pseudonym").alias("employee"), "control"), on=["employee", "control"], how="semi"
    )
    return Enclosure(
        name=LISTED,
        description=say("enclosed", "listed"),
        relationship="Data",
        data=safe_csv.write(rows),
    )


def _policies(report: Report, say: Words) -> Iterator[Enclosure]:
    for policy in report.said.assessment.policies.policies:
        yield Enclosure(
            name=f"{policy.id}.yaml",
            description=say("enclosed", "policy", title=policy.title, version=policy.version),
            relationship="Source",
            data=policy.source,
        )


def _manifest(report: Report, say: Words) -> Enclosure:
    core = {key: value for key, value in manifest.core(report, mailed=False).items() if key not in ASIDE}
    text = json.dumps(core, indent=2, ensure_ascii=False) + "\n"
    return Enclosure(
        name=CORE,
        description=say("enclosed", "manifest"),
        relationship="Source",
        data=text.encode("utf-8", "backslashreplace"),
    )
