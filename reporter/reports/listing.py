"""Lists of the page: rows that a reader searches, filters and sorts, stored so that tens of thousands stay fluid."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from markupsafe import Markup

from reporter.model.assessment import Assessment
from reporter.model.vocabulary import Edition, Level, Ownership, Severity
from reporter.reports import selection
from reporter.reports.selection import alphabetical
from reporter.wording import words
from reporter.wording.environment import day

LISTED = 100_000
"""Rows a list holds at most; the page says so where there are more."""
NOTHING = "–"
"""What a cell shows where there is nothing to say; its note is for those who listen only."""
_UNSAID = "unsaid"
ROWS = 50
"""Rows that stand in the page as a plain table; the script turns pages of as many."""
PRINTED = 1_000
"""Rows that go on paper at most: some twenty sheets; the paper says so where there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a cell shows."""

    text: str
    note: str = ""
    """A second text beside it: a control's title."""
    link: str = ""
    """The place in the page that tells more, as `#id`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column as a dictionary and a code for each row: small to store, quick to filter and to sort."""

    key: str
    words: tuple[Word, ...]
    """The words that occur, in the order in which the column sorts."""
    codes: tuple[int, ...]
    """For each row the place of its word in `words`."""
    choice: bool
    """Whether a reader may filter by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Rows of findings, or of people."""

    columns: tuple[Column, ...]
    total: int
    """All rows there are, listed or not."""
    listed: int

    @property
    def controls(self) -> frozenset[str]:
        """Return the controls that occur."""
        return frozenset(w.text for c in self.columns if c.key == "control" for w in c.words)

    @property
    def first(self) -> list[list[Word]]:
        """Return the rows that stand in the page as a plain table."""
        return [[c.words[c.codes[row]] for c in self.columns] for row in range(min(self.listed, ROWS))]

    @property
    def data(self) -> Markup:
        """Return all listed rows as JSON that cannot end its script element."""
        columns = [
            {
                "words": [w.text for w in c.words],
                "notes": [w.note for w in c.words] if any(w.note for w in c.words) else [],
                "links": [w.link for w in c.words] if any(w.link for w in c.words) else [],
                "codes": c.codes,
                "choice": c.choice and len(c.words) > 1,
            }
            for c in self.columns
        ]
        return safe_json({"rows": self.listed, "columns": columns})


def safe_json(value: object) -> Markup:
    """Return `value` as JSON that is inert inside `<script type="application/json">`.

    `<`, `>` and `&` are escaped, so neither `</script>` nor `<!--` can occur; U+2028 and U+2029 too.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - nothing in it can be read as markup any more


def open_findings(assessment: Assessment, anchors: Mapping[str, str], edition: Edition) -> Listing:
    """Return the open findings that `edition` lists. `anchors`: control → the id of its place in the page."""
    rows = selection.open_findings(assessment, edition)
    total = rows.height
    rows = rows.head(LISTED)
    say = words()
    controls = {c.id: Word(text=c.id, note=c.title, link=f"#{anchors[c.id]}") for c in assessment.policies.controls}
    accounts = {v: Word(text=say("ownership", v)) for v in Ownership}
    about = [c.id for c in assessment.policies.controls if c.kind.about_an_account]
    ownership = pl.col("ownership").cast(pl.String)
    rows = rows.with_columns(
        ownership=pl.when(pl.col("control").is_in(about)).then(ownership.fill_null(_UNSAID)).otherwise(ownership)
    )
    columns = (
        *(_person(rows) if edition is Edition.HR else [_column(rows["pseudonym"], "employee")]),
        _column(rows["control"], "control", controls, choice=True),
        _column(rows["level"], "level", {v: Word(text=say("level", v)) for v in Level}, choice=True),
        _column(rows["severity"], "severity", {v: Word(text=say("severity", v)) for v in Severity}, choice=True),
        _column(
            rows["ownership"],
            "account",
            {**accounts, _UNSAID: Word(text=say("ownership_unsaid"))},
            choice=True,
            missing=Word(text=NOTHING, note=say("ownership_not_concerned")),
        ),
        _column(rows["answered_on"], "answered"),
    )
    return Listing(columns=columns, total=total, listed=rows.height)


def silent_people(assessment: Assessment) -> tuple[Listing, int]:
    """Return by name who has not answered, and how many more may not be approached person by person. For HR only."""
    people, unlisted = selection.silent_people(assessment)
    listed = people.head(LISTED)
    return Listing(columns=tuple(_person(listed)), total=people.height, listed=listed.height), unlisted


def _person(rows: pl.DataFrame) -> list[Column]:
    """Return for HR who somebody is: the name, with id and address beside it, and the department."""
    people = rows.unique("employee").sort(alphabetical(selection.NAME), "employee", nulls_last=True)
    named = people.select(
        "employee", "name", pl.concat_str("employee_id", "address", separator=" · ", ignore_nulls=True)
    )
    nameless = words()("not_stated")
    known = {employee: Word(text=name or nameless, note=note) for employee, name, note in named.iter_rows()}
    return [_column(rows["employee"], "name", known), _column(rows["department"], "department", choice=True)]


def _column(
    values: pl.Series,
    key: str,
    known: Mapping[Any, Word] | None = None,
    *,
    choice: bool = False,
    missing: Word | None = None,
) -> Column:
    """Encode `values`: in the order of `known` where it is given, else by day or alphabet; what is missing last."""
    found = values.drop_nulls().unique().sort()
    labels: dict[Any, Word]
    if known is not None:
        occurring = set(found)
        labels = {value: known[value] for value in known if value in occurring}
    elif values.dtype == pl.Date:
        labels = {value: Word(text=day(value)) for value in found}
    else:
        labels = {
            value: Word(text=value) for value in found.to_frame("").sort(alphabetical(pl.col("")), "").to_series()
        }
    place = {value: n for n, value in enumerate(labels)}
    shown = tuple(labels.values())
    if values.null_count():
        shown += (missing or Word(text=words()("not_stated")),)
    codes = tuple(len(place) if value is None else place[value] for value in values.to_list())
    return Column(key=key, words=shown, codes=codes, choice=choice)
