from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from reporter.model.text import comparable
from reporter.sources.headers import titles
from reporter.sources.headers.header import Role

KINDS = {
    "roster": titles.ROSTER,
    "survey": titles.SURVEY,
    "waivers": titles.WAIVERS,
    "aliases": titles.ALIASES,
    "people": titles.PEOPLE,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_header_is_a_text(kind: str) -> None:
    """YAML makes false of an unquoted No, and a mapping of what holds a colon."""
    assert all(isinstance(title, str) for role in KINDS[kind] for title in _headers(role))


@pytest.mark.parametrize("kind", KINDS)
def test_no_header_is_known_for_two_roles_of_one_kind_of_file(kind: str) -> None:
    owners = Counter(header for role in KINDS[kind] for header in {_letters(t) for t in (*role.titles, *role.ranked)})
    assert [header for header, count in owners.items() if count > 1] == []


def test_a_spare_header_is_known_for_another_role() -> None:
    known = {comparable(t) for role in titles.ROSTER for t in (*role.titles, *role.ranked)}
    assert {comparable(t) for role in titles.ROSTER for t in role.spare} <= known


def _letters(title: str) -> str:
    return "".join(c for c in comparable(title) if c.isalnum())


def _headers(role: Role) -> Sequence[object]:
    return (*role.titles, *role.ranked, *role.spare)
