"""What Microsoft says when it refuses, as one sentence and what to do about it.

Shown are codes and correlation ids, by which an administrator finds the event in the sign-in log. Never shown is
Microsoft's own description: it names people, addresses and the application.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reporter.errors import SHOW, SourceError
from reporter.microsoft.wire import Answer

ENTRA = "Microsoft Entra"
GRAPH = "Microsoft Graph"
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,59}")
_AADSTS = re.compile(r"AADSTS([0-9]{4,9})\b")
_SECRETS = "In the Entra admin centre, under App registrations, this application, Certificates & secrets, {}"
_LOGIN = "Sign in again: reporter login"
_FEDERATED = (
    "Under App registrations, this application, Certificates & secrets, Federated credentials, add one whose issuer, "
    "subject and audience are those of this workload."
)
_ENTRA = {
    16000: ("nobody is signed in", _LOGIN),
    50020: ("this account does not belong to the tenant", "Sign in with an account of the tenant: reporter login"),
    50034: ("there is no such account in the tenant", "Sign in with an account of the tenant: reporter login"),
    50057: ("the account is disabled", "Sign in with another account: reporter login"),
    50076: ("a second factor is asked for", _LOGIN),
    50079: ("a second factor must be set up", f"Set it up at https://aka.ms/mfasetup. {_LOGIN}"),
    50105: ("this account is not assigned to the application", "Assign it under Enterprise applications, Users."),
    50173: ("the sign-in was revoked", _LOGIN),
    53003: ("a Conditional Access policy blocks it", "Ask who keeps these policies to let this application through."),
    65001: ("nobody has consented to the application's permissions", "Let an administrator grant consent, once."),
    70016: ("nobody has typed the code yet", _LOGIN),
    70018: ("the code is wrong or was used", _LOGIN),
    70020: ("the code has expired", _LOGIN),
    70021: ("no federated credential of the application fits this workload", _FEDERATED),
    70043: ("the sign-in is too old for the tenant's policy", _LOGIN),
    90002: ("there is no such tenant in this cloud", "Correct [microsoft] tenant, or cloud."),
    500011: ("this cloud's Microsoft Graph is unknown in the tenant", "Correct [microsoft] cloud."),
    700016: ("the tenant knows no application with this id", "Correct [microsoft] client_id, tenant or cloud."),
    700024: ("the clock of this machine differs too much", "Set the clock, then run again."),
    700027: ("the certificate is not one of the application's", _SECRETS.format("upload this one, or give the other.")),
    700082: ("the sign-in has expired", _LOGIN),
    700211: ("no federated credential of the application has this issuer", _FEDERATED),
    700212: ("no federated credential of the application has this audience", _FEDERATED),
    700213: ("no federated credential of the application has this subject", _FEDERATED),
    7000112: ("the application is disabled in the tenant", "Enable it under Enterprise applications, Properties."),
    7000215: (
        "the client secret is wrong",
        _SECRETS.format("make a new one and give its value, not its id."),
    ),
    7000218: (
        "the application may not sign people in by code",
        'Under App registrations, this application, Authentication, set "Allow public client flows" to Yes.',
    ),
    7000222: ("the client secret has expired", _SECRETS.format("make a new one, and give that.")),
}
"""AADSTS code → what, and what to do. Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes,
as of 23 November 2026."""
_WORDS = {
    "authorization_declined": ("the sign-in was declined", _LOGIN),
    "expired_token": ("the code has expired", _LOGIN),
    "consent_required": _ENTRA[65001],
    "interaction_required": ("somebody has to sign in again", _LOGIN),
}


@dataclass(frozen=True, slots=True)
class Permission:
    """What Graph asks for: the permission's name, and what it lets us do."""

    name: str
    does: str
    """As in "the application may not … "."""
    object: str
    """What is read, as in "… is not there"."""


def entra(result: Mapping[str, object]) -> SourceError:
    """Return Entra's refusal of a token as an error of ours.

    Args:
        result: The object that Entra answered with, as msal hands it on.
    """
    description = str(result.get("error_description") or "")
    codes = result.get("error_codes")
    code = next((c for c in codes if isinstance(c, int)), None) if isinstance(codes, list) else None
    if code is None and (found := _AADSTS.search(description)):
        code = int(found[1])
    word = result.get("error")
    word = word if isinstance(word, str) and _CODE.fullmatch(word) else "no reason given"
    look = f"Look it up: https://login.microsoftonline.com/error?code={code}" if code else "Run it again later."
    what, hint = _ENTRA.get(code or 0) or _WORDS.get(word) or (f"refuses to sign in ({word})", look)
    name = f" (AADSTS{code})" if code else ""
    return SourceError(f"{what}{name}{_event(result.get('correlation_id'))}", where=ENTRA, hint=hint)


def graph(answer: Answer, permission: Permission, *, delegated: bool) -> SourceError:
    """Return Graph's refusal of a request as an error of ours.

    Args:
        answer: What came back; no success.
        permission: What the request needs.
        delegated: A person signed in, rather than the application itself.
    """
    code = code_of(answer) or "no reason given"
    event = _event(answer.headers.get("request-id"))
    kind = "delegated" if delegated else "application"
    match answer.status_code:
        case 401:
            what = f"does not accept the token ({code})"
            hint = "See that [microsoft] cloud is the tenant's cloud; then look with: reporter doctor --entra"
        case 403:
            what = f"the application may not {permission.does}: the permission {permission.name} is missing ({code})"
            hint = (
                "In the Entra admin centre, under App registrations, this application, API permissions, add the "
                f"Microsoft Graph {kind} permission {permission.name}, and grant admin consent."
                + (" Then: reporter login" if delegated else "")
            )
        case 404:
            what = f"{permission.object} is not there, or the application cannot see it ({code})"
            hint = "Correct its id."
        case status:
            what = f"refuses the request (HTTP {status}, {code})"
            hint = f"Run: reporter doctor --entra. If that is well, {SHOW}."
    return SourceError(f"{what}{event}", where=GRAPH, hint=hint)


def code_of(answer: Answer) -> str:
    """Return Graph's word for why it refuses, such as `ErrorAccessDenied`; empty: it gives none."""
    error = (answer.tree or {}).get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _event(identifier: object) -> str:
    return f", event {identifier}" if isinstance(identifier, str) and _GUID.fullmatch(identifier) else ""
