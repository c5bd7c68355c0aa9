"""What to write into the configuration about places that are not understood: lines to paste, and the ways on."""

from __future__ import annotations

import polars as pl

from reporter.settings import Settings, column_tables
from reporter.wording.places import country_name

_LISTED = 100
_LONGEST = 80
_KEYS = ("default", "unknown")


def unplaced_hint(settings: Settings) -> str:
    """Return what to do about people whose place is not understood."""
    one = "" if settings.places.default else " If all of whom no country is stated work in one: --place DE."
    return (
        f"Under [places] in {settings.file_name}, say what each text means: a country (DE), or its state where the law "
        f'depends on that (US-CO).{one} Or decide about these people: unknown = "withhold" (--unknown-place withhold) '
        'keeps them in scope for information alone, and nobody writes to them; unknown = "exclude" leaves them out.'
    )


def unplaced_lines(unplaced: pl.DataFrame, settings: Settings) -> tuple[str, ...]:
    """Return the lines for `[places]`, one for each text, with how many people it stands for.

    Args:
        unplaced: Schema UNPLACED.
        settings: Whose `[places]` it is.
    """
    found = [] if settings.places.model_fields_set or settings.places.texts else ["[places]"]
    for row in unplaced.head(_LISTED).iter_rows(named=True):
        people, lacking = _people(row["people"]), ""
        if row["country"]:
            code = row["country"]
            lacking = f"; {country_name(code)}, and its law depends on the state: {code}-…"
        if row["text"] is None:
            found.append(f'default = ""  # {people} of whom the roster states no place{lacking}')
        elif "@" in row["text"] or len(row["text"]) > _LONGEST:
            where = f"{row['file']}, row {row['row']}"
            found.append(f"# {people}: what stands there is no place ({where}){lacking}")
        else:
            text = row["text"].capitalize() if row["text"] in _KEYS else row["text"]
            found.append(f'{column_tables.quoted(text)} = ""  # {people}{lacking}')
    if unplaced.height > _LISTED:
        rest = unplaced.slice(_LISTED)
        found.append(f"# and {rest.height:,} more texts, which stand for {_people(int(rest['people'].sum()))}")
    return tuple(found)


def counted(people: int) -> str:
    """Return how many people work somewhere: `one person works`, `12 people work`."""
    return "one person works" if people == 1 else f"{people:,} people work"


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count:,} people"
