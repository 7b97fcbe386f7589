from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.staffing import plan, waiting
from config.opening_hours import OpeningHours
from detectors.findings import Course, Hour, Storm
from tests.alerts.findings import storm

TEAM = OpeningHours("Mo-Fr 08:00-22:00; Sa 09:00-18:00; Su off", "Europe/Amsterdam")
THURSDAY = date(2026, 7, 23)
SATURDAY = date(2026, 7, 25)


def local(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), TEAM.zone)


def counted(start: datetime, counts: list[float | None], minutes: int = 30) -> tuple[Hour, ...]:
    step = timedelta(minutes=minutes)
    begin = start.astimezone(UTC)
    return tuple(Hour(begin + n * step, minutes, count, 5, 10) for n, count in enumerate(counts))


def coming(start: datetime, counts: list[float], minutes: int = 30) -> tuple[Hour, ...]:
    return tuple(
        replace(hour, complaints=None, expected=count, low=count * 0.5, high=count * 1.5)
        for hour, count in zip(counted(start, list(counts), minutes), counts, strict=True)
    )


def evening(seen: list[float | None], forecast: list[float], start: str = "21:00", day: date = THURSDAY) -> Storm:
    begin = local(day, start).astimezone(UTC)
    now = begin + timedelta(minutes=30 * len(seen))
    return storm(started_at=begin, hours=counted(begin, seen), forecast=coming(now, forecast))


def test_the_team_stays_until_most_of_what_is_above_the_usual_is_met() -> None:
    tonight = evening([50, 50, 40, 40], [30, 20, 6, 2, 1, 1])
    extension = plan(tonight, TEAM, local(THURSDAY, "23:00"))
    assert extension is not None
    assert extension.until == local(THURSDAY + timedelta(days=1), "00:00")
    assert extension.closing == local(THURSDAY, "22:00")
    assert extension.days == (THURSDAY,)
    assert (extension.load, extension.seen, extension.met) == (130, 70, 120)
    assert extension.coverage == pytest.approx(120 / 130)


def test_a_storm_within_opening_hours_needs_no_longer_day() -> None:
    noon = evening([50, 50, 40, 40], [30, 20, 10], start="10:00")
    assert plan(noon, TEAM, local(THURSDAY, "12:00")) is None


def test_a_few_complaints_in_the_evening_keep_nobody() -> None:
    assert plan(evening([4, 4], [2, 2, 2], start="21:30"), TEAM, local(THURSDAY, "22:30")) is None


def test_nobody_stays_for_what_has_already_come_and_gone() -> None:
    assert plan(evening([60, 60, 60], [1, 1, 1], start="22:00"), TEAM, local(THURSDAY, "23:30")) is None


def test_nobody_is_asked_to_stay_into_the_small_hours() -> None:
    at = local(THURSDAY + timedelta(days=1), "02:00")
    night = storm(started_at=at - timedelta(hours=1), hours=counted(at - timedelta(hours=1), [90, 90]),
                  forecast=coming(at, [90] * 8))  # fmt: skip
    assert plan(night, TEAM, at) is None


def test_after_midnight_the_evening_still_belongs_to_yesterday() -> None:
    tonight = evening([90, 90, 90], [80, 80, 40, 40], start="22:30")
    extension = plan(tonight, TEAM, local(THURSDAY + timedelta(days=1), "00:00"))
    assert extension is not None
    assert extension.days == (THURSDAY,)


def test_before_the_team_leaves_the_forecast_alone_can_keep_it() -> None:
    extension = plan(evening([80, 80], [70, 70, 60, 30], start="21:00"), TEAM, local(THURSDAY, "22:00"))
    assert extension is not None
    assert (extension.seen, extension.load) == (0, 230)


def test_on_a_day_off_the_team_is_called_in_and_no_usual_closing_is_claimed() -> None:
    sunday = SATURDAY + timedelta(days=1)
    extension = plan(evening([80, 80], [70, 70, 60, 30], start="14:00", day=sunday), TEAM, local(sunday, "15:00"))
    assert extension is not None
    assert extension.closing is None
    assert extension.days == (sunday,)
    assert extension.until == local(sunday, "16:30")


def test_a_long_storm_asks_for_more_than_one_evening() -> None:
    long = evening([40] * 10, [30] * 60, start="18:00")
    extension = plan(long, TEAM, local(THURSDAY, "23:00"))
    assert extension is not None
    assert extension.days == (THURSDAY, THURSDAY + timedelta(days=1))


def test_what_was_not_observed_is_not_counted_as_load() -> None:
    extension = plan(evening([50, 50, None, 40], [30, 20, 6, 2]), TEAM, local(THURSDAY, "23:00"))
    assert extension is not None
    assert extension.seen == 35


def test_a_team_that_has_left_is_not_called_back_for_what_can_wait_till_morning() -> None:
    nearly_over = [14.0, 8.0, 4.0, 2.0]
    assert plan(evening([300, 300], nearly_over, start="22:00"), TEAM, local(THURSDAY, "23:00")) is None
    assert plan(evening([30, 30], nearly_over, start="22:00"), TEAM, local(THURSDAY, "23:00")) is not None


def test_before_the_day_has_begun_nobody_is_asked_to_stay_for_its_evening() -> None:
    assert plan(evening([60] * 4, [60] * 48, start="04:00"), TEAM, local(THURSDAY, "06:00")) is None


def test_an_ordinary_evening_to_come_is_no_reason_to_stay() -> None:
    forecast = tuple(replace(hour, usual=hour.expected) for hour in coming(local(THURSDAY, "17:00"), [40] * 20))
    busy = replace(evening([50] * 4, [], start="15:00"), forecast=forecast)
    assert plan(busy, TEAM, local(THURSDAY, "17:00")) is None


def test_a_team_that_never_leaves_needs_no_longer_day() -> None:
    always = OpeningHours("24/7", "Europe/Amsterdam")
    tonight = evening([50, 50, 40, 40], [30, 20, 6, 2])
    assert plan(tonight, always, local(THURSDAY, "23:00")) is None
    assert waiting(tonight, always, local(THURSDAY, "23:00"), None) is None


def test_a_team_that_is_never_there_is_not_asked_to_stay() -> None:
    assert plan(evening([50] * 4, [30] * 4), OpeningHours("off", "Europe/Amsterdam"), local(THURSDAY, "23:00")) is None


def test_what_comes_after_the_longer_day_waits_for_the_morning() -> None:
    tonight = evening([50, 50, 40, 40], [30, 20, 6, 2, 1, 1])
    at = local(THURSDAY, "23:00")
    left = waiting(tonight, TEAM, at, plan(tonight, TEAM, at))
    assert left is not None
    assert left.opening == local(THURSDAY + timedelta(days=1), "08:00")
    assert left.complaints == 10


def test_the_night_the_clocks_change_is_an_hour_longer() -> None:
    saturday = date(2026, 10, 24)
    at = local(saturday, "23:00").astimezone(UTC)
    night = storm(started_at=at, hours=(), forecast=coming(at, [60] * 10, 60))
    left = waiting(night, TEAM, at, None)
    assert left is not None
    assert left.complaints == 600


counts = st.lists(st.floats(0, 1000), min_size=1, max_size=12)


@given(counts, counts, st.integers(0, 47))
def test_coverage_is_a_share_and_the_closing_is_sensible(seen: list[float], ahead: list[float], half_hour: int) -> None:
    start = datetime.combine(THURSDAY, time(half_hour // 2, half_hour % 2 * 30), TEAM.zone)
    at = start.astimezone(UTC) + timedelta(minutes=30 * len(seen))
    extension = plan(evening(list(seen), ahead, start=f"{start:%H:%M}"), TEAM, at)
    if extension:
        assert 0 < extension.coverage <= 1 + 1e-9
        assert extension.until > at + timedelta(minutes=29)
        assert extension.until.minute in (0, 30)
        assert not dt_small_hours(extension.until)
        assert extension.days


def dt_small_hours(at: datetime) -> bool:
    return time(1, 0) < at.time() < time(8, 0)


def test_other_closings_are_told_with_what_they_would_meet() -> None:
    long = evening([60] * 2, [60] * 10, start="20:00")
    extension = plan(long, TEAM, local(THURSDAY, "21:00"))
    assert extension is not None
    earlier, *later = extension.choices
    assert earlier.until < extension.until
    assert 0.4 * extension.coverage <= earlier.coverage <= extension.coverage - 0.05
    assert all(choice.coverage >= extension.coverage + 0.05 for choice in later)


@pytest.mark.parametrize("night", [date(2026, 10, 24), date(2026, 3, 28)])
def test_on_a_night_of_25_or_23_hours_the_hours_are_counted_as_they_pass(night: date) -> None:
    tonight = evening([50, 50, 40, 40], [30, 30, 30, 30, 30, 30, 30, 30, 30, 30], start="18:30", day=night)
    extension = plan(tonight, TEAM, local(night, "20:30"))
    assert extension is not None
    assert local(night, "21:30") <= extension.until <= local(night + timedelta(days=1), "01:00")
    assert 0 < extension.coverage <= 1
    assert extension.load == pytest.approx(180 - 4 * 5 + 10 * 25, abs=60)
    left = waiting(tonight, TEAM, local(night, "20:30"), extension)
    assert left is not None
    assert left.opening.hour == 8


def either(first: float, over_soon: list[float], lasting: list[float]) -> Storm:
    """A storm seen from 20:00 to 21:00 that takes one of two courses, the first with probability `first`."""
    mean = [first * a + (1 - first) * b for a, b in zip(over_soon, lasting, strict=True)]
    courses = (Course(first, tuple(over_soon)), Course(1 - first, tuple(lasting)))
    return replace(evening([60] * 2, [count + 5 for count in mean], start="20:00"), courses=courses)


def test_nobody_is_asked_to_stay_for_what_is_as_likely_as_not_over_by_closing() -> None:
    assert plan(either(0.6, [50] + [0] * 9, [60] * 10), TEAM, local(THURSDAY, "21:00")) is None


def test_what_staying_would_cover_lies_between_the_likely_and_the_average() -> None:
    extension = plan(either(0.2, [50] * 4 + [0] * 6, [60] * 10), TEAM, local(THURSDAY, "21:00"))
    assert extension is not None
    assert 360 / 480 < extension.coverage < (0.2 * 100 + 0.8 * 360) / (0.2 * 100 + 0.8 * 480)
