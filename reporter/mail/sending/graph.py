"""Sending through Microsoft Graph, from one mailbox: in one step, or as a draft first.

In one step nobody can tell afterwards what became of a message whose answer was lost. A draft has an id, which is kept
before it is asked to go: so Graph can be asked later whether it still is a draft. That takes two calls for a mail, and
the permission Mail.ReadWrite beside Mail.Send.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote

from reporter.errors import DeliveryError, SourceError
from reporter.microsoft import Graph, Permission, UnclearError
from reporter.microsoft.refusals import code_of
from reporter.microsoft.wire import Answer
from reporter.model.delivery import Fate, Mail, Receipt, Row, Step

SEND = Permission("Mail.Send", "send from this mailbox", "the mailbox")
WRITE = Permission("Mail.ReadWrite", "make drafts in this mailbox", "the mailbox")
_OF_ALL = frozenset({401, 403, 404})
"""Refusals that have nothing to do with the one message."""
_CREATED, _ACCEPTED, _OK, _GONE = 201, 202, 200, 404


class _Mailbox:
    """What both ways share."""

    def __init__(self, graph: Graph, sender: str, step: Step = lambda _: None) -> None:
        """Connect to nothing yet.

        Args:
            graph: The tenant's Graph.
            sender: The mailbox that mails are sent from.
            step: Is told of each step.
        """
        self._graph = graph
        self._path = f"/users/{quote(sender, safe='@')}"
        self._step = step

    @contextmanager
    def open(self) -> Iterator[None]:
        """Do nothing: each question opens its own connection."""
        yield

    def _post(self, path: str, permission: Permission, content: bytes = b"") -> Answer:
        """Ask, and return a success or a refusal of this one message.

        Raises:
            UnclearError: It may have been done.
            DeliveryError: It was not done, and no other will be.
        """
        try:
            answer = self._graph.post(f"{self._path}{path}", content)
        except UnclearError:
            raise
        except SourceError as error:
            raise DeliveryError(*error.problems) from None
        if answer.status_code in _OF_ALL and not (answer.status_code == _GONE and path.endswith("/send")):
            raise DeliveryError(*self._graph.refusal(answer, permission).problems)
        return answer


class Direct(_Mailbox):
    """One step: `sendMail`, the message as MIME."""

    name = "graph"

    def send(self, _mail: Mail, data: bytes, *, known: str | None, note: Callable[[str], None]) -> Receipt:
        """Hand over one message."""
        del known, note
        try:
            answer = self._post("/sendMail", SEND, base64.b64encode(data))
        except UnclearError:
            return Receipt(fate=Fate.UNCLEAR, answer="no answer")
        finally:
            self._step("answered")
        return _receipt(answer)

    def look(self, _row: Row) -> Receipt | None:
        """Know nothing."""
        return None


class Draft(_Mailbox):
    """Two steps: a draft, whose id is kept, and then `send`."""

    name = "graph-draft"

    def send(self, _mail: Mail, data: bytes, *, known: str | None, note: Callable[[str], None]) -> Receipt:
        """Hand over one message."""
        identifier = known
        if identifier is None:
            try:
                made = self._post("/messages", WRITE, base64.b64encode(data))
            except UnclearError:
                return Receipt(fate=Fate.DEFERRED, answer="no answer")
            self._step("drafted")
            identifier = (made.tree or {}).get("id")
            if made.status_code != _CREATED or not isinstance(identifier, str):
                return Receipt(fate=Fate.REFUSED, answer=_answer(made))
            note(identifier)
        try:
            answer = self._post(f"/messages/{quote(identifier, safe='')}/send", SEND)
        except UnclearError:
            return Receipt(fate=Fate.UNCLEAR, answer="no answer", reference=identifier)
        finally:
            self._step("answered")
        if answer.status_code == _GONE:  # sent before, or taken away by somebody
            return Receipt(fate=Fate.UNCLEAR, answer=_answer(answer), reference=identifier)
        if answer.status_code != _ACCEPTED:  # nobody is to find it among the drafts one day, and send it
            with suppress(SourceError):
                self._graph.delete(f"{self._path}/messages/{quote(identifier, safe='')}")
        return _receipt(answer, identifier)

    def look(self, row: Row) -> Receipt | None:
        """Ask whether it still is a draft.

        Without an id it never was asked to go; what was made of it is found by its Message-ID.
        """
        if row.reference is not None:
            answer = self._asked(f"/messages/{quote(row.reference, safe='')}", {"$select": "id,isDraft"})
            found = answer.tree if answer.status_code == _OK else None
        else:
            named = row.message_id.replace("'", "''")
            query = {"$filter": f"internetMessageId eq '{named}'", "$select": "id,isDraft"}
            answer = self._asked("/messages", query)
            if answer.status_code != _OK:
                return Receipt(fate=Fate.UNCLEAR, answer=_answer(answer))
            values = (answer.tree or {}).get("value")
            found = values[0] if isinstance(values, list) and values else {"isDraft": True}
        return _judged(found, row)

    def _asked(self, path: str, query: Mapping[str, str]) -> Answer:
        try:
            answer = self._graph.look(f"{self._path}{path}", query)
        except SourceError as error:
            raise DeliveryError(*error.problems) from None
        if answer.status_code in _OF_ALL - {_GONE}:
            raise DeliveryError(*self._graph.refusal(answer, WRITE).problems)
        return answer


def _judged(found: Mapping[str, Any] | None, row: Row) -> Receipt:
    identifier = (found or {}).get("id")
    reference = identifier if isinstance(identifier, str) else row.reference
    match (found or {}).get("isDraft"):
        case True:
            return Receipt(fate=Fate.DEFERRED, answer="still a draft", reference=reference)
        case False:
            return Receipt(fate=Fate.ACCEPTED, answer="no draft any more", reference=reference)
        case _:
            return Receipt(fate=Fate.UNCLEAR, answer="not found", reference=reference)


def _receipt(answer: Answer, reference: str | None = None) -> Receipt:
    fate = Fate.ACCEPTED if answer.status_code == _ACCEPTED else Fate.REFUSED
    return Receipt(fate=fate, answer=_answer(answer), reference=reference)


def _answer(answer: Answer) -> str:
    return f"{answer.status_code} {code_of(answer)}".strip()
