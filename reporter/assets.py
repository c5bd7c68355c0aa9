"""Floor 1: where `templates/` and `policies/` are, in a checkout and a wheel alike, and how our own tables are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where the library in C is there
_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return the shipped folder `templates` or `policies`.

    A wheel carries both inside the package; a checkout (and so an editable install) has them beside it.
    """
    installed = _PACKAGE / "_assets" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def table(path: Path) -> Any:  # noqa: ANN401 - as YAML has it; each reader says what it expects
    """Return what a YAML file of the program's own holds. Whatever people give us goes through `yaml_tree` instead."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
