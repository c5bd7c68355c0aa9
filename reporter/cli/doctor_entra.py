"""`reporter doctor --entra`: does Microsoft let us read what a run reads, and no more?"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack

from reporter.microsoft.tokens import granted
from reporter.run.connection import Connection, connect
from reporter.settings import GRAPH, Settings
from reporter.sources.fetched import drive, entra

_OF_EVERY_SIGN_IN = frozenset({"User.Read", "email", "offline_access", "openid", "profile"})


class Entra:
    """The questions, each of which needs the answer to the one before."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self._settings = settings
        self._stack = stack
        self._connection: Connection
        self._granted: tuple[str, ...] = ()
        self._items = [str(p).removeprefix(GRAPH) for p in settings.run.survey if str(p).startswith(GRAPH)]

    @property
    def checks(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        """What is looked at, and how."""
        workbooks = (("Workbook", self._workbooks),) if self._items else ()
        return (
            ("Configuration", self._configuration),
            ("Sign-in", self._sign_in),
            ("Permissions", self._permissions),
            ("Users", self._users),
            *workbooks,
        )

    def _configuration(self) -> str:
        self._connection = self._stack.enter_context(connect(self._settings, os.environ))
        cloud = self._settings.microsoft.cloud or "global"
        return f"{self._settings.file_name} names tenant, application and credential; cloud {cloud}"

    def _sign_in(self) -> str:
        self._granted = granted(self._connection.tokens.get())
        return "Microsoft Entra gives a token " + (
            "to who is signed in" if self._connection.tokens.delegated else "to the application"
        )

    def _permissions(self) -> str:
        if not self._granted:
            return "the token does not say which; what follows shows it"
        needed = {entra.PERMISSION.name} | ({drive.PERMISSION.name} if self._items else set())
        more = [name for name in self._granted if name not in needed | _OF_EVERY_SIGN_IN]
        listed = ", ".join(self._granted)
        return listed + (f"; reading needs {' and '.join(sorted(needed))} only" if more else "")

    def _users(self) -> str:
        entra.probe(self._connection.graph)
        return f"one was read, with the {len(entra.COLUMNS)} properties that a roster is made of"

    def _workbooks(self) -> str:
        for item in self._items:
            drive.probe(self._connection.graph, item)
        return "it can be read" if len(self._items) == 1 else f"all {len(self._items)} can be read"
