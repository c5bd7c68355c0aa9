"""Keyrings in memory, through keyring's own interface."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class Memory(KeyringBackend):
    """A keyring that encrypts, as far as keyring can tell."""

    priority: float = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class PlainText(Memory):
    """A keyring that keeps plain text, by keyring's own measure."""

    priority = 0.5


class Chain(Memory):
    """A keyring that passes on to others."""

    def __init__(self, *backends: Memory) -> None:
        super().__init__()
        self.backends = backends


class Locked(Memory):
    """A keyring that nobody unlocked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"{service} {username} {password}")


@pytest.fixture
def ring() -> Iterator[Memory]:
    """Use a keyring in memory."""
    before = keyring.get_keyring()
    memory = Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)
