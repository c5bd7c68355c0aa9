"""The kinds of value that every YAML file may hold: text and days, each with its check and what an editor shows."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from reporter.model.text import comparable
from reporter.quoting import quoted

STRICT = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)
"""Of every group of keys: unknown ones are errors, and nothing is converted silently."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# C0 (but tab and line feed), DEL and C1; and the overrides that make text read otherwise than it is.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def rejected(what: str, hint: str = "") -> PydanticCustomError:
    """Return the error that becomes a Problem with these words."""
    return PydanticCustomError("reporter", "{what}", {"what": what, "hint": hint})


def text(value: str) -> str:
    """Return `value` trimmed; refuse text of nothing visible and control characters other than line breaks."""
    value = value.strip()
    if not comparable(value):
        raise rejected("is empty", "Write the text, or remove the line.")
    if odd := _CONTROL.search(value):
        raise rejected(f"holds the control character U+{ord(odd.group()):04X}", "Remove it.")
    return value


def line(value: str) -> str:
    """Return `value` as `text` does; refuse line breaks too."""
    value = text(value)
    if len(value.splitlines()) > 1 or "\t" in value:
        raise rejected("must be a single line", "Use `>-` instead of `|`, and no tabs.")
    return value


def iso_date(value: object) -> date:
    """Return the date written as YYYY-MM-DD."""
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise rejected(f"there is no day {value.strip()}", "Check month and day.") from None
    raise rejected(f"{quoted(value)} is no date", "Write it as year-month-day: 2026-11-23.")


Text: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=10_000, json_schema_extra={"pattern": r"\S"}), AfterValidator(text)
]
"""A sentence or more; line breaks are allowed."""
Line: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=500, json_schema_extra={"pattern": r"\S"}), AfterValidator(line)
]
"""Text without line breaks, fit for a heading, a cell or a mail's subject."""
Date: TypeAlias = Annotated[date, BeforeValidator(iso_date), Field(examples=["2026-11-23"])]
