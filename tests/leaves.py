"""The sentences of a file of fixed words, each with the keys that lead to it."""

from __future__ import annotations

from collections.abc import Iterator

Path = tuple[str, ...]


def leaves(node: object, *path: str) -> Iterator[tuple[Path, str]]:
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from leaves(inner, *path, str(key))
    elif isinstance(node, list):
        for n, inner in enumerate(node):
            yield from leaves(inner, *path, str(n))
    else:
        assert isinstance(node, str), f"{'.'.join(path)}: {node!r} needs quotes"
        yield path, node
