"""Floor 4: stores what happened, in a database of the workspace or one that several machines share."""

from reporter.ledger.database import connect, exists, metadata, opened
from reporter.ledger.events import Event, broken, events, head, record
from reporter.ledger.followups import FollowUp, follow_ups, latest_day, write

__all__ = [
    "Event",
    "FollowUp",
    "broken",
    "connect",
    "events",
    "exists",
    "follow_ups",
    "head",
    "latest_day",
    "metadata",
    "opened",
    "record",
    "write",
]
