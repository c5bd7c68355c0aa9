from __future__ import annotations

from tests.delivery.conftest import post
from tests.microsoft.tenant import authority, tenant

__all__ = ["authority", "post", "tenant"]
