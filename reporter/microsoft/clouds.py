"""The national clouds: where each signs in, and where its Graph is.

The two go together, for a token of one cloud is worth nothing in another; so a configuration names the cloud and
never a host. Source: https://learn.microsoft.com/graph/deployments, as of 23 November 2026. For China that page
names `login.chinacloudapi.cn`, which msal marks as deprecated; the host it moved to stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from reporter.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """One cloud."""

    authority: str
    """Scheme and host that sign in."""
    graph: str
    """Scheme and host of Microsoft Graph; also the resource that a token is for."""
    outlook: str = "https://outlook.office365.com"
    """The resource that a token for SMTP is for."""


CLOUDS = {
    "global": Cloud(authority="https://login.microsoftonline.com", graph="https://graph.microsoft.com"),
    "us-gov": Cloud(
        authority="https://login.microsoftonline.us",
        graph="https://graph.microsoft.us",
        outlook="https://outlook.office365.us",
    ),
    "us-dod": Cloud(
        authority="https://login.microsoftonline.us",
        graph="https://dod-graph.microsoft.us",
        outlook="https://webmail.apps.mil",
    ),
    "china": Cloud(
        authority="https://login.partner.microsoftonline.cn",
        graph="https://microsoftgraph.chinacloudapi.cn",
        outlook="https://partner.outlook.cn",
    ),
}
"""By the name that `[microsoft] cloud` has. `us-gov` is GCC High; plain GCC is `global`.

The one seam for tests: they put a record of their own here, whose hosts are a fake on 127.0.0.1. No file and no
variable can do that, so that nobody can point a run with its secret at another host.
"""


def cloud(name: str | None, *, where: str) -> Cloud:
    """Return a cloud by its name; None: the global one.

    Args:
        name: As the configuration has it.
        where: The key that holds it, for messages.

    Raises:
        UsageError: There is no such cloud.
    """
    if name is None:
        return CLOUDS["global"]
    if name not in CLOUDS:
        near = get_close_matches(name.casefold(), CLOUDS, n=1)
        hint = f"Did you mean `{near[0]}`? " if near else ""
        raise UsageError(
            f'there is no cloud "{name}"', where=where, hint=f"{hint}Write one of: {', '.join(sorted(CLOUDS))}."
        )
    return CLOUDS[name]
