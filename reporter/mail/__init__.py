"""Floor 4: composing mails. Composing is presenting; delivery is only transport."""
