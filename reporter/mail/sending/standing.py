"""What is to become of each mail of a folder, given what the outbox remembers: it goes, or why it does not.

Nobody gets two reminders for a period, whatever was run again, and no second remediation mail that says the same. One
that says something else goes if whoever approved it said so. What may have gone, counts as gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from reporter.model.delivery import Mail, Row, State
from reporter.model.vocabulary import MailKind


class Standing(StrEnum):
    """Where a mail stands."""

    TO_SEND = "to-send"
    SENT = "sent"
    REFUSED = "refused"
    IN_DOUBT = "in-doubt"
    ALREADY = "already"
    """The person got a mail of this kind this period, from another run."""
    WITHHELD = "withheld"
    """Who may not be written to by now: the list of suppressed people, an objection, a country that was excluded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the operator chose, beside what is approved."""

    again: bool = False
    """Approved: a remediation mail that says something else may follow another one."""
    resend_in_doubt: bool = False
    retry_refused: bool = False
    only: frozenset[str] = frozenset()
    """Pseudonyms; none: everybody."""
    kinds: frozenset[MailKind] = frozenset(MailKind)
    limit: int | None = None

    def covers(self, mail: Mail) -> bool:
        """Return whether a mail is among those chosen."""
        return mail.kind in self.kinds and (not self.only or mail.person in self.only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A mail and where it stands."""

    mail: Mail
    standing: Standing
    row: Row | None
    """This very mail in the outbox; None: it is not there yet."""
    earlier: tuple[Row, ...] = ()
    """Other mails of its kind to the same person in the period that were sent or may have been."""


def place(
    mails: Iterable[Mail],
    rows: Collection[Row],
    *,
    address: Callable[[str], str],
    choices: Choices,
    withheld: AbstractSet[str] = frozenset(),
) -> tuple[Placed, ...]:
    """Return where each mail stands.

    Args:
        mails: Those of one folder.
        rows: The outbox's, of the folder's period.
        address: The keyed digest of an address.
        choices: What was chosen; `only`, `kinds` and `limit` are not looked at.
        withheld: Names of mails that may not go by now.
    """
    by_person: dict[tuple[MailKind, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_person[row.kind, row.person].append(row)
        by_person[row.kind, row.address].append(row)
    found = []
    for mail in mails:
        theirs = by_person[mail.kind, mail.person] + by_person[mail.kind, address(mail.recipient)]
        mine = next((r for r in theirs if (r.person, r.digest) == (mail.person, mail.digest)), None)
        others = tuple({id(r): r for r in theirs if r is not mine and r.state not in _NEVER_GONE}.values())
        standing = _standing(mail, mine, others, choices)
        if standing is Standing.TO_SEND and mail.name in withheld:
            standing = Standing.WITHHELD
        found.append(Placed(mail=mail, standing=standing, row=mine, earlier=others))
    return tuple(found)


_NEVER_GONE = {State.NEW, State.REFUSED}


def _standing(mail: Mail, mine: Row | None, others: Sequence[Row], choices: Choices) -> Standing:
    state = mine.state if mine else State.NEW
    if state is State.SENT:
        return Standing.SENT
    if any(o.state is State.SENT for o in others):
        said = {o.says for o in others}
        fresh = choices.again and mail.kind is MailKind.REMEDIATION and mail.says not in said
        if not fresh:
            return Standing.ALREADY
    doubt = {State.IN_DOUBT, State.SENDING}
    if not choices.resend_in_doubt and (state in doubt or any(o.state in doubt for o in others)):
        return Standing.IN_DOUBT
    if state is State.REFUSED and not choices.retry_refused:
        return Standing.REFUSED
    return Standing.TO_SEND
