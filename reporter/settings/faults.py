"""What is wrong with a configuration, as a problem with its place and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from reporter.errors import Problem
from reporter.settings.records import File

_ALL_KEYS = "The reporter.toml that reporter init writes shows every key with an example."
_KINDS = {
    "bool": ("is neither true nor false", "Write true or false, without quotation marks."),
    "date": ("is no day", "Write a day without quotation marks: 2026-09-01."),
    "dict": ("is no table", ""),
    "int": ("is no whole number", "Write a whole number without quotation marks, such as 30."),
    "model": ("is no table", ""),
    "path": ("is no path", "Write the path in quotation marks."),
    "string": ("is no text", "Write it in quotation marks."),
    "time": ("is no time of day", "Write a time without quotation marks: 18:00:00."),
    "tuple": ("is no list", 'Write a list: ["…", "…"].'),
}
"""By the beginning of pydantic's error type (`bool_parsing`, `date_type`, …): what is wrong, and what to write."""


def place(source: str, key: str) -> str:
    """Return a dotted key as a message names it: `reporter.toml, [mail.smtp] host`."""
    section, _, name = key.rpartition(".")
    return f"{source}, [{section}] {name}" if section else f"{source}, {name}"


def location(detail: ErrorDetails) -> tuple[str, ...]:
    """Return where in the file an error is, key by key; an entry of a list is where the list is."""
    return tuple(part for part in detail["loc"] if isinstance(part, str) and part != "[key]")


def explain(detail: ErrorDetails, where: str) -> Problem:
    """Return an error of validation as a problem that says what to write.

    Args:
        detail: The error.
        where: The file and key, the flag or the variable.
    """
    path = location(detail)
    if detail["type"] == "extra_forbidden":
        what, hint = f"unknown key `{path[-1]}`", _nearest(path, _section(path[:-1]))
    elif detail["type"] == "missing":
        what, hint = "is missing", _example(path[:-1])
    else:
        what, hint = _value(detail, path)
    return Problem(what=what, where=where, hint=hint)


def _value(detail: ErrorDetails, path: Sequence[str]) -> tuple[str, str]:
    """Return what is wrong with a value, and what to write."""
    context = detail.get("ctx", {})
    if "hint" in context:  # said by a validator of ours
        return str(context["what"]), str(context["hint"])
    if "expected" in context:
        return f"should be {context['expected']}", _choice(detail["input"], str(context["expected"]))
    limits = [f"{word} {context[key]}" for key, word in (("ge", "at least"), ("le", "at most")) if key in context]
    if limits:
        return f"must be a whole number of {' and '.join(limits)}", f"Write a whole number of {' and '.join(limits)}."
    if detail["type"] == "string_too_short":
        return "is empty", _example(path[:-1])
    what, hint = _KINDS.get(detail["type"].partition("_")[0], (detail["msg"], ""))
    return what, hint or _example(path)


def _example(path: Sequence[str]) -> str:
    """Return what to write for a whole table."""
    if example := getattr(_section(path), "example", ""):
        return f"Write it with your own values: {path[-1]} = {example}"
    return f"Write [{'.'.join(path)}] on a line of its own, and its keys below. {_ALL_KEYS}" if path else _ALL_KEYS


def _choice(given: object, expected: str) -> str:
    words = re.findall(r"'([^']*)'", expected)
    if isinstance(given, str) and (close := get_close_matches(given.casefold(), words, n=1)):
        return f"Did you mean `{close[0]}`?"
    return f"Write one of: {', '.join(words)}."


def _nearest(path: Sequence[str], table: type[BaseModel] | None) -> str:
    if table is None:
        return _ALL_KEYS
    known = [field.alias or name for name, field in table.model_fields.items()]
    if close := get_close_matches(path[-1].casefold(), known, n=1, cutoff=0.5):
        return f"Did you mean `{close[0]}`?"
    elsewhere = [s for s in File.model_fields if (m := _section((s,))) and path[-1] in m.model_fields]
    if elsewhere:
        return f"`{path[-1]}` is a key of [{elsewhere[0]}]."
    return f"Known here: {', '.join(known)}."


def _section(path: Sequence[str]) -> type[BaseModel] | None:
    """Return the model of the table at `path`; None if its keys are not ours to name."""
    found: object = File
    for part in path:
        found = _inside(found, part)
    return _model(found)


def _inside(kind: object, part: str) -> object:
    if model := _model(kind):
        return next((f.annotation for name, f in model.model_fields.items() if part in (name, f.alias)), None)
    return get_args(kind)[1] if get_origin(kind) is dict else None


def _model(kind: object) -> type[BaseModel] | None:
    """Return the model that a field holds, perhaps or always."""
    kinds = [kind, *(get_args(kind) if get_origin(kind) is not dict else ())]
    return next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)
