"""Cases for judging from outside: an organisation as files, one command over it, and what it left behind."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

AS_OF = "2026-11-23"
Reporter = Callable[..., subprocess.CompletedProcess[str]]
TABLE = """\
        - {text: "Off", also: ["Disabled", "It is off"], outcome: satisfied}
        - {text: "On", outcome: not-satisfied}
        - {text: "I don't know", outcome: not-assessed, reason: unsure}
        - {text: "Prefer not to say", outcome: not-assessed, reason: declined}
        - {text: "I have no LinkedIn account", outcome: not-applicable, reason: not-used}
        - {text: "The switch is not shown to me", outcome: not-applicable, reason: not-available}
"""


def control(
    id_: str, kind: str = "account-setting", level: str = "required", extra: str = "", table: str = TABLE
) -> str:
    """One control of a policy, in the fields of DESIGN §8."""
    service = "    service: linkedin\n" if kind.startswith("account") else ""
    return (
        f"  - id: {id_}\n    title: Title of {id_}\n    kind: {kind}\n{service}    level: {level}\n    severity: high\n"
        f"    rationale: Because of {id_}.\n{extra}    question:\n      text: How is {id_}?\n      answers:\n{table}"
    )


def policy(*controls: str) -> str:
    return 'schema: 1\nid: exam\nversion: "1"\ntitle: Exam\nowner: Office\nreviewed: 2026-11-23\ncontrols:\n' + "".join(
        controls
    )


FRESH = "    valid_for: 92\n"
BITS = 6


def tags() -> tuple[str, ...]:
    """Controls that tell people apart: the person in department Dn is in scope of the tags that are set in n."""
    lines = (", ".join(f"D{n}" for n in range(2**BITS) if n >> bit & 1) for bit in range(BITS))
    return tuple(
        control(f"TAG-{bit:02}", "awareness", "information", f"    applies_to: {{departments: [{line}]}}\n")
        for bit, line in enumerate(lines)
    )


Row = Mapping[str, str]


def table(*rows: Row, columns: tuple[str, ...] = ()) -> str:
    """The rows as CSV under a header of all their columns."""
    heads = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@dataclass(frozen=True)
class Case:
    """What is given to one command."""

    roster: str | bytes
    survey: str | bytes
    policy: str
    toml: str = ""
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    outputs: str = "csv"
    command: str = "run"


@dataclass(frozen=True)
class Result:
    """What one command left behind."""

    code: int
    said: str
    out: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.out / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def manifest(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.out / "manifest.json").read_text(encoding="utf-8"))
        return loaded

    @property
    def findings(self) -> list[dict[str, str]]:
        return self.rows("findings.csv")

    def by_tag(self) -> dict[int, dict[str, dict[str, str]]]:
        """Department number → control → finding."""
        people: dict[str, dict[str, dict[str, str]]] = {}
        for row in self.findings:
            people.setdefault(row["employee"], {})[row["control"]] = row
        return {
            sum(2**bit for bit in range(BITS) if of[f"TAG-{bit:02}"]["reason"] != "out-of-scope"): of
            for of in people.values()
        }

    def fates(self, role: str = "survey") -> dict[int, str]:
        """Row number of the file → reason, or fate where there is no reason."""
        return {
            int(row["row"]): row["reason"] or row["fate"] for row in self.rows("rejects.csv") if row["role"] == role
        }


def execute(reporter: Reporter, case: Case, folder: Path) -> Result:
    """Write the files, run the command, and keep what it said."""
    folder.mkdir()
    given: dict[str, str | bytes] = {"policy.yaml": case.policy, "reporter.toml": case.toml, **case.files}
    for role, data in (("roster", case.roster), ("survey", case.survey)):
        given[f"{role}.{'xlsx' if isinstance(data, bytes) else 'csv'}"] = data
    for name, data in given.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    arguments = [case.command, "--config", "reporter.toml", "--policy", "policy.yaml", *case.options]
    for role in ("roster", "survey"):
        if f"--{role}" not in arguments:
            arguments += [f"--{role}", next(name for name in given if name.startswith(f"{role}."))]
    arguments += [] if "--as-of" in arguments else ["--as-of", AS_OF]
    if case.command == "run":
        arguments += ["--out", "out", "--outputs", case.outputs]
    done = reporter(*arguments, cwd=folder, COLUMNS="500", NO_COLOR="1")
    return Result(done.returncode, " ".join((done.stdout + done.stderr).split()), folder / "out")


Run = Callable[..., Result]


def runner(reporter: Reporter, cases: Mapping[str, Case], folder: Path) -> Run:
    """Run a case by its name, once, and hold it to its exit code."""
    done: dict[str, Result] = {}

    def run(name: str, *codes: int) -> Result:
        if name not in done:
            done[name] = execute(reporter, cases[name], folder / name)
        assert done[name].code in (codes or (0,)), done[name].said
        return done[name]

    return run
