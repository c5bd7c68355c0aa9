"""What PDFs carry and what their signatures say, read in a child process whose death is an error like any other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from reporter.errors import Problem
from reporter.signatures.records import Certificate, Contents, Signature, Stamp, Trust

_SECONDS = 120  # that one child may take
_LARGEST = 128_000_000  # bytes of a PDF; ours have less than thirty million
_TOGETHER = 64_000_000  # bytes of the PDFs that share a child: starting it takes as long as reading several
# The child finds the package where this process found it, and nowhere else (-I: no PYTHONPATH, no current folder).
_CHILD = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from reporter.signatures.child import main; main()"
_DIED = "cannot be read as a PDF: it is damaged, or needs too much memory or time"
_HUGE = f"it is larger than a PDF of a run can be ({_LARGEST:,} bytes)"


def read_each(folder: Path, names: Sequence[str], trust: Trust) -> Iterator[tuple[str, Contents | Problem]]:
    """Yield each PDF's name with what it holds, or what keeps it from being read.

    A PDF that kills the child that reads it is the only one that is not read.

    Args:
        folder: Where the files are.
        names: Their names, relative to it.
        trust: By whose word, and from which day, signatures are judged.
    """
    waiting = list(names)
    while waiting:
        try:
            found = _child(_together(folder, waiting), trust)
        except OSError as error:
            found = [f"cannot be read: {error.strerror or error}"]
        for name, contents in zip(waiting, found, strict=False):
            yield name, contents if isinstance(contents, Contents) else Problem(what=contents, where=name)
        del waiting[: len(found)]


def _together(folder: Path, names: Sequence[str]) -> list[bytes]:
    """Return the first of the files, as many as one child reads.

    Raises:
        OSError: The first of them cannot be read, or is too large to be one of ours.
    """
    files: list[bytes] = []
    for name in names:
        try:
            size = (folder / name).stat().st_size
            if size > _LARGEST:
                raise OSError(_HUGE)  # noqa: TRY301 - told like what the file system refuses
            if files and size + sum(map(len, files)) > _TOGETHER:
                break
            files.append((folder / name).read_bytes())
        except OSError:
            if not files:
                raise
            break
    return files


def _child(files: Sequence[bytes], trust: Trust) -> list[Contents | str]:
    """Return what a child makes of the files as far as it came: of the first of them at least."""
    asked = {
        "roots": [root.hex() for root in trust.roots],
        "at": trust.at.isoformat() if trust.at else None,
        "sizes": [len(data) for data in files],
    }
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path)]
    data = json.dumps(asked).encode() + b"\n" + b"".join(files)
    try:
        # The command is this interpreter and our own module.
        output = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False).stdout  # noqa: S603
    except subprocess.TimeoutExpired as error:
        output = error.stdout or b""
    stream = BytesIO(output)
    found: list[Contents | str] = []
    while len(found) < len(files) and (line := stream.readline()).endswith(b"\n"):
        told = json.loads(line)
        size = sum(inside["size"] for inside in told.get("carried", ()))
        inside = stream.read(size)
        if len(inside) < size:
            break
        found.append(told["problem"] if "problem" in told else _contents(told, inside))
    return found or [_DIED]


def _contents(told: Mapping[str, Any], data: bytes) -> Contents:
    carried, start = {}, 0
    for inside in told["carried"]:
        carried[inside["name"]] = data[start : start + inside["size"]]
        start += inside["size"]
    return Contents(carried=carried, signatures=tuple(_signature(one) for one in told["signatures"]))


def _signature(told: Mapping[str, Any]) -> Signature:
    certificate = {**told["certificate"], "begins": _time(told["certificate"]["begins"])}
    certificate["ends"] = _time(certificate["ends"])
    stamp = told["stamp"] and Stamp(**{**told["stamp"], "time": _time(told["stamp"]["time"])})
    claimed = told["claimed"] and _time(told["claimed"])
    return Signature(**{**told, "certificate": Certificate(**certificate), "claimed": claimed, "stamp": stamp})


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
