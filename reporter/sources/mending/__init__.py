"""Rows that cannot be used: as they were written, and as they come back mended."""
