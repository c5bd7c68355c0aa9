"""Floor 3: a file as sheets of texts: what kind it is, its cells in their places; nothing interpreted.

Nothing is imported here: a workbook is read in a process of its own, which starts with what it needs.
"""

TALLEST, WIDEST = 1_048_576, 16_384
"""Rows and columns of the largest sheet a spreadsheet program makes."""
