"""Tokens for Microsoft Graph, by msal: for the application itself, or for a person who signed in by device code."""

from __future__ import annotations

import base64
import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msal

from reporter import vault
from reporter.errors import SourceError, UsageError
from reporter.microsoft import refusals
from reporter.microsoft.clouds import Cloud
from reporter.microsoft.credentials import Certificate, Credential, Device, Secret, Workload
from reporter.microsoft.wire import Answer, Question, Wire

logging.getLogger("msal").addHandler(logging.NullHandler())  # else Python prints its warnings on stderr

_TENANT = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,250}[0-9A-Za-z])?")
_NO_TENANT = frozenset({"common", "organizations", "consumers"})
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_REFUSED = 400
_NONSENSE = (  # what msal raises when an answer is none that it expects
    ValueError, LookupError, TypeError, AttributeError, AssertionError, RuntimeError, msal.exceptions.MsalError,
)  # fmt: skip
_Texts = Mapping[str, str] | None
_Form = Mapping[str, str | bytes] | None
_PENDING = frozenset({"authorization_pending", "slow_down"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The application as the tenant knows it."""

    cloud: Cloud
    tenant: str
    """Its id, or one of its domains."""
    client_id: str
    credential: Credential

    def check(self, where: Callable[[str], str]) -> None:
        """Make sure that tenant and application can be ones.

        Args:
            where: From a key to how messages name it.

        Raises:
            UsageError: They cannot.
        """
        if not _TENANT.fullmatch(self.tenant) or self.tenant.casefold() in _NO_TENANT:
            hint = "Write the tenant's id, or one of its domains, such as example.onmicrosoft.com."
            raise UsageError(f'"{self.tenant[:80]}" is no tenant', where=where("tenant"), hint=hint)
        if not _GUID.fullmatch(self.client_id):
            hint = "Write the Application (client) ID that the overview of the app registration shows."
            raise UsageError("is no application id", where=where("client_id"), hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a person has to do to sign in."""

    address: str
    code: str
    minutes: int
    """How long the code is valid."""


class Tokens:
    """Gets tokens, and gets new ones when they expire. Those of the application itself are kept in memory alone."""

    def __init__(self, registration: Registration, wire: Wire, *, resource: str | None = None) -> None:
        """Get none yet.

        Args:
            registration: The application.
            wire: What it is asked over.
            resource: What the tokens are for; None: the cloud's Graph.
        """
        self._registration = registration
        self._resource = resource or registration.cloud.graph
        self._http = _Http(wire)
        self._cache = msal.SerializableTokenCache()
        self._entry = f"tokens:{registration.tenant}:{registration.client_id}"
        self._made: Any = None

    @property
    def delegated(self) -> bool:
        """Whether the tokens are for a person who signed in."""
        return isinstance(self._registration.credential, Device)

    def get(self) -> str:
        """Return a token that is valid now.

        Raises:
            SourceError: Entra gives none.
            UsageError: Nobody has signed in, or the keyring cannot be opened.
        """
        result = self._asked(self._silently if self.delegated else self._for_application)
        return self._token(result)

    def sign_in(self, show: Callable[[Code], None], sleep: Callable[[float], None] = time.sleep) -> None:
        """Let a person sign in by device code, and keep the tokens in the keyring, in place of anybody's before.

        Args:
            show: Is told what the person has to do.
            sleep: Waits between questions whether it was done.

        Raises:
            SourceError: Entra refuses, or the person does.
            UsageError: There is no keyring that encrypts what it keeps.
        """
        vault.check()
        flow = self._asked(lambda app: app.initiate_device_flow(scopes=self._scopes))
        address, code = flow.get("verification_uri"), flow.get("user_code")
        if not isinstance(address, str) or not address.startswith("https://") or not isinstance(code, str):
            raise refusals.entra(flow) if "error" in flow else _odd()
        left = flow["expires_in"]
        show(Code(address=address, code=code, minutes=max(1, left // 60)))
        while True:
            flow["interval"] = max(1, flow["interval"])  # msal would ask without a pause
            result = self._asked(lambda app: app.acquire_token_by_device_flow(flow, exit_condition=lambda _: True))
            if result.get("error") not in _PENDING:
                break
            left -= flow["interval"]
            if left < 0:
                raise refusals.entra({"error": "expired_token"})
            sleep(flow["interval"])
        self._token(result)
        vault.keep(self._entry, self._cache.serialize())

    @property
    def _scopes(self) -> list[str]:
        return [f"{self._resource}/.default"]

    def _for_application(self, app: Any) -> dict[str, Any] | None:  # noqa: ANN401 - msal has no types
        result: dict[str, Any] | None = app.acquire_token_for_client(self._scopes)
        return result

    def _silently(self, app: Any) -> dict[str, Any] | None:  # noqa: ANN401 - msal has no types
        if not app.get_accounts():
            with suppress(ValueError):  # damaged: nobody is signed in
                self._cache.deserialize(vault.secret(self._entry))
        accounts = app.get_accounts()
        result: dict[str, Any] | None = None
        if accounts:
            result = app.acquire_token_silent_with_error(self._scopes, accounts[0])
        if result is None:
            raise UsageError("nobody is signed in for this application", hint="Type: reporter login")
        if self._cache.has_state_changed:
            vault.keep(self._entry, self._cache.serialize())
        return result

    def _asked(self, ask: Callable[[Any], dict[str, Any] | None]) -> dict[str, Any]:
        """Ask msal, and turn what it raises into our own errors; its messages hold addresses and answers."""
        try:
            if self._made is None:
                self._made = self._app()
            result = ask(self._made)
        except _NONSENSE:
            raise _odd() from None
        if not isinstance(result, dict):
            raise _odd()
        return result

    def _app(self) -> Any:  # noqa: ANN401 - msal has no types
        registration = self._registration
        options = {
            "authority": f"{registration.cloud.authority}/{registration.tenant}",
            "instance_discovery": False,  # the hosts are ours; nobody else is to be asked whether they are right
            "http_client": self._http,
            "token_cache": self._cache,
        }
        match registration.credential:
            case Device():
                return msal.PublicClientApplication(registration.client_id, **options)
            case Secret(value):
                credential: object = value
            case Certificate(content):
                credential = dict(content)
            case Workload() as workload:
                credential = {"client_assertion": workload.assertion}
        return msal.ConfidentialClientApplication(
            registration.client_id,
            client_credential=credential,
            azure_region=msal.ClientApplication.DISABLE_MSAL_FORCE_REGION,  # a variable would change the host
            **options,
        )

    @staticmethod
    def _token(result: Mapping[str, Any]) -> str:
        token = result.get("access_token")
        if isinstance(token, str) and token.isascii() and token.isprintable():
            return token
        raise refusals.entra(result) if "error" in result else _odd()


def granted(token: str) -> tuple[str, ...]:
    """Return the permissions that a token carries, sorted; none where it cannot be looked into."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        roles, scopes = claims.get("roles") or [], claims.get("scp") or ""
        return tuple(sorted({*(str(role) for role in roles), *str(scopes).split()}))
    except (ValueError, LookupError, TypeError, AttributeError):
        return ()


def _odd() -> SourceError:
    hint = "Check [microsoft] cloud and tenant, and that no proxy changes the answers; then run again."
    return SourceError("the answer is not understood", where=refusals.ENTRA, hint=hint)


class _Http:
    """The client that msal speaks through: what it cannot read does not reach it, for it would log it whole."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def get(self, url: str, params: _Texts = None, headers: _Texts = None, **_: object) -> Answer:
        question = Question(method="GET", url=url, params=params, headers=headers or {}, who=refusals.ENTRA)
        answer = self._wire.ask(question)
        if answer.status_code >= _REFUSED:
            raise refusals.entra(answer.tree or {})
        return answer

    def post(self, url: str, params: _Texts = None, data: _Form = None, headers: _Texts = None, **_: object) -> Answer:
        # msal signs into bytes, and httpx would send their Python notation: b'eyJ…'
        form = {key: value.decode() if isinstance(value, bytes) else value for key, value in (data or {}).items()}
        question = Question(method="POST", url=url, params=params, data=form, headers=headers or {}, who=refusals.ENTRA)
        answer = self._wire.ask(question)
        if answer.tree is None or answer.status_code >= 500:  # noqa: PLR2004
            raise refusals.entra(answer.tree or {})
        return answer

    def close(self) -> None:
        """Do nothing: whoever made the wire closes it."""
