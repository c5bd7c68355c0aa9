"""The files a policy refers to: services, law notes, regimes. Beside the policy first, then among those shipped.

What an organisation puts beside its policy replaces what is shipped: a service and `regimes.yaml` as whole files,
law notes one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from reporter import yaml_tree
from reporter.errors import Problem
from reporter.policy import checks
from reporter.policy.companion_schema import LawFile, LawNoteEntry, RegimesFile, ServiceFile
from reporter.policy.files import REGIMES, SUFFIX, content, is_there, yaml_files
from reporter.policy.kinds import KINDS, START
from reporter.policy.scalars import SLUG
from reporter.quoting import printable, quoted
from reporter.yaml_tree import Fault, Tree
from reporter.yaml_tree.diagnosis import validated

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Generic[Model]):
    """One YAML file: its tree, and what it says if it is valid."""

    path: Path
    data: bytes
    tree: Tree
    said: Model | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """All that the policies refer to."""

    services: dict[str, Sheet[ServiceFile] | None]
    """By id, in the order of their first use; None: the file is there and cannot be opened."""
    available: frozenset[str]
    law: tuple[Sheet[LawFile], ...]
    """Those shipped first; a later note replaces an earlier one of the same id."""
    law_ids: frozenset[str] | None
    regimes: Sheet[RegimesFile] | None
    regime_ids: frozenset[str] | None

    @property
    def sheets(self) -> tuple[Tree, ...]:
        """The trees of all files read."""
        services = [s.tree for s in self.services.values() if s]
        return (*services, *(s.tree for s in self.law), *([self.regimes.tree] if self.regimes else []))

    @property
    def known(self) -> checks.Known:
        """What a policy may refer to."""
        return checks.Known(
            services={n: s.tree.branch if s and s.tree.whole else None for n, s in self.services.items()},
            available=self.available,
            law=self.law_ids,
            regimes=self.regime_ids,
        )


def open_sheet(path: Path, model: type[Model], problems: list[Problem]) -> Sheet[Model] | None:
    """Read one file as `model`; None, with the problem noted, if it cannot be opened. Faults are in its tree."""
    data = content(path)
    if isinstance(data, Problem):
        problems.append(data)
        return None
    tree = yaml_tree.read(data, file=printable(str(path)), start=START)
    said = validated(model, tree, KINDS) if tree.whole else None
    return Sheet(path=path, data=data, tree=tree, said=said)


@dataclass(slots=True)
class Shelf:
    """Where to look: the folders of the policies, then the shipped one."""

    beside: Sequence[Path]
    shipped: Path
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Keep each folder once; the shipped one last, even if a policy in it was named."""
        unique = {folder.resolve(): folder for folder in reversed(self.beside)}
        unique.pop(self.shipped.resolve(), None)
        self.beside = list(reversed(unique.values()))

    def companions(self, service_ids: Iterable[str]) -> Companions:
        """Read everything; what is wrong is in `problems` and in the trees."""
        services: dict[str, Sheet[ServiceFile] | None] = {}
        for name in dict.fromkeys(service_ids):
            if SLUG.fullmatch(name) and (found := self._paths(f"services/{name}{SUFFIX}")):
                services[name] = self._first(found, ServiceFile)
                if sheet := services[name]:
                    checks.check_service(sheet.tree, name=name)
        regimes = self._regimes()
        regime_ids = _ids(regimes.tree, "regimes") if regimes else None
        law, opened = self._law(regime_ids, shipped_regimes=regimes is not None and self._is_shipped(regimes.path))
        law_ids = [_ids(sheet.tree, "notes") for sheet in law] if opened else [None]
        known = None if None in law_ids else frozenset(i for ids in law_ids for i in ids or ())
        if regimes:
            checks.check_regimes(regimes.tree, known)
        return Companions(
            services=services,
            available=self._available(),
            law=law,
            law_ids=known,
            regimes=regimes,
            regime_ids=regime_ids,
        )

    def _is_shipped(self, path: Path) -> bool:
        return path == self.shipped / path.name

    def _paths(self, name: str) -> list[Path]:
        """Return the files of that name beside the policies, or the shipped one if there is none."""
        found = [p for f in self.beside if is_there(p := f / name)]
        return found or [p for p in [self.shipped / name] if is_there(p)]

    def _first(self, paths: Sequence[Path], model: type[Model]) -> Sheet[Model] | None:
        """Read the first; another that says something else is a problem, as nobody said which one holds."""
        sheet = open_sheet(paths[0], model, self.problems)
        for other in paths[1:]:
            data = content(other)
            if sheet and data != sheet.data:
                what = f"differs from {printable(str(paths[0]))}, and both are beside policies of this run"
                self.problems.append(
                    Problem(where=printable(str(other)), what=what, hint="Keep one, or make them equal.")
                )
        return sheet

    def _regimes(self) -> Sheet[RegimesFile] | None:
        found = self._paths(REGIMES)
        if not found:
            # Without it no cap and no bar would hold anywhere: never go on.
            what = f"there is no {REGIMES}, neither beside the policy nor shipped"
            hint = "It says which law holds where; install reporter again, or copy the file from its source."
            self.problems.append(Problem(where=printable(str(self.shipped)), what=what, hint=hint))
            return None
        return self._first(found, RegimesFile)

    def _law(
        self, regime_ids: frozenset[str] | None, *, shipped_regimes: bool
    ) -> tuple[tuple[Sheet[LawFile], ...], bool]:
        """Return all law files, those shipped first, and whether every one could be opened."""
        found: list[Sheet[LawFile]] = []
        opened = True
        elsewhere: dict[str, tuple[LawNoteEntry, str, Path]] = {}
        for folder in (self.shipped, *self.beside):
            paths = yaml_files(folder / "law", self.problems)
            sheets = [s for p in paths if (s := open_sheet(p, LawFile, self.problems))]
            opened = opened and len(sheets) == len(paths)
            # A shipped note may be of a regime that an organisation's own regimes.yaml leaves out.
            ids = regime_ids if folder != self.shipped or shipped_regimes else None
            checks.check_law((s.tree for s in sheets), ids)
            if folder != self.shipped:
                _note_conflicts(sheets, elsewhere)
            found.extend(sheets)
        return tuple(found), opened

    def _available(self) -> frozenset[str]:
        unused: list[Problem] = []
        paths = [p for f in (*self.beside, self.shipped) for p in yaml_files(f / "services", unused)]
        return frozenset(p.stem for p in paths)


def _note_conflicts(sheets: list[Sheet[LawFile]], elsewhere: dict[str, tuple[LawNoteEntry, str, Path]]) -> None:
    """Note where two folders beside policies say different things under one id."""
    for sheet in sheets:
        for i, note in enumerate(sheet.said.notes if sheet.said else ()):
            regime = sheet.said.regime if sheet.said else ""
            first, first_regime, path = elsewhere.setdefault(note.id, (note, regime, sheet.path))
            if path.parent != sheet.path.parent and (first, first_regime) != (note, regime):
                mark = sheet.tree.mark(("notes", i, "id"))
                what = f"law note {quoted(note.id)} differs from that in {printable(str(path))}"
                sheet.tree.faults.append(Fault(*mark, what, "Keep one, or make them equal."))


def _ids(tree: Tree, key: str) -> frozenset[str] | None:
    """Return the ids listed under `key`; None if the file could not be read to its end."""
    if not tree.whole:
        return None
    return frozenset(name for entry in tree.branch.each(key) if (name := entry.text("id")) is not None)
