"""CSV that no spreadsheet takes for formulas, the same bytes for the same frame."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

# OWASP's, and their full-width twins. Apostrophes before one count too, so that taking one off gives the text back.
_LEADS = r"^('*[=+\-@\t\r\n\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}])"
_CONTROLS = {chr(n): chr(0x2400 + n) for n in range(0x20) if chr(n) not in "\t\r\n"} | {"\x7f": "\u2421"}


def write(frame: pl.DataFrame, *, heads: Sequence[str] | None = None) -> bytes:
    """Return `frame` as CSV: UTF-8, LF line ends, a head, empty for null, ISO dates, `true` and `false`.

    A text (or head) that starts with `=`, `+`, `-`, `@`, tab, CR or LF gets an apostrophe in front (OWASP, CSV
    injection); control characters show as visible signs.

    Args:
        frame: the rows.
        heads: what stands above the columns, where that is not their names; several may be equal.
    """
    head = pl.DataFrame([heads or frame.columns], schema=[str(n) for n in range(frame.width)], orient="row")
    lines = (_safe(part).write_csv(include_header=False, line_terminator="\n") for part in (head, frame))
    return "".join(lines).encode("utf-8")


def _safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Make texts safe; an empty one becomes null, which is written without quotes."""
    texts = pl.selectors.string()
    shown = texts.str.replace_many(list(_CONTROLS), list(_CONTROLS.values())).str.replace(_LEADS, "'${1}")
    return frame.with_columns(pl.when(shown != "").then(shown).name.keep())
