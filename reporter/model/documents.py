"""A rendered file, and all that a document needs beside the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Literal

import polars as pl

from reporter.model.assessment import Assessment
from reporter.model.comparison import Comparison
from reporter.model.inputs import InputFile
from reporter.model.tables import FOLLOW_UPS
from reporter.model.vocabulary import ORIGINAL_LANGUAGE

MANIFEST = "manifest.json"
"""The name of the file that lists all others."""
LISTED = 200
"""Rows about single people that a report on paper lists, unless `[pdf] listed_findings` says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of the output: its name in the folder, and its bytes."""

    name: str
    """Relative, with `/`; made of letters, digits, `.`, `-` and `_` only."""
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)

    def made(self) -> Made:
        """Return what the lists of a run say of it, without its bytes."""
        return Made(name=self.name, sha256=self.sha256, size=self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file of the output that was handed on: what the lists of a run still have to say of it."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who reports. None is printed as "not stated"."""

    name: str | None = None
    legal_name: str | None = None
    controller: str | None = None
    dpo: str | None = None
    contact: str | None = None
    """The privacy office's address or page, where people ask."""
    timezone: str = "UTC"
    logo: bytes | None = field(default=None, repr=False)
    """SVG or PNG."""
    accent: str | None = None
    """#rrggbb; the documents' default where None."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Country, or `default` → the language its people are written to in, where the roster states none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Where mail comes from and answers go to."""

    sender: str
    """`From`, an address with an optional name."""
    reply_to: str
    stated: bool
    """False: the defaults of DESIGN §5; the summary says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """A control total: how many people the roster holds, and how many there should be."""

    people: int
    """Who works here on `as_of`: in scope, or excluded by an objection or an open consultation."""
    expected: int
    source: str
    """Who says how many there should be."""
    difference: int
    """People less expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """How the documents on paper are made (`[pdf]`)."""

    paper: Literal["A4", "Letter"] = "A4"
    classification: str | None = None
    """The organisation's own mark, on every page."""
    listed: int = LISTED
    """Rows about single people that a report lists at most; the rest is in findings.csv."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An assessment with what its documents say around it."""

    assessment: Assessment
    report_id: str
    """UUIDv5 of inputs, policies, parameters and tool version: the same for the same run."""
    tool_version: str
    organisation: Organisation
    sender: Sender
    due: date | None
    """By when what is required should be mended; None: no date is set."""
    inputs: tuple[InputFile, ...]
    pseudonym_key: str | None
    """The fingerprint of the key file that makes pseudonyms hold across periods; None: for this roster only."""
    defaults: tuple[str, ...]
    """Settings that are missing and were defaulted, as their keys in reporter.toml (`organisation.name`)."""
    headcount: Headcount | None = None
    """None: nothing is stated to compare the roster with."""
    comparison: Comparison | None = None
    """None: no earlier run is known, or none that could be compared."""
    printing: Printing = Printing()
    consultations: Mapping[str, str] = field(default_factory=dict)
    """Country → where the consultation of its works council is recorded."""
    follow_ups: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FOLLOW_UPS))
    """Schema FOLLOW_UPS: what the workspace's ledger holds. Outside a workspace nothing."""
    language: str = ORIGINAL_LANGUAGE
    """What its printed documents are in, each as a whole. The page, the workbook and OSCAL are English."""

    @property
    def pseudonyms_stable(self) -> bool:
        """Whether pseudonyms hold across periods."""
        return self.pseudonym_key is not None

    @property
    def said(self) -> Report:
        """The report with the policies' texts in its language, to be shown: see `PolicySet.said_in`."""
        policies = self.assessment.policies.said_in(self.language)
        return replace(self, assessment=replace(self.assessment, policies=policies))
