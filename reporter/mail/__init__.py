"""Floor 4: composing mails, and handing them over (`sending/`). Composing is presenting; delivery is only transport."""

from reporter.mail.composition import compose
from reporter.mail.places import places

__all__ = ["compose", "places"]
