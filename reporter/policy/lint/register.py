"""The registers of retired ids: `retired.yaml` beside a policy, and the one that is shipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from reporter.errors import Problem
from reporter.policy.companion_schema import RetiredFile
from reporter.policy.companions import Sheet, open_sheet
from reporter.policy.files import RETIRED, is_there, policy_files
from reporter.policy.schema import PolicyFile


def read_registers(paths: Sequence[Path], shipped: Path) -> tuple[list[Sheet[RetiredFile]], list[Problem]]:
    """Return the registers beside the policies that `paths` name and the shipped one, and what is wrong with them."""
    files, _ = policy_files(paths)
    folders = {folder.resolve(): folder for folder in (*(f.parent for f in files), shipped)}
    problems: list[Problem] = []
    found = [folder / RETIRED for folder in folders.values() if is_there(folder / RETIRED)]
    sheets = [sheet for path in found if (sheet := open_sheet(path, RetiredFile, problems))]
    for sheet in sheets:
        seen: set[str] = set()
        for entry in sheet.tree.branch.each("retired"):
            if (name := entry.text("id")) in seen:
                entry.fault(f"{name} is here a second time", "Keep one entry.", key="id")
            seen.add(name or "")
        problems += sheet.tree.problems
    return sheets, problems


def note_reuse(policies: Iterable[Sheet[PolicyFile]], registers: Iterable[Sheet[RetiredFile]]) -> None:
    """Note the controls whose id was retired."""
    retired = {e.id: e for sheet in registers for e in (sheet.said.retired if sheet.said else ())}
    for sheet in policies:
        for written in sheet.tree.branch.each("controls"):
            entry = retired.get(written.text("id") or "")
            if entry:
                what = f"{entry.id} was retired on {entry.on}: {entry.why}"
                written.fault(what, "Choose an id that was never used: earlier reports mean another rule.", key="id")
