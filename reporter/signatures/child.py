"""Reads PDFs in a process of its own, with bounded memory and time: started by `reading`, never imported.

Standard input is one line of JSON, what to judge by and the size of each PDF, and then the PDFs. Standard output is,
for each, one line of JSON, then the files it carries. Whatever else happens here ends the process, and the parent says
that the file it was at could not be read.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from reporter.signatures.records import Trust

_BYTES = 640 * 1024**2  # pyHanko with its libraries, and what a PDF may unfold to
_SECONDS = 20
_BYTES_IN_A_SECOND = 2 * 1024**2


def main() -> None:
    """Read the PDFs on standard input, one after the other."""
    _limit(resource.RLIMIT_CORE, 0)
    told = json.loads(sys.stdin.buffer.readline())
    at = datetime.fromisoformat(told["at"]) if told["at"] else None
    trust = Trust(roots=tuple(bytes.fromhex(root) for root in told["roots"]), at=at)
    for size in told["sizes"]:
        _read(sys.stdin.buffer.read(size), trust)
        sys.stdout.buffer.flush()


def _limit(what: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _read(data: bytes, trust: Trust) -> None:
    from pyhanko.pdf_utils.misc import PdfReadError  # noqa: PLC0415
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415

    from reporter.signatures.judging import look  # noqa: PLC0415

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = _SECONDS + len(data) // _BYTES_IN_A_SECOND
    _limit(resource.RLIMIT_DATA, _BYTES + 4 * len(data))
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds)
    try:
        found = look(data, trust)
    except PdfReadError as error:
        _tell({"problem": f"is no whole PDF: {str(error)[:200]}"})
        return
    except SignatureValidationError as error:
        _tell({"problem": f"holds a signature that cannot be understood: {str(error)[:200]}"})
        return
    _tell(
        {
            "signatures": [asdict(signature) for signature in found.signatures],
            "carried": [{"name": name, "size": len(inside)} for name, inside in found.carried.items()],
        }
    )
    for inside in found.carried.values():
        sys.stdout.buffer.write(inside)


def _tell(tree: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(tree, default=datetime.isoformat).encode() + b"\n")
