"""The waiver file as YAML: a list under `waivers`. Every fault of it carries its line and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ValidationInfo, field_validator

from reporter import yaml_tree
from reporter.errors import SourceError
from reporter.model.assessment import Waiver
from reporter.model.inputs import InputFile, WaiverTable
from reporter.sheets import files
from reporter.yaml_tree.diagnosis import Kind, Kinds, validated
from reporter.yaml_tree.values import STRICT, Date, Line, Text, rejected

SUFFIXES = frozenset({".yaml", ".yml"})


class WaiverEntry(BaseModel):
    """One waiver; the keys are the columns of a table of waivers."""

    model_config = STRICT

    employee: Line
    """Employee id or address."""
    control: Line
    """The control's id."""
    reason: Text
    """Why the exception is made."""
    approver: Line
    """Who approved it: id, address or name."""
    approver_role: Line | None = None
    """By which the auditor knows who approved it."""
    granted: Date
    """Its first day."""
    expires: Date
    """Its last day."""

    @field_validator("expires")
    @classmethod
    def _not_before_granted(cls, expires: date, info: ValidationInfo) -> date:
        if (granted := info.data.get("granted")) and expires < granted:
            raise rejected("it expires before it is granted", "Correct one of the two dates.")
        return expires


class WaiverFile(BaseModel):
    """A file of waivers."""

    model_config = STRICT

    waivers: list[WaiverEntry]
    """All of them."""


_START = "waivers:"
_KINDS: Kinds = {WaiverFile: Kind("a waiver file", "waivers", "[run] waivers of reporter.toml", _START)}


def read(path: Path) -> WaiverTable:
    """Read a waiver file whose name ends in `.yaml` or `.yml`.

    Raises:
        SourceError: The file cannot be opened, or everything in it that cannot be read.
    """
    file = files.load(path)
    tree = yaml_tree.read(file.data, file=file.name, start=_START)
    said = validated(WaiverFile, tree, _KINDS) if tree.whole else None
    if said is None or tree.faults:
        raise SourceError(*tree.problems)
    return WaiverTable(
        waivers=tuple(
            Waiver(
                file=file.name,
                row=tree.mark(("waivers", n)).line,
                employee=entry.employee,
                control=entry.control,
                reason=entry.reason,
                approver=entry.approver,
                approver_role=entry.approver_role or "",
                granted=entry.granted,
                expires=entry.expires,
            )
            for n, entry in enumerate(said.waivers)
        ),
        file=InputFile(
            role="waivers",
            name=file.name,
            sha256=file.sha256,
            size=len(file.data),
            rows=len(said.waivers),
            dialect={"encoding": "utf-8"},
            columns={key: key for key in WaiverEntry.model_fields},
            dropped=(),
        ),
    )
