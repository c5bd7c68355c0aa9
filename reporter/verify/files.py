"""The files of a run against the two lists of their hashes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from reporter.claims import Claims
from reporter.errors import Problem
from reporter.model.documents import MANIFEST
from reporter.reports.manifest import CHECKSUMS, is_message

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_BLOCK = 1 << 20
_STRAY = "If you put it there, move it out of the folder and verify again. If not, do not rely on the folder."
_PERMISSIONS = "Check the path and its permissions, and verify again."


class Hashed(NamedTuple):
    """A file as it is on disk."""

    sha256: str
    size: int


Found = Mapping[str, Hashed]
"""Name relative to the folder, with `/` → the file."""


def inspect(folder: Path) -> tuple[Found, list[Problem]]:
    """Hash every file of a folder; nothing that is no plain file is opened, and no link is followed."""
    found: dict[str, Hashed] = {}
    problems: list[Problem] = []

    def unreadable(error: OSError) -> None:
        what = f"cannot be read: {error.strerror}"
        problems.append(Problem(what=what, where=str(error.filename), hint=_PERMISSIONS))

    for here, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort()
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        for name in sorted([*names, *links]):
            path = Path(here) / name
            relative = path.relative_to(folder).as_posix()
            try:
                if stat.S_ISREG(path.lstat().st_mode):
                    found[relative] = _hashed(path)
                else:
                    problems.append(Problem(what="is no plain file; a run makes no other", where=relative, hint=_STRAY))
            except OSError as error:
                unreadable(error)
    return found, problems


def _hashed(path: Path) -> Hashed:
    digest, size = sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Hashed(digest.hexdigest(), size)


def against_checksums(folder: Path, found: Found) -> list[Problem]:
    """Compare the files with `SHA256SUMS`: all of them are listed, all that are listed are there."""
    if CHECKSUMS not in found:
        return [Problem(what="is missing", where=CHECKSUMS)]
    problems: list[Problem] = []
    listed: dict[str, str] = {}
    text = (folder / CHECKSUMS).read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _LINE.fullmatch(line):
            if match[2] in listed:
                problems.append(Problem(what=f"lists {match[2]} twice", where=f"{CHECKSUMS}, line {number}"))
            listed[match[2]] = match[1]
        else:
            problems.append(Problem(what="is no line of checksums", where=f"{CHECKSUMS}, line {number}"))
    for name in sorted(set(listed) | set(found) - {CHECKSUMS}):
        if name not in found:
            problems.append(Problem(what=f"is missing; {CHECKSUMS} lists it", where=name))
        elif name not in listed:
            problems.append(Problem(what=f"is not listed in {CHECKSUMS}", where=name, hint=_STRAY))
        elif listed[name] != found[name].sha256:
            problems.append(Problem(what=f"was changed: its hash is not the one in {CHECKSUMS}", where=name))
    return problems


def against_outputs(found: Found, claimed: Claims) -> list[Problem]:
    """Compare the files with the manifest's `outputs`; the index of the mails stands for the messages."""
    problems: list[Problem] = []
    listed = {output.name: output for output in claimed.outputs}
    if len(listed) != len(claimed.outputs):
        problems.append(Problem(what="lists a file twice", where=f"{MANIFEST}, outputs"))
    there = {name for name in found if name not in {MANIFEST, CHECKSUMS} and not is_message(name)}
    for name in sorted(set(listed) | there):
        if name not in found:
            problems.append(Problem(what=f"is missing; {MANIFEST} lists it", where=name))
        elif name not in listed:
            problems.append(Problem(what=f"is not listed in {MANIFEST}", where=name, hint=_STRAY))
        elif (listed[name].sha256, listed[name].bytes) != (found[name].sha256, found[name].size):
            problems.append(Problem(what=f"was changed: its hash or size is not the one in {MANIFEST}", where=name))
    return problems
