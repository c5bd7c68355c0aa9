"""This assessment beside an earlier one: what was read of it, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from reporter.model.assessment import Bounds
from reporter.model.inputs import InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What an earlier run found, as its own folder states it."""

    report_id: str
    period: str
    as_of: date
    tool_version: str
    policies: Mapping[str, tuple[str, str]]
    """Policy id → version and SHA-256."""
    findings: pl.DataFrame = field(repr=False)
    """Schema EARLIER."""
    file: InputFile
    """Its findings.csv."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How far a control was satisfied at one time."""

    applicable: int
    bounds: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChange:
    """One control then and now. The movements are of the people in scope both times, and add up to them."""

    control: str
    before: Share | None
    """None: the control is new."""
    now: Share
    mended: int
    """not-satisfied, now satisfied."""
    missed: int
    """satisfied, now not-satisfied."""
    still_missed: int
    """not-satisfied both times."""
    learnt: int
    """not-assessed, now satisfied or not-satisfied."""
    lost: int
    """satisfied or not-satisfied, now not-assessed."""
    other: int
    """All else: satisfied or unknown both times, or not applicable at one of them."""
    small: bool
    """Applied or applies to 1 to 4 people, or to so few both times, or so few were in scope both times: the auditor's
    edition shows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed since an earlier run. People are told apart by their pseudonyms, which hold across both."""

    report_id: str
    period: str
    as_of: date
    people_before: int
    people_now: int
    both: int
    """In scope at both times."""
    joined: int
    left: int
    controls: tuple[ControlChange, ...]
    """In the policies' order."""
    withdrawn: tuple[str, ...]
    """Controls of the earlier run that are no longer there."""
    policies: tuple[tuple[str, str | None, str | None], ...]
    """Policies that are not the same: id, version then, version now; None: it was, or is, not there. Versions are equal
    where somebody changed a policy without saying so."""
