"""What a run has decided before any document is made."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.model.documents import Report
from reporter.model.inputs import RosterTable, SurveyTable
from reporter.pseudonyms import Key
from reporter.run.causes import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The report, and what the documents for HR and the mails need beside it."""

    report: Report
    roster: RosterTable
    survey: SurveyTable
    key: Key
    doubts: tuple[Cause, ...] = ()
    """What keeps it from being the next after the runs of earlier quarters."""
