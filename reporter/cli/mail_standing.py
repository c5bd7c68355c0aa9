"""What the `mail` commands share: which run is meant, and where its mails stand, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import screen
from reporter.cli.typed import typed

if TYPE_CHECKING:  # imported when a command runs
    from reporter.delivery import Dispatch, RunMails
    from reporter.model.delivery import Row
    from reporter.settings import Settings

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", show_default=False, help="The folder of a run. Without: the workspace's latest."),
]
_MOST = 20
_COLUMNS = ("accepted", "to send", "refused", "in doubt", "not again", "withheld")
_DOUBT = (
    "In doubt: it may have been accepted or not, and nobody here can tell. It stays so until somebody decides: look "
    "into the mailbox that mails come from, or ask the people; then, if need be: reporter mail send --resend-in-doubt"
)


def run_of(folder: Path | None, settings: Settings) -> RunMails:
    """Return the run that is meant."""
    from reporter.delivery import latest, read  # noqa: PLC0415 - Polars is imported when it is needed

    return read(folder or latest(settings))


def stand(dispatch: Dispatch, settings: Settings) -> None:
    """Print where the mails stand, by kind, and whose in doubt or refused."""
    from reporter.mail.sending.standing import Standing  # noqa: PLC0415
    from reporter.model.vocabulary import MailKind  # noqa: PLC0415

    order = (
        Standing.SENT,
        Standing.TO_SEND,
        Standing.REFUSED,
        Standing.IN_DOUBT,
        Standing.ALREADY,
        Standing.WITHHELD,
    )
    counts = Counter((placed.mail.kind, placed.standing) for placed in dispatch.placed)
    rows = [(kind.value, *(counts[kind, standing] for standing in order)) for kind in MailKind]
    columns = [n for n in range(len(order)) if n < 2 or any(row[n + 1] for row in rows)]  # noqa: PLR2004 - the first two
    screen.table(("kind", *(_COLUMNS[n] for n in columns)), [(row[0], *(row[n + 1] for n in columns)) for row in rows])
    if any(counts[kind, Standing.ALREADY] for kind in MailKind):
        screen.line(f"  Not again: the person got such a mail for {dispatch.run.period} already, from another run.")
    if any(counts[kind, Standing.WITHHELD] for kind in MailKind):
        reasons = Counter(dispatch.withheld.values())
        said = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
        screen.line(f"  Withheld since the run was made: {said}.")
    refused = [p.row for p in dispatch.placed if p.standing is Standing.REFUSED and p.row]
    rows_of("Refused for good", refused, settings)
    if refused:
        screen.line("  Mend the address in the roster and run again; or send once more with --retry-refused.")
    rows_of("In doubt", dispatch.doubts, settings)
    if dispatch.doubts:
        screen.item(" ", typed(_DOUBT))


def rows_of(title: str, rows: Iterable[Row], settings: Settings) -> None:
    """Print rows of the outbox under a heading, if there are any."""
    found = list(rows)
    if not found:
        return
    screen.heading(title)
    cells = [(r.person, r.kind.value, r.period, when(r.at, settings), r.transport, _answer(r)) for r in found[:_MOST]]
    screen.table(("person", "kind", "period", "last attempt", "through", "answer"), cells)
    if len(found) > _MOST:
        screen.line(f"  … and {len(found) - _MOST:,} more.")


def _answer(row: Row) -> str:
    from reporter.model.delivery import State  # noqa: PLC0415

    return "on its way just now, or its sender was killed" if row.state is State.SENDING else row.answer


def approved(dispatch: Dispatch, settings: Settings) -> None:
    """Print whether the messages are approved, and by whom."""
    approval, other = dispatch.approval, dispatch.other
    if approval is not None:
        again = "; also to people who got another remediation mail before" if approval.again else ""
        screen.entry("Approved", f"by {approval.by} on {when(approval.at, settings)}{again}")
    elif other is not None:
        screen.entry(
            "Approved",
            f"not these: {other.by} approved other messages for {other.period} on {when(other.at, settings)}",
        )
    else:
        screen.entry("Approved", typed("not yet: reporter mail approve --by NAME"))


def when(at: datetime | None, settings: Settings) -> str:
    """Return a time to the minute, by the organisation's clock."""
    if at is None:
        return "never"
    local = at.astimezone(settings.zone)
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"
