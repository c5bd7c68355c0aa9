"""Reads `reporter.toml` and lays the environment and the flags over it; says everything that is wrong at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from reporter.errors import Problem, UsageError
from reporter.settings.records import File, Settings

FILE_NAME = "reporter.toml"
ENVIRONMENT: Mapping[str, str] = {
    "REPORTER_DATABASE": "ledger.database",
    "REPORTER_EDITION": "run.edition",
    "REPORTER_FAIL_ON": "run.fail_on",
    "REPORTER_OUTPUTS": "run.outputs",
    "REPORTER_POLICIES": "run.policies",
    "REPORTER_TIMEZONE": "organisation.timezone",
}
"""Variable → the key it stands for. `REPORTER_POLICIES` is a list, as PATH is. (`REPORTER_CONFIG` names the file.)"""

_MAX_BYTES = 1_000_000
_PATHS = (
    "organisation.logo",
    "run.roster",
    "run.survey",
    "run.policies",
    "run.waivers",
    "run.aliases",
    "scope.objected",
    "mail.suppress",
    "sign.pkcs12",
)
_HEADERS = ("roster.columns", "survey.columns")
_DEFAULTED = ("organisation.name", "organisation.contact", "organisation.timezone", "mail.from", "mail.reply_to")
_SECRET_KEY = re.compile(r"passw|passphrase|secret|token|api_?key|private_?key", re.IGNORECASE)
_URL_WITH_SECRET = re.compile(r"://[^/@\s]*:[^/@\s]+@")
_ELSEWHERE = (
    "Take it out of the file, and change it if the file was shared. Say where it is instead: "
    'credential = "env:NAME", "fd:3" or "keyring:NAME".'
)


def load(path: Path | None, *, environ: Mapping[str, str], flags: Mapping[str, object]) -> Settings:
    """Return the settings.

    Args:
        path: The `reporter.toml` to read; None: there is none, and everything has its default.
        environ: The environment; only the variables of `ENVIRONMENT` are looked at.
        flags: What the command line says, by dotted key (`run.roster`); None means not given.

    Raises:
        UsageError: The file cannot be read, or something in it, the environment or the flags cannot be followed.
            Holds every problem found.
    """
    tree = _read(path) if path is not None else {}
    source = str(path) if path is not None else FILE_NAME
    problems = list(_secrets(tree, source))
    if path is not None:
        _resolve(tree, path.parent)
    origins: dict[str, str] = {}
    for name, key in ENVIRONMENT.items():
        if text := environ.get(name):
            _put(tree, key, text.split(os.pathsep) if key in _PATHS else text)
            origins[key] = f"the environment, {name}"
    for key, value in flags.items():
        if value is not None:
            _put(tree, key, value)
            origins[key] = "--" + key.rpartition(".")[2].replace("_", "-")
    try:
        file = File.model_validate(tree)
    except ValidationError as error:
        problems += [_explain(detail, source, origins) for detail in error.errors(include_url=False)]
    if problems:
        raise UsageError(*dict.fromkeys(problems))
    return Settings.model_construct(
        **{name: getattr(file, name) for name in File.model_fields},
        workspace=path.parent if path is not None else None,
        defaults=tuple(key for key in _DEFAULTED if _at(tree, key) is None),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error.strerror}",
            where=str(path),
            hint="Say where reporter.toml is with --config, or make one with: reporter init",
        ) from error
    if len(data) > _MAX_BYTES:
        raise UsageError("is larger than a configuration can be (1 MB)", where=str(path))
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError("is not text in UTF-8", where=str(path), hint="Save it as UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(
            f"is not TOML: {error}", where=str(path), hint='Text needs quotes, as in name = "Example Ltd".'
        ) from error


def _secrets(tree: Mapping[str, Any], source: str) -> Iterator[Problem]:
    """Find keys and URLs that hold a secret. Headers of columns are the one place where such a word is no secret."""
    for key, value in _leaves(tree):
        if key.startswith(_HEADERS):
            continue
        if _SECRET_KEY.search(key):
            yield Problem(what="a secret does not belong in this file", where=_where(source, key), hint=_ELSEWHERE)
        elif isinstance(value, str) and _URL_WITH_SECRET.search(value):
            yield Problem(what="the address holds a password", where=_where(source, key), hint=_ELSEWHERE)


def _leaves(node: object, key: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, f"{key}.{name}" if key else str(name))
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value, key)
    else:
        yield key, node


def _resolve(tree: dict[str, Any], folder: Path) -> None:
    for key in _PATHS:
        value = _at(tree, key)
        if isinstance(value, str):
            _put(tree, key, folder / value)
        elif isinstance(value, list):
            _put(tree, key, [folder / item if isinstance(item, str) else item for item in value])


def _at(tree: Mapping[str, Any], key: str) -> object:
    section, _, name = key.partition(".")
    inner = tree.get(section)
    return inner.get(name) if isinstance(inner, dict) else None


def _put(tree: dict[str, Any], key: str, value: object) -> None:
    section, _, name = key.partition(".")
    inner = tree.setdefault(section, {})
    if isinstance(inner, dict):  # else validation will say that it is no table
        inner[name] = value


def _where(source: str, key: str) -> str:
    section, _, name = key.rpartition(".")
    return f"{source}, [{section}] {name}" if section else f"{source}, {name}"


def _explain(detail: ErrorDetails, source: str, origins: Mapping[str, str]) -> Problem:
    location = [str(part) for part in detail["loc"] if part != "[key]"]
    key = ".".join(location)
    origin = next((o for k, o in origins.items() if key == k or key.startswith(f"{k}.")), None)
    where = origin or _where(source, key)
    if detail["type"] == "extra_forbidden":
        return Problem(what=f"unknown key `{location[-1]}`", where=where, hint=_nearest(location))
    if detail["type"] == "missing":
        return Problem(what="is missing", where=where)
    context = detail.get("ctx", {})
    return Problem(what=str(context["error"]) if "error" in context else _plain(detail["msg"]), where=where)


def _plain(message: str) -> str:
    """Return pydantic's message in the form of ours: lower case, about the value."""
    return message.replace("Input should", "should", 1)[:1].lower() + message.replace("Input should", "should", 1)[1:]


def _nearest(location: list[str]) -> str:
    model: type[BaseModel] | None = File
    for part in location[:-1]:
        model = _section(model, part) if model else None
    if model is None:
        return ""
    known = [field.alias or name for name, field in model.model_fields.items()]
    if close := get_close_matches(location[-1], known, n=1, cutoff=0.5):
        return f"Did you mean `{close[0]}`?"
    elsewhere = [s for s in File.model_fields if (m := _section(File, s)) and location[-1] in m.model_fields]
    if elsewhere:
        return f"`{location[-1]}` is a key of [{elsewhere[0]}]."
    return f"Known here: {', '.join(known)}."


def _section(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """Return the model of a table inside `model`, or None if the name holds no table of known keys."""
    for field_name, field in model.model_fields.items():
        if name in (field_name, field.alias):
            kinds = [field.annotation, *get_args(field.annotation)]
            return next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)
    return None
