"""The program seen from outside: its command line in a process of its own, and an invented organisation's files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from reporter.cli import main

Reporter = Callable[..., subprocess.CompletedProcess[str]]

POLICY = """\
schema: 1
id: house-rules
version: "2027.1"
title: House rules
owner: Privacy Office
reviewed: 2026-12-01
controls:
  - id: LI-01
    title: The account's data does not train the network's models
    kind: account-setting
    service: linkedin
    level: required
    severity: high
    rationale: What goes into a model does not come out again.
    valid_for: 92
    question:
      text: How is the training switch set?
      answers:
        - {text: "Off", also: ["Disabled", "It is off"], outcome: satisfied}
        - {text: "On", outcome: not-satisfied}
        - {text: "I don't know", outcome: not-assessed, reason: unsure}
        - {text: "Prefer not to say", outcome: not-assessed, reason: declined}
        - {text: "I have no LinkedIn account", outcome: not-applicable, reason: not-used}
    remediation:
      minutes: 2
      link: https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement
      steps: {desktop: ["Open the settings.", "Switch it off."], mobile: ["Tap the settings.", "Switch it off."]}
    law: [gdpr-21]
  - id: HR-02
    title: Public posts keep confidential details out
    kind: conduct
    level: required
    severity: medium
    rationale: What is published stays published.
    valid_for: 92
    question:
      text: Do your public posts keep confidential details out?
      answers:
        - {text: "Yes", outcome: satisfied}
        - {text: "No", outcome: not-satisfied}
        - {text: "Prefer not to say", outcome: not-assessed, reason: declined}
"""

# 20 rows: 12 in scope; rejected: no-identity, duplicate, conflicting-duplicate; excluded: left, not-started,
# contractor, objected, consultation-open, one each.
ROSTER = """\
Employee ID,Work Email,Full Name,Department,Country,State,Employment Status,Employment Type,Start Date
E101,box101@staff.example,Ada Quillonby,Xylography,FR,,Active,Full-time,2020-01-01
E102,box102@staff.example,Bob Brackendale,Xylography,FR,,Active,Full-time,2020-01-01
E103,box103@staff.example,Cyd Thornquist,Xylography,GB,,Active,Full-time,2020-01-01
E104,box104@staff.example,Dee Vanterpool,Campanology,US,US-CO,Active,Full-time,2020-01-01
E105,box105@staff.example,Eve Umbrossi,Campanology,US,US-CA,Active,Full-time,2020-01-01
E106,box106@staff.example,Fay Wexcombe,Xylography,GB,,Active,Full-time,2020-01-01
E107,box107@staff.example,Gus Yarrowby,Xylography,US,US-CO,Active,Full-time,2020-01-01
E108,box108@staff.example,Hal Zephyrine,Xylography,FR,,Active,Full-time,2020-01-01
E109,,Ida Ivanhoel,Xylography,IE,,Active,Full-time,2020-01-01
E110,box110@staff.example,Jim Jessamyn,Campanology,DE,,Active,Full-time,2020-01-01
E111,box111@staff.example,Kay Kittredge,Xylography,FR,,Terminated,Full-time,2020-01-01
E112,box112@staff.example,Lou Lovibond,Xylography,FR,,Active,Full-time,2027-03-01
E113,box113@staff.example,Mia Marchbank,Xylography,FR,,Active,Contractor,2020-01-01
E114,box114@staff.example,Ned Nethercott,Xylography,FR,,Active,Full-time,2020-01-01
E115,box115@staff.example,Ora Oglethorp,Xylography,AT,,Active,Full-time,2020-01-01
,,Pam Palfreyman,Xylography,FR,,Active,Full-time,2020-01-01
E101,box101@staff.example,Ada Quillonby,Xylography,FR,,Active,Full-time,2020-01-01
E116,box116@staff.example,Rex Rushbrooke,Xylography,FR,,Active,Full-time,2020-01-01
E116,box116@staff.example,Rex Rushbrooke,Xylography,FR,,Terminated,Full-time,2020-01-01
E117,box117@staff.example,Sam Satterlee,Xylography,FR,,Active,Full-time,2020-01-01
"""

# 16 rows: 9 used, 1 superseded, 1 unmatched; rejected: employee-out-of-scope, no-identity, unreadable-date,
# after-as-of, identity-conflict, one each.
SURVEY = """\
Timestamp,Email Address,Employee ID,LI-01,HR-02,linkedin.account
2027-01-20 14:37:21,box101@staff.example,,Off,Yes,The organisation provides or manages it
2027-01-20 14:37:21,box102@staff.example,,On,No,It is my own
2027-01-20 14:37:21,box103@staff.example,,I don't know,Yes,
2027-01-20 14:37:21,box104@staff.example,,On,Yes,It is my own
2027-01-19 14:37:21,box105@staff.example,,On,No,It is my own
2027-01-20 14:37:21,box105@staff.example,,Off,Yes,It is my own
2027-01-20 14:37:21,,E109,On,No,The organisation provides or manages it
2027-01-20 14:37:21,jims-old-name@elsewhere.example,,marzipan I suppose,No,
2026-11-01 14:37:21,box116@staff.example,,Off,Yes,
2027-01-20 14:37:21,box117@staff.example,,On,No,It is my own
2027-01-20 14:37:21,stranger@nowhere.example,,Off,Yes,
2027-01-20 14:37:21,box111@staff.example,,Off,Yes,
2027-01-20 14:37:21,,,Off,Yes,
sometime,box106@staff.example,,Off,Yes,
2027-02-13 14:37:21,box108@staff.example,,Off,Yes,
2027-01-20 14:37:21,box103@staff.example,E102,Off,Yes,
"""

WAIVERS = """\
employee,control,reason,approver,approver_role,granted,expires
E110,HR-02,A nougat study,hollingberry@staff.example,Head of Research,2027-01-01,2027-06-30
E102,HR-02,An older study,hollingberry@staff.example,Head of Research,2026-01-01,2026-06-30
"""

CONFIGURATION = """\
[organisation]
name = "Acme Staffing"
contact = "privacy@acme.example"
timezone = "Europe/Berlin"

[scope]
contractors = false
objected = "objected.csv"
exclude_countries = ["AT"]

[consultation]
DE = {date = 2026-09-01, reference = "Works agreement 12/2026"}

[mail]
from = "privacy@acme.example"
reply_to = "privacy@acme.example"
suppress = "suppress.csv"
"""


def in_a_process_of_its_own(
    arguments: list[str], *, cwd: Path, environment: dict[str, str], umask: int
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "reporter", *arguments],
        cwd=cwd,
        env=environment,
        umask=umask,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def in_this_process(
    arguments: list[str], *, cwd: Path, environment: dict[str, str], umask: int
) -> subprocess.CompletedProcess[str]:
    """Call the program's entry point; what it is told and what it says is what a process would be told and say.

    Five times as quick: a process spends its time on importing Polars and the others.
    """
    out, err = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8")
    hook, handler, told = sys.excepthook, signal.getsignal(signal.SIGTERM), sys.argv
    kept_environment, kept_mask = dict(os.environ), os.umask(umask)
    try:
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["reporter", *arguments]
        with chdir(cwd), redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
    finally:
        os.environ.clear()
        os.environ.update(kept_environment)
        os.umask(kept_mask)
        sys.excepthook, sys.argv = hook, told
        signal.signal(signal.SIGTERM, handler)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    code = ended.value.code
    assert code is None or isinstance(code, int)
    return subprocess.CompletedProcess(arguments, code or 0, *texts)


@pytest.fixture(scope="session")
def reporter(tmp_path_factory: pytest.TempPathFactory) -> Reporter:
    """Run `reporter` with nothing of this process's environment but PATH, and an empty home.

    A process of its own is started where the environment matters to Python itself. Whatever it is asked: never a
    traceback, never the exit code of a bug, and an error is said on stderr.
    """

    def run(
        *arguments: str | Path, cwd: Path, umask: int = 0o022, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        start = in_a_process_of_its_own if set(environment) & {"TZ", "PYTHONHASHSEED"} else in_this_process
        alone = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path_factory.mktemp("home")),
            "POLARS_MAX_THREADS": "1",  # quicker for a handful of rows
        }
        said = start([str(a) for a in arguments], cwd=cwd, environment=alone | environment, umask=umask)
        assert "Traceback" not in said.stdout + said.stderr, said.stderr
        assert said.returncode in {0, 2, 3, 4, 5, 6, 7, 8, 10}, said
        if (
            said.returncode not in {0, 10} and arguments[0] != "check"
        ):  # that `check` finds a fault is no error of its own
            assert any(line.startswith("error: ") for line in said.stderr.splitlines()), said
        return said

    return run


@pytest.fixture(scope="session")
def policy() -> str:
    """Return a policy file with one control of an account setting and one of conduct."""
    return POLICY


@pytest.fixture(scope="session")
def organisation() -> Callable[[Path], Path]:
    """Write an organisation's files, with the mess of life, into a folder that is made for them."""

    def write(folder: Path) -> Path:
        folder.mkdir(parents=True)
        for name, text in {
            "own.yaml": POLICY,
            "people.csv": ROSTER,
            "answers.csv": SURVEY,
            "waivers.csv": WAIVERS,
            "aliases.csv": "alias,employee\njims-old-name@elsewhere.example,E110\n",
            "objected.csv": "Employee ID\nE114\n",
            "suppress.csv": "Employee ID\nE117\n",
            "reporter.toml": CONFIGURATION,
        }.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def inputs() -> tuple[str, ...]:
    """Return the options that name the organisation's files and the day; the configuration lies in the folder."""
    return (
        *("--roster", "people.csv", "--survey", "answers.csv", "--policy", "own.yaml"),
        *("--waivers", "waivers.csv", "--aliases", "aliases.csv", "--as-of", "2027-02-12"),
    )
