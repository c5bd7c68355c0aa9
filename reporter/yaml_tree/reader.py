"""YAML as a tree in which every value knows its line and column: for files that people write.

Only what they need is read: mappings, lists, text, whole numbers, true, false and nothing. `NO`, `yes`,
`12:30`, `007`, `2026.10` and dates stay text (YAML 1.1 would make false, 750, 7 and 2026.1 of them; a schema that
wants a date reads it from the text). Anchors, aliases and tags are refused, so no file can grow in memory or name
a Python object: the tree is built from the parser's events and no constructor of PyYAML ever runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from reporter.quoting import quoted
from reporter.yaml_tree.tree import Fault, Mark, Path, Tree, Value

MAX_BYTES = 2_000_000
MAX_DEPTH = 32
MAX_NODES = 100_000

Parser: TypeAlias = Any
"""A loader class of PyYAML; only its parser is used."""

# libyaml parses twenty times as fast; a PyYAML built without it has the same parser in Python.
PARSER: Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"-?[1-9][0-9]{0,17}|0")
_CONSTANTS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(data: bytes, *, file: str, start: str = "key: value", parser: Parser = PARSER) -> Tree:
    """Return the tree of a YAML file; what is wrong with it is in `faults`.

    Args:
        data: the file's bytes, UTF-8 with or without a byte order mark.
        file: how messages call it.
        start: the line that such a file begins with, for whoever gives an empty one.
        parser: a loader class of PyYAML whose parser reads the text.
    """
    tree = Tree(file)
    try:
        text = _decoded(data, start)
        _Builder(tree, text, parser).document(start)
    except _UnreadableError as error:
        tree.faults.append(error.fault)
    except yaml.MarkedYAMLError as error:
        tree.faults.append(_syntax_fault(error))
    except (yaml.YAMLError, ValueError, OverflowError):
        # Escapes and directives that overflow: the parser gives no place for them.
        tree.faults.append(Fault(0, 0, "is not valid YAML", "Look for odd escapes (\\U…) or a % at a line's start."))
    else:
        tree.whole = True
    return tree


class _UnreadableError(Exception):
    """Reading cannot go on."""

    def __init__(self, line: int, column: int, what: str, hint: str = "") -> None:
        self.fault = Fault(line, column, what, hint)
        super().__init__(what)


def _decoded(data: bytes, start: str) -> str:
    """Return the text, or say why these bytes are none."""
    if len(data) > MAX_BYTES:
        raise _UnreadableError(0, 0, f"is larger than {MAX_BYTES:,} bytes", "Split it into several files.")
    if not data.strip():
        raise _UnreadableError(0, 0, "is empty", f"It starts with the line: {start}")
    if data.startswith(b"PK\x03\x04"):
        raise _UnreadableError(0, 0, "is a workbook or a zip file, not YAML", "Give a .yaml file here.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _UnreadableError(0, 0, "is UTF-16 text", "Save the file as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from behind the byte order mark; so does an editor.
        before = error.object[: error.start]
        hint = "Save the file as UTF-8." if b"\x00" not in data else "This is not a text file; give a .yaml file."
        mark = _mark_after(before.decode("utf-8", "replace"))
        raise _UnreadableError(*mark, f"byte 0x{error.object[error.start]:02X} is not UTF-8", hint) from None
    if odd := _CONTROL.search(text):
        mark = _mark_after(text[: odd.start()])
        what = f"control character U+{ord(odd.group()):04X} in the text"
        raise _UnreadableError(*mark, what, "Remove it; if this is not a text file, give a .yaml file.")
    return text


def _mark_after(text: str) -> Mark:
    return Mark(text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)


def _syntax_fault(error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    said = "; ".join(part for part in (error.context, error.problem) if part)
    hint = "Check indentation, colons and quotes here and in the line above; text with ': ' or ' #' needs quotes."
    return Fault(line, column, f"is not valid YAML ({said})", hint)


class _Builder:
    """Builds the tree from the parser's events, by recursive descent of bounded depth."""

    def __init__(self, tree: Tree, text: str, parser: Parser) -> None:
        self._tree = tree
        self._events: Iterator[Any] = yaml.parse(text, Loader=parser)
        self._nodes = 0

    def document(self, start: str) -> None:
        next(self._events)  # the stream starts
        first = next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            raise _UnreadableError(0, 0, "is empty", f"It starts with the line: {start}")
        self._tree.root = self._value(next(self._events), (), 0)
        next(self._events)  # the document ends
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            mark = _mark(after)
            raise _UnreadableError(
                *mark, "a second document starts here", "Keep one document in the file: remove the --- line."
            )

    def _value(self, event: yaml.NodeEvent, path: Path | None, depth: int) -> Value:
        """Return the value that starts with `event`; a path of None means that it is read to be dropped."""
        mark = _mark(event)
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise _UnreadableError(
                *mark, f"nested more than {MAX_DEPTH} deep", "Write it flatter: eight levels are enough."
            )
        if self._nodes > MAX_NODES:
            raise _UnreadableError(*mark, f"more than {MAX_NODES:,} values", "Split it into several files.")
        if path is not None:
            self._tree.values[path] = mark
        self._refuse(event, mark, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path, depth)
        return self._scalar(event, mark) if isinstance(event, yaml.ScalarEvent) else None

    def _refuse(self, event: yaml.NodeEvent, mark: Mark, path: Path | None) -> None:
        is_alias = isinstance(event, yaml.AliasEvent)
        if event.anchor is not None:
            name = quoted(f"{'*' if is_alias else '&'}{event.anchor}")
            what = f"{'alias' if is_alias else 'anchor'} {name} is not allowed"
            self._fault(mark, what, "Write the value out in each place; or put text with & or * first in quotes.")
        tag = getattr(event, "tag", None)
        if tag is not None:
            what = f"tag {quoted(tag)} is not allowed"
            self._fault(mark, what, "Remove it; put text that starts with ! in quotes.")
        if path is not None and (is_alias or (isinstance(event, yaml.ScalarEvent) and tag is not None)):
            self._tree.faulty.add(path)

    def _mapping(self, path: Path | None, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        firsts: dict[str, Mark] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            mark = _mark(event)
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(mark, "a key must be plain text", "Write `key: value`; put a text with { or [ in quotes.")
                self._value(event, None, depth + 1)
                self._value(next(self._events), None, depth + 1)
                continue
            self._refuse(event, mark, None)
            key = event.value
            if key in firsts:
                what = f"key {quoted(key)} is here twice (first in line {firsts[key].line})"
                self._fault(mark, what, "Keep one of the two.")
                self._value(next(self._events), None, depth + 1)
                continue
            firsts[key] = mark
            inner = None if path is None else (*path, key)
            if inner is not None:
                self._tree.keys[inner] = mark
            found[key] = self._value(next(self._events), inner, depth + 1)
        return found

    def _sequence(self, path: Path | None, depth: int) -> list[Value]:
        found: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, None if path is None else (*path, len(found)), depth + 1))
        return found

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark) -> Value:
        text: str = event.value
        if odd := _SURROGATE.search(text):
            self._fault(mark, f"U+{ord(odd.group()):04X} is no character", "Remove the escape \\u….")
            return _SURROGATE.sub("\ufffd", text)
        if not event.implicit[0]:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        return int(text) if _INTEGER.fullmatch(text) else text

    def _fault(self, mark: Mark, what: str, hint: str) -> None:
        self._tree.faults.append(Fault(*mark, what, hint))


def _mark(event: yaml.Event) -> Mark:
    start = event.start_mark
    return Mark(start.line + 1, start.column + 1) if start else Mark(1, 1)
