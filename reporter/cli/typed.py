"""Commands as their reader can type them: by its path where `reporter` on PATH is not this program."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

NAME = "reporter"
COMMANDS = (
    "check",
    "demo",
    "doctor",
    "followup",
    "init",
    "login",
    "mail",
    "map",
    "open",
    "policy",
    "reveal",
    "run",
    "sign",
    "survey",
    "verify",
)
_SAID = re.compile(rf"(?<![\w./-]){NAME}(?= (?:--[a-z]|(?:{'|'.join(COMMANDS)})\b))")


def command(*words: str | Path, folder: Path | None = None) -> str:
    """Return a command of this program, quoted for a shell.

    Args:
        words: What follows the program's name.
        folder: Where the reader is to stand; None: in the current folder.
    """
    return " ".join([program(folder), *(shlex.quote(str(word)) for word in words)])


def typed(text: str) -> str:
    """Return a text with each `reporter …` in it as it can be typed; for our own words, not for those of a file."""
    said = program()
    return text if said == NAME else _SAID.sub(lambda _: said, text)


def program(folder: Path | None = None) -> str:
    """Return what to type for `reporter`, standing in `folder` (None: the current one)."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py" and called.parent.name == NAME:
        return f"{_path(Path(sys.executable), folder)} -m {NAME}"
    return _path(called, folder) if called.stem == NAME and called.is_file() else NAME


def _path(file: Path, folder: Path | None) -> str:
    """Return how to call a program: by its name where that finds it, else by the shortest path that holds."""
    found = shutil.which(file.name)
    if found is not None and Path(found).absolute() == file.absolute():
        return file.name
    path, here = file.absolute(), Path.cwd()
    there = here if folder is None else folder.absolute()
    if not (path.is_relative_to(here) and there.is_relative_to(here)):
        return shlex.quote(str(path))
    # `..` leads to where a folder really is, whatever it is called here.
    short = os.path.relpath(path.parent.resolve() / path.name, there.resolve())
    return shlex.quote(short if os.sep in short else os.path.join(os.curdir, short))  # noqa: PTH118 - Path drops the dot
