"""The sample's waivers: three that hold, and four that do not, each for a reason of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from reporter.sample.answers import codes, takes_part
from reporter.sample.people import Person

_LEAD, _LEAD_ROLE = "ingrid.solbakken@larkmere.example", "Head of Privacy"
Row = tuple[str, str, str, str, str, str, str]


def waivers(people: Sequence[Person]) -> list[Row]:
    """Return the rows of the waiver file, without its header."""
    seat, seat_too = _with_miss(people, "LI-01", account="company")[:2]
    device, own, late = _with_miss(people, "LI-07", account="")[:3]
    away = next(p for p in people if p.status == "On leave")
    return [
        (seat.employee_id, "LI-01", "The seat is shared with an agency until its contract ends on 31 January",
         _LEAD, _LEAD_ROLE, "2026-10-05", "2027-01-31"),
        (away.employee_id, "LI-01", "On parental leave; to be asked on return",
         _LEAD, _LEAD_ROLE, "2026-09-01", "2027-03-31"),
        (seat_too.employee_id, "LI-01", "Test of the new recruiting tool",
         _LEAD, _LEAD_ROLE, "2026-04-01", "2026-09-30"),
        (own.employee_id, "LI-07", "I change phones next month",
         own.address, "Employee", "2026-11-02", "2026-12-31"),
        (device.employee_id, "LI-07", "No phone at the bench; security keys arrive in January",
         _LEAD, _LEAD_ROLE, "2026-10-19", "2027-02-15"),
        (late.employee_id, "LI-07", "Security keys arrive some day",
         _LEAD, _LEAD_ROLE, "2026-01-15", "2027-12-31"),
        ("LM-9999", "LI-01", "Copied from the register of last year",
         _LEAD, _LEAD_ROLE, "2026-02-01", "2027-01-31"),
    ]  # fmt: skip


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> bytes:
    """Return a small table as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _with_miss(people: Sequence[Person], control: str, *, account: str) -> list[Person]:
    """Return those who answered that a control is missed, by what the admin console says of their account."""
    missed = [p for p in people if takes_part(p) and p.employee_id and codes(p)[control] == "not-satisfied"]
    return [p for p in missed if p.account == account]
