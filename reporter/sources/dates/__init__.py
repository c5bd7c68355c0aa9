"""Dates and times as exports write them. What is open about them is settled for a whole file, never row by row.

Understood are ISO 8601, `2026/11/02 3:08:44 PM GMT+1`, `27.04.2026 11:34`, `2 November 2026`, `30-Jun-26`, `20261102`,
`Nov 2, 2026`, `2 nov. 2026 à 15:08`, a spreadsheet's serial number, and `11/2/2026`, `3/4/98` and `26-11-02` where the
rows show what comes first. Months may be named in English, German, French, Spanish, Italian, Dutch and Portuguese.
"""

from reporter.sources.dates.doubts import Asked, listed
from reporter.sources.dates.kinds import Kind, possible
from reporter.sources.dates.readings import ORDERS, Order, Readings, instant, midnight
from reporter.sources.dates.settling import Column, Settled, meanings, read, settle

__all__ = [
    "ORDERS",
    "Asked",
    "Column",
    "Kind",
    "Order",
    "Readings",
    "Settled",
    "instant",
    "listed",
    "meanings",
    "midnight",
    "possible",
    "read",
    "settle",
]
