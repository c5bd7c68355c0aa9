"""What a policy may do and should not: taste, gaps, and what has grown old. Each with file, line and column.

Errors are `reporter.policy.load`'s; here are the warnings. They are noted in the trees of the files, as errors are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from reporter import assets
from reporter.errors import PolicyError, Problem
from reporter.policy.lint.ages import note_age
from reporter.policy.lint.clauses import note_clauses
from reporter.policy.lint.controls import note_style
from reporter.policy.lint.hosts import note_hosts
from reporter.policy.lint.questions import note_account_question, note_question
from reporter.policy.lint.register import note_reuse, read_registers
from reporter.policy.lint.translations import note_account_translations, note_translations
from reporter.policy.loader import Reading, load, read
from reporter.policy.names import ids

__all__ = ["lint"]


def lint(paths: Sequence[Path], *, as_of: date, shipped: Path | None = None) -> tuple[Problem, ...]:
    """Return the warnings about policies and the services they name, by file and place.

    Args:
        paths: as for `reporter.policy.load`.
        as_of: the day on which what is dated is looked at.
        shipped: as for `reporter.policy.load`.

    Raises:
        PolicyError: with every error of every file, those of the registers of retired ids too.
    """
    shipped = shipped or assets.folder("policies")
    registers, problems = read_registers(paths, shipped)
    try:
        reading = read(paths, shipped=shipped)
    except PolicyError as error:
        raise PolicyError(*error.problems, *problems) from None
    if problems:
        raise PolicyError(*problems)
    _note(reading, as_of, _controls(reading, shipped))
    note_reuse(reading.sheets, registers)
    services = [sheet.tree for sheet in reading.companions.services.values() if sheet]
    return tuple(p for tree in (*(s.tree for s in reading.sheets), *services) for p in tree.problems)


def _controls(reading: Reading, shipped: Path) -> frozenset[str]:
    """Return the ids of the controls read, and of those shipped."""
    packs = load([paths[0] for paths in ids(shipped).values()], shipped=shipped) if ids(shipped) else None
    known = (*reading.policies.controls, *(packs.controls if packs else ()))
    return frozenset(control.id for control in known)


def _note(reading: Reading, as_of: date, known: frozenset[str]) -> None:
    for sheet, policy in zip(reading.sheets, reading.policies.policies, strict=True):
        note_hosts(sheet.tree.branch)
        note_clauses(sheet.tree.branch, policy, known)
        for written, control in zip(sheet.tree.branch.each("controls"), policy.controls, strict=True):
            note_style(written, control)
            note_question(written, control, reading.policies.services.get(control.service or ""))
        if sheet.said:
            note_translations(sheet.tree.branch, sheet.said, reading.policies)
    for service in reading.companions.services.values():
        if service:
            note_hosts(service.tree.branch)
            note_account_question(service.tree.branch)
            if service.said:
                note_account_translations(service.tree.branch, service.said, reading.policies)
    note_age(reading, as_of)
