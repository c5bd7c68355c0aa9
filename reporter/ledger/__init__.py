"""Floor 4: stores what happened, in a database of the workspace or one that several machines share."""

from reporter.ledger.database import connect, metadata
from reporter.ledger.events import Event, broken, events, record

__all__ = ["Event", "broken", "connect", "events", "metadata", "record"]
