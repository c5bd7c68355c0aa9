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
import json
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path

from reporter.errors import OURS, Problem, RenderError, UsageError
from reporter.folder.hidden import ASIDE, clean, leftovers, staging
from reporter.model.documents import MANIFEST, Document

__all__ = ["amend", "check", "clean", "leftovers", "write"]

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
        with staging(parent) as fresh:
            _fill(fresh, documents)
            _publish(fresh, target.absolute(), replace=replace)
        _sync(parent)
    except OSError as error:
        raise RenderError(_explain(error, target)) from error


def amend(target: Path, documents: Sequence[Document]) -> None:
    """Replace some files of a run's folder: all of them, or nothing. Every other file stays as it is.

    Args:
        target: The folder.
        documents: Files that are in it, with their new bytes.

    Raises:
        UsageError: The target holds no run, or other files than its run's.
        RenderError: The folder could not be written; it is as it was.
    """
    check(target, replace=True)
    new = {document.name for document in documents}
    try:
        with staging(target.absolute().parent) as fresh:
            names = sorted(p.relative_to(target) for p in target.rglob("*") if not p.is_dir())
            kept = [name for name in names if name.as_posix() not in new]
            _fill(fresh, documents, [name.parent for name in kept])
            for name in kept:
                _keep(target / name, fresh / name)
            for inner in sorted({name.parent for name in kept}):
                _sync(fresh / inner)
            _publish(fresh, target.absolute(), replace=True)
        _sync(target.absolute().parent)
    except OSError as error:
        raise RenderError(_explain(error, target)) from error


def _keep(old: Path, new: Path) -> None:
    """Give a file a second name, which becomes its only one; copy it where the file system has no second names."""
    with suppress(OSError):
        os.link(old, new, follow_symlinks=False)
        return
    shutil.copy2(old, new, follow_symlinks=False)


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
            hint=OURS,
        )


def _fill(fresh: Path, documents: Iterable[Document], others: Iterable[Path] = ()) -> None:
    """Write documents, and make their folders and the `others`."""
    made: set[Path] = set()
    taken: set[str] = set()
    _make(fresh, others, made)
    waiting = iter(documents)
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # the disk, not Python, is waited for
        try:
            while some := list(islice(waiting, _IN_MEMORY)):
                _check_names(some, taken)
                _make(fresh, (Path(document.name).parent for document in some), made)
                for _ in pool.map(lambda d: _put(fresh / d.name, d.data), some):
                    pass
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    for folder in (*sorted(made), Path()):
        _sync(fresh / folder)


def _make(fresh: Path, folders: Iterable[Path], made: set[Path]) -> None:
    """Make folders, and those above them, that are not made yet."""
    for folder in sorted({f for path in folders for f in (path, *path.parents) if f != Path()} - made):
        (fresh / folder).mkdir(mode=0o700)
        made.add(folder)


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


def _publish(fresh: Path, target: Path, *, replace: bool) -> None:
    check(target, replace=replace)  # again: minutes may have passed
    if not replace or not target.exists():
        fresh.rename(target)
        return
    with staging(target.parent) as old:
        aside = old.rename(old.with_name(old.name + ASIDE))
        try:
            target.rename(aside / target.name)
            fresh.rename(target)
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
