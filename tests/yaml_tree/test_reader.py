from __future__ import annotations

import time
from typing import Any

import pytest
import yaml

from reporter.yaml_tree import MAX_BYTES, Tree, read
from reporter.yaml_tree.reader import MAX_DEPTH, PARSER

PARSERS = [pytest.param(PARSER, id="fastest"), pytest.param(yaml.SafeLoader, id="python")]


def tree_of(text: str | bytes, parser: Any = PARSER) -> Tree:  # noqa: ANN401 - a loader class of PyYAML
    return read(text.encode() if isinstance(text, str) else text, file="f.yaml", parser=parser)


def faults_of(text: str | bytes, parser: Any = PARSER) -> list[tuple[int, int, str]]:  # noqa: ANN401 - as above
    return [(f.line, f.column, f.what) for f in tree_of(text, parser).faults]


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    "text", ["NO", "no", "yes", "On", "12:30", "007", "0o7", "0x1F", "1_000", "2026.10", "-0", "+1"]
)
def test_what_yaml_1_1_would_change_stays_text(text: str, parser: Any) -> None:  # noqa: ANN401 - a loader class
    assert tree_of(f"a: {text}", parser).root == {"a": text}


def test_dates_infinities_and_longest_numbers_stay_text() -> None:
    digits = "9" * 5000
    assert tree_of(f"[2026-11-23, .inf, .NaN, 1e9, {digits}]").root == ["2026-11-23", ".inf", ".NaN", "1e9", digits]


@pytest.mark.parametrize("parser", PARSERS)
def test_whole_numbers_true_false_and_nothing_are_themselves(parser: Any) -> None:  # noqa: ANN401 - a loader class
    root = tree_of("[0, 12, -7, true, false, null, ~, '12', \"true\", '']\n", parser).root
    assert root == [0, 12, -7, True, False, None, None, "12", "true", ""]
    assert tree_of("a:\nb: 1\n", parser).root == {"a": None, "b": 1}


def test_keys_are_always_text() -> None:
    assert tree_of("{NO: 1, 7: 2, true: 3, null: 4}").root == {"NO": 1, "7": 2, "true": 3, "null": 4}


@pytest.mark.parametrize("parser", PARSERS)
def test_every_value_and_key_knows_its_line_and_column(parser: Any) -> None:  # noqa: ANN401 - a loader class
    tree = tree_of("# ä\na: x\nlist:\n  - {k: v}\n  - 'ö': two\n", parser)
    assert tree.where(()) == "f.yaml:2:1"
    assert tree.where(("a",)) == "f.yaml:2:4"
    assert tree.where(("list", 0, "k")) == "f.yaml:4:9"
    assert tree.where(("list", 1, "ö")) == "f.yaml:5:10"
    assert tree.where(("list", 1, "ö"), key=True) == "f.yaml:5:5"
    assert tree.where(("list", 1, "missing", 3)) == "f.yaml:5:5"


@pytest.mark.parametrize("parser", PARSERS)
def test_anchors_aliases_and_tags_are_each_refused_in_their_place(parser: Any) -> None:  # noqa: ANN401 - a loader class
    found = faults_of("a: &x 1\nb: *x\nc: !!python/object:os.system {d: 1}\ne: !local f\n", parser)
    assert [(line, column) for line, column, _ in found] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [what.split()[0] for _, _, what in found] == ["anchor", "alias", "tag", "tag"]


def test_a_duplicate_key_is_refused_and_the_first_is_kept() -> None:
    tree = tree_of("a: 1\nb: 2\na: {c: 3, c: 4}\n")
    assert tree.root == {"a": 1, "b": 2}
    assert [(f.line, f.column, f.what) for f in tree.faults] == [
        (3, 1, 'key "a" is here twice (first in line 1)'),
        (3, 11, 'key "c" is here twice (first in line 3)'),
    ]
    assert tree.where(("a",)) == "f.yaml:1:4"


@pytest.mark.parametrize("parser", PARSERS)
def test_an_alias_bomb_is_refused_fast(parser: Any) -> None:  # noqa: ANN401 - a loader class
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 20)]
    started = time.perf_counter()
    found = faults_of("\n".join(levels), parser)
    assert time.perf_counter() - started < 1
    assert len(found) == 20 + 190
    assert all("not allowed" in what for _, _, what in found)


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_fast(opening: str, parser: Any) -> None:  # noqa: ANN401 - a loader class
    started = time.perf_counter()
    tree = tree_of(opening * 100_000, parser)
    assert time.perf_counter() - started < 2
    assert not tree.whole
    assert len(tree.faults) <= MAX_DEPTH + 2
    assert any("nested" in f.what or "not valid YAML" in f.what for f in tree.faults)


def test_nesting_up_to_the_cap_is_read() -> None:
    assert tree_of("[" * MAX_DEPTH + "]" * MAX_DEPTH).faults == []
    assert faults_of("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2))[0][2] == f"nested more than {MAX_DEPTH} deep"


def test_more_values_than_any_file_needs_are_refused() -> None:
    assert "values" in faults_of("[" + "1," * 200_000 + "]")[0][2]


def test_a_file_larger_than_the_cap_is_refused_unread() -> None:
    assert faults_of(b"#" * (MAX_BYTES + 1)) == [(0, 0, "is larger than 2,000,000 bytes")]


def test_a_byte_order_mark_is_tolerated() -> None:
    tree = tree_of(b"\xef\xbb\xbfa: 1\n")
    assert (tree.root, tree.faults, tree.where(("a",), key=True)) == ({"a": 1}, [], "f.yaml:1:1")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_bad_utf_8_is_an_error_with_its_place(mark: bytes) -> None:
    assert faults_of(mark + "a: 1\nb: ä".encode() + b"\xff\n") == [(2, 5, "byte 0xFF is not UTF-8")]


def test_utf_16_is_named_as_such() -> None:
    assert faults_of("a: 1".encode("utf-16")) == [(0, 0, "is UTF-16 text")]


def test_control_characters_are_errors_with_their_place() -> None:
    assert faults_of("a: 1\nb: \x1b[31m\n") == [(2, 4, "control character U+001B in the text")]


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("text", ['"\\ud800"', '{"\\udfff": 1}', '"\\UFFFFFFFF"', "%YAML " + "1" * 5000 + ".1\n--- a"])
def test_what_is_no_character_and_no_number_is_a_fault_and_no_crash(text: str, parser: Any) -> None:  # noqa: ANN401 - a loader class
    tree = tree_of(text, parser)
    assert tree.faults or tree.root == {"\udfff": 1}


@pytest.mark.parametrize("text", ["", " \n\n", "# only a comment\n", "\ufeff"])
def test_an_empty_file_says_so(text: str) -> None:
    assert faults_of(text) == [(0, 0, "is empty")]


def test_a_syntax_error_has_its_place() -> None:
    [(line, column, what)] = faults_of("a: 1\nb: [1, 2\nc: 3\n")
    assert (line, column) == (3, 2)
    assert what.startswith("is not valid YAML (")


def test_a_second_document_is_refused() -> None:
    assert faults_of("a: 1\n---\nb: 2\n") == [(2, 1, "a second document starts here")]


def test_a_key_that_is_no_text_is_refused() -> None:
    tree = tree_of("? [a, b]\n: 1\nc: 2\n")
    assert (tree.root, [(f.line, f.what) for f in tree.faults]) == ({"c": 2}, [(1, "a key must be plain text")])


def test_a_workbook_is_named_as_such() -> None:
    assert faults_of(b"PK\x03\x04\x14\x00") == [(0, 0, "is a workbook or a zip file, not YAML")]
