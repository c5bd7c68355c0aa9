"""Writes the sample organisation's files. By hand only: `python -m reporter.sample.generate [FOLDER]`.

The files are committed; a test holds them to what this makes, byte for byte.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from reporter.policy import find, load
from reporter.sample import answers, people, waivers
from reporter.sample.workbook import forms_xlsx

_WAIVERS = ("employee", "control", "reason", "approver", "approver_role", "granted", "expires")


def files() -> Mapping[str, bytes]:
    """Return the files by name: roster, survey, waivers, aliases."""
    policies = load(find((), workspace=Path(__file__).parent))
    staff = people.staff()
    others = people.others(staff)
    return {
        "roster.csv": people.roster_csv([*staff, *others, *people.repeats(staff)]),
        "survey.xlsx": forms_xlsx(answers.responses(staff, others, policies), policies.asked),
        "waivers.csv": waivers.table(_WAIVERS, waivers.waivers(staff)),
        "aliases.csv": waivers.table(("alias", "employee"), answers.aliases(staff)),
    }


def main(folder: Path) -> None:
    """Write the files into `folder`."""
    for name, data in files().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
