"""Not faster than the next server takes it: so many mails a minute, and how long the rest will take."""

from __future__ import annotations

from datetime import datetime, timedelta

from reporter.model.delivery import Clock, Sleep

PER_MINUTE = 25
"""Exchange Online takes 30 a minute from one mailbox."""


class Pace:
    """Spaces what is sent evenly."""

    def __init__(self, per_minute: int, clock: Clock, sleep: Sleep) -> None:
        self._gap = timedelta(minutes=1) / per_minute
        self._clock = clock
        self._sleep = sleep
        self._next: datetime | None = None

    def wait(self) -> None:
        """Wait until the next may go."""
        now = self._clock()
        if self._next is not None and self._next > now:
            wait = min(self._next - now, self._gap)  # longer where the clock was set back meanwhile
            self._sleep(wait.total_seconds())
            now += wait
        self._next = now + self._gap

    def left(self, mails: int) -> timedelta:
        """Return how long so many mails take at the least."""
        return self._gap * mails
