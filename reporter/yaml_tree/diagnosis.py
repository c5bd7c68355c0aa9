"""What pydantic found, as faults a person can mend: where, what, and what to do."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from reporter.quoting import nearest, quoted, suggestion
from reporter.yaml_tree.tree import MOST_FAULTS, Fault, Path, Tree, Value

Model = TypeVar("Model", bound=BaseModel)


class Kind(NamedTuple):
    """A kind of file: what it is called, the key only it has, where it belongs, and the line it begins with."""

    name: str
    key: str
    home: str
    start: str


Kinds: TypeAlias = Mapping[type[BaseModel], Kind]
"""The kinds of file that may be mistaken for one another, by their models."""


def validated(model: type[Model], tree: Tree, kinds: Kinds) -> Model | None:
    """Return the file as `model`, one of `kinds`; None, with its faults noted in the tree, if it is not one."""
    if wrong := _wrong_file(kinds[model], tree.root, kinds):
        tree.faults.append(Fault(*tree.mark(()), *wrong))
        return None
    try:
        return model.model_validate(tree.root)
    except ValidationError as error:
        found = error.errors(include_url=False)
    slips = _misspelt(model, found)
    own = [e for e in found if not (_is_under_a_refusal(tree, e) or (e["type"] == "missing" and _path(e) in slips))]
    placed = sorted(((_place(tree, e), e) for e in own), key=lambda p: p[0])
    for place, details in placed[: MOST_FAULTS + 1]:
        what, hint = _words(model, details)
        tree.faults.append(Fault(*place, what, hint))
    return None


def _wrong_file(wanted: Kind, root: Value, kinds: Kinds) -> tuple[str, str] | None:
    """Return what is wrong with a file that is of another kind altogether."""
    if not isinstance(root, dict):
        shown = "is empty" if root is None else "is a list" if isinstance(root, list) else "is plain text"
        return f"{wanted.name} is a group of keys, and this file {shown}", f"It starts with the line: {wanted.start}"
    other = next((k for k in kinds.values() if k.key in root and wanted.key not in root), None)
    if other:
        return f"this is {other.name}, not {wanted.name}", f"{other.name.capitalize()} belongs in {other.home}."
    return None


def _path(details: ErrorDetails) -> Path:
    return tuple(details["loc"])


def _place(tree: Tree, details: ErrorDetails) -> tuple[int, int]:
    return tree.mark(_path(details), key=details["type"] == "extra_forbidden")


def _misspelt(model: type[BaseModel], found: list[ErrorDetails]) -> set[Path]:
    """Return the keys that are there under a wrong spelling: they need not be called missing too."""
    extras = [_path(e) for e in found if e["type"] == "extra_forbidden"][:MOST_FAULTS]
    meant = ((path, nearest(str(path[-1]), _keys_beside(model, path))) for path in extras)
    return {(*path[:-1], key) for path, key in meant if key}


def _is_under_a_refusal(tree: Tree, details: ErrorDetails) -> bool:
    path = _path(details)
    return any(path[:i] in tree.faulty for i in range(len(path) + 1))


def _words(model: type[BaseModel], details: ErrorDetails) -> tuple[str, str]:
    """Return what is wrong, and a hint."""
    path, given = _path(details), details.get("input")
    context: Mapping[str, Any] = details.get("ctx", {})
    name, shown = quoted(_name(path)), "empty" if given is None else quoted(given)
    match details["type"]:
        case "missing":
            return f"{name} is missing", f"Add a line: {path[-1]}: …"
        case "extra_forbidden":
            return f"{name} is not a known key", suggestion(str(path[-1]), _keys_beside(model, path))
        case "reporter":
            return f"{name}: {context['what']}", str(context["hint"])
        case "enum" | "literal_error":
            choices = _choices(model, path)
            return f"{name}: {shown} is not one of {', '.join(choices)}", _choice_hint(given, choices)
        case kind if kind in _WRONG_KIND:
            wanted, hint = _WRONG_KIND[kind]
            return f"{name} must be {wanted}, and is {shown}", _quotes_hint(kind, given) or hint
        case kind:
            what, hint = _WRONG_SIZE.get(kind, (details["msg"], ""))
            return f"{name} {what.format_map(context)}", hint


_WRONG_KIND = {
    "string_type": ("text", "Write one text here; a word like null needs quotes."),
    "int_type": ("a whole number", "Write digits only."),
    "list_type": ("a list", "Write each entry on a line of its own behind `- `, or []."),
    "model_type": ("a group of keys", "Write `key: value` lines, indented below it."),
    "model_attributes_type": ("a group of keys", "Write `key: value` lines, indented below it."),
    "dict_type": ("a group of keys", "Write `key: value` lines, indented below it."),
}
"""By pydantic's name of the error: what is wanted, and a hint."""

_WRONG_SIZE = {
    "string_too_short": ("is empty", "Write the text, or remove the line."),
    "too_short": ("is empty", "At least one is needed."),
    "string_too_long": ("is longer than {max_length} characters", "Shorten it."),
    "greater_than_equal": ("must be at least {ge}", ""),
    "less_than_equal": ("must be at most {le}", ""),
}


def _quotes_hint(kind: str, given: object) -> str:
    if kind == "string_type" and isinstance(given, (bool, int)):
        return f"Put it in quotes: {quoted(str(given).lower())}."
    if kind == "int_type" and isinstance(given, str) and given.strip().isdecimal():
        return "Write the number without quotes or leading zeros."
    return ""


def _name(path: Path) -> str:
    """Return the last key on the way, for a member of a list `key[n]` counted from 1."""
    number = ""
    for step in reversed(path):
        if isinstance(step, str):
            return step + number
        number = f"[{step + 1}]{number}"
    return "file"


def _choice_hint(given: Value | object, choices: list[str]) -> str:
    return suggestion(given, choices, otherwise="Use one of these words.") if isinstance(given, str) else ""


def _keys_beside(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys known where the last step of `path` was written."""
    for candidate in _types_at(model, path[:-1]):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return [f.alias or n for n, f in candidate.model_fields.items()]
    return []


def _choices(model: type[BaseModel], path: Path) -> list[str]:
    """Return the words allowed at `path`."""
    for candidate in _types_at(model, path):
        if isinstance(candidate, type) and issubclass(candidate, StrEnum):
            return [m.value for m in candidate]
        if get_origin(candidate) is Literal:
            return [str(a) for a in get_args(candidate)]
    return []


def _types_at(model: type[BaseModel], path: Path) -> Iterator[Any]:
    """Yield the types a value at `path` may have, Optional and Annotated taken off."""
    here: list[Any] = [model]
    for step in path:
        inner: list[Any] = []
        for candidate in here:
            if isinstance(step, str) and isinstance(candidate, type) and issubclass(candidate, BaseModel):
                fields = {f.alias or n: f.annotation for n, f in candidate.model_fields.items()}
                inner += _plain(fields[step]) if step in fields else []
            elif get_origin(candidate) in {list, dict}:
                inner += _plain(get_args(candidate)[-1])
        here = inner
    yield from here


def _plain(annotation: Any) -> list[Any]:  # noqa: ANN401 - a type of any kind
    if hasattr(annotation, "__metadata__"):
        return _plain(annotation.__origin__)
    if get_origin(annotation) in {Union, types.UnionType}:
        return [t for a in get_args(annotation) for t in _plain(a)]
    return [annotation]
