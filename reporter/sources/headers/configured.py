"""What the configuration says about the columns of a roster or survey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from reporter.errors import Problem, UsageError
from reporter.sources.dates import ORDERS, Asked, Order

_ORDERS = ("dmy", "mdy", "ymd")
_NO_HEADERS = {"roster": ("date_order",), "survey": ("date_order", "date")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """A table of the configuration, `[roster.columns]` or `[survey.columns]`."""

    file: str
    """The name of the configuration, as messages give it."""
    table: str
    """`roster` or `survey`."""
    columns: Mapping[str, str]
    """Role → header; `date_order` may be `dmy`, `mdy` or `ymd`; a survey's `date` is no header and is passed over."""
    dates: str | None = None
    """`day-first`, `month-first` or `year-first`, as `[roster] dates` or `[survey] dates` says: like `date_order`."""

    @property
    def where(self) -> str:
        """The place of an error: `reporter.toml, [roster.columns]`."""
        return f"{self.file}, [{self.table}.columns]"

    @property
    def place(self) -> str:
        """The place in a sentence: `under [roster.columns] in reporter.toml`."""
        return f"under [{self.table}.columns] in {self.file}"

    @property
    def headers(self) -> dict[str, str]:
        """Role → header; beats what would be recognised."""
        return {role: title for role, title in self.columns.items() if role not in _NO_HEADERS[self.table]}

    @property
    def asked(self) -> Asked:
        """How the order of the dates is settled: by `dates`, else by `date_order`, else by the rows."""
        order = ORDERS.get(self.dates) if self.dates else None
        return Asked(table=self.table, file=self.file, order=order or self._date_order)

    @property
    def _date_order(self) -> Order | None:
        order = self.columns.get("date_order")
        return Order(order) if order in _ORDERS else None

    def check(self, roles: Iterable[str]) -> None:
        """Refuse columns that no role bears, and an order of day and month that there is not.

        Args:
            roles: The names of all roles of such a file.

        Raises:
            UsageError: Every such column, with the nearest known name.
        """
        known = [*roles, *_NO_HEADERS[self.table]]
        spelt = {name.casefold(): name for name in known}
        problems = []
        for role in self.headers:
            if role in known:
                continue
            near = get_close_matches(role.casefold(), spelt, n=1)
            meant = f"Did you mean `{spelt[near[0]]}`? " if near else ""
            hint = f"{meant}Known are {', '.join(known)}."
            problems.append(Problem(what=f"no column is called `{role}`", where=self.where, hint=hint))
        order = self.columns.get("date_order")
        if order is not None and order not in _ORDERS:
            hint = 'Write "dmy" for 31/12/2026, "mdy" for 12/31/2026.'
            problems.append(Problem(what=f'date_order is "{order}"', where=self.where, hint=hint))
        elif order and self.dates and ORDERS.get(self.dates) != order:
            hint = "Delete one of the two lines; they say the same thing, and differ."
            what = f'date_order is "{order}", and [{self.table}] dates is "{self.dates}"'
            problems.append(Problem(what=what, where=self.where, hint=hint))
        if problems:
            raise UsageError(*problems)
