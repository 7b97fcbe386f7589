from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.opening_hours import OpeningHours

WEEK = "Mo-Fr 08:00-22:00; Sa,Su 09:00-18:00; PH off"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = {
    "NL": "Europe/Amsterdam",
    "BE": "Europe/Brussels",
    "LU": "Europe/Luxembourg",
    "SE": "Europe/Stockholm",
    "DK": "Europe/Copenhagen",
    "NO": "Europe/Oslo",
    "FI": "Europe/Helsinki",
    "GB": "Europe/London",
    "IE": "Europe/Dublin",
    "DE": "Europe/Berlin",
    "AT": "Europe/Vienna",
    "CH": "Europe/Zurich",
}


def test_a_weekday_evening_is_open_and_its_night_is_closed() -> None:
    hours = OpeningHours(WEEK, "Europe/Amsterdam", "NL")
    assert hours.is_open(datetime(2026, 11, 23, 20, 59, tzinfo=UTC))
    assert not hours.is_open(datetime(2026, 11, 23, 21, 0, tzinfo=UTC))


def test_the_next_change_after_christmas_eve_skips_both_christmas_days() -> None:
    hours = OpeningHours(WEEK, "Europe/Amsterdam", "NL")
    assert hours.next_change(datetime(2026, 12, 24, 23, tzinfo=AMSTERDAM)) == datetime(
        2026, 12, 27, 9, tzinfo=AMSTERDAM
    )


def test_a_team_that_is_always_there_never_changes() -> None:
    assert OpeningHours("24/7", "Europe/Oslo").next_change(datetime(2026, 1, 1, tzinfo=UTC)) is None


def test_hours_over_midnight_are_one_stretch() -> None:
    hours = OpeningHours("Fr 22:00-02:00", "Europe/Amsterdam")
    start = datetime(2026, 11, 27, 22, tzinfo=AMSTERDAM)
    assert hours.spans(start - timedelta(days=1), start + timedelta(days=2)) == [(start, start + timedelta(hours=4))]


def test_spans_are_cut_to_what_was_asked() -> None:
    hours = OpeningHours(WEEK, "Europe/Amsterdam", "NL")
    start, end = datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM), datetime(2026, 11, 23, 10, tzinfo=AMSTERDAM)
    assert hours.spans(start, end) == [(start, end)]


def test_a_week_has_as_many_open_minutes_as_its_days() -> None:
    hours = OpeningHours(WEEK, "Europe/Amsterdam", "NL")
    monday = datetime(2026, 11, 23, tzinfo=AMSTERDAM)

    open_for = sum((end - start for start, end in hours.spans(monday, monday + timedelta(days=7))), timedelta())

    assert open_for == timedelta(hours=5 * 14 + 2 * 9)


@pytest.mark.parametrize(("month", "day", "hours_long"), [(3, 29, 23), (10, 25, 25)])
def test_a_night_on_which_clocks_change_has_the_hours_that_really_pass(month: int, day: int, hours_long: int) -> None:
    hours = OpeningHours("24/7", "Europe/Amsterdam")
    midnight = datetime(2026, month, day, tzinfo=AMSTERDAM)
    start = midnight.astimezone(UTC)
    assert hours.spans(midnight, midnight + timedelta(days=1)) == [
        (start.astimezone(AMSTERDAM), (start + timedelta(hours=hours_long)).astimezone(AMSTERDAM))
    ]


def test_an_hour_that_comes_twice_is_open_both_times() -> None:
    hours = OpeningHours("Su 01:00-02:30", "Europe/Amsterdam")
    twice = [datetime(2026, 10, 25, 0, 15, tzinfo=UTC), datetime(2026, 10, 25, 1, 15, tzinfo=UTC)]
    assert [hours.is_open(at) for at in twice] == [True, True]
    assert not hours.is_open(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))


TEXTS = st.sampled_from(
    [WEEK, "24/7", "24/7 off", "Mo-Su 00:30-02:30", "Mo-Su 22:00-03:00", "Su 02:00-03:00", "Sa-Su 23:00-26:30; PH off"]
)
PLACES = st.sampled_from(sorted(ZONES.items()))
# Around the nights on which clocks change, and around New Year
NIGHTS = [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC), datetime(2026, 12, 30, tzinfo=UTC)]
TIMES = st.builds(
    lambda night, minutes: night + timedelta(minutes=minutes), st.sampled_from(NIGHTS), st.integers(0, 7200)
)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, place=PLACES, start=TIMES, minutes=st.integers(1, 6000))
def test_spans_is_open_and_next_change_agree(text: str, place: tuple[str, str], start: datetime, minutes: int) -> None:
    country, zone = place
    hours = OpeningHours(text, zone, country)
    end = start + timedelta(minutes=minutes)
    spans = [(first.astimezone(UTC), last.astimezone(UTC)) for first, last in hours.spans(start, end)]
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(start <= edge <= end for edge in edges)
    assert hours.is_open(start) == bool(spans and spans[0][0] == start)
    change = hours.next_change(start)
    if change is not None and change.astimezone(UTC) < end:
        assert change.astimezone(UTC) == next(edge for edge in edges if edge > start)
        assert hours.is_open(change) != hours.is_open(start)


def public_holidays(country: str, year: int) -> set[date]:
    hours = OpeningHours("24/7; PH off", ZONES[country], country)
    zone = ZoneInfo(ZONES[country])
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    return {day for day in days if not hours.is_open(datetime(day.year, day.month, day.day, 12, tzinfo=zone))}


# Sundays apart; what two maintained lists see differently is a half-official day: Good Friday in the Netherlands, the
# eves in Sweden, Boxing Day itself where it has a substitute.
DIFFERENT = {
    "NL": {date(2026, 4, 3)},
    "SE": {date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31)},
    "GB": {date(2026, 12, 26)},
}


@pytest.mark.parametrize("country", sorted(ZONES))
def test_public_holidays_are_those_of_another_maintained_list(country: str) -> None:
    expected = set(holidays.country_holidays(country, years=2026))
    different = {day for day in expected ^ public_holidays(country, 2026) if day.weekday() != 6}
    assert different == DIFFERENT.get(country, set())


def test_new_years_day_is_a_holiday_in_the_united_kingdom_with_its_substitute() -> None:
    assert date(2026, 1, 1) in public_holidays("GB", 2026)
    assert date(2028, 1, 3) in public_holidays("GB", 2028)


def test_a_holiday_of_one_region_can_be_written_out() -> None:
    hours = OpeningHours("24/7; PH off; Aug Mo[-1] off; easter +1 day off; Jan 06 off", "Europe/London", "GB")
    noons = [
        datetime(2026, month, day, 12, tzinfo=ZoneInfo("Europe/London")) for month, day in ((8, 31), (4, 6), (1, 6))
    ]
    assert not any(hours.is_open(at) for at in noons)


@pytest.mark.parametrize(
    ("text", "zone", "country", "told"),
    [
        ("Mo-Fr 8-99h", "UTC", None, '"8-99h"'),
        ("  ", "UTC", None, "empty"),
        ("Mo-Fr", "UTC", "XX", '"XX"'),
        ("24/7", "Mars/Olympus", None, '"Mars/Olympus"'),
        ("24/7", "../etc/passwd", None, "time zone"),
        ("24/7", "Europe", None, "time zone"),
        ("Mo-Fr\n08:00", "UTC", None, "cannot be read"),
    ],
)
def test_what_is_not_known_is_named(text: str, zone: str, country: str | None, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        OpeningHours(text, zone, country)
