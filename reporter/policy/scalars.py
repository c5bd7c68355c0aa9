"""Single values as policy files write them: text, ids, dates. Each check returns the value or says what to do."""

from __future__ import annotations

import re
from datetime import date

from pydantic_core import PydanticCustomError

from reporter.model.text import comparable
from reporter.policy.quoting import quoted

SCHEMA_VERSION = 1
# A capital or a digit tells a control's id from the names of a table's columns, which are small letters all.
CONTROL_ID = re.compile(
    r"^(?=.*[A-Z0-9])[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*(?<!\.account)(?<!\.ownership)$", re.ASCII
)
SLUG = re.compile(r"^[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*$", re.ASCII)
REGIME_ID = re.compile(r"^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# C0 (but tab and line feed), DEL and C1; and the overrides that make text read otherwise than it is.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONGEST_ID = 60


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


def control_id(value: str) -> str:
    """Return a control's id: it becomes part of headers, CSV cells and file names."""
    if not CONTROL_ID.fullmatch(value) or len(value) > _LONGEST_ID:
        raise rejected(
            f"{quoted(value)} is no control id",
            "Letters and digits, joined by single hyphens, dots or underscores, with a capital or a digit: LI-01.",
        )
    return value


def slug(value: str) -> str:
    """Return the id of a policy, service, fact or law note: it may become a file's name."""
    if not SLUG.fullmatch(value) or len(value) > _LONGEST_ID:
        raise rejected(
            f"{quoted(value)} is no id",
            "Letters and digits, joined by single hyphens, dots or underscores: linkedin-ai-training.",
        )
    return value


def regime_id(value: str) -> str:
    """Return the id of a regime."""
    if not REGIME_ID.fullmatch(value) or len(value) > _LONGEST_ID:
        raise rejected(f"{quoted(value)} is no regime's id", "Letters, digits and single hyphens: UK-GDPR.")
    return value


def schema_version(value: int) -> int:
    """Return the version of the file's shape; there is one so far."""
    if value != SCHEMA_VERSION:
        raise rejected(
            f"schema {value} is not known", f"Write schema: {SCHEMA_VERSION}, or update reporter if the file is newer."
        )
    return value


def iso_date(value: object) -> date:
    """Return the date written as YYYY-MM-DD."""
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise rejected(f"there is no day {value.strip()}", "Check month and day.") from None
    raise rejected(f"{quoted(value)} is no date", "Write it as year-month-day: 2026-11-23.")
