"""The roster from Microsoft Entra ID: its users, saved as a CSV file with Entra's own column names.

The roster is read from that file, as from any other: there is one way of reading, and a run can be repeated from it
without the network. Every user is a row, so that every one is accounted for. Who is a guest, whose account is switched
off and which account is nobody's stands in the columns, and is counted where they are read: `directory_accounts`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reporter.errors import SHOW, SourceError
from reporter.microsoft import Graph, Permission
from reporter.microsoft.refusals import GRAPH
from reporter.model.text import comparable

COLUMNS = (
    "id", "employeeId", "displayName", "mail", "userPrincipalName", "proxyAddresses", "department", "jobTitle",
    "country", "usageLocation", "state", "preferredLanguage", "employeeType", "employeeHireDate", "userType",
    "accountEnabled",
)  # fmt: skip
"""The properties that a roster is made of; no others are asked for."""
PERMISSION = Permission("User.Read.All", "read the users of the tenant", "the list of users")

NO_EMPLOYEE = "No employee"
"""What stands in `userType` beside Entra's own `Member` and `Guest`."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_AGAIN = f"Run again; if it stays so, {SHOW}."
_OTHER_KINDS = {"proxyAddresses", "accountEnabled"}  # a list, and true or false
_GUEST = "Guest"
_GUEST_NAME = "#EXT#"
_NOBODY = frozenset({
    "service", "service account", "serviceaccount", "system", "system account", "shared mailbox", "sharedmailbox",
    "shared", "room", "room mailbox", "equipment", "resource", "functional account", "bot",
})  # fmt: skip
"""Words of `employeeType` by which the tenant itself says that an account is nobody's."""
_DAY = len("2026-11-23")
_FEW = 10  # users that may come or go while the others are read; in a large tenant one in a hundred
_MOST = 999  # users a page; Graph's own limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """The users of a tenant."""

    content: bytes
    """The CSV file: in its first line what came, in its second the header, then one user a line, by id."""
    said: str
    """What came, in counts."""


def fetch(graph: Graph, *, employees_have: str | None = None) -> Users:
    """Fetch all users of the tenant.

    Args:
        graph: The Graph to ask.
        employees_have: `employeeId` or `employeeType`: every employee's account carries it, so whose does not is
            nobody's who works here; None: the tenant promises nothing of the kind.

    Raises:
        SourceError: They cannot be read, or not all of them.
    """
    params = {"$select": ",".join(COLUMNS), "$top": str(_MOST), "$count": "true"}
    users: dict[str, Mapping[str, str]] = {}
    pages, count = 0, None
    for page in graph.pages("/users", params, PERMISSION):
        pages += 1
        count = page.count if count is None else count
        for row in page.rows:
            user = _user(row, employees_have)
            users[user["id"]] = user  # who moves between pages while they are read comes twice
    said = f"{len(users)} users in {pages} {'page' if pages == 1 else 'pages'}"
    if count is not None and count - len(users) > max(_FEW, count // 100):
        what = f"Entra counts {count} users and gives {len(users)} of them: a roster with gaps is none"
        raise SourceError(what, where=GRAPH, hint=_AGAIN)
    if count is not None and count != len(users):
        said += f" (Entra counts {count}: somebody is being added or removed just now)"
    unmarked = sum(user.get("accountEnabled") == "true" and not user["employeeId"] for user in users.values())
    if unmarked and employees_have is None:
        said += f"; {unmarked} of the accounts in use have no employeeId and count as people"
    return Users(content=_written(users, f"Microsoft Entra ID: {said}"), said=said)


def probe(graph: Graph) -> None:
    """Make sure that users can be read, with all of their properties.

    Raises:
        SourceError: They cannot.
    """
    for row in next(graph.pages("/users", {"$select": ",".join(COLUMNS), "$top": "1"}, PERMISSION)).rows:
        _user(row, None)


def _written(users: Mapping[str, Mapping[str, str]], title: str) -> bytes:
    """Return the file. The place of work is `country`; where the tenant states no country at all, `usageLocation`."""
    ordered = [users[identifier] for identifier in sorted(users)]
    spare = "usageLocation" if any(user.get("country") for user in ordered) else "country"
    columns = [name for name in COLUMNS if name != spare]
    stream = io.StringIO(newline="")
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow([title])
    lines.writerow(columns)
    lines.writerows([user.get(name, "") for name in columns] for user in ordered)
    return stream.getvalue().encode("utf-8", "replace")


def _user(row: Mapping[str, Any], employees_have: str | None) -> Mapping[str, str]:
    """Return one user as texts. Of an account that is nobody's who works here, only what tells it apart is kept."""
    texts = {name: _text(row.get(name)) for name in COLUMNS if name not in _OTHER_KINDS}
    if not texts["id"]:
        raise SourceError("a user came without an id", where=GRAPH, hint=_AGAIN)
    enabled = row.get("accountEnabled")
    if not isinstance(enabled, bool):  # every account has it; with fewer rights Graph leaves it out and says nothing
        raise SourceError(
            "users come without accountEnabled: who left cannot be told from who works here",
            where=GRAPH,
            hint=f"A permission such as User.ReadBasic.All reads names only. Grant {PERMISSION.name} in its place.",
        )
    name, kind = texts["userPrincipalName"], texts["userType"]
    address = texts["mail"] or name  # who has no mailbox still signs in by this name, and Forms writes it down
    if kind == _GUEST or (not kind and _GUEST_NAME in name.upper()):
        return {"id": texts["id"], "mail": address, "userType": _GUEST}
    if (employees_have and not texts[employees_have]) or comparable(texts["employeeType"]) in _NOBODY:
        return {"id": texts["id"], "mail": address, "userType": NO_EMPLOYEE}
    proxies = row.get("proxyAddresses")
    return texts | {
        "mail": address,
        "proxyAddresses": ";".join(_mailboxes(proxies if isinstance(proxies, list) else ())),
        "employeeHireDate": texts["employeeHireDate"][:_DAY],
        "accountEnabled": "true" if enabled else "false",
    }


def _mailboxes(proxies: Iterable[object]) -> list[str]:
    """Return the addresses that take mail, in order; the others are those of telephony and of old directories."""
    return sorted({_text(proxy[5:]) for proxy in proxies if isinstance(proxy, str) and proxy[:5].casefold() == "smtp:"})


def _text(value: object) -> str:
    """Return a property as text: none as "", and what would break a line of the file as a space."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise SourceError("a user has a property of an unknown kind", where=GRAPH, hint=_AGAIN)
    return _CONTROL.sub(" ", value).strip()
