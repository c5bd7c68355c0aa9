"""Quiet times, by the clock of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from reporter.mail.sending.quiet import Hours, Quiet, clocks

OFFICE = Hours(start=time(18), end=time(8), days=frozenset({"sat", "sun"}), zones=(ZoneInfo("Europe/London"),))
EVERYWHERE = Quiet(elsewhere=OFFICE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("place", "now", "until"),
    [
        (None, "2026-11-27 10:00", "2026-11-27 10:00"),  # a Friday
        (None, "2026-11-27 18:00", "2026-11-30 08:00"),  # over the weekend
        (None, "2026-11-26 03:10", "2026-11-26 08:00"),
        ("DE", "2026-11-26 07:00", "2026-11-26 07:00"),  # eight o'clock there
        ("DE", "2026-11-26 17:00", "2026-11-27 07:00"),
        ("IN", "2026-11-26 12:30", "2026-11-27 02:30"),  # a zone of half hours
        ("US", "2026-11-26 15:00", "2026-11-26 18:00"),  # eight in Honolulu, one in New York
        ("US-CA", "2026-11-26 15:00", "2026-11-26 18:00"),
        ("DE", "2026-03-27 07:00", "2026-03-27 07:00"),  # winter time
        ("DE", "2026-03-30 06:00", "2026-03-30 06:00"),  # summer time since Sunday
    ],
)
def test_it_is_quiet_by_the_clock_of_the_place(place: str | None, now: str, until: str) -> None:
    assert EVERYWHERE.until(place, at(now)) == at(until)


def test_a_country_may_have_days_and_a_zone_of_its_own() -> None:
    there = Hours(days=frozenset({"fri", "sat"}), zones=(ZoneInfo("America/New_York"),))
    quiet = Quiet(elsewhere=OFFICE, countries={"IL": Hours(days=frozenset({"fri", "sat"}), zones=()), "US": there})
    assert quiet.until("IL", at("2026-11-27 10:00")) == at("2026-11-28 22:00")  # Sunday has begun there
    assert quiet.until("US-CA", at("2026-11-27 04:00")) == at("2026-11-27 04:00")  # still Thursday in New York
    assert quiet.until("US-CA", at("2026-11-27 06:00")) == at("2026-11-29 05:00")


def test_a_holiday_is_quiet() -> None:
    quiet = Quiet(elsewhere=Hours(dates=frozenset({date(2026, 12, 25)}), zones=(ZoneInfo("UTC"),)))
    assert quiet.until(None, at("2026-12-25 00:00")) == at("2026-12-26 00:00")
    assert quiet.until(None, at("2026-12-24 23:59")) == at("2026-12-24 23:59")


@pytest.mark.parametrize(
    ("hours", "now", "quiet"),
    [
        (Hours(start=time(12), end=time(13)), "2026-11-27 12:30", True),
        (Hours(start=time(12), end=time(13)), "2026-11-27 13:00", False),
        (Hours(start=time(18)), "2026-11-27 23:00", True),
        (Hours(start=time(18)), "2026-11-27 01:00", False),
        (Hours(end=time(8)), "2026-11-27 01:00", True),
        (Hours(end=time(8)), "2026-11-27 08:00", False),
        (Hours(), "2026-11-27 03:00", False),
    ],
)
def test_hours_may_lie_within_a_day_or_have_one_end(hours: Hours, now: str, quiet: bool) -> None:
    assert hours.holds(at(now)) is quiet


def test_where_it_is_quiet_always_there_is_no_end() -> None:
    assert EVERYWHERE.until("RU", at("2026-11-26 10:00")) is None  # from Kaliningrad to Kamchatka
    stated = Quiet(
        elsewhere=OFFICE, countries={"RU": Hours(start=time(18), end=time(8), zones=(ZoneInfo("Europe/Moscow"),))}
    )
    assert stated.until("RU", at("2026-11-26 10:00")) == at("2026-11-26 10:00")


def test_a_country_has_as_many_clocks_as_differ() -> None:
    assert [zone.key for zone in clocks("DE")] == ["Europe/Berlin"]
    assert len(clocks("US")) > 5
    assert clocks("XX") == clocks("") == ()
