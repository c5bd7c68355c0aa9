"""Where in a workbook's archive a sheet's cells are. The archive was screened; what is not found is left out."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from posixpath import join, normpath

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_LARGEST = 4 * 1024**2  # bytes; larger ones are not looked into
_SHEET = re.compile(rb"<sheet\s[^>]{1,2000}>")
_LINK = re.compile(rb"<Relationship\s[^>]{1,4000}>")
_ATTRIBUTE = re.compile(rb'\s(?:[a-z]+:)?([A-Za-z]+)="([^"]*)"')


def sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return a sheet's name → the part that holds its cells."""
    links = [_attributes(tag) for tag in _LINK.findall(small(archive, _LINKS))]
    targets = {tag["Id"]: tag["Target"] for tag in links if tag.keys() >= {"Id", "Target"}}
    tags = [_attributes(tag) for tag in _SHEET.findall(small(archive, _BOOK))]
    named = {tag["name"]: targets[tag["id"]] for tag in tags if tag.keys() >= {"name", "id"} and tag["id"] in targets}
    found = {unescape(name): normpath(join("/xl", target)).lstrip("/") for name, target in named.items()}
    return {name: part for name, part in found.items() if part in archive.namelist()}


def small(archive: zipfile.ZipFile, part: str) -> bytes:
    """Return a part whole; nothing where it is missing or too large."""
    if part not in archive.namelist() or archive.getinfo(part).file_size > _LARGEST:
        return b""
    return archive.read(part)


def column(letters: bytes) -> int:
    """Return a column's number from its letters: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(tag)}
