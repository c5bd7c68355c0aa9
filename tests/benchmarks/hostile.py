"""What each hostile file costs: seconds, memory of all processes together, exit code and message. By hand.

    python -m tests.benchmarks.hostile              all of them
    python -m tests.benchmarks.hostile emoji zip    those whose name holds one of the words

The bounds of issue 4: exit code 4 (or the file is read: 0), 30 s, 1,500 MiB. A line that breaks one ends in `!`.
Seconds are those of the processor, so that what else the machine does counts for nothing.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from reporter.errors import SourceError
from tests.benchmarks.hostile_files import ALL, READ, Hostile

_SURVEY = "Timestamp,Email,[LI-01] switch\n2026-11-02 10:00,ada@x.example,Off\n"
_SECONDS, _MIB = 30, 1500
_PAGE = 4096


def main() -> None:
    """Let `reporter check` read each file as a roster and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only files whose name holds one of these")
    parser.add_argument("--heavy", action="store_true", help="only those too heavy for the tests")
    given = parser.parse_args()
    broken = 0
    for hostile in ALL:
        wanted = not given.words or any(word in hostile.name for word in given.words)
        if not wanted or (given.heavy and not hostile.heavy):
            continue
        with tempfile.TemporaryDirectory() as folder:
            seconds, mib, code, said = _cost(hostile, Path(folder))
        as_told = code == 0 if hostile.said == READ else code == SourceError.exit_code and hostile.said in said
        good = as_told and seconds <= _SECONDS and mib <= _MIB
        broken += not good
        line = f"{hostile.name:<52} {seconds:6.1f} s {mib:6.0f} MiB  exit {code}  {said[:140]}"
        print(line + ("" if good else "  !"), flush=True)  # noqa: T201
    sys.exit(f"{broken} outside the bounds" if broken else 0)


def _cost(hostile: Hostile, folder: Path) -> tuple[float, float, int, str]:
    path = hostile.make(folder)
    survey = folder / "answers-of-them.csv"
    survey.write_text(_SURVEY, encoding="utf-8")
    command = [sys.executable, "-m", "reporter", "check", "--roster", str(path), "--survey", str(survey)]
    command += ["--as-of", "2026-11-23"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
    peak = 0.0

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            if peak > 2 * _MIB:
                process.kill()  # it would take the machine along
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, errors = process.communicate()
    watcher.join()
    first = next((line for line in errors.splitlines() if line.startswith("error")), errors.strip()[-140:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return seconds, peak, process.returncode, first.removeprefix("error: ")


def _memory(pid: int) -> float:
    """Return the resident memory of a process and of all it started, in MiB."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 1024**2
        started = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (OSError, IndexError):
        return 0.0
    return own + sum(_memory(int(child)) for child in started)


if __name__ == "__main__":
    main()
