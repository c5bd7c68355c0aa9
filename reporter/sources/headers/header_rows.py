"""Finding the header among the top rows of a sheet: one row, or two that are one header.

A person's row is never taken for a header: a row with an address in it is about somebody, and a second row counts as
header only where its own words prove it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reporter.sources.headers import survey_headers
from reporter.sources.headers.claims import NOTHING, Claims, is_address
from reporter.sources.headers.header import WINDOW, Header, Vocabulary

_PROOF = 2  # cells that say the same by chance do not come in pairs
_PERSON = 3  # cells that a person's row fills at least, where so many columns are used
_ADDRESSES = ("address", "sign_in")


def find(rows: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Header | None:
    """Return the header among `rows`: the first of those that score best; None if none plays any role."""
    claims = Claims(vocabulary)
    window = [[cell.strip() for cell in row] for row in rows[: WINDOW + 1]]
    if header := survey_headers.identified(claims, window):
        return header
    singles = [claims.score(row) for row in window[:WINDOW]]
    joined = {i: row for i in range(len(singles) - 1) if (row := _joined(claims, window[i], window[i + 1]))}
    best = max(singles, default=NOTHING)
    best_joined = max((claims.score(row) for row in joined.values()), default=NOTHING)
    if best_joined > best:
        index = next(i for i, row in joined.items() if claims.score(row) == best_joined)
        header = claims.header(index, joined[index])
        return replace(header, last=index + 1, rows=(tuple(window[index]), tuple(window[index + 1])))
    if best == NOTHING:
        return None
    index = singles.index(best)
    header = claims.header(index, window[index])
    following = window[index + 1] if index + 1 < len(window) else []
    if with_options := survey_headers.with_options(claims, header, following):
        return with_options
    if _labels(claims, header, following):
        return replace(header, last=index + 1, rows=(*header.rows, tuple(following)))
    return header


def people_above(rows: Sequence[Sequence[str]], header: Header) -> list[int]:
    """Return which of the rows above a header, counted from 0, are somebody's: sorting a sheet moves its header too.

    A title may hold an address, but not in the column of addresses with two more of the columns that are used filled.
    """
    used = {column for columns in header.columns.values() for column in columns}
    addresses = {column for role in _ADDRESSES for column in header.columns.get(role, ())}
    return [
        index
        for index, row in enumerate(rows[: header.index])
        if any(is_address(row[column]) for column in addresses if column < len(row))
        and sum(bool(row[column].strip()) for column in used if column < len(row)) >= min(len(used), _PERSON)
    ]


def _joined(claims: Claims, upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """Return two rows as the one header they make where cells were merged; None where the lower proves to be none.

    A cell merged downwards stands in the upper row and leaves the lower one empty; one merged sideways stands over the
    headers that belong to it. So below a header there is nothing, or another header.
    """
    if claims.personal(upper) or claims.personal(lower):
        return None
    known = sum(bool(claims.claims(cell)) for cell in lower)
    under = [below for above, below in zip(upper, lower, strict=False) if below and claims.claims(above)]
    # One known header is proof enough under a cell that was merged sideways, where nothing stands under known headers.
    sideways = any(below and not above for above, below in zip(upper, lower, strict=False))
    if known < (1 if sideways and not under else _PROOF) or not all(claims.claims(cell) for cell in under):
        return None
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    return [low or high for high, low in zip(above, below, strict=True)]


def _labels(claims: Claims, header: Header, row: Sequence[str]) -> bool:
    """Return whether the row below a header says the same again in other words, as SAP SuccessFactors writes it.

    It does where two cells or more claim what the header above them claims, and either an employee id is among that, or
    no cell of a column that is used says anything else.
    """
    if claims.personal(row):
        return False
    used = {column for columns in header.columns.values() for column in columns}
    same: list[str] = []
    different = False
    for column, (title, cell) in enumerate(zip(header.titles, row, strict=False)):
        meant = {role for role, _ in claims.claims(title)} & {role for role, _ in claims.claims(cell)}
        same += meant
        different = different or bool(cell and not meant and column in used)
    return len(same) >= _PROOF and ("employee_id" in same or not different)
