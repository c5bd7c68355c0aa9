"""Floor 1: where `templates/` and `policies/` are, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return the shipped folder `templates` or `policies`.

    A wheel carries both inside the package; a checkout (and so an editable install) has them beside it.
    """
    installed = _PACKAGE / "_assets" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
