"""A YAML file's values with their places, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from reporter.errors import Problem

MOST_FAULTS = 200
"""Of one file that are told; a file with more is of another kind, and nobody reads on."""

Path: TypeAlias = tuple[str | int, ...]
"""How to walk from the root to a value: keys of mappings, places in lists."""
Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"


class Fault(NamedTuple):
    """One thing wrong in one file. Sorts by place; line 0: the file as a whole."""

    line: int
    column: int
    what: str
    hint: str = ""


class Mark(NamedTuple):
    """A place in a file, both counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Tree:
    """A file's values and their places."""

    file: str
    root: Value = None
    whole: bool = False
    """False: reading stopped, and `root` means nothing."""
    values: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    faulty: set[Path] = field(default_factory=set)
    """Values that stand in for something refused; nothing more is to be said about them."""
    faults: list[Fault] = field(default_factory=list)

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """Return the place of the value at `path` (or of its key); of the nearest one above where there is none."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Mark(1, 1))

    def where(self, path: Path, *, key: bool = False) -> str:
        """Return `file:line:column` of the value at `path`."""
        mark = self.mark(path, key=key)
        return f"{self.file}:{mark.line}:{mark.column}"

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, by place, each thing once."""
        faults = sorted(set(self.faults))
        found = [
            Problem(where=f"{self.file}:{f.line}:{f.column}" if f.line else self.file, what=f.what, hint=f.hint)
            for f in faults[:MOST_FAULTS]
        ]
        if len(faults) > MOST_FAULTS:
            found.append(Problem(where=self.file, what=f"has more than {MOST_FAULTS} faults", hint="Mend these first."))
        return tuple(found)

    @property
    def branch(self) -> Branch:
        """The root, to walk from."""
        return Branch(self, (), self.root)


@dataclass(frozen=True, slots=True)
class Branch:
    """A value somewhere in a tree. Walking never fails: what is missing or of the wrong kind is passed over."""

    tree: Tree
    path: Path
    value: Value

    @property
    def where(self) -> str:
        """`file:line:column`."""
        return self.tree.where(self.path)

    def at(self, key: str) -> Branch | None:
        """Return the value under `key`."""
        if isinstance(self.value, dict) and key in self.value:
            return Branch(self.tree, (*self.path, key), self.value[key])
        return None

    def text(self, key: str) -> str | None:
        """Return the text under `key`, trimmed."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return value.strip() if isinstance(value, str) else None

    def each(self, *keys: str) -> Iterator[Branch]:
        """Yield the members of the list under `keys`, one key inside the other."""
        here: Branch | None = self
        for key in keys:
            here = here.at(key) if here else None
        if here and isinstance(here.value, list):
            yield from (Branch(here.tree, (*here.path, i), v) for i, v in enumerate(here.value))

    def texts(self, *keys: str) -> Iterator[tuple[str, Branch]]:
        """Yield each text of the list under `keys`, trimmed, and where it is."""
        for member in self.each(*keys):
            if isinstance(member.value, str):
                yield member.value.strip(), member

    def fault(self, what: str, hint: str = "", *, key: str | None = None) -> None:
        """Note a fault here, or at the value under `key`."""
        mark = self.tree.mark(self.path if key is None else (*self.path, key))
        self.tree.faults.append(Fault(*mark, what, hint))
