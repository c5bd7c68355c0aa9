from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reporter.errors import SourceError
from reporter.model.assessment import Waiver
from reporter.sources import read_waivers

Write = Callable[[str, str | bytes], Path]
GOOD = """\
waivers:
  - employee: 007
    control: LI-01
    reason: Test account
    approver: Grace H
    approver_role: CISO
    granted: 2026-09-01
    expires: "2026-12-31"
"""


def said(path: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(SourceError) as caught:
        read_waivers(path)
    return [(p.where, p.what, p.hint) for p in caught.value.problems]


@pytest.mark.parametrize("name", ["w.yaml", "w.yml", "W.YAML"])
def test_waivers_may_be_yaml_with_days_in_quotes_or_without(write: Write, name: str) -> None:
    table = read_waivers(write(name, GOOD))
    assert table.waivers == (
        Waiver(
            file=name, row=2, employee="007", control="LI-01", reason="Test account", approver="Grace H",
            approver_role="CISO", granted=date(2026, 9, 1), expires=date(2026, 12, 31),
        ),
    )  # fmt: skip
    assert (table.file.role, table.file.rows, table.waivers[0].unit) == ("waivers", 1, "line")


def test_the_approvers_role_may_be_missing(write: Write) -> None:
    assert read_waivers(write("w.yaml", GOOD.replace("    approver_role: CISO\n", ""))).waivers[0].approver_role == ""


def test_an_empty_list_is_no_waivers(write: Write) -> None:
    assert read_waivers(write("w.yaml", "waivers: []\n")).waivers == ()


def test_every_fault_is_told_at_once_with_line_and_column_and_what_to_do(write: Write) -> None:
    """DESIGN §6, Waiver: "A file with an unreadable row stops the run (4)"."""
    text = (
        "waivers:\n"
        "  - {employee: 8, control: LI-01, reason: r, aprover: G, granted: soon, expires: 2026-12-31}\n"
        "  - {employee: '9', control: LI-01, reason: ' ', approver: G, granted: 2026-12-31, expires: 2026-09-01}\n"
        "  - just text\n"
        "  - {employee: *x, control: LI-01, reason: r, approver: G, granted: 2026-02-30}\n"
        "more: 1\n"
    )
    assert said(write("w.yaml", text)) == [
        ("w.yaml:2:16", '"employee" must be text, and is 8', 'Put it in quotes: "8".'),
        ("w.yaml:2:46", '"aprover" is not a known key', 'Did you mean "approver"?'),
        ("w.yaml:2:67", '"granted": "soon" is no date', "Write it as year-month-day: 2026-11-23."),
        ("w.yaml:3:45", '"reason": is empty', "Write the text, or remove the line."),
        ("w.yaml:3:93", '"expires": it expires before it is granted', "Correct one of the two dates."),
        ("w.yaml:4:5", '"waivers[3]" must be a group of keys, and is "just text"',
         "Write `key: value` lines, indented below it."),
        ("w.yaml:5:5", '"expires" is missing', "Add a line: expires: …"),
        ("w.yaml:5:16", 'alias "*x" is not allowed',
         "Write the value out in each place; or put text with & or * first in quotes."),
        ("w.yaml:5:69", '"granted": there is no day 2026-02-30', "Check month and day."),
        ("w.yaml:6:1", '"more" is not a known key', "Known: waivers."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("# none yet\n", "is empty", "It starts with the line: waivers:"),
        ("- a\n", "a waiver file is a group of keys, and this file is a list", "It starts with the line: waivers:"),
        ("waiver: []\n", '"waiver" is not a known key', 'Did you mean "waivers"?'),
        ("waivers:\n", '"waivers" must be a list, and is empty', "or []."),
        ("waivers: [\n", "is not valid YAML", "Check indentation"),
    ],
)
def test_what_is_no_list_of_waivers_says_what_to_write(write: Write, text: str, what: str, hint: str) -> None:
    [(_, found, advice)] = said(write("w.yaml", text))
    assert what in found
    assert hint in advice
