"""Which roles the cells of a row claim, were it a header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from reporter.errors import Problem
from reporter.model.text import comparable
from reporter.sources.headers import companions
from reporter.sources.headers.header import Header, Role, Vocabulary, listed, named
from reporter.sources.headers.questions import Sureness, is_other, plain, questions, repeats

NOTHING = (0, 0)
_LONGEST = 500  # characters of an address with a name before it
_ADDRESS = re.compile(r"(?:.*<)?[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+>?")
# What systems add to a header: Google Workspace in square brackets, ADP in round ones; and how to fill it in.
_NOTE = re.compile(
    r"(?:\[(?:required|read only)\]|\((?:personal|employment) profile[^)]{0,60}\)"
    r"|\((?:utc|required|mandatory|optional|if any|if applicable|date|flag|yyyymmdd)\)"
    r"|\([dmyjatr]{1,4}[-./ ][dmyjatr]{1,4}[-./ ][dmyjatr]{1,4}\)"
    r"|[\s?:,-]*\(?\b(?:y/n|yes/no|j/n|ja/nein|ja/nee|ja/nej|o/n|oui/non|s/n|s[ií]/no|s[iì]/no|sim/n[aã]o|t/n|tak/nie"
    r"|true/false|t/f|0/1|1/0)\)?)$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[/|\n\r;•·(){}\[\]]|\s[-–—]\s)\s*")
_LONGEST_HEADER = 100
_MOST_PARTS = 4
_BY_PARTS = 1_000  # a header that is known by its parts is weaker than any that is known as a whole
_HALF_KNOWN = frozenset({
    "address", "country", "region", "department", "status", "active_flag", "left_flag", "first_day", "rehire_day",
    "last_day",
})  # fmt: skip
"""Roles that a header claims though one of its two halves is in a language that we do not know."""
_OTHERS = re.compile(
    r"manager|supervisor|vorgesetzt|superior|responsable|privat|personal|home|phone|tel|mobile|fax|teams|slack|skype"
    r"|reason|grund|motif|motivo|type|comment|note|remark",
    re.IGNORECASE,
)
"""In the other half: it is about somebody or something else."""


def score(rows: Iterable[Sequence[str]], vocabulary: Vocabulary) -> tuple[int, int]:
    """Return how many needs the best of `rows` meets, and how many roles it plays."""
    claims = Claims(vocabulary)
    return max((claims.score(row) for row in rows), default=NOTHING)


def is_address(cell: str) -> bool:
    """Return whether a cell holds nothing but an address, or a name and an address between angle brackets."""
    return len(cell) <= _LONGEST and _ADDRESS.fullmatch(cell.strip()) is not None


class Claims:
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
        self._spare: dict[str, list[Role]] = {}
        for role in vocabulary.roles:
            for title in role.spare:
                self._spare.setdefault(_bare(title), []).append(role)
        self._asked = questions(vocabulary.asked)

    def claims(self, title: str) -> list[tuple[str, int]]:
        """Return the roles a header claims, each with its rank (-1 configured, 0 strong, then weaker)."""
        key = comparable(title)
        if not key:
            return []
        if key in self._configured:
            return [(role, -1) for role in self._configured[key]]
        if self._asked.free_text(title):
            return []
        if stated := self._asked.stated(title):
            return [(question, 0) for question in stated]
        if role := self._known(title):
            return [role]
        likely = [(match.question, int(match.sureness)) for match in self._asked.likely(title)]
        role = self._by_parts(title) if not likely else None
        return [role] if role else likely

    def _known(self, title: str) -> tuple[str, int] | None:
        """Return the role that a header claims as a whole, and its rank."""
        known = self._titles.get(_bare(title))
        return known or (self._titles.get(_bare(_NOTE.sub("", title))) if len(title) <= _LONGEST_HEADER else None)

    def _by_parts(self, title: str) -> tuple[str, int] | None:
        """Return the role of a header in two languages (`Date de départ / Termination Date`).

        All parts that are known claim the same. One may be in a language we do not know, where the other cannot but
        mean the column: no bracket, and nothing about somebody else.
        """
        parts = [part for part in _PARTS.split(title) if part] if len(title) <= _LONGEST_HEADER else []
        if not 1 < len(parts) <= _MOST_PARTS:
            return None
        found = [self._known(part) for part in parts]
        known = [claim for claim in found if claim]
        if len({role for role, _ in known}) != 1:
            return None
        role, rank = max(known, key=lambda claim: claim[1])
        strange = " ".join(part for part, claim in zip(parts, found, strict=True) if not claim)
        if strange and (
            role not in _HALF_KNOWN or self._vocabulary.asked or set(title) & set("([{") or _OTHERS.search(strange)
        ):
            return None
        return role, _BY_PARTS + rank

    @property
    def questions(self) -> frozenset[str]:
        """The ids of the questions that are asked."""
        return frozenset(q.id for q in self._vocabulary.asked)

    def is_free_text(self, title: str) -> bool:
        """Return whether a header says that its column holds the text of one of a question's choices."""
        return self._asked.free_text(title) is not None

    def personal(self, row: Sequence[str]) -> bool:
        """Return whether an address stands in a row: it is about somebody, whatever else it says."""
        return any(is_address(cell) for cell in row)

    def score(self, row: Sequence[str]) -> tuple[int, int]:
        """Return how many needs a row meets, and how many different roles its cells claim."""
        if self.personal(row):
            return NOTHING
        roles = {role for cell in row for role, _ in self.claims(cell)}
        return sum(not roles.isdisjoint(need.any_of) for need in self._vocabulary.needs), len(roles)

    def header(self, index: int, row: Sequence[str]) -> Header:
        """Return what a row means as a header of that row alone."""
        configured = self._vocabulary.configured
        titles = tuple(cell.strip() for cell in row)
        many = {r.name for r in self._vocabulary.roles if r.many or r.fallback}
        fallbacks = {r.name for r in self._vocabulary.roles if r.fallback}
        claimed: dict[str, list[tuple[int, int]]] = {}
        problems: list[Problem] = []
        for column, title in enumerate(titles):
            claims = self.claims(title)
            if len(claims) > 1:
                ids = " and ".join(role for role, _ in claims)
                what = f"the column {named(column, title)} fits {ids}"
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
            together = role in many and (strongest >= 0 or role not in fallbacks)  # what is configured goes alone
            equals = tuple(c for rank, c in claimants if rank == strongest or together)
            if role in fallbacks:
                equals = tuple(c for _, c in sorted(claimants) if c in equals)
            if len(equals) > 1 and self._vocabulary.asked and role not in many:
                equals = (companions.question if role in self.questions else companions.own)(equals, titles)
            if len(equals) > 1 and role not in many and role not in self.questions:
                both = " and ".join(named(c, titles[c]) for c in equals)
                hint = f'Say which one counts: {role} = "…" {configured.place}, or remove' if configured else "Remove"
                hint += " the other."
                problems.append(Problem(what=f"the columns {both} both claim to be {role}", hint=hint))
            columns[role] = equals
        times = self._each_time(columns, claimed, titles)
        free = self._free_texts(times, titles)
        columns |= {role: tuple(c for time in found for c in time) for role, found in times.items()}
        self._fill(columns, titles)
        problems += [
            Problem(what=f"{need.what}; the header says {listed(titles)}", hint=need.hint)
            for need in self._vocabulary.needs
            if not any(role in columns for role in need.any_of)
        ]
        weaker = {
            role: tuple(c for _, c in sorted(claimants) if c not in columns[role])
            for role, claimants in claimed.items()
            if role not in many and min(claimants)[0] >= 0  # what is configured stays
        }
        return Header(
            index=index,
            last=index,
            rows=(titles,),
            titles=titles,
            columns=columns,
            problems=tuple(problems),
            weaker={role: places for role, places in weaker.items() if places},
            repeats={role: tuple((c,) for (c, *_) in found) for role, found in times.items() if len(found) > 1},
            free=free,
            begun=tuple(
                column
                for role, claimants in claimed.items()
                for rank, column in claimants
                if rank == Sureness.BEGUN and role in times and column in columns[role]
            ),
        )

    def _each_time(
        self,
        columns: Mapping[str, tuple[int, ...]],
        claimed: Mapping[str, list[tuple[int, int]]],
        titles: Sequence[str],
    ) -> dict[str, list[list[int]]]:
        """Return question → its columns, those of each time it was asked together.

        One that stands there already may have a number behind it. Where the configuration says which column counts, no
        other does.
        """
        times = {role: [[c] for c in places] for role, places in columns.items() if role in self.questions}
        taken = {column for claimants in claimed.values() for _, column in claimants}
        for role, found in times.items():
            if min(claimed[role])[0] >= 0:
                asked = [titles[c] for c in columns[role]]
                found += [
                    [c]
                    for c, title in enumerate(titles)
                    if c not in taken and any(repeats(title, question) for question in asked)
                ]
        return times

    def _free_texts(self, times: Mapping[str, list[list[int]]], titles: Sequence[str]) -> dict[int, str | None]:
        """Put the columns that hold the text of a choice behind their question's, and return them with the choice.

        One says whose it is, or stands right behind the question's column.
        """
        free: dict[int, str | None] = {}
        for column, title in enumerate(titles):
            said = self._asked.free_text(title)
            if said and said.question in times:
                free[column] = said.choice
                times[said.question][0].append(column)
            elif not said and is_other(title):
                for time in (time for found in times.values() for time in found if time[-1] == column - 1):
                    free[column] = None
                    time.append(column)
        return free

    def _fill(self, columns: dict[str, tuple[int, ...]], titles: Sequence[str]) -> None:
        """Let columns that were not needed play the roles that they can stand in for."""
        used = {column for claimed in columns.values() for column in claimed}
        for column, title in enumerate(titles):
            for role in self._spare.get(_bare(title), ()) if column not in used else ():
                if role.many or role.name not in columns:
                    columns[role.name] = (*columns.get(role.name, ()), column)


@lru_cache(maxsize=2**12)  # of a folder of responses every file is compared with the same titles
def _bare(title: str) -> str:
    """Return a header for comparison with known ones: letters and digits only (`E-mail*` is `email`).

    The signs for "number" are words: `Employee #` is no `Employee`.
    """
    words = comparable(plain(title))
    words = words.replace("°", "o").replace("#", "no" if words != "#" else "")
    return "".join(c for c in words if c.isalnum())
