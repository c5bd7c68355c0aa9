"""Quiet times: hours and days on which nobody is written to, by the clock of the place where they work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

_STEP = timedelta(minutes=15)
_FAR = timedelta(days=14)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When it is quiet in a place."""

    start: time | None = None
    """The time of day at which it begins; None: midnight."""
    end: time | None = None
    """The time of day at which it ends, after midnight where it is before the start; None: midnight."""
    days: frozenset[str] = frozenset()
    """Days of the week that are quiet from midnight to midnight: `sat`."""
    dates: frozenset[date] = frozenset()
    zones: tuple[ZoneInfo, ...] = (ZoneInfo("UTC"),)
    """The clocks that people there live by; quiet by one of them is quiet."""

    def holds(self, at: datetime) -> bool:
        """Return whether it is quiet at a time."""
        return any(self._holds(at.astimezone(zone)) for zone in self.zones)

    def _holds(self, local: datetime) -> bool:
        if _DAYS[local.weekday()] in self.days or local.date() in self.dates:
            return True
        if self.start is None and self.end is None:
            return False
        now, start, end = local.time(), self.start or time.min, self.end
        if end is None or end == time.min:
            return now >= start
        return start <= now < end if start < end else now >= start or now < end


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Quiet times everywhere."""

    elsewhere: Hours = Hours()
    """Where nothing is stated for the country; its zones are the organisation's, for people whose place is unknown."""
    countries: Mapping[str, Hours] = field(default_factory=dict)
    """Country → its own; `zones` empty: the country's own."""

    def at(self, place: str | None) -> Hours:
        """Return the quiet times of a region or country."""
        country = (place or "").partition("-")[0]
        stated = self.countries.get(country, self.elsewhere)
        if country in self.countries and stated.zones:
            return stated
        zones = clocks(country) or self.elsewhere.zones
        return Hours(start=stated.start, end=stated.end, days=stated.days, dates=stated.dates, zones=zones)

    def until(self, place: str | None, at: datetime) -> datetime | None:
        """Return when it is quiet no longer: `at` itself where it is not; None: not within two weeks."""
        hours, now = self.at(place), at
        while hours.holds(now):
            # Next quarter of an hour in UTC: every zone's quarters are those.
            now = (now.astimezone(UTC) + _STEP).replace(second=0, microsecond=0)
            now -= timedelta(minutes=now.minute % 15)
            if now - at > _FAR:
                return None
        return now


@cache
def clocks(country: str) -> tuple[ZoneInfo, ...]:
    """Return a country's time zones, one of each offset that differs this year; none where it is no country."""
    names: Sequence[str] = sorted(get_global("territory_zones").get(country, ())) if country else ()
    found: dict[tuple[object, ...], ZoneInfo] = {}
    for name in names:
        zone = ZoneInfo(name)
        offsets = tuple(datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 4, 7, 10))
        found.setdefault(offsets, zone)
    return tuple(found.values())
