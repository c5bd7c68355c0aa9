"""From paths to bytes: which files a policy consists of, and why one cannot be read."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from reporter.errors import Problem
from reporter.quoting import printable
from reporter.yaml_tree import MAX_BYTES

SUFFIX = ".yaml"
REGIMES = "regimes.yaml"
RETIRED = "retired.yaml"


def policy_files(paths: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """Return the policy files that `paths` name, each once, in their order; a folder's sorted by name."""
    found: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            mode = path.stat().st_mode
            members = _in_folder(path, problems) if stat.S_ISDIR(mode) else [path]
            for member in members:
                found.setdefault(member.resolve(), member)
        except (OSError, ValueError, RuntimeError) as error:
            problems.append(_unreadable(path, error))
    return list(found.values()), problems


def _in_folder(folder: Path, problems: list[Problem]) -> list[Path]:
    members = [m for m in yaml_files(folder, problems) if m.name not in {REGIMES, RETIRED}]
    if not members:
        hint = f"Name a policy file, or a folder that holds one; its name ends in {SUFFIX}."
        problems.append(Problem(where=printable(str(folder)), what="there is no policy in this folder", hint=hint))
    return members


def yaml_files(folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the YAML files of a folder, sorted by name; none if it does not exist. Hidden ones are left out."""
    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            return []
        names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(_unreadable(folder, error))
        return []
    # A policy that is silently left out would be worse than a question.
    problems.extend(
        Problem(
            where=printable(str(folder / name)),
            what="the name ends in .yml and is not read",
            hint=f"Rename it to {SUFFIX}.",
        )
        for name in names
        if name.endswith(".yml")
    )
    return [folder / name for name in names if name.endswith(SUFFIX)]


def is_there(path: Path) -> bool:
    """Return whether something is at `path`: true too where it cannot be looked at, so that reading it says why."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def content(path: Path) -> bytes | Problem:
    """Return a file's bytes (one more than allowed at most), or why they cannot be had."""
    try:
        # Opening a pipe would wait for its writer, and a device may never end.
        if not stat.S_ISREG(path.stat().st_mode):
            return Problem(where=printable(str(path)), what="is not a file", hint="Give a policy's .yaml file.")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return _unreadable(path, error)


def _unreadable(path: Path, error: OSError | ValueError | RuntimeError) -> Problem:
    shown = printable(str(path))
    if isinstance(error, FileNotFoundError):
        return Problem(where=shown, what="there is no such file or folder", hint="Check the path.")
    if isinstance(error, PermissionError):
        return Problem(where=shown, what="may not be read", hint="Check who may read the file.")
    reason = (error.strerror if isinstance(error, OSError) else None) or "the path cannot be followed"
    return Problem(where=shown, what=f"cannot be read: {reason}", hint="Check the path.")
