"""Finding the header row of a sheet, and which column plays which role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reporter.errors import Problem
from reporter.model.policy import Asked
from reporter.model.text import comparable
from reporter.sources.configured import Configured

WINDOW = 50
"""Rows from the top among which the header is sought: titles and notes above it are fewer."""

_NOTHING = (0, 0)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SHOWN = 12
_QUIZ = ("points - ", "feedback - ", "punkte - ", "points – ", "feedback – ")  # Microsoft Forms, beside each question


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a column can be, and the headers it is known by."""

    name: str
    titles: tuple[str, ...]
    """Headers that claim the role with equal right: two of them in one sheet contradict each other."""
    ranked: tuple[str, ...] = ()
    """Weaker headers, best first: used only where no stronger one is there, never in contradiction."""
    many: bool = False
    """Several columns may play it together."""


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
    titles: tuple[str, ...]
    """Every header cell, trimmed; "" where there is none."""
    columns: Mapping[str, tuple[int, ...]]
    """Role → the positions of its columns."""
    problems: tuple[Problem, ...]
    """What keeps it from being used: contradictions and missing roles. Without `where`."""

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

    def best(self, rows: Sequence[Sequence[str]]) -> Header | None:
        """Return the header among `rows`: the first of those that score best; None if none plays any role."""
        lookup = _Lookup(self)
        scores = [lookup.score(row) for row in rows[:WINDOW]]
        best = max(scores, default=_NOTHING)
        return lookup.header(scores.index(best), rows[scores.index(best)]) if best > _NOTHING else None

    def score(self, rows: Iterable[Sequence[str]]) -> tuple[int, int]:
        """Return how many needs the best of `rows` meets, and how many roles it plays."""
        lookup = _Lookup(self)
        return max((lookup.score(row) for row in rows), default=_NOTHING)


class _Lookup:
    """A vocabulary turned round: from a header to the roles it claims."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._configured: dict[str, list[str]] = {}
        for name, title in vocabulary.headers.items():
            self._configured.setdefault(comparable(title), []).append(name)
        self._titles: dict[str, tuple[str, int]] = {}
        for role in vocabulary.roles:
            for rank, title in enumerate(role.ranked, start=1):
                self._titles[_bare(title)] = (role.name, rank)
            for title in role.titles:
                self._titles[_bare(title)] = (role.name, 0)
        self._wordings: dict[str, list[str]] = {}
        for question in vocabulary.asked:
            for wording in dict.fromkeys(comparable(w) for w in (question.id, *question.wordings)):
                self._wordings.setdefault(wording, []).append(question.id)
        self._brackets = {f"[{comparable(q.id)}]": q.id for q in vocabulary.asked}

    def claims(self, title: str) -> list[tuple[str, int]]:
        """Return the roles a header claims, each with its rank (-1 configured, 0 strong, then weaker)."""
        key = comparable(title)
        if not key:
            return []
        if key in self._configured:
            return [(role, -1) for role in self._configured[key]]
        if self._vocabulary.asked:
            if key.startswith(_QUIZ):
                return []
            ids = [*self._wordings.get(key, ()), *(i for b, i in self._brackets.items() if b in key)]
            if ids:
                return [(i, 0) for i in dict.fromkeys(ids)]
        role = self._titles.get(_bare(title))
        return [role] if role else []

    def score(self, row: Sequence[str]) -> tuple[int, int]:
        """Return how many needs a row meets, and how many different roles its cells claim."""
        # A row with an address in it is about somebody: what looks like a header there is a person's data.
        if any(_ADDRESS.fullmatch(cell.strip()) for cell in row):
            return _NOTHING
        roles = {role for cell in row for role, _ in self.claims(cell)}
        return sum(not roles.isdisjoint(need.any_of) for need in self._vocabulary.needs), len(roles)

    def header(self, index: int, row: Sequence[str]) -> Header:
        """Return what a row means as a header."""
        configured = self._vocabulary.configured
        titles = tuple(cell.strip() for cell in row)
        many = {r.name for r in self._vocabulary.roles if r.many}
        claimed: dict[str, list[tuple[int, int]]] = {}
        problems: list[Problem] = []
        for column, title in enumerate(titles):
            claims = self.claims(title)
            if len(claims) > 1:
                ids = " and ".join(role for role, _ in claims)
                what = f"the column {_named(column, title)} fits {ids}"
                elsewhere = f", or {configured.place}" if configured else ""
                problems.append(Problem(what=what, hint=f"Give it the one meaning it has: by its header{elsewhere}."))
                continue
            for role, rank in claims:
                claimed.setdefault(role, []).append((rank, column))
        columns: dict[str, tuple[int, ...]] = {}
        for role in self._vocabulary.names:
            claimants = claimed.get(role, [])
            if not claimants:
                continue
            strongest = min(rank for rank, _ in claimants)
            equals = tuple(c for rank, c in claimants if rank == strongest or role in many)
            if len(equals) > 1 and role not in many:
                both = " and ".join(_named(c, titles[c]) for c in equals)
                hint = f'Say which one counts: {role} = "…" {configured.place}, or remove' if configured else "Remove"
                hint += " the other."
                problems.append(Problem(what=f"the columns {both} both claim to be {role}", hint=hint))
            columns[role] = equals
        problems += [
            Problem(what=f"{need.what}; the header says {listed(titles)}", hint=need.hint)
            for need in self._vocabulary.needs
            if not any(role in columns for role in need.any_of)
        ]
        return Header(index=index, titles=titles, columns=columns, problems=tuple(problems))


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


def _named(column: int, title: str) -> str:
    """Return a column as a message names it."""
    return f'{letter(column)} "{" ".join(title.split())[:60]}"'


def _bare(title: str) -> str:
    """Return a header for comparison with known ones: letters and digits only (`E-mail*` is `email`)."""
    return "".join(c for c in comparable(title) if c.isalnum())
