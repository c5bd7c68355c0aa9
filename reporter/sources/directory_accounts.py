"""What a directory (Microsoft Entra, Google Workspace) says of an account, as an employment status.

A directory knows accounts and no employment. One that is switched off belongs to nobody who works here now, a guest's
belongs to another organisation, and a room's or a service's to nobody: their rows count as `left`, and a notice says
how many there are of each. What a column of employment status states goes first.
"""

from __future__ import annotations

import polars as pl

from reporter.model.assessment import Notice
from reporter.model.text import comparable

GUEST, NOBODY, OFF = "guest", "no employee", "disabled"
"""Words of the list that means `left`."""

_NOTICES = {GUEST: "guest-accounts", NOBODY: "accounts-of-nobody", OFF: "disabled-accounts"}
_FALSE = frozenset({
    "false", "no", "0", "falsch", "nein", "faux", "non", "falso", "disabled", "deactivated", "suspended", "archived",
})  # fmt: skip
_TRUE = frozenset({"true", "yes", "1", "wahr", "ja", "vrai", "oui", "verdadero", "sí"})
_GUESTS = frozenset({"guest", "gast", "invité", "invitado"})


def employment_status(
    stated: pl.Series, *, enabled: pl.Series, blocked: pl.Series, user_type: pl.Series, file: str
) -> tuple[pl.Series, list[Notice]]:
    """Return the employment status of each row, and how many rows have theirs from the account alone.

    Args:
        stated: The status as a column of its own states it.
        enabled: Entra's `accountEnabled`, or Google's `Status`.
        blocked: Whether signing in is blocked, as the Microsoft 365 admin centre writes it.
        user_type: Entra's `userType`.
        file: The file's name, for the notices.
    """
    kinds = {
        GUEST: _among(user_type, _GUESTS),
        NOBODY: _among(user_type, frozenset({NOBODY})),
        OFF: _among(enabled, _FALSE) | _among(blocked, _TRUE),
    }
    found = pl.DataFrame({"stated": stated, **kinds}).select(
        "stated", account=pl.coalesce(pl.when(pl.col(kind)).then(pl.lit(kind)) for kind in kinds)
    )
    counts = {kind: found.filter(pl.col("stated").is_null() & (pl.col("account") == kind)).height for kind in kinds}
    return found.select(pl.coalesce("stated", "account"))["stated"], [
        Notice(code=_NOTICES[kind], values={"file": file, "count": count}) for kind, count in counts.items() if count
    ]


def _among(texts: pl.Series, words: frozenset[str]) -> pl.Series:
    these = [text for text in texts.drop_nulls().unique().to_list() if comparable(text) in words]
    return texts.is_in(these).fill_null(value=False)
