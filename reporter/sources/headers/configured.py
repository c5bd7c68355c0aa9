"""What the configuration says about the columns of a roster or survey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from reporter.errors import Problem, UsageError

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
    def order(self) -> str | None:
        """The order of day and month, where one is stated."""
        return self.columns.get("date_order")

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
        if self.order is not None and self.order not in _ORDERS:
            hint = 'Write "dmy" for 31/12/2026, "mdy" for 12/31/2026.'
            problems.append(Problem(what=f'date_order is "{self.order}"', where=self.where, hint=hint))
        if problems:
            raise UsageError(*problems)
