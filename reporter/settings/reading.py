"""Reads `reporter.toml` and lays the environment and the flags over it; says everything that is wrong at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reporter.errors import Problem, UsageError
from reporter.settings import faults, values
from reporter.settings.records import FILE_NAME, File, Settings

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
    "run.previous",
    "scope.objected",
    "mail.suppress",
    "sign.pkcs12",
    "sign.trust",
)
_HEADERS = ("roster.columns", "survey.columns", "places.")
_FLAGS = {"places.default": "--place", "places.unknown": "--unknown-place"}
"""The flags that are not called as their keys are."""
_DEFAULTED = ("organisation.name", "organisation.contact", "organisation.timezone", "mail.from", "mail.reply_to")
_SECRET_KEY = re.compile(r"pass?w|passphrase|pwd|secret|token|api_?key|private_?key", re.IGNORECASE)
_URL_WITH_SECRET = re.compile(
    r"://[^/@\s]*:[^/@\s]+@|://\S*[?&][^=&\s]*(?:pass|pwd|secret|token)[^=&\s]*=[^&\s]", re.IGNORECASE
)
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
    secrets = dict(_secrets(tree, source))
    problems = list(secrets.values())
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
            origins[key] = _FLAGS.get(key) or "--" + key.rpartition(".")[2].replace("_", "-")
    try:
        file = File.model_validate(tree)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            key = ".".join(faults.location(detail))
            if not _said(detail, key, secrets):
                origin = next((o for k, o in origins.items() if key == k or key.startswith(f"{k}.")), None)
                problems.append(faults.explain(detail, origin or faults.place(source, key)))
    if problems:
        raise UsageError(*dict.fromkeys(problems))
    return Settings.model_construct(
        **{name: getattr(file, name) for name in File.model_fields},
        workspace=path.parent if path is not None else None,
        file_name=path.name if path is not None else FILE_NAME,
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
            hint="Name the configuration with --config, or make one with: reporter init",
        ) from error
    if len(data) > _MAX_BYTES:
        raise UsageError(
            "is larger than a configuration can be (1 MB)",
            where=str(path),
            hint="Name the reporter.toml of a workspace with --config; reporter init makes one.",
        )
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError("is not text in UTF-8", where=str(path), hint="Save it as UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(
            f"is not TOML: {error}", where=str(path), hint='Text needs quotes, as in name = "Example Ltd".'
        ) from error


def _secrets(tree: Mapping[str, Any], source: str) -> Iterator[tuple[str, Problem]]:
    """Find keys and URLs that hold a secret. In headers of columns and texts of rosters such a word is no secret."""
    for key, value in _leaves(tree):
        where = faults.place(source, key)
        if key.startswith(_HEADERS):
            continue
        if _SECRET_KEY.search(key):
            yield key, Problem(what="a secret does not belong in this file", where=where, hint=_ELSEWHERE)
        elif isinstance(value, str) and _URL_WITH_SECRET.search(value):
            yield key, Problem(what="the address holds a password", where=where, hint=_ELSEWHERE)


def _said(detail: ErrorDetails, key: str, secrets: Mapping[str, Problem]) -> bool:
    """Return whether an error is about a secret that is refused already: the key itself, or what it stands instead of.

    The nearest known spelling of such a key would ask for the secret under another name.
    """
    table = key.rpartition(".")[0]
    return any(
        key == secret
        or secret.startswith(f"{key}.")
        or (detail["type"] == "missing" and table and secret.startswith(f"{table}."))
        for secret in secrets
    )


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
        if isinstance(value, list):
            _put(tree, key, [_path(folder, item, key) for item in value])
        elif value is not None:
            _put(tree, key, _path(folder, value, key))


def _path(folder: Path, value: object, key: str) -> object:
    if not isinstance(value, str) or values.fetched(value):
        return value
    path = folder / value
    # A policy is named by its id too; where it is found is `reporter.policy.names`' business.
    return value if key == "run.policies" and values.policy_name(value) and not path.exists() else path


def _at(tree: Mapping[str, Any], key: str) -> object:
    section, _, name = key.partition(".")
    inner = tree.get(section)
    return inner.get(name) if isinstance(inner, dict) else None


def _put(tree: dict[str, Any], key: str, value: object) -> None:
    section, _, name = key.partition(".")
    inner = tree.setdefault(section, {})
    if isinstance(inner, dict):  # else validation will say that it is no table
        inner[name] = value
