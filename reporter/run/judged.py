"""What a run has decided before any document is made."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.model.documents import Report
from reporter.model.inputs import RosterTable, SurveyTable
from reporter.pseudonyms import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The report, and what the documents for HR and the mails need beside it."""

    report: Report
    roster: RosterTable
    survey: SurveyTable
    key: Key
