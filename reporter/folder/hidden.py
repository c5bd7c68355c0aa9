"""The hidden folders that a run is written into, and what killed runs left of them."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ASIDE = "-aside"
"""The end of the name of a hidden folder that holds an earlier run, set aside."""
_HIDDEN = re.compile(rf"\.reporter-[0-9a-f]{{16}}(?:{ASIDE})?")


def leftovers(parent: Path) -> tuple[Path, ...]:
    """Return the hidden folders in `parent` that runs left when they were killed, in order."""
    found = []
    for path in _hidden(parent):
        with _locked(path) as mine:
            if mine:
                found.append(path)
    return tuple(found)


def clean(parent: Path) -> int:
    """Remove what killed runs left in `parent`; return how many folders went. Live runs are left alone.

    An earlier run that was set aside, and whose place nothing has taken, is put back.
    """
    removed = 0
    for path in _hidden(parent):
        with _locked(path) as mine:
            if mine and _put_back(path):
                shutil.rmtree(path, ignore_errors=True)
                removed += not path.exists()
    return removed


def _put_back(path: Path) -> bool:
    """Put what a hidden folder holds aside back where it was; return whether the hidden folder may go."""
    if not path.name.endswith(ASIDE):
        return True
    try:
        for earlier in sorted(path.iterdir()):
            target = path.parent / earlier.name
            if not os.path.lexists(target):
                earlier.rename(target)
    except OSError:
        return False
    return True


@contextmanager
def staging(parent: Path) -> Iterator[Path]:
    """Make a hidden folder and hold it; remove it on the way out unless it was renamed by then."""
    while True:
        path = parent / f".reporter-{secrets.token_hex(8)}"
        path.mkdir(mode=0o700)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue  # a cleaner was quicker than the lock
        try:
            if _lock(descriptor) is False or not _same(descriptor, path):
                continue  # the same
            try:
                yield path
            finally:
                if _same(descriptor, path):
                    shutil.rmtree(path, ignore_errors=True)
            return
        finally:
            os.close(descriptor)


def _same(descriptor: int, path: Path) -> bool:
    try:
        there = path.lstat()
    except FileNotFoundError:
        return False
    held = os.fstat(descriptor)
    return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)


def _lock(descriptor: int) -> bool | None:
    """Lock a folder; False if another holds it, None where the file system cannot say (NFS)."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Say whether nobody else holds a hidden folder, and hold it meanwhile."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        yield False
        return
    try:
        yield _lock(descriptor) is True
    finally:
        os.close(descriptor)


def _hidden(parent: Path) -> list[Path]:
    try:
        with os.scandir(parent) as entries:
            names = [
                e.name
                for e in entries
                if _HIDDEN.fullmatch(e.name)
                and e.is_dir(follow_symlinks=False)
                and e.stat(follow_symlinks=False).st_uid == os.geteuid()
            ]
    except OSError:
        return []
    return [parent / name for name in sorted(names)]
