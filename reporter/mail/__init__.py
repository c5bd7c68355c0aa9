"""Floor 4: composing mails. Composing is presenting; delivery is only transport."""

from reporter.mail.composition import compose

__all__ = ["compose"]
