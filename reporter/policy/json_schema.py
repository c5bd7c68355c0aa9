"""The files' contract as JSON Schema, for editors: names, kinds of value, what each is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from reporter.policy.companion_schema import LawFile, RegimesFile, RetiredFile, ServiceFile
from reporter.policy.schema import PolicyFile

DIALECT = GenerateJsonSchema.schema_dialect
"""Draft 2020-12."""

FILES: Mapping[str, tuple[type[BaseModel], str]] = {
    "policy": (PolicyFile, "A policy of reporter (policies/<id>.yaml)"),
    "service": (ServiceFile, "A service of reporter (policies/services/<id>.yaml)"),
    "law": (LawFile, "Law notes of reporter (policies/law/<regime>.yaml)"),
    "regimes": (RegimesFile, "Regimes and places of reporter (policies/regimes.yaml)"),
    "retired": (RetiredFile, "Retired control ids of reporter (policies/retired.yaml)"),
}
"""By the name of a kind of file: its model and its title."""


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one of `FILES`.

    It knows what a single file can show: that a law note is known or a link's host is listed, `reporter policy lint`
    says.
    """
    model, title = FILES[kind]
    found = model.model_json_schema()
    definitions = {
        name: {**one, "title": one["title"].removesuffix("Entry")} for name, one in found.pop("$defs").items()
    }
    return {"$schema": DIALECT, **found, "title": title, "$defs": definitions}
