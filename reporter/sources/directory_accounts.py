"""What a directory (Microsoft Entra, Google Workspace) says of an account, as an employment status.

A directory knows accounts and no employment. One that is switched off belongs to nobody who works here now, a guest's
belongs to another organisation, and a room's or a service's to nobody: their rows count as `left`, and a notice says
how many there are of each. What a column of employment status states goes first.
"""

from __future__ import annotations

import polars as pl

from reporter.assess import statuses
from reporter.assess.statuses import Meaning
from reporter.model.assessment import Notice
from reporter.model.text import comparable

GUEST, NOBODY, OFF = "guest", "no employee", "disabled"
"""Words of the list that means `left`."""

_NOTICES = {GUEST: "guest-accounts", NOBODY: "accounts-of-nobody", OFF: "disabled-accounts"}
_GUESTS = frozenset({"guest", "gast", "invité", "invitado"})
_AWAY = (Meaning.LEFT, Meaning.ON_LEAVE)  # "Suspended" of an account is no leave
_LISTED = 10


def employment_status(
    stated: pl.Series, *, enabled: pl.Series, blocked: pl.Series, user_type: pl.Series, file: str
) -> tuple[pl.Series, list[Notice]]:
    """Return the employment status of each row, and how many rows have theirs from the account alone.

    Args:
        stated: The status as a column of its own states it.
        enabled: Entra's `accountEnabled`, or Google's `Status`.
        blocked: Whether signing in is blocked, as the Microsoft 365 admin centre writes it, or `suspended`.
        user_type: Entra's `userType`.
        file: The file's name, for the notices.
    """
    kinds = {
        GUEST: _among(user_type, _GUESTS),
        NOBODY: _among(user_type, frozenset({NOBODY})),
        OFF: switched_off(enabled, blocked),
    }
    found = pl.DataFrame({"stated": stated, **kinds}).select(
        "stated", account=pl.coalesce(pl.when(pl.col(kind)).then(pl.lit(kind)) for kind in kinds)
    )
    counts = {kind: found.filter(pl.col("stated").is_null() & (pl.col("account") == kind)).height for kind in kinds}
    return found.select(pl.coalesce("stated", "account"))["stated"], [
        Notice(code=_NOTICES[kind], values={"file": file, "count": count}) for kind, count in counts.items() if count
    ]


def switched_off(enabled: pl.Series, blocked: pl.Series) -> pl.Series:
    """Return whether an account is switched off, as either column says."""
    return _says(enabled, Meaning.ACTIVE, _AWAY) | _says(blocked, Meaning.LEFT, _AWAY)


def unread(texts: pl.Series, rows: pl.Series, *, file: str) -> list[Notice]:
    """Return a notice about words in a column of accounts that say neither yes nor no; they count as active."""
    words = [text for text, meanings in _read(texts, Meaning.ACTIVE).items() if not meanings]
    at = rows.filter(texts.is_in(words).fill_null(value=False))
    if at.is_empty():
        return []
    listed = ", ".join(map(str, at.head(_LISTED))) + (" …" if len(at) > _LISTED else "")
    shown = statuses.counted(texts.filter(texts.is_in(words).fill_null(value=False)))
    return [Notice(code="unknown-flag", values={"count": len(at), "rows": f"{file} {listed}", "words": shown})]


def _read(texts: pl.Series, yes: Meaning) -> dict[str, frozenset[Meaning]]:
    return {t: statuses.flags([comparable(t)], {}, yes=yes)[comparable(t)] for t in texts.drop_nulls().unique()}


def _says(texts: pl.Series, yes: Meaning, meanings: tuple[Meaning, ...]) -> pl.Series:
    these = [text for text, found in _read(texts, yes).items() if not found.isdisjoint(meanings)]
    return texts.is_in(these).fill_null(value=False)


def _among(texts: pl.Series, words: frozenset[str]) -> pl.Series:
    these = [text for text in texts.drop_nulls().unique().to_list() if comparable(text) in words]
    return texts.is_in(these).fill_null(value=False)
