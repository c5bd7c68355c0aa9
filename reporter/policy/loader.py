"""Policy files, and what they refer to, as one `PolicySet`; or every error of every file at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reporter import assets
from reporter.errors import PolicyError, Problem
from reporter.model.policy import PolicySet
from reporter.policy import checks, records
from reporter.policy.companions import Companions, Sheet, Shelf, open_sheet
from reporter.policy.files import REGIMES, content, is_there, policy_files, yaml_files
from reporter.policy.schema import PolicyFile
from reporter.quoting import printable
from reporter.yaml_tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Valid policies and all that they refer to: as files, in which everything has its place, and as records."""

    sheets: tuple[Sheet[PolicyFile], ...]
    """In the order of `policies.policies`."""
    companions: Companions
    policies: PolicySet


_KEPT = 16
_kept: dict[tuple[object, ...], PolicySet] = {}
"""What was read of which bytes: a process that judges several times reads the same policies once."""


def load(paths: Sequence[Path], *, shipped: Path | None = None) -> PolicySet:
    """Read policies and all that they refer to, as records; see `read`."""
    key = _bytes_of(paths, shipped or assets.folder("policies"))
    if key is None:
        return read(paths, shipped=shipped).policies
    if key not in _kept:
        policies = read(paths, shipped=shipped).policies
        if len(_kept) >= _KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = policies
    return _kept[key]


def _bytes_of(paths: Sequence[Path], shipped: Path) -> tuple[object, ...] | None:
    """Return what the files that `read` looks at hold, by hash; None where one cannot be read: `read` says so."""
    files, problems = policy_files(paths)
    folders = dict.fromkeys((*(path.parent for path in files), shipped))
    looked = [*files, *(f / REGIMES for f in folders if is_there(f / REGIMES))]
    looked += [path for f in folders for part in ("services", "law") for path in yaml_files(f / part, problems)]
    found: list[object] = [*map(str, paths), str(shipped)]
    for path in looked:
        data = content(path)
        if isinstance(data, Problem):
            return None
        found += [str(path), sha256(data).digest()]
    return None if problems else tuple(found)


def read(paths: Sequence[Path], *, shipped: Path | None = None) -> Reading:
    """Read policies and all that they refer to.

    Services, law notes and regimes are looked up beside the policy file (`services/<id>.yaml`, `law/*.yaml`,
    `regimes.yaml`), then among those shipped.

    Args:
        paths: policy files, and folders whose YAML files (not those of their sub-folders, nor `regimes.yaml` and
            `retired.yaml`) are policies. A file that is named twice is read once.
        shipped: the folder of shipped services, law notes and regimes; None: the product's own.

    Returns:
        The policies in the order given, the services they name, all law notes, and the places.

    Raises:
        PolicyError: with every problem of every file, each with file, line and column.
    """
    if not paths:
        raise PolicyError("no policy is given", hint="Name a policy file or a folder of policies.")
    files, problems = policy_files(paths)
    if not files:
        raise PolicyError(*problems)
    opened = [s for p in files if (s := open_sheet(p, PolicyFile, problems))]
    shelf = Shelf([p.parent for p in files], shipped or assets.folder("policies"))
    companions = shelf.companions(_named_services(s.tree for s in opened))
    checks.check_policies([s.tree for s in opened if s.tree.whole], companions.known)
    problems += shelf.problems
    for tree in (*(s.tree for s in opened), *companions.sheets):
        problems += tree.problems
    if problems:
        raise PolicyError(*problems)
    return Reading(sheets=tuple(opened), companions=companions, policies=_policy_set(opened, companions))


def _named_services(policies: Iterable[Tree]) -> list[str]:
    controls = (c for tree in policies for c in tree.branch.each("controls"))
    return [name for c in controls if (name := c.text("service")) is not None]


def _policy_set(opened: list[Sheet[PolicyFile]], companions: Companions) -> PolicySet:
    regimes = companions.regimes.said if companions.regimes else None
    if regimes is None:  # its faults were raised before; mypy cannot know
        raise PolicyError("regimes.yaml could not be read")
    return PolicySet(
        policies=tuple(records.policy(s.said, name=printable(s.path.name), source=s.data) for s in opened if s.said),
        services={n: records.service(s.said) for n, s in companions.services.items() if s and s.said},
        law=records.law(s.said for s in companions.law if s.said),
        places=records.places(regimes),
    )
