"""HR's workbook: what the assessment found, in sheets to filter, print and work in."""

from reporter.reports.excel.book import render

__all__ = ["render"]
