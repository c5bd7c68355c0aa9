"""The roles that columns play, and the headers they are known by: those stand in `titles.yaml`, by language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from reporter import assets
from reporter.sources.headers.header import Need, Role

_Groups: TypeAlias = Sequence[Mapping[str, Sequence[str]]]  # groups of headers by language


def _read() -> dict[str, tuple[Role, ...]]:
    """Return the roles of each kind of file."""
    known: Mapping[str, Mapping[str, Mapping[str, Any]]] = assets.table(Path(__file__).parent / "titles.yaml")
    return {kind: tuple(_role(name, said) for name, said in roles.items()) for kind, roles in known.items()}


def _role(name: str, said: Mapping[str, Any]) -> Role:
    return Role(
        name=name,
        titles=_flat(said.get("titles", ())),
        ranked=_flat(said.get("ranked", ())),
        spare=_flat(said.get("spare", ())),
        many=said.get("many", False),
        fallback=said.get("fallback", False),
    )


def _flat(groups: _Groups) -> tuple[str, ...]:
    """Return the headers of all groups in their order, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(titles for group in groups for titles in group.values())))


_ROLES = _read()

ROSTER = _ROLES["roster"]
"""The roles of a roster's columns; `<service>.account` columns are added for the services a policy names."""

SURVEY = _ROLES["survey"]
"""The roles of a survey's columns, beside its questions."""

WAIVERS = _ROLES["waivers"]

ALIASES = _ROLES["aliases"]

PEOPLE = _ROLES["people"]

IDENTITY = ("employee_id", "address")


def each(roles: tuple[Role, ...], *, optional: tuple[str, ...] = ()) -> tuple[Need, ...]:
    """Return the needs of a file in which every role but the optional ones must be found."""
    columns = ", ".join(r.name for r in roles)
    hint = f"The columns are {columns}."
    return tuple(
        Need(any_of=(r.name,), what=f"there is no column {r.name}", hint=hint) for r in roles if r.name not in optional
    )
