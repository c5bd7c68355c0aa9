"""Which column of an unknown file may play which role: sure by its header, or likely by its header or its values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path

import polars as pl

from reporter.assess import status_words
from reporter.errors import SourceError
from reporter.model.text import EDGES, comparable
from reporter.sheets import files
from reporter.sheets.sheet import Sheet
from reporter.sources import places, tables
from reporter.sources.headers import header_rows
from reporter.sources.headers.header import WINDOW, Header, Need, Vocabulary, letter
from reporter.sources.headers.shapes import Look, Shape, shape

DATES = ("first_day", "rehire_day", "last_day", "submitted_at", "modified_at")
"""The roles that hold dates."""

_ROWS = 20_000  # whose values are looked at
_NEAR = 0.84
_NEAR_QUESTION = 0.6
_LONG = 5  # letters a known header has at least to be found inside another one
_MOST = 0.8
_PROOF = 2
_OTHERS = ("manager", "supervisor", "vorgesetzt", "superior", "responsable", "private", "privat", "personal", "home")
"""In a header: it is about somebody else, or not about work."""
_ROSTER: Mapping[Look, tuple[str, ...]] = {
    Look.ADDRESSES: ("address", "aliases"),
    Look.DATES: ("first_day", "last_day"),
    Look.CODES: ("employee_id",),
}
_SURVEY: Mapping[Look, tuple[str, ...]] = {
    Look.ADDRESSES: ("address",),
    Look.DATES: ("submitted_at",),
    Look.CODES: ("employee_id",),
}
_STATUS = status_words.LEFT | status_words.NOT_STARTED | status_words.ACTIVE | status_words.ON_LEAVE | status_words.TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of an unknown file."""

    place: int
    title: str
    shape: Shape
    role: str | None
    """What it is known to be, by its header."""
    maybe: tuple[str, ...] = ()
    """What it may be, likeliest first; only where it is not known."""
    why: str = ""
    """What makes it likely."""

    @property
    def letter(self) -> str:
        """The column as a spreadsheet names it."""
        return letter(self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An unknown file's table, read as one kind of file."""

    name: str
    sheet: Sheet = field(repr=False)
    row: int
    """Of the header, as a spreadsheet counts."""
    rows: int
    """Rows below it that are not empty."""
    columns: tuple[Column, ...]
    vocabulary: Vocabulary = field(repr=False)

    @property
    def likelihood(self) -> int:
        """Return how well the columns fit such a file: the more are known, or may be something, the better."""
        return sum(2 if column.role else 1 if column.maybe else 0 for column in self.columns)

    def missing(self, roles: Iterable[str]) -> tuple[Need, ...]:
        """Return the needs that none of `roles` meets."""
        there = set(roles)
        return tuple(need for need in self.vocabulary.needs if there.isdisjoint(need.any_of))


def look(path: Path, vocabulary: Vocabulary, answers: Mapping[str, frozenset[str]]) -> Found:
    """Read an unknown file as one kind of file.

    Args:
        path: The file.
        vocabulary: The roles that kind knows.
        answers: Question → the answers its table holds, as text is compared; none for a roster.

    Raises:
        SourceError: The file cannot be read, or none of its rows is surely a header: what stands in one is printed, and
            must not be about people.
    """
    file = files.load(path)
    best: Found | None = None
    for sheet in tables.sheets(file, vocabulary):
        rows = [["" if c is None else c.strip(EDGES) for c in row] for row in sheet.cells.head(WINDOW + 1).iter_rows()]
        header = header_rows.find(rows, vocabulary)
        if header is None or not _sure(header, vocabulary):
            header = _likely(rows, vocabulary) or _proven(rows, sheet)
        if header and not _repeated(sheet, header):
            found = _found(file.name, sheet, header, vocabulary, answers)
            best = found if best is None or found.likelihood > best.likelihood else best
    if best is None:
        hint = "Give each column a header in one row, and delete what stands above it, if that is long."
        raise SourceError(f"no row of the first {WINDOW} looks like a header", where=file.name, hint=hint)
    return best


def _sure(header: Header, vocabulary: Vocabulary) -> bool:
    """Return whether enough of a row reads like headers that it is about nobody: one word alone may be a name."""
    met = any(role in header.columns for need in vocabulary.needs for role in need.any_of)
    return len(header.columns) >= _PROOF or (met and not _about_people(header.titles))


def _likely(rows: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Header | None:
    """Return the row of which most cells read almost like a known header; None where fewer than two of any do."""
    known = _titles(vocabulary)
    scores = [sum(bool(_near(cell, known)) for cell in row) if not _about_people(row) else 0 for row in rows[:WINDOW]]
    return _header(rows, scores.index(max(scores))) if max(scores, default=0) >= _PROOF else None


def _proven(rows: Sequence[Sequence[str]], sheet: Sheet) -> Header | None:
    """Return the first full row if what stands below it is of another kind, in two columns or more; else None.

    Above addresses, dates or ids stands a word: a row about somebody would hold an address, a date or an id too.
    """
    filled = [sum(map(bool, row)) for row in rows]
    index = next(i for i, count in enumerate(filled) if count >= _MOST * max(filled))
    below = sheet.cells.slice(index + 1).head(_ROWS).with_columns(pl.all().str.strip_chars(EDGES).replace("", None))
    looks = [shape(below[str(place)]).look for place in range(len(rows[index]))]
    above = [cell for cell, seen in zip(rows[index], looks, strict=True) if seen in _ROSTER]
    words = [cell for cell in above if cell and "@" not in cell and not any(c.isdigit() for c in cell)]
    return _header(rows, index) if len(words) == len(above) >= _PROOF else None


def _header(rows: Sequence[Sequence[str]], index: int) -> Header:
    titles = tuple(rows[index])
    return Header(index=index, last=index, rows=(titles,), titles=titles, columns={}, problems=())


def _repeated(sheet: Sheet, header: Header) -> bool:
    """Return whether what stands in a header stands below it too: then it is a row of data, and about somebody."""
    below = sheet.cells.slice(header.last + 1)
    again = [pl.col(str(i)).str.strip_chars(EDGES) == title for i, title in enumerate(header.titles) if title]
    return not below.filter(pl.any_horizontal(again) & ~pl.all_horizontal(again)).is_empty()


def _about_people(row: Sequence[str]) -> bool:
    return any("@" in cell or cell.replace(".", "").replace("-", "").isdigit() for cell in row)


def _found(
    name: str, sheet: Sheet, header: Header, vocabulary: Vocabulary, answers: Mapping[str, frozenset[str]]
) -> Found:
    cells = sheet.cells.slice(header.last + 1)
    cells = cells.with_columns(pl.all().str.strip_chars(EDGES).replace("", None))
    cells = cells.filter(pl.any_horizontal(pl.all().is_not_null()))
    many = {role.name for role in vocabulary.roles if role.many}
    claimed = {p: role for role, where in header.columns.items() for p in where}
    sure = {p: role for p, role in claimed.items() if len(header.columns[role]) == 1 or role in many}
    taken = set(sure.values()) - many
    known = _titles(vocabulary)
    columns = []
    for place, title in enumerate(header.titles):
        if not title:
            continue
        values = cells[str(place)].head(_ROWS)
        seen = shape(values)
        role = sure.get(place)
        maybe, why = ((), "") if role else _maybe(title, values, seen, claimed.get(place), known, answers, taken)
        columns.append(Column(place=place, title=title, shape=seen, role=role, maybe=maybe, why=why))
    return Found(
        name=name, sheet=sheet, row=header.index + 1, rows=cells.height, columns=tuple(columns), vocabulary=vocabulary
    )


def _maybe(  # noqa: PLR0917 - all that there is to go by
    title: str,
    values: pl.Series,
    seen: Shape,
    claimed: str | None,
    known: Mapping[str, str],
    answers: Mapping[str, frozenset[str]],
    taken: set[str],
) -> tuple[tuple[str, ...], str]:
    """Return what a column may be, and why."""
    if claimed:
        return (claimed,), "another column has such a header too"
    if any(word in title.casefold() for word in _OTHERS):
        return (), ""
    by_header = [role for role in _near(title, known) if role not in taken]
    by_values = [role for role in _by_values(values, seen, answers) if role not in taken]
    if by_header and by_values and set(by_header) & set(by_values):
        by_header = [role for role in by_header if role in by_values]
    roles = tuple(dict.fromkeys((*by_header, *by_values)))
    return roles, ("by a header like it" if by_header else "by its values") if roles else ""


def _by_values(values: pl.Series, seen: Shape, answers: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the roles that values of such a shape play."""
    if answers:
        return _by_answers(values, answers) or _SURVEY.get(seen.look, ())
    if seen.look in _ROSTER:
        return _ROSTER[seen.look]
    different = values.drop_nulls().unique(maintain_order=True).head(_ROWS // 100).to_list()
    if seen.look is Look.CHOICES and _share(comparable(text) in _STATUS for text in different) >= _MOST:
        return ("status",)
    return ("country",) if _share(places.country(text) is not None for text in different) >= _MOST else ()


def _by_answers(values: pl.Series, answers: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the questions whose answer tables hold most of the values, those that hold more of them first."""
    counted = values.drop_nulls().value_counts().iter_rows()
    texts = [(comparable(text), count) for text, count in counted]
    total = sum(count for _, count in texts)
    shares = {
        question: sum(count for text, count in texts if text in table) / total if total else 0
        for question, table in answers.items()
    }
    best = max(shares.values(), default=0)
    return tuple(question for question, share in shares.items() if share >= max(_MOST, best))


def _titles(vocabulary: Vocabulary) -> dict[str, str]:
    """Return every known header, in letters and digits, and every wording of a question → its role."""
    known = {_bare(title): role.name for role in vocabulary.roles for title in (*role.ranked, *role.titles)}
    codes = {_bare(asked.id): asked.id for asked in vocabulary.asked}  # LimeSurvey's hold no hyphen: LI01
    return known | codes | {comparable(wording): asked.id for asked in vocabulary.asked for wording in asked.wordings}


def _near(title: str, known: Mapping[str, str]) -> list[str]:
    """Return the roles of the known headers that a title is like, the likest first."""
    bare = _bare(title)
    if not bare:
        return []
    near = get_close_matches(bare, known, n=3, cutoff=_NEAR)
    inside = sorted((k for k in known if len(k) >= _LONG and k in bare), key=len, reverse=True)[:1]
    text = comparable(title)
    questions = [k for k in known if " " in k and SequenceMatcher(None, text, k).quick_ratio() >= _NEAR_QUESTION]
    ratios = {k: SequenceMatcher(None, text, k).ratio() for k in questions}
    alike = sorted((k for k in ratios if ratios[k] >= _NEAR_QUESTION), key=lambda k: -ratios[k])[:3]
    return list(dict.fromkeys(known[k] for k in (*near, *inside, *alike)))


def _bare(title: str) -> str:
    return "".join(c for c in comparable(title) if c.isalnum())


def _share(held: Iterable[bool]) -> float:
    values = list(held)
    return sum(values) / len(values) if values else 0
