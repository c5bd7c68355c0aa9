"""What keeps the house in order beside the floors, which import-linter holds."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "reporter"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300
NO_NOUN = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_fits_in_the_head_has_a_noun_for_a_name_and_opens_with_a_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert path.stem not in NO_NOUN
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", sorted((PACKAGE / "model").glob("*.py")), ids=named)
def test_every_record_is_frozen(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for decorator in map(ast.unparse, node.decorator_list):
                assert "frozen=True" in decorator, node.name


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_exception_of_just_any_kind_is_swallowed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
        ):
            assert any(isinstance(statement, ast.Raise) for statement in node.body), ast.unparse(node)
