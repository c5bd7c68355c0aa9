"""Which files the names of policies stand for: a policy is named by its id, or by the path of its file or folder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from reporter import assets
from reporter.errors import PolicyError, Problem
from reporter.policy.files import REGIMES, RETIRED, policy_files, yaml_files
from reporter.quoting import printable, suggestion
from reporter.settings.values import policy_name
from reporter.yaml_tree import MAX_BYTES

COMPANY = "company-privacy"
"""The id of the company privacy policy."""
DEFAULT = (COMPANY, "linkedin-ai-training")
"""The policies of a run that names none."""
FOLDER = "policies"
"""The folder of a workspace that holds its own policies."""

_ID = re.compile(rb"^id:[ \t]*[\"']?([A-Za-z0-9._-]+)", re.MULTILINE)


def find(names: Sequence[Path], *, workspace: Path | None = None, shipped: Path | None = None) -> tuple[Path, ...]:
    """Return the files and folders that `names` stand for, in their order.

    A name of an id's form is first looked for among the workspace's own policies, then among those shipped, then as a
    file or folder; everything else is a path.

    Args:
        names: Ids and paths; none: the company privacy policy and the pack on LinkedIn and AI training.
        workspace: The folder of the workspace, whose `policies/` holds its own; None: there is none.
        shipped: The folder of shipped policies; None: the product's own.

    Raises:
        PolicyError: An id is neither a policy nor a file, or two files of the workspace have it.
    """
    own = ids(workspace / FOLDER) if workspace else {}
    packs = ids(shipped or assets.folder("policies"))
    problems: list[Problem] = []
    found: list[Path] = []
    for name in names or [Path(name) for name in DEFAULT]:
        text = str(name)
        if not policy_name(text):
            found.append(name)
        elif paths := own.get(text) or packs.get(text):
            found.append(paths[0])
            problems += _twice(text, paths)
        elif name.exists():
            found.append(name)
        else:
            hint = suggestion(text, [*own, *packs], otherwise="Give an id of `reporter policy list`, or a file's path.")
            problems.append(Problem(what=f"there is no policy {printable(text)!r}, nor such a file", hint=hint))
    if problems:
        raise PolicyError(*problems)
    return tuple(found)


def others(chosen: Sequence[Path], *, shipped: Path | None = None) -> tuple[Path, ...]:
    """Return the files of the shipped policies whose ids none of the chosen files and folders has."""
    files, _ = policy_files(chosen)
    taken = {_stated(path) for path in files}
    packs = ids(shipped or assets.folder("policies"))
    return tuple(paths[0] for name, paths in packs.items() if name not in taken)


def ids(folder: Path) -> Mapping[str, tuple[Path, ...]]:
    """Return the ids of the policies in a folder, and the files that state each; a file nobody can read has none."""
    unused: list[Problem] = []
    found: dict[str, tuple[Path, ...]] = {}
    for path in yaml_files(folder, unused):
        if path.name not in {REGIMES, RETIRED} and (name := _stated(path)):
            found[name] = (*found.get(name, ()), path)
    return found


def _stated(path: Path) -> str | None:
    """Return the id that a file states, as far as one line tells: the file is read as a policy only if it is used."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            said = _ID.search(stream.read(MAX_BYTES))
    except OSError:
        return None
    return said.group(1).decode("ascii") if said else None


def _twice(name: str, paths: Sequence[Path]) -> list[Problem]:
    return [
        Problem(
            where=printable(str(path)),
            what=f"has the id {name}, and so has {printable(str(paths[0]))}",
            hint="Give one of them another id, or name the file instead.",
        )
        for path in paths[1:]
    ]
