"""Adds keys to `[roster.columns]` or `[survey.columns]` of a `reporter.toml`, and leaves all else as it stands."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from reporter.settings.values import dotted


def lines(columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return columns as lines of TOML: `employee_id = "PersNr"`."""
    return tuple(f"{role} = {quoted(title)}" for role, title in columns.items())


def quoted(text: str) -> str:
    """Return a text as a basic string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def stated(text: str, table: str) -> dict[str, Any]:
    """Return what a `reporter.toml` says in a table of columns, by dotted key.

    Args:
        text: The file.
        table: `roster` or `survey`.
    """
    section = tomllib.loads(text.removeprefix("\ufeff")).get(table, {})
    found = dotted(section.get("columns", {})) if isinstance(section, dict) else {}
    return found if isinstance(found, dict) else {}


def added(text: str, table: str, columns: Mapping[str, str]) -> str | None:
    """Return a `reporter.toml` with columns added; None where that cannot be done without rewriting what is there.

    The lines stand right below the head of the table, or in a new table at the end. That the file then says what it
    said and these columns, and nothing else, is proven by reading it again.

    Args:
        text: The file; valid.
        table: `roster` or `survey`.
        columns: Role → header; none of them is stated yet.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    unix = text.replace("\r\n", "\n")
    new = "\n".join(lines(columns))
    heads = list(
        re.finditer(rf"^\ufeff?[ \t]*\[[ \t]*{table}[ \t]*\.[ \t]*columns[ \t]*\][ \t]*(?:#.*)?$", unix, re.MULTILINE)
    )
    if len(heads) == 1:
        place = heads[0].end()
        unix = f"{unix[:place]}\n{new}{unix[place:]}"
    else:
        gap = "" if not unix or unix.endswith("\n") else "\n"
        unix = f"{unix}{gap}\n[{table}.columns]\n{new}\n"
    changed = unix.replace("\n", end)
    return changed if _says(changed, text, table, columns) else None


def _says(changed: str, text: str, table: str, columns: Mapping[str, str]) -> bool:
    try:
        now, before = (tomllib.loads(t.removeprefix("\ufeff")) for t in (changed, text))
    except tomllib.TOMLDecodeError:
        return False
    if stated(changed, table) != {**stated(text, table), **columns}:
        return False
    for tree in (now, before):
        section = tree.get(table)
        if isinstance(section, dict):
            section.pop("columns", None)
        if not section:
            tree.pop(table, None)
    return now == before
