"""The files that the PDFs of a run carry inside, against the run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from reporter.claims import Claims
from reporter.errors import Problem
from reporter.model.documents import MANIFEST
from reporter.reports.enclosures import ASIDE, CORE, FINDINGS, LISTED, REPORTS
from reporter.verify.files import Found

_UNKNOWN = "Verify with the version of reporter that made the run; if this is that version, do not rely on the folder."


def differences(
    name: str, carried: Mapping[str, bytes], folder: Path, found: Found, claimed: Claims
) -> Iterator[Problem]:
    """Yield every way in which what a PDF carries differs from the run.

    Args:
        name: The PDF's.
        carried: The files inside it.
        folder: The run's.
        found: The files of the run.
        claimed: Its manifest.
    """
    if not carried and name not in REPORTS:
        return
    policies = {f"{policy.id}.yaml": policy.sha256 for policy in claimed.policies}
    needed = {CORE, LISTED if LISTED in carried else FINDINGS, *policies}
    if missing := sorted(needed - set(carried)):
        yield Problem(what=f"does not carry what a report of a run carries: {', '.join(missing)}", where=name)
    for inner, data in sorted(carried.items()):
        if inner == CORE:
            yield from _core(name, data, claimed)
        elif inner == FINDINGS:
            if FINDINGS in found and found[FINDINGS].sha256 != sha256(data).hexdigest():
                yield Problem(what=f"carries another {FINDINGS} than the one of the run", where=name)
        elif inner == LISTED:
            yield from _listed(name, data, folder, found)
        elif inner not in policies:
            yield Problem(what=f"carries {inner}, which is no file of a report", where=name, hint=_UNKNOWN)
        elif sha256(data).hexdigest() != policies[inner]:
            yield Problem(what=f"carries another {inner} than the policy that {MANIFEST} names", where=name)


def _core(name: str, data: bytes, claimed: Claims) -> Iterator[Problem]:
    try:
        inside = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        inside = None
    if not isinstance(inside, dict):
        yield Problem(what=f"carries a {CORE} that is none", where=name)
        return
    here = {key: value for key, value in claimed.whole.items() if key not in ASIDE}
    if different := sorted(key for key in {*here, *inside} if here.get(key) != inside.get(key)):
        what = f"carries other numbers than {MANIFEST} states: {', '.join(different)[:200]}"
        yield Problem(what=what, where=name)


def _listed(name: str, data: bytes, folder: Path, found: Found) -> Iterator[Problem]:
    if FINDINGS not in found:
        return
    rows, whole = data.splitlines(), (folder / FINDINGS).read_bytes().splitlines()
    if rows[:1] != whole[:1] or len(set(rows)) != len(rows) or set(rows) - set(whole):
        yield Problem(what=f"carries findings in {LISTED} that are not in {FINDINGS}", where=name)
