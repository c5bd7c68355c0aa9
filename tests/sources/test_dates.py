from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.errors import SourceError
from reporter.sources import dates

LONDON = ZoneInfo("Europe/London")


def read(*values: str, order: str | None = None) -> dates.Readings:
    return dates.read(values, order=order, where="s.csv")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-02", datetime(2026, 11, 2, tzinfo=UTC)),
        ("2026-11-02 15:08", datetime(2026, 11, 2, 15, 8, tzinfo=UTC)),
        ("2026-11-02T15:08:44.123Z", datetime(2026, 11, 2, 15, 8, 44, 123000, tzinfo=UTC)),
        ("2026-11-02T15:08:44+05:30", datetime(2026, 11, 2, 9, 38, 44, tzinfo=UTC)),
        ("2026/11/02 3:08:44 PM GMT+1", datetime(2026, 11, 2, 14, 8, 44, tzinfo=UTC)),
        ("2026/11/02 3:08:44 PM GMT-3:30", datetime(2026, 11, 2, 18, 38, 44, tzinfo=UTC)),
        ("2026/11/02 12:08:44 AM GMT", datetime(2026, 11, 2, 0, 8, 44, tzinfo=UTC)),
        ("2026/11/02 12:08:44 p.m. EST", datetime(2026, 11, 2, 17, 8, 44, tzinfo=UTC)),
        ("27.04.2026 11:34", datetime(2026, 4, 27, 10, 34, tzinfo=UTC)),
        ("2 November 2026", datetime(2026, 11, 2, tzinfo=UTC)),
        ("02-Nov-2026 15:08", datetime(2026, 11, 2, 15, 8, tzinfo=UTC)),
        ("Nov 2, 2026 3:08\u202fPM", datetime(2026, 11, 2, 15, 8, tzinfo=UTC)),
        ("November 2nd 2026", datetime(2026, 11, 2, tzinfo=UTC)),
        ("46328.5", datetime(2026, 11, 2, 12, tzinfo=UTC)),
        ("31/12/26 10:00", datetime(2026, 12, 31, 10, tzinfo=UTC)),
        ("2. November 2026 um 15:08", datetime(2026, 11, 2, 15, 8, tzinfo=UTC)),
        ("2. März 2026 15:08", datetime(2026, 3, 2, 15, 8, tzinfo=UTC)),
        ("2 août 2026 à 15:08", datetime(2026, 8, 2, 14, 8, tzinfo=UTC)),
        ("1er déc. 2026", datetime(2026, 12, 1, tzinfo=UTC)),
        ("2 de noviembre de 2026 3:08 p. m.", datetime(2026, 11, 2, 15, 8, tzinfo=UTC)),
        ("2 ene 2026, 12:08:44 a.\u00a0m.", datetime(2026, 1, 2, 0, 8, 44, tzinfo=UTC)),
        ("2 de nov. de 2026", datetime(2026, 11, 2, tzinfo=UTC)),
        ("13 gennaio 2026 15.08.44", datetime(2026, 1, 13, 15, 8, 44, tzinfo=UTC)),
        ("2 mrt. 2026 om 15:08", datetime(2026, 3, 2, 15, 8, tzinfo=UTC)),
        ("2026/11/02 3:08:44 nachm. MEZ", datetime(2026, 11, 2, 14, 8, 44, tzinfo=UTC)),
        ("2026/11/02 12:08:44 vorm. OESZ", datetime(2026, 11, 1, 21, 8, 44, tzinfo=UTC)),
        ("2. 11. 2026", datetime(2026, 11, 2, tzinfo=UTC)),
        ("13. 11. 2026 15:08", datetime(2026, 11, 13, 15, 8, tzinfo=UTC)),
        ("2026. 11. 2.", datetime(2026, 11, 2, tzinfo=UTC)),
        ("2026. 11. 2 15:08", datetime(2026, 11, 2, 15, 8, tzinfo=UTC)),
        ("'2026-11-02", datetime(2026, 11, 2, tzinfo=UTC)),
        ("'13/11/2026", datetime(2026, 11, 13, tzinfo=UTC)),
        ("2026/11/02 3:08:44 PM GMT\u22123", datetime(2026, 11, 2, 18, 8, 44, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_exports_write_it(text: str, moment: datetime) -> None:
    found = read(text).instant(text, LONDON)
    assert found is not None
    assert found[0] == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "yesterday", "2026-13-01", "2026-02-30", "31.13.2026", "25:00", "2026-11-02 25:00", "2026-11-02 1:00 XYZ",
        "2026/11/02 13:00 PM", "2026/11/02 3:08 PM IST", "0001-01-01", "9999-12-31", "12345", "99999", "1/2/3/4",
        "2026-11-02 12:00 and more", "١٢.١٢.٢٠٢٦", "2026-11-02 12:00 +99:99", "31 Foo 2026", "\x00", "2026/11-02",
    ],
)  # fmt: skip
def test_what_is_no_date_is_unreadable_never_guessed(text: str) -> None:
    assert read(text).moments[text] is None


def test_one_value_settles_the_order_for_the_whole_column() -> None:
    found = read("1/2/2026", "13/2/2026")
    assert (found.order, found.day("1/2/2026")) == ("dmy", date(2026, 2, 1))
    found = read("1/2/2026", "2/13/2026")
    assert (found.order, found.day("1/2/2026")) == ("mdy", date(2026, 1, 2))


def test_a_column_that_proves_both_orders_is_an_error() -> None:
    with pytest.raises(SourceError, match="some dates are day-first"):
        read("13/2/2026", "2/13/2026")
    with pytest.raises(SourceError, match="some dates are day-first"):
        read("1.2.2026", "2/13/2026")


def test_a_column_that_proves_none_is_an_error_that_says_what_to_set() -> None:
    with pytest.raises(SourceError) as caught:
        read("1/2/2026", "13/13/2026", "2026-12-31")
    assert caught.value.problems[0].hint == "Write the dates as 2026-12-31."


def test_dates_that_mean_the_same_in_both_orders_need_no_proof() -> None:
    assert read("3/3/2026").day("3/3/2026") == date(2026, 3, 3)


def test_a_configured_order_holds_even_where_a_value_contradicts_it() -> None:
    found = read("1/2/2026", "2/13/2026", order="dmy")
    assert (found.day("1/2/2026"), found.day("2/13/2026")) == (date(2026, 2, 1), None)


def test_iso_and_nothing_have_the_orders_ymd_and_none() -> None:
    assert read("2026-11-02", "soon").order == "ymd"
    assert read("soon").order is None


def test_a_months_name_means_one_month_whatever_the_language() -> None:
    languages = ("en", "de", "fr", "es", "it", "nl", "pt")
    for language in languages:
        for forms in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    text = f"13 {name} 2026"
                    assert read(text).day(text) == date(2026, number, 13), (language, name)


def test_a_zone_that_the_header_states_holds_where_the_value_states_none() -> None:
    found = read("2026-11-02 23:30", "2026-11-02 23:30Z")
    denver = ZoneInfo("America/Denver")
    assert found.instant("2026-11-02 23:30", LONDON, stated=denver) == (
        datetime(2026, 11, 3, 6, 30, tzinfo=UTC),
        date(2026, 11, 3),
    )
    assert found.instant("2026-11-02 23:30Z", LONDON, stated=denver) == (
        datetime(2026, 11, 2, 23, 30, tzinfo=UTC),
        date(2026, 11, 2),
    )


def test_a_day_is_the_day_in_the_organisations_zone() -> None:
    found = read("2026-11-02T23:30:00Z").instant("2026-11-02T23:30:00Z", ZoneInfo("Asia/Tokyo"))
    assert found == (datetime(2026, 11, 2, 23, 30, tzinfo=UTC), date(2026, 11, 3))


def test_an_hour_the_clock_shows_twice_is_the_first_one() -> None:
    found = read("2026-10-25 02:30").instant("2026-10-25 02:30", ZoneInfo("Europe/Berlin"))
    assert found == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25))


@given(st.lists(st.text(alphabet="0123456789/.-: TZ+AaPpMmGgNnovéà\u00a0\u2212", max_size=24), max_size=5))
@settings(deadline=None)
def test_no_text_raises_anything_but_our_own_error(values: list[str]) -> None:
    try:
        found = read(*values)
    except SourceError:
        return
    for value in values:
        found.instant(value, LONDON)


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2199, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds of a strategy have no zone
@settings(deadline=None)
def test_every_iso_time_is_read_back(moment: datetime) -> None:
    text = moment.isoformat()
    found = read(text).instant(text, LONDON)
    assert found is not None
    assert found[0] == moment
