"""Floor 3: Microsoft Entra ID and Microsoft Graph, for sources and mail alike.

One `httpx.Client` serves both: `msal` asks for tokens through it, and `Graph` for data. Nothing here is imported
before a command needs it.
"""

from reporter.microsoft.clouds import CLOUDS, Cloud
from reporter.microsoft.credentials import Credential, Device
from reporter.microsoft.graph import Graph, Page, Permission
from reporter.microsoft.tokens import Code, Registration, Tokens
from reporter.microsoft.wire import UnclearError, Wire

__all__ = [
    "CLOUDS",
    "Cloud",
    "Code",
    "Credential",
    "Device",
    "Graph",
    "Page",
    "Permission",
    "Registration",
    "Tokens",
    "UnclearError",
    "Wire",
]
