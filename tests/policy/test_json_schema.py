"""What editors are told. Checked against every shipped file by the few words of JSON Schema that the schemas use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from reporter import assets, yaml_tree
from reporter.policy.json_schema import FILES, json_schema

POLICIES = assets.folder("policies")
HOMES = {
    "policy": sorted(p for p in POLICIES.glob("*.yaml") if p.name not in {"regimes.yaml", "retired.yaml"}),
    "service": sorted(POLICIES.glob("services/*.yaml")),
    "law": sorted(POLICIES.glob("law/*.yaml")),
    "regimes": [POLICIES / "regimes.yaml"],
    "retired": [POLICIES / "retired.yaml"],
}
SHIPPED = [(kind, path) for kind, paths in HOMES.items() for path in paths]
KINDS_OF_VALUE: Mapping[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "integer": int, "null": type(None),
}  # fmt: skip


def faults(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], at: str = "") -> Iterator[str]:  # noqa: ANN401, C901, PLR0912
    """Yield what a validator of draft 2020-12 would complain about, as far as these schemas go."""
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    if "anyOf" in schema and all(list(faults(value, one, root, at)) for one in schema["anyOf"]):
        yield f"{at}: fits none of anyOf"
    for one in schema.get("allOf", ()):
        if not list(faults(value, one["if"], root, at)):
            yield from faults(value, one["then"], root, at)
    if "type" in schema and not isinstance(value, KINDS_OF_VALUE[schema["type"]]):
        yield f"{at}: is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value} is not allowed"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: is not {schema['const']}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: does not match"
    if isinstance(value, list):
        for number, member in enumerate(value):
            yield from faults(member, schema.get("items", {}), root, f"{at}[{number}]")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        yield from (f"{at}.{key}: is missing" for key in schema.get("required", ()) if key not in value)
        for key, member in value.items():
            if key in known:
                yield from faults(member, known[key], root, f"{at}.{key}")
            elif schema.get("additionalProperties") is False:
                yield f"{at}.{key}: is not known"


def tree(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml_tree.read(path.read_bytes(), file=path.name).root


@pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=lambda value: getattr(value, "name", value))
def test_every_shipped_file_is_valid_for_an_editor(kind: str, path: Path) -> None:
    schema = json_schema(kind)
    assert list(faults(tree(path), schema, schema)) == []


@pytest.mark.parametrize("kind", list(FILES))
def test_a_schema_says_its_draft_and_explains_every_key(kind: str) -> None:
    schema = json_schema(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    groups = [schema, *schema["$defs"].values()]
    assert [g["title"] for g in groups if not g.get("description") or not g.get("title")] == []
    unexplained = [
        f"{group['title']}.{key}"
        for group in groups
        for key, value in group.get("properties", {}).items()
        if not value.get("description")
    ]
    assert unexplained == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"titel": "x"}, ".titel: is not known"),
        ({"controls": []}, None),  # minItems is not among the words read here
        ({"schema": 2}, ".schema: is not 1"),
        ({"id": "Own Policy"}, ".id: does not match"),
        ({"version": 2026}, ".version: is no string"),
    ],
)
def test_an_editor_sees_a_slip(change: dict[str, Any], fault: str | None) -> None:
    schema = json_schema("policy")
    given = tree(HOMES["policy"][0]) | change
    assert list(faults(given, schema, schema)) == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("answer", "valid"),
    [
        ({"text": "Off", "outcome": "satisfied"}, True),
        ({"text": "Off", "outcome": "satisfied", "reason": "answered"}, True),
        ({"text": "Off", "outcome": "satisfied", "reason": "unsure"}, False),
        ({"text": "?", "outcome": "not-assessed", "reason": "declined"}, True),
        ({"text": "?", "outcome": "not-assessed"}, False),
        ({"text": "?", "outcome": "not-applicable", "reason": "declined"}, False),
        ({"text": "?", "outcome": "not-assessed", "reason": "stale"}, False),
    ],
)
def test_an_editor_knows_which_reason_goes_with_which_outcome(answer: dict[str, Any], *, valid: bool) -> None:
    """DESIGN §8: 'an answer with outcome `not-applicable` or `not-assessed` needs a `reason`'."""
    schema = json_schema("policy")
    assert (not list(faults(answer, schema["$defs"]["AnswerEntry"], schema))) == valid
