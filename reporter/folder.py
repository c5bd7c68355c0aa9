"""Floor 3: the output folder, written whole or not at all.

Files are written into a hidden `.reporter-<random>` beside the target, which is renamed to the target once all of it
is on disk. A live run holds a lock on its hidden folder; one that nobody holds was left by a run that was killed.
The lock is on the folder itself, not on a file in it: so it covers the moment of the rename, and nothing of it is
left behind.

Two renames replace an earlier run: it is set aside into a hidden `.reporter-<random>-aside`, under its own name, and
the new folder takes its place. Whoever is killed between the two leaves no run at the target; `clean` then puts the
earlier one back.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from reporter.errors import Problem, RenderError, UsageError
from reporter.model.documents import MANIFEST, Document

_ASIDE = "-aside"
_HIDDEN = re.compile(rf"\.reporter-[0-9a-f]{{16}}(?:{_ASIDE})?")
_NAME = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,120}/){0,3}[A-Za-z0-9_][A-Za-z0-9._-]{0,120}")
_AT_ONCE = 8
_IN_MEMORY = 64  # documents
_FULL = {errno.ENOSPC, errno.EDQUOT}


def check(target: Path, *, replace: bool = False) -> None:
    """Say early whether `write` would refuse the target, before minutes of work are spent.

    Raises:
        UsageError: Something is there, and it may not be replaced.
    """
    if not os.path.lexists(target):
        above = next(p for p in target.absolute().parents if os.path.lexists(p))
        if not above.is_dir():
            raise UsageError("is no folder to write into", where=str(above), hint="Choose another --out.")
        return
    if target.is_symlink() or not target.is_dir():
        raise UsageError("is there already and is not a folder", where=str(target), hint="Choose another --out.")
    if not replace:
        raise UsageError(
            "is there already; a run never overwrites another",
            where=str(target),
            hint="Choose another --out, or replace it with --force.",
        )
    try:
        ours = _is_a_run(target) or not any(target.iterdir())
    except OSError as error:
        raise UsageError(
            f"cannot be looked into: {error.strerror}", where=str(target), hint="Choose another --out."
        ) from error
    if not ours:
        raise UsageError(
            f"holds no {MANIFEST} of ours, or other files than its run's; --force replaces nothing else",
            where=str(target),
            hint="Choose another --out.",
        )


def _is_a_run(target: Path) -> bool:
    """Whether a folder is the output of a run and holds nothing else: what --force deletes is gone."""
    try:
        manifest = json.loads((target / MANIFEST).read_bytes())
        made = {Path(output["name"]).parts[0] for output in manifest["outputs"]}
        ours = manifest["tool"]["name"] == "reporter"
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return ours and {entry.name for entry in target.iterdir()} <= made | {MANIFEST, "SHA256SUMS"}


def write(target: Path, documents: Iterable[Document], *, replace: bool = False) -> None:
    """Write the documents into a fresh folder that its owner alone can open: all of them, or nothing.

    They are taken a few at a time and let go once they are on disk, so that an iterator of many needs little memory.

    Args:
        target: The folder to make. Its parent is made if it is missing.
        documents: The files; their names are relative to the folder.
        replace: An existing folder is replaced, if it is empty or holds the output of a run.

    Raises:
        UsageError: The target is there and may not be replaced.
        RenderError: The folder could not be written, or a document could not be made; nothing of it is left.
    """
    check(target, replace=replace)
    parent = target.absolute().parent
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _staging(parent) as staging:
            _fill(staging, documents)
            _publish(staging, target.absolute(), replace=replace)
        _sync(parent)
    except OSError as error:
        raise RenderError(_explain(error, target)) from error


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
    if not path.name.endswith(_ASIDE):
        return True
    try:
        for earlier in sorted(path.iterdir()):
            target = path.parent / earlier.name
            if not os.path.lexists(target):
                earlier.rename(target)
    except OSError:
        return False
    return True


def _check_names(documents: Sequence[Document], taken: set[str]) -> None:
    """Refuse a name that no file may have, or that is among those `taken`; take the others."""
    names = [document.name for document in documents]
    bad = [name for name in names if not _NAME.fullmatch(name) or ".." in name]
    before = len(taken)
    taken.update(name.casefold() for name in names)
    twice = len(taken) - before != len(names)
    if bad or twice:
        raise RenderError(
            *(f"a document has a name that no file may have: {name!r}" for name in bad[:10]),
            *(["two documents have the same name"] if twice else []),
            hint="This is a bug: please report it.",
        )


@contextmanager
def _staging(parent: Path) -> Iterator[Path]:
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


def _fill(staging: Path, documents: Iterable[Document]) -> None:
    folders: set[Path] = set()
    taken: set[str] = set()
    waiting = iter(documents)
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # the disk, not Python, is waited for
        try:
            while some := list(islice(waiting, _IN_MEMORY)):
                _check_names(some, taken)
                for folder in sorted({f for d in some for f in Path(d.name).parents if f != Path()} - folders):
                    (staging / folder).mkdir(mode=0o700)
                    folders.add(folder)
                for _ in pool.map(lambda d: _put(staging / d.name, d.data), some):
                    pass
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    for folder in (*sorted(folders), Path()):
        _sync(staging / folder)


def _put(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _publish(staging: Path, target: Path, *, replace: bool) -> None:
    check(target, replace=replace)  # again: minutes may have passed
    if not replace or not target.exists():
        staging.rename(target)
        return
    with _staging(target.parent) as old:
        aside = old.rename(old.with_name(old.name + _ASIDE))
        try:
            target.rename(aside / target.name)
            staging.rename(target)
        except BaseException:
            if not os.path.lexists(target) and os.path.lexists(aside / target.name):
                (aside / target.name).rename(target)
            raise
        finally:
            if os.path.lexists(target):  # else `clean` has something to put back
                aside.rename(old)


def _explain(error: OSError, target: Path) -> Problem:
    if error.errno in _FULL:
        return Problem(what="the disk is full; nothing was kept", where=str(target), hint="Make room, and run again.")
    if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
        what = "another run has written this folder just now"
        return Problem(what=what, where=str(target), hint="Look at that run, or choose another --out.")
    hint = "Choose an --out where you may write, on a disk that is in order."
    return Problem(what=f"cannot be written: {error.strerror}; nothing was kept", where=str(target), hint=hint)
