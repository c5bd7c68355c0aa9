"""A page as a machine reads it: its tags, its text, its scripts and the cells of its tables."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """What stands in a page: its tags, its text, its scripts, and the cells of its tables by caption or id."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[str, str]] = []
        self.style = ""
        self.text = ""
        self.tables: dict[str, list[list[str]]] = {}
        self._table = ""
        self._in = ""
        self._cell = False
        self.feed(data.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        self.tags.append((tag, given))
        if tag in {"script", "style"}:
            self._in = tag
            if tag == "script":
                self.scripts.append((given.get("type", ""), ""))
        if tag == "table":
            self._table = given.get("id", f"table-{len(self.tables)}")
            self.tables[self._table] = []
        if tag == "tr":
            self.tables[self._table].append([])
        if tag in {"td", "th"}:
            self.tables[self._table][-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._in = ""
        if tag in {"td", "th"}:
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            kind, before = self.scripts[-1]
            self.scripts[-1] = (kind, before + data)
        elif self._in == "style":
            self.style += data
        else:
            self.text += data
            if self._cell:
                self.tables[self._table][-1][-1] += data

    @property
    def lists(self) -> list[dict[str, Any]]:
        return [json.loads(text) for kind, text in self.scripts if kind == "application/json"]

    @property
    def script(self) -> str:
        (only,) = [text for kind, text in self.scripts if kind == ""]
        return only

    def rows(self, table: str) -> dict[str, list[str]]:
        return {row[0].strip(): [cell.strip() for cell in row[1:]] for row in self.tables[table]}
