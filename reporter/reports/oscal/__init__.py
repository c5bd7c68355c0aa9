"""The assessment as OSCAL assessment results, for machines of auditors."""

from reporter.reports.oscal.document import render

__all__ = ["render"]
