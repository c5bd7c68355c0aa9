"""How long reading, matching and judging take, and how much memory: `make bench`, or by hand.

    python -m tests.benchmarks.million                      10,000 to 1,000,000 rows as CSV
    python -m tests.benchmarks.million 1048575 --xlsx       a workbook as tall as they get

Each size has a process of its own, in which a small run first does what is done once (imports, tables of places), so
that the time per row is that of the rows. The bounds of issue 4: 4 GiB, and no more time per row at any size.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from reporter import assets, policy, pseudonyms, sources
from reporter.assess import assess
from reporter.model.assessment import Parameters
from reporter.model.policy import PolicySet
from tests.benchmarks import organisation

_SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
_PACKS = ("linkedin-ai-training", "claude", "chatgpt", "zoom")
_CONTROLS = 12
_FIRST = 2_000
_STEPS = ("roster", "survey", "judging")
_COLUMNS = (
    "rows",
    "responses",
    *(f"{step} s" for step in _STEPS),
    "total s",
    "µs a row",
    "ratio",
    "peak MiB",
    "child MiB",
)
_AS_OF = date(2026, 11, 23)


def main() -> None:
    """Measure each size in a process of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=_SIZES, metavar="ROWS")
    parser.add_argument("--xlsx", action="store_true", help="workbooks in place of CSV")
    parser.add_argument("--step", choices=("make", "judge"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    kind = "xlsx" if given.xlsx else "csv"
    if given.step == "make":
        _make(given.folder, given.sizes[0], kind)
    elif given.step == "judge":
        _print(json.dumps(_measured(given.folder, given.sizes[0], kind)))
    else:
        _table(given.sizes, kind)


def _table(sizes: list[int], kind: str) -> None:
    _print("  ".join(f"{title:>10}" for title in _COLUMNS))
    first = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            options = [f"--folder={folder}", *(["--xlsx"] if kind == "xlsx" else [])]
            _step("make", _FIRST, *options)
            _step("make", size, *options)
            found = json.loads(_step("judge", size, *options))
        total = sum(found[step] for step in _STEPS)
        each = total / size * 1e6
        first = first or each
        numbers = [f"{size:,}", f"{found['responses']:,}", *(f"{found[step]:.2f}" for step in _STEPS), f"{total:.2f}"]
        numbers += [f"{each:.1f}", f"{each / first:.2f}", f"{found['peak']:,.0f}", f"{found['child']:,.0f}"]
        _print("  ".join(f"{number:>10}" for number in numbers))


def _step(step: str, size: int, *options: str) -> bytes:
    """Run this script for one step: making the files must not count as memory of reading them."""
    command = [sys.executable, "-m", "tests.benchmarks.million", str(size), f"--step={step}", *options]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - ourselves


def _make(folder: Path, people: int, kind: str) -> None:
    for role, frame in (("roster", organisation.roster(people)), ("survey", organisation.survey(people, _policies()))):
        path = folder / f"{role}-{people}.{kind}"
        if kind == "xlsx":
            organisation.workbook(frame, path)
        else:
            frame.write_csv(path)


def _measured(folder: Path, people: int, kind: str) -> dict[str, float]:
    """Return the seconds of each step, and the most memory this process and the largest it started had, in MiB."""
    policies = _policies()
    for rows in (_FIRST, people):
        found = _judged(folder, rows, kind, policies)
    peak, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {**found, "peak": peak, "child": child}


def _judged(folder: Path, people: int, kind: str, policies: PolicySet) -> dict[str, float]:
    """Read, match and judge; return the seconds of each step."""
    times = [time.perf_counter()]
    roster = sources.read_roster(
        [folder / f"roster-{people}.{kind}"], services=tuple(policies.services.values()), columns={}, as_of=_AS_OF
    )
    times.append(time.perf_counter())
    survey = sources.read_survey(
        [folder / f"survey-{people}.{kind}"],
        asked=policies.asked,
        columns={},
        timezone=ZoneInfo("Europe/Berlin"),
        undated_as=None,
        as_of=_AS_OF,
        valid_for=(92,),
    )
    times.append(time.perf_counter())
    parameters = Parameters(
        as_of=_AS_OF,
        period="2026-Q4",
        contractors_in_scope=True,
        objected=frozenset(),
        excluded_countries=frozenset(),
        consulted={},
        suppressed=frozenset(),
    )
    assessment = assess(
        roster, survey, policies=policies, parameters=parameters, pseudonym=pseudonyms.PUBLISHED.pseudonym
    )
    times.append(time.perf_counter())
    if assessment.findings.height != assessment.roster.in_scope * _CONTROLS:
        raise AssertionError(assessment.roster)
    if assessment.rejects["suggestion"].count() < organisation.slips(people):
        raise AssertionError("near misses were not looked for, and what that takes was not measured")
    took = (after - before for before, after in itertools.pairwise(times))
    return {**dict(zip(_STEPS, took, strict=True)), "responses": survey.rows.height}


def _policies() -> PolicySet:
    folder = assets.folder("policies")
    policies = policy.load([folder / f"{name}.yaml" for name in _PACKS])
    if len(policies.controls) != _CONTROLS:
        raise AssertionError(len(policies.controls))
    return policies


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
