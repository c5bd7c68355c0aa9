"""`reporter init`: a workspace."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from reporter.cli import screen
from reporter.cli.typed import command
from reporter.errors import UsageError

_PRIVATE = ("inbox", "inbox/roster", "inbox/survey", "runs")
_IGNORED = "# Personal data, and the key to the pseudonyms: keep them out of version control.\n/inbox/\n/runs/\n*.key\n"
COMPANY_FILE = "policies/company-privacy.yaml"
_POLICIES = """\
# Policies of this workspace

`company-privacy.yaml` is your organisation's privacy policy, what people are checked against. Its head says how to make
it yours in five minutes: what it is called and who answers for it, its clauses, and the controls that check each. Keep
the ids of controls.

Packs for single services come with reporter, and are updated with it: `[run] policies` in `reporter.toml` names them by
id, and `reporter policy list` shows which there are. A pack's file that is copied here takes the place of the shipped
one; so does a `services/<id>.yaml`, `law/<id>.yaml` or `regimes.yaml`.
"""


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder to make.", show_default=False)] = Path(),
) -> None:
    """Make a workspace: reporter.toml, policies/, inbox/, runs/ and a key for pseudonyms. Never overwrites a file."""
    from reporter import assets, pseudonyms  # noqa: PLC0415 - what a command needs is imported when it runs
    from reporter.policy.names import COMPANY  # noqa: PLC0415
    from reporter.settings import FILE_NAME, KEY_FILE_NAME  # noqa: PLC0415

    files = {
        FILE_NAME: Path(__file__).with_name("workspace.toml").read_bytes(),
        ".gitignore": _IGNORED.encode(),
        KEY_FILE_NAME: pseudonyms.fresh().encode(),
        "policies/README.md": _POLICIES.encode(),
        COMPANY_FILE: (assets.folder("policies") / f"{COMPANY}.yaml").read_bytes(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _PRIVATE:
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        (folder / "policies").mkdir(exist_ok=True)
        made = [name for name, data in files.items() if _create(folder / name, data)]
    except OSError as error:
        raise UsageError(
            f"cannot be made: {error.strerror}", where=str(error.filename or folder), hint="Choose another folder."
        ) from error
    kept = [name for name in files if name not in made]
    screen.line(f"The workspace {folder.resolve().name}/ is ready.")
    screen.line()
    for label, names in (("Made", made), ("Kept as is", kept)):
        if names:
            screen.entry(label, *names)
    screen.heading("What to do next")
    steps = (
        f"Fill in {folder / FILE_NAME}: who you are, and where mail comes from.",
        f"Make {folder / COMPANY_FILE} yours in five minutes: its first lines say how. Then type: reporter policy lint",
        "Put the roster into inbox/roster/ and the survey's export into inbox/survey/.",
        f"{_entering(folder)}: {command('check', folder=folder)}, and then: {command('run', folder=folder)}",
        f"Keep a copy of {KEY_FILE_NAME} in a safe place: with another key, everybody gets another pseudonym.",
    )
    for number, step in enumerate(steps, start=1):
        screen.item(f"{number}.", step)


def _entering(folder: Path) -> str:
    if folder.resolve() == Path.cwd():
        return "Type"
    return f"Go there: cd {shlex.quote(str(folder))}, and type"


def _create(path: Path, data: bytes) -> bool:
    """Create a file that its owner alone can open; False if it is there already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
    return True
