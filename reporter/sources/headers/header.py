"""What a header is: the roles that columns can play, the words they are known by, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from reporter.errors import Problem
from reporter.model.policy import Asked
from reporter.sources.headers.configured import Configured

WINDOW = 50
"""Rows from the top among which the header is sought: titles and notes above it are fewer."""

_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a column can be, and the headers it is known by."""

    name: str
    titles: tuple[str, ...]
    """Headers that claim the role with equal right: two of them in one sheet contradict each other."""
    ranked: tuple[str, ...] = ()
    """Weaker headers, best first: used only where no stronger one is there, never in contradiction."""
    spare: tuple[str, ...] = ()
    """Headers that play it only where they are not needed for the role they claim, and nothing else claims this one."""
    many: bool = False
    """Several columns may play it together."""
    fallback: bool = False
    """Several columns may play it: of each row the best that is filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Roles of which at least one must be found."""

    any_of: tuple[str, ...]
    what: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the header is, and what it says."""

    index: int
    """Row, counted from 0."""
    last: int
    """The last of its rows: a row of labels, or a second row of headers, may follow the first."""
    rows: tuple[tuple[str, ...], ...]
    """Its rows as they stand there."""
    titles: tuple[str, ...]
    """Every header cell, trimmed; "" where there is none."""
    columns: Mapping[str, tuple[int, ...]]
    """Role → the positions of its columns."""
    problems: tuple[Problem, ...]
    """What keeps it from being used: contradictions and missing roles. Without `where`."""
    weaker: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Role → the columns that would play it if the one that does were not there, best first."""
    repeats: Mapping[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    """Question → its columns, where it was asked more than once: those of each time together."""
    free: Mapping[int, str | None] = field(default_factory=dict)
    """Columns of a question in which the text of one of its choices stands → that choice, as `FreeText.choice`."""
    begun: tuple[int, ...] = ()
    """Columns known as a question's by the beginning of its wording."""

    def without(self, empty: frozenset[int]) -> Header:
        """Return the header with weaker columns in the place of `empty` ones, where they are not empty themselves.

        An export carries columns that its system never fills: `EMPID` beside `USERID`, `country` beside
        `usageLocation`.
        """
        columns = dict(self.columns)
        for role, weaker in self.weaker.items():
            filled = [column for column in weaker if column not in empty]
            if filled and empty.issuperset(columns.get(role, ())):
                others = {r: tuple(p for p in places if p != filled[0]) for r, places in columns.items()}
                columns = {r: places for r, places in others.items() if places}
                columns[role] = (filled[0],)
        return replace(self, columns=columns)

    @property
    def dropped(self) -> tuple[str, ...]:
        """The headers of the columns that play no role."""
        used = {i for columns in self.columns.values() for i in columns}
        return tuple(t for i, t in enumerate(self.titles) if t and i not in used)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The roles one kind of file knows."""

    roles: tuple[Role, ...]
    needs: tuple[Need, ...]
    asked: tuple[Asked, ...] = ()
    """Questions: each is a role named by its id."""
    configured: Configured | None = None
    """What the configuration says about the columns; None: those of such a file cannot be configured."""

    @property
    def names(self) -> tuple[str, ...]:
        """All roles, in canonical order."""
        return (*(r.name for r in self.roles), *(q.id for q in self.asked))

    @property
    def headers(self) -> Mapping[str, str]:
        """Role → header, as configured; beats what would be recognised."""
        return self.configured.headers if self.configured else {}


def letter(column: int) -> str:
    """Return a column's letters as a spreadsheet shows them: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def listed(titles: Iterable[str]) -> str:
    """Return headers as a list for a message, shortened where they are many or long."""
    named = [f'"{" ".join(t.split())[:60]}"' for t in titles if t]
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return (", ".join(named[:_SHOWN]) + more) or "nothing"


def named(column: int, title: str) -> str:
    """Return a column as a message names it."""
    return f'{letter(column)} "{" ".join(title.split())[:60]}"'
