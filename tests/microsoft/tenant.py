"""A tenant of Microsoft Entra ID with its Graph, on loopback, over TLS, with faults on demand.

The fixtures are for whoever imports them. What is asked of it goes through the real msal and httpx.
"""

from __future__ import annotations

import base64
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import trustme

from reporter.microsoft import CLOUDS, Cloud

LOOPBACK = pytest.mark.allow_hosts(["127.0.0.1"])
NAME = "contoso.example"
CLIENT = "11111111-2222-3333-4444-555555555555"
SECRET = "s3cr3t-Of~the.Application"  # noqa: S105
EVENT = "99999999-8888-7777-6666-555555555555"
SIGNATURE = "SiGnAtUrE-oF-tOkEn"
PERSON = "Ana Lindqvist"

Fault = Callable[["Handler"], None]


def status(code: int, tree: object = None, /, **headers: str) -> Fault:
    """Answer with a status."""

    def fault(handler: Handler) -> None:
        handler.answer(code, tree if tree is not None else {}, {k.replace("_", "-"): v for k, v in headers.items()})

    return fault


def page(code: int = 200) -> Fault:
    """Answer as a proxy that wants somebody to sign in."""

    def fault(handler: Handler) -> None:
        handler.send(code, f"<html><body>Welcome, {PERSON}</body></html>".encode(), {"Content-Type": "text/html"})

    return fault


def half(handler: Handler) -> None:
    """Break off in the middle of what was announced."""
    handler.send(200, b'{"value": [{"id": "1", "displayName": "Ana Li', {"Content-Length": "1000"})
    handler.close_connection = True


def cut(handler: Handler) -> None:
    """Send half a page as if it were whole."""
    handler.send(200, b'{"value": [{"id": "1", "displayName": "Ana Li', {})


def lost(handler: Handler) -> None:
    """Do what is asked, and break off before the answer."""
    handler.wfile = BytesIO()
    handler.close_connection = True


def hang(handler: Handler) -> None:
    """Say nothing."""
    handler.server.tenant.released.wait(10)
    handler.close_connection = True


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Tenant:
    """What the tenant holds, what goes wrong, and what it was asked."""

    users: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    """`drives/…/items/…` → content."""
    permissions: tuple[str, ...] = ("Files.Read.All", "User.Read.All")
    page_size: int = 2
    count: int | None = None
    """What it says how many there are; None: the truth."""
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    """Part of a path → what goes wrong the next time that it is asked."""
    next_link: Callable[[str], str] = str
    """What becomes of a link to the next page."""
    signs_in: str = "ana"
    """Who types the code."""
    pending: int = 0
    """How often the code was not typed yet."""
    mailboxes: tuple[str, ...] = (f"privacy@{NAME}",)
    """Those that the application may send from."""
    drafts: dict[str, bytes] = field(default_factory=dict)
    """Id → message that was not sent yet."""
    sent: dict[str, bytes] = field(default_factory=dict)
    """Id → message that went, in this order."""
    asked: list[Asked] = field(default_factory=list)
    storage: list[Asked] = field(default_factory=list)
    """What the other host was asked."""
    released: Event = field(default_factory=Event)
    address: str = ""
    elsewhere: str = ""

    def fail(self, where: str, *faults: Fault) -> None:
        self.faults += [(where, fault) for fault in faults]

    def paths(self, part: str) -> list[str]:
        return [asked.path for asked in self.asked if part in asked.path]

    def token(self) -> str:
        claims = base64.urlsafe_b64encode(json.dumps({"roles": self.permissions}).encode()).decode().rstrip("=")
        return f"e30.{claims}.{SIGNATURE}"

    @property
    def cloud(self) -> Cloud:
        return Cloud(authority=self.address, graph=self.address)


class _Server(ThreadingHTTPServer):
    tenant: Tenant
    other: bool


class Handler(BaseHTTPRequestHandler):
    """Answers as Entra, as Graph, and as the storage that Graph leads to."""

    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: else each answer waits 40 ms for an acknowledgement

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._handle({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._handle({key: values[0] for key, values in parse_qs(body).items()}, body)

    def do_DELETE(self) -> None:
        self._handle({})

    def _handle(self, form: dict[str, str], body: str = "") -> None:
        tenant = self.server.tenant
        asked = Asked(self.command, self.path, dict(self.headers), form)
        (tenant.storage if self.server.other else tenant.asked).append(asked)
        for index, (where, fault) in enumerate(tenant.faults):
            if where in self.path:
                del tenant.faults[index]
                fault(self)
                if fault is not lost:
                    return
        path = urlsplit(self.path).path
        if self.server.other:
            self.send(200, tenant.files.get(path.removeprefix("/"), b"{}"), {})
        elif path.startswith(f"/{NAME}/"):
            self._entra(path.removeprefix(f"/{NAME}"), form)
        elif path.startswith("/v1.0/"):
            self._graph(path.removeprefix("/v1.0"), body)
        else:
            tree = {"error": "invalid_tenant", "error_description": f"AADSTS90002: Tenant not found. {PERSON}"}
            self.answer(400, tree | {"error_codes": [90002], "correlation_id": EVENT})

    def _entra(self, path: str, form: dict[str, str]) -> None:
        tenant = self.server.tenant
        root = f"{tenant.address}/{NAME}"
        if path == "/v2.0/.well-known/openid-configuration":
            self.answer(200, {
                "issuer": f"{root}/v2.0",
                "authorization_endpoint": f"{root}/authorize",
                "token_endpoint": f"{root}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{root}/oauth2/v2.0/devicecode",
            })  # fmt: skip
        elif path == "/oauth2/v2.0/devicecode":
            self.answer(200, {
                "user_code": "ABCD-1234", "device_code": "the-device", "expires_in": 900, "interval": 1,
                "verification_uri": "https://microsoft.com/devicelogin",
            })  # fmt: skip
        elif form.get("device_code") and tenant.pending:
            tenant.pending -= 1
            self.refuse(70016, "authorization_pending")
        elif form.get("client_secret", SECRET) != SECRET:
            self.refuse(7000215, "invalid_client")
        else:
            info = json.dumps({"uid": tenant.signs_in, "utid": "t"})
            client_info = base64.urlsafe_b64encode(info.encode()).decode().rstrip("=")
            person = {"refresh_token": "the-refresh-token", "client_info": client_info}
            delegated = form["grant_type"] != "client_credentials"
            scope = form.get("scope", f"{tenant.address}/.default")
            tree = {"token_type": "Bearer", "expires_in": 3600, "access_token": tenant.token(), "scope": scope}
            self.answer(200, tree | (person if delegated else {}))

    def _graph(self, path: str, body: str) -> None:
        tenant = self.server.tenant
        if self.headers.get("Authorization") != f"Bearer {tenant.token()}":
            self.answer(401, {"error": {"code": "InvalidAuthenticationToken", "message": PERSON}})
        elif path == "/users":
            self._users()
        elif path.startswith("/users/"):
            _, _, mailbox, *rest = path.split("/")
            if unquote(mailbox) not in tenant.mailboxes:
                self.answer(403, {"error": {"code": "ErrorAccessDenied", "message": PERSON}}, {"request-id": EVENT})
            else:
                self._mailbox(rest, body)
        elif (item := path.strip("/").removesuffix("/content")) not in tenant.files:
            self.answer(404, {"error": {"code": "itemNotFound", "message": PERSON}}, {"request-id": EVENT})
        elif path.endswith("/content"):
            self.send(302, b"", {"Location": f"{tenant.elsewhere}/{item}?sig=1"})
        else:
            self.answer(200, {"id": item})

    def _mailbox(self, rest: list[str], body: str) -> None:
        """Answer for a mailbox that the application may send from."""
        tenant = self.server.tenant
        match rest:
            case ["sendMail"]:
                tenant.sent[f"sent-{len(tenant.sent)}"] = base64.b64decode(body)
                self.answer(202, {})
            case ["messages"] if self.command == "POST":
                identifier = f"AAMk{len(tenant.drafts) + len(tenant.sent)}="
                tenant.drafts[identifier] = base64.b64decode(body)
                self.answer(201, {"id": identifier})
            case ["messages"]:
                wanted = parse_qs(urlsplit(self.path).query)["$filter"][0].partition("'")[2].rstrip("'")
                known = [(i, m, i in tenant.drafts) for i, m in (tenant.drafts | tenant.sent).items()]
                found = [
                    {"id": i, "isDraft": d}
                    for i, m, d in known
                    if message_from_bytes(m)["Message-ID"].strip() == wanted
                ]
                self.answer(200, {"value": found})
            case ["messages", identifier, "send"] if unquote(identifier) in tenant.drafts:
                tenant.sent[unquote(identifier)] = tenant.drafts.pop(unquote(identifier))
                self.answer(202, {})
            case ["messages", identifier] if self.command == "DELETE" and unquote(identifier) in tenant.drafts:
                del tenant.drafts[unquote(identifier)]
                self.answer(204, {})
            case ["messages", identifier] if unquote(identifier) in tenant.drafts | tenant.sent:
                self.answer(200, {"id": unquote(identifier), "isDraft": unquote(identifier) in tenant.drafts})
            case _:
                self.answer(404, {"error": {"code": "ErrorItemNotFound", "message": PERSON}})

    def _users(self) -> None:
        tenant = self.server.tenant
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        start = int(query.get("$skiptoken", 0))
        size = min(tenant.page_size, int(query.get("$top", 100)))
        names = query["$select"].split(",")
        rows = [{name: user.get(name) for name in names} for user in tenant.users[start : start + size]]
        tree: dict[str, object] = {"value": rows}
        if start == 0 and query.get("$count") == "true" and self.headers.get("ConsistencyLevel") == "eventual":
            tree["@odata.count"] = len(tenant.users) if tenant.count is None else tenant.count
        if start + size < len(tenant.users):
            selected = f"$select={query['$select']}&$top={query['$top']}"
            tree["@odata.nextLink"] = tenant.next_link(
                f"{tenant.address}/v1.0/users?{selected}&$skiptoken={start + size}"
            )
        self.answer(200, tree)

    def refuse(self, code: int, error: str) -> None:
        """Refuse a token, as Entra words it."""
        self.answer(401, {
            "error": error, "error_description": f"AADSTS{code}: {PERSON} {SECRET} is refused. Trace ID: x",
            "error_codes": [code], "correlation_id": EVENT,
        })  # fmt: skip

    def answer(self, code: int, tree: object, headers: Mapping[str, str] | None = None) -> None:
        self.send(code, json.dumps(tree).encode(), {"Content-Type": "application/json", **(headers or {})})

    def send(self, code: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response_only(code)
        for name, value in {"Date": self.date_time_string(), "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    """Return a certificate authority that nobody trusts, and its certificate as a file."""
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    ca.cert_pem.write_to_path(path)
    return ca, path


@pytest.fixture
def tenant(authority: tuple[trustme.CA, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Tenant]:
    """Run a tenant and another host; the cloud `fake` leads there, and their certificates are trusted."""
    ca, path = authority
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    found = Tenant()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    servers = []
    for other in (False, True):
        server = _Server(("127.0.0.1", 0), Handler)
        server.tenant, server.other = found, other
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.005,), daemon=True).start()
        servers.append(server)
    found.address, found.elsewhere = (f"https://127.0.0.1:{server.server_port}" for server in servers)
    monkeypatch.setitem(CLOUDS, "fake", found.cloud)
    yield found
    found.released.set()
    for server in servers:
        server.shutdown()
        server.server_close()


def user(number: int, /, **changes: object) -> dict[str, Any]:
    """Return a user of the tenant, as Graph knows one."""
    return {
        "id": f"00000000-0000-0000-0000-{number:012}",
        "employeeId": f"{number:03}",
        "displayName": PERSON if number == 1 else f"Person {number}",
        "mail": f"p{number}@{NAME}",
        "userPrincipalName": f"p{number}@{NAME}",
        "proxyAddresses": [f"SMTP:p{number}@{NAME}", f"smtp:person.{number}@{NAME}", "SIP:x@y.example", "X500:/o=x"],
        "department": "Sales",
        "country": "Ireland",
        "usageLocation": "GB",
        "employeeType": "Employee",
        "employeeHireDate": "2020-02-01T00:00:00Z",
        "userType": "Member",
        "accountEnabled": True,
        **changes,
    }
