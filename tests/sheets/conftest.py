"""Files and readers are those of tests/sources."""

from tests.sources.conftest import parts, roster, survey, workbook, write

__all__ = ["parts", "roster", "survey", "workbook", "write"]
